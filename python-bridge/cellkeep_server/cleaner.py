"""What a server does with its store from time to time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import Collected
from cellkeep_server.periodic import Periodic

if TYPE_CHECKING:
    from cellkeep_store import Store

FIRST_S = 300.0
"""The first clean-up waits so long: a server that has just started has other things to do."""

LONGEST_NAP_S = 3600.0
"""It is looked at least this often whether it is time: other servers clean up, machines sleep."""


class Cleaner(Periodic):
    """Runs `Maintenance.collect` periodically, in a thread, in one of the servers on a store.

    An interval of 0 means never.
    """

    def start(self) -> None:
        """Begin, where it is wanted."""
        if self._interval_s > 0:
            super().start()

    async def _run(self) -> None:
        await asyncio.sleep(min(FIRST_S, self._interval_s))
        while not self._stopping.is_set():
            try:
                done = await self._service.move(self._collect)
            except CellkeepError as error:
                self._log.warning("Cellkeep could not clean up its store: %s", error)
            except Exception:  # noqa: BLE001  (told with its traceback, and tried again)
                self._log.exception("Cellkeep could not clean up its store")
            else:
                self._tell(done)
            await asyncio.sleep(min(LONGEST_NAP_S, self._interval_s))

    def _collect(self, store: Store) -> Collected | None:
        return store.maintenance.collect_every(self._interval_s, stop=self._stopping.is_set)

    def _tell(self, done: Collected | None) -> None:
        if done is None or not (done.expired or done.purged or done.blobs):
            return
        self._log.info(
            "Cellkeep cleaned up its store: %d artifacts expired, %d left the trash, "
            "%d files with %d bytes were removed",
            done.expired,
            done.purged,
            done.blobs,
            done.freed_bytes,
        )


class Expiry(Periodic):
    """Removes uploads that nobody has continued before their expiry."""

    named = "remove expired uploads"

    def _work(self, store: Store) -> None:
        store.uploads.expire()


class PartsReader(Periodic):
    """Reads what clients have put into the object storage in parts, soon after its receipt."""

    named = "read what came in parts"

    def _work(self, store: Store) -> None:
        store.maintenance.read_parts(stop=self._stopping.is_set)
