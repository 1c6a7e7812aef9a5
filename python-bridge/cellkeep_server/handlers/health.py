"""``health`` and ``ready``: what a supervisor and a load balancer ask, who have no token."""

from __future__ import annotations

from jupyter_server.auth.decorator import allow_unauthenticated

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_server.http.base import CellkeepHandler


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
        if not await self.context.service.is_ready():
            raise StoreUnreachableError(
                "The store cannot be used now.", hint="It is tried again within a second."
            )
        self.set_status(204)
