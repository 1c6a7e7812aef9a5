"""Announces changes in the store, whichever process made them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from logging import Logger
from typing import TYPE_CHECKING

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import ChangeEvent
from cellkeep_server.events.announcer import together
from cellkeep_server.periodic import Periodic
from cellkeep_server.service import StoreService
from cellkeep_store.coordinator import Listener

if TYPE_CHECKING:
    from cellkeep_store import Store

_PAGE = 100
_PERIOD_S = 0.05
"""While one change follows another, the catalog is looked at twenty times a second at the most."""


class ChangeWatcher(Periodic):
    """Reads the catalog's changes and passes each on, once and in order.

    The server's own changes take the same way as those of kernels and of other servers, so
    nobody can hear of one twice.

    Parameters
    ----------
    service : StoreService
        The store.
    announce : callable
        Called on the event loop with the changes, those that came together at once.
    interval_s : float
        Seconds between looks where nobody tells of changes.
    log : Logger
        Where a catalog that cannot be read is reported, once.
    """

    def __init__(
        self,
        service: StoreService,
        announce: Callable[[Sequence[ChangeEvent]], None],
        interval_s: float,
        log: Logger,
    ) -> None:
        super().__init__(service, interval_s, log)
        self._announce = announce
        self._listener: Listener | None = None
        self._waiting = ThreadPoolExecutor(1, thread_name_prefix="cellkeep-listen")
        self._troubled = False
        self._seen = 0

    def open(self, store: Store) -> None:
        """Hear of what changes from now on. Called in a thread, before anybody can write."""
        self._listener = store.listen()
        self._seen = store.catalog.last_change()

    def start(self) -> None:
        """Begin to watch what was opened."""
        if self._listener is not None:
            super().start()

    async def close(self) -> None:
        """Stop watching."""
        if self._listener is not None:
            self._listener.close()
        self._waiting.shutdown(wait=False)
        await super().close()

    async def _run(self) -> None:
        assert self._listener is not None, "start looked for it"
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            begun = loop.time()
            try:
                await self._catch_up()
                self._troubled = False
            except Exception as error:  # noqa: BLE001  (watching must outlive any trouble)
                self._report(error)
            await loop.run_in_executor(self._waiting, self._listener.wait, self._interval_s)
            await asyncio.sleep(begun + _PERIOD_S - loop.time())

    async def _catch_up(self) -> None:
        more = True
        while more:
            changes = await self._service.call(
                lambda store: store.catalog.changes_since(self._seen, limit=_PAGE)
            )
            more = len(changes) == _PAGE
            for some in together(changes):
                self._tell(some)
                self._seen = some[-1].seq
                # Each is validated, which takes a while: let requests in between.
                await asyncio.sleep(0)

    def _tell(self, changes: Sequence[ChangeEvent]) -> None:
        try:
            self._announce(changes)
        except Exception:  # noqa: BLE001  (told in the log)
            # One that cannot be told must not keep the others from being told.
            if len(changes) > 1:
                for change in changes:
                    self._tell([change])
            else:
                seq = changes[0].seq
                self._log.exception("Cellkeep cannot announce the change %d of its store.", seq)

    def _report(self, error: Exception) -> None:
        log = self._log.debug if self._troubled else self._log.warning
        self._troubled = True
        unexpected = None if isinstance(error, CellkeepError) else error
        log("Cellkeep cannot read what changed in its store: %s", error, exc_info=unexpected)
