"""A store whose bytes are in no file that the server could read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samples import stored

from cellkeep_store import Store
from memory_store import memory_store

CONTENT = os.urandom(1_500_000)


@pytest.fixture(autouse=True)
def store(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    with memory_store(store_folder) as opened:
        monkeypatch.setattr(Store, "open", lambda *_, **__: opened)
        yield opened


async def test_bytes_are_served_whole_and_in_parts(api: Any) -> None:
    receipt = await stored(api, CONTENT)
    path = f"artifacts/{receipt['artifact_id']}/content"
    assert (await api("GET", path)).body == CONTENT
    head = await api("HEAD", path)
    assert (head.status, head.headers["Content-Length"]) == (200, "1500000")
    for part in (range(10), range(1_000, 1_400_000), range(1_499_999, 1_500_000)):
        answer = await api("GET", path, headers={"Range": f"bytes={part.start}-{part.stop - 1}"})
        assert (answer.status, answer.body) == (206, CONTENT[part.start : part.stop])


async def test_damaged_bytes_are_not_served_and_lost_ones_told(api: Any, store: Any) -> None:
    receipt = await stored(api, CONTENT)
    path = f"artifacts/{receipt['artifact_id']}/content"
    assert (await api("GET", path)).status == 200
    store.blobs.blobs[receipt["sha256"]] = (b"\0" + CONTENT[1:], 0.0)
    assert (await api("GET", path)).json["code"] == "BLOB_DAMAGED"
    del store.blobs.blobs[receipt["sha256"]]
    assert (await api("GET", path)).json["code"] == "BLOB_MISSING"


async def test_an_archive_comes_out_and_in(api: Any, store: Any) -> None:
    receipt = await stored(api, CONTENT)
    archive = await api("GET", "export", query={"id": receipt["artifact_id"]})
    assert archive.status == 200
    deleted = {"ids": [receipt["artifact_id"]], "permanent": True}
    assert (await api("POST", "deletions", json_body=deleted)).json["freed_bytes"] == len(CONTENT)
    assert store.blobs.blobs == {}
    answer = await api("POST", "import", body=archive.body)
    assert answer.status == 200, answer.body
    (imported,) = (await api("GET", "artifacts")).json["items"]
    assert (await api("GET", f"artifacts/{imported['id']}/content")).body == CONTENT
