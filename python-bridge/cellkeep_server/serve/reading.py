"""Reads what clients have put into the object storage in parts, soon after its receipt."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging import Logger

    from cellkeep_server.service import StoreService


class PartsReader:
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
        self._service = service
        self._interval_s = interval_s
        self._log = log
        self._stopping = threading.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """Stop; what is under way ends after its present object."""
        self._stopping.set()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self._service.send_long(
                    lambda store: store.maintenance.read_parts(stop=self._stopping.is_set)
                )
            except Exception as error:  # noqa: BLE001  (tried again; nobody waits for it)
                self._log.warning("Cellkeep could not read what came in parts: %s", error)
            await asyncio.sleep(self._interval_s)
