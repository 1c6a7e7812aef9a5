"""Small saves that come while others are being stored."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from samples import offer, run

from cellkeep_core.errors import DigestMismatchError, StoreUnreachableError
from cellkeep_core.protocol import Receipt
from cellkeep_server.service import StoreService
from cellkeep_server.together import Put
from cellkeep_store import BatchItem, Store
from cellkeep_store.catalog.person import Person
from cellkeep_store.ingest.committer import Outcome
from cellkeep_store.ingest.ingest import Ingest


def item(name: str) -> BatchItem:
    content = name.encode()
    return BatchItem(offer(content, name=name, of=run()), content)


def test_what_comes_while_others_are_stored_is_one_batch_of_its_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_many = Ingest.put_many
    sizes: list[int] = []
    begun, go = threading.Event(), threading.Event()

    def slowly(self: Ingest, items: Sequence[BatchItem]) -> list[Outcome]:
        sizes.append(len(items))
        begun.set()
        assert go.wait(60)
        return put_many(self, items)

    wrong = item("wrong")
    wrong = msgspec.structs.replace(wrong, content=b"other")

    async def save(service: StoreService) -> list[Put]:
        hers, his = service.of(Person("olga")), service.of(Person("otto"))
        await service.store()
        monkeypatch.setattr(Ingest, "put_many", slowly)
        first = asyncio.create_task(hers.put_small(item("first")))
        await asyncio.to_thread(begun.wait, 60)
        others = [asyncio.create_task(hers.put_small(item(f"{n}"))) for n in range(70)]
        others += [asyncio.create_task(hers.put_small(wrong))]
        given_up = asyncio.create_task(hers.put_small(item("given up")))
        await asyncio.sleep(0)
        given_up.cancel()
        go.set()
        assert isinstance((await his.put_small(item("his"))).outcome, Receipt)
        return await asyncio.gather(first, *others)

    async def work() -> None:
        service = StoreService(lambda: Store.open(tmp_path / "store"), logging.getLogger())
        *stored, refused = await save(service)
        assert all(isinstance(one.outcome, Receipt) for one in stored)
        assert isinstance(refused.outcome, DigestMismatchError)
        assert sorted(sizes) == [1, 1, 8, 64]
        monkeypatch.setattr(Ingest, "put_many", put_many)
        assert isinstance((await service.put_small(item("nobody's"))).outcome, Receipt)
        await service.close(10)
        with pytest.raises(StoreUnreachableError):
            await service.put_small(item("too late"))

    asyncio.run(work())
