"""Announces changes in the store, whichever process made them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from cellkeep_core.errors import CellkeepError

if TYPE_CHECKING:
    from collections.abc import Callable
    from logging import Logger

    from cellkeep_core.protocol import ChangeEvent
    from cellkeep_server.service import StoreService
    from cellkeep_store import Store

_PAGE = 100
_YIELD_EVERY = 20


class ChangeWatcher:
    """Reads the catalog's changes and passes each on, once and in order.

    The server's own changes take the same way as those of kernels and of other servers, so
    nobody can hear of one twice.

    Parameters
    ----------
    service : StoreService
        The store.
    announce : callable
        Called on the event loop with each change.
    interval_s : float
        Seconds between looks; `poke` makes the next one come at once.
    log : Logger
        Where a catalog that cannot be read is reported, once.
    """

    def __init__(
        self,
        service: StoreService,
        announce: Callable[[ChangeEvent], None],
        interval_s: float,
        log: Logger,
    ) -> None:
        self._service = service
        self._announce = announce
        self._interval_s = interval_s
        self._log = log
        self._poked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._troubled = False
        self._closed = False
        self.seen = 0
        """Number of the newest change that needs no announcement; set before `start`."""

    def start(self) -> None:
        """Begin to watch."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._watch())

    def poke(self) -> None:
        """Look now: this server has just changed something."""
        self._poked.set()

    async def close(self) -> None:
        """Stop watching."""
        self._closed = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        # The flag as well: Python 3.11's wait_for swallows a cancellation that comes together
        # with what it waits for, and closing would then never end.
        while not self._closed:
            try:
                await self._catch_up()
                self._troubled = False
            except Exception as error:  # noqa: BLE001  (watching must outlive any trouble)
                self._report(error)
            try:
                await asyncio.wait_for(self._poked.wait(), self._interval_s)
            except TimeoutError:
                continue
            self._poked.clear()

    async def _catch_up(self) -> None:
        def read(store: Store) -> list[ChangeEvent]:
            if store.catalog.last_change() <= self.seen:
                return []
            return store.catalog.changes_since(self.seen, limit=_PAGE)

        while changes := await self._service.call(read):
            for count, change in enumerate(changes, 1):
                self._announce(change)
                self.seen = change.seq
                if count % _YIELD_EVERY == 0:
                    await asyncio.sleep(
                        0
                    )  # each is validated, which takes a while: let requests in between

    def _report(self, error: Exception) -> None:
        log = self._log.debug if self._troubled else self._log.warning
        self._troubled = True
        unexpected = None if isinstance(error, CellkeepError) else error
        log("Cellkeep cannot read what changed in its store: %s", error, exc_info=unexpected)
