"""``health`` and ``ready``: what a supervisor and a load balancer ask, who have no token."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import allow_unauthenticated

from cellkeep_core.errors import CellkeepError, StoreUnreachableError
from cellkeep_server.http.base import CellkeepHandler
from cellkeep_server.metrics import READY

if TYPE_CHECKING:
    from cellkeep_store import Store

READY_S = 5.0
"""A store that says nothing for so long is not ready."""


class OpenHandler(CellkeepHandler):
    """An address that answers anybody, and so says nothing but yes or no."""

    _track_activity = False

    async def prepare(self) -> None:  # type: ignore[override]  # as the base's own
        """Let everybody in."""
        self.current_user = self._jupyter_current_user = None


class HealthHandler(OpenHandler):
    """``health``: whether the process answers at all. If not, start it again."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer without a body."""
        self.set_status(204)


class ReadyHandler(OpenHandler):
    """``ready``: whether catalog and bytes are in reach. If not, send requests elsewhere."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer without a body, or with 503. Why, the server's log says."""
        try:
            async with asyncio.timeout(READY_S):
                await self.service.call(_look)
        except (CellkeepError, OSError, TimeoutError) as error:
            READY.set(0)
            self.log.warning("Cellkeep is not ready: %s", error or "the store does not answer")
            raise StoreUnreachableError(
                "The store cannot be used now.", hint="It is tried again with the next request."
            ) from error
        READY.set(1)
        self.set_status(204)


def _look(store: Store) -> None:
    store.catalog.last_change()
    store.blobs.free_bytes()
