"""What a server does again and again for as long as it runs."""

from __future__ import annotations

import asyncio
import threading


class Periodic:
    """Work in a task of the event loop, whose steps in threads look whether to stop."""

    def __init__(self) -> None:
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
        raise NotImplementedError
