"""Reads what clients have put into the object storage in parts, soon after its receipt."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from cellkeep_server.periodic import Periodic

if TYPE_CHECKING:
    from logging import Logger

    from cellkeep_server.service import StoreService


class PartsReader(Periodic):
    """Runs `Maintenance.read_parts` from time to time, in a thread, in one of the servers.

    Parameters
    ----------
    service : StoreService
        The store.
    interval_s : float
        Seconds between two looks whether there is anything to read.
    log : Logger
        Where it says what went wrong.
    """

    def __init__(self, service: StoreService, interval_s: float, log: Logger) -> None:
        super().__init__()
        self._service = service
        self._interval_s = interval_s
        self._log = log

    async def _run(self) -> None:
        while True:
            try:
                await self._service.send_long(
                    lambda store: store.maintenance.read_parts(stop=self._stopping.is_set)
                )
            except Exception as error:  # noqa: BLE001  (tried again; nobody waits for it)
                self._log.warning("Cellkeep could not read what came in parts: %s", error)
            await asyncio.sleep(self._interval_s)
