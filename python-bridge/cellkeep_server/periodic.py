"""What a server does again and again for as long as it runs."""

from __future__ import annotations

import asyncio
import threading
from logging import Logger
from typing import TYPE_CHECKING

from cellkeep_server.service import StoreService

if TYPE_CHECKING:
    from cellkeep_store import Store


class Periodic:
    """Work in a task of the event loop, whose steps in threads look whether to stop.

    Parameters
    ----------
    service : StoreService
        The store.
    interval_s : float
        Seconds between two times.
    log : Logger
        Where it says what was done, and what went wrong.
    """

    named = ""
    """What it does, for the log."""

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
        """Stop; what is under way ends after its present step."""
        self._stopping.set()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self._service.send_long(self._work)
            except Exception as error:  # noqa: BLE001  (tried again; nobody waits for it)
                self._log.warning("Cellkeep could not %s: %s", self.named, error)
            await asyncio.sleep(self._interval_s)

    def _work(self, store: Store) -> None:
        raise NotImplementedError
