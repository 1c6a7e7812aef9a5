"""Small saves that come while others are being stored wait for these, and are stored together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cellkeep_store import BatchItem
    from cellkeep_store.catalog.person import Person
    from cellkeep_store.catalog.quotas import Allowance
    from cellkeep_store.ingest.committer import Outcome

    PutMany = Callable[[list[BatchItem]], Awaitable[list["Put"]]]

# A transaction that writes into more runs has the catalog alone.
_MOST = 64


class Put(NamedTuple):
    """What became of something small, and how much of its person's quota, if any, is used then."""

    outcome: Outcome
    allowance: Allowance | None


class _Save(NamedTuple):
    item: BatchItem
    done: asyncio.Future[Put]


class Together:
    """Stores what one person saves in their order, one commit after another, each of what waits.

    Who saves alone waits for nobody. On the event loop.
    """

    def __init__(self) -> None:
        self._waiting: dict[Person | None, list[_Save]] = {}
        self._storing: dict[Person | None, asyncio.Task[None]] = {}

    async def store(self, person: Person | None, item: BatchItem, put_many: PutMany) -> Put:
        """Store one, and return what became of it.

        Parameters
        ----------
        put_many : callable
            Does `Ingest.put_many` for this person, and looks at their quota once for all.
        """
        save = _Save(item, asyncio.get_running_loop().create_future())
        self._waiting.setdefault(person, []).append(save)
        if person not in self._storing:
            self._storing[person] = asyncio.create_task(self._store_all(person, put_many))
        return await save.done

    async def _store_all(self, person: Person | None, put_many: PutMany) -> None:
        waiting = self._waiting[person]
        try:
            while waiting:
                its, waiting[:_MOST] = waiting[:_MOST], []
                await _store(its, put_many)
        finally:
            del self._waiting[person], self._storing[person]
            for save in waiting:
                save.done.cancel()


async def _store(saves: list[_Save], put_many: PutMany) -> None:
    try:
        outcomes = await put_many([save.item for save in saves])
    except Exception as error:  # noqa: BLE001  (each of them is told)
        for save in saves:
            if not save.done.done():
                save.done.set_exception(error)
    else:
        for save, outcome in zip(saves, outcomes, strict=True):
            if not save.done.done():  # whose request was given up
                save.done.set_result(outcome)
    finally:
        for save in saves:
            save.done.cancel()  # where the server ends
