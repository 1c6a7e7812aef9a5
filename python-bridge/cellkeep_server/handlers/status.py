"""``status``, ``limit``, ``health`` and ``ready``: the store as a whole."""

from __future__ import annotations

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado import web

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.protocol import StoreLimit
from cellkeep_server.http.acts import by_method, may, resource_of
from cellkeep_server.http.base import CellkeepHandler, CollectedHandler


class StatusHandler(CellkeepHandler):
    """``status``: the store in numbers."""

    kernel_may = frozenset({"GET"})

    # Looking is no work: an idle server may still be culled.
    _track_activity = False

    @web.authenticated
    async def get(self) -> None:
        """Answer with a `StoreStatus`, and give a page back the XSRF cookie that it lost."""
        if not self.token_authenticated:
            self.xsrf_token  # noqa: B018  (Tornado sets the cookie when it is asked for the token)
        status = await self.service.call(lambda store: store.status())
        if self.person is not None and await may(self, "read", resource_of("manage")):
            status.admin = True
        self.answer(status)


class LimitHandler(CollectedHandler):
    """``limit``: the most bytes that the store may hold. What it is now, the `StoreStatus` says."""

    acts = by_method(PUT="limit")

    @web.authenticated
    async def put(self) -> None:
        """Set it, for every process that has the store open."""
        limit_bytes = self.json_body(StoreLimit).limit_bytes
        # Two ways of "none": the protocol leaves the field out, the store is told None.
        limit = limit_bytes if isinstance(limit_bytes, int) else None
        await self.service.call(lambda store: store.limit.change(limit))
        await self.answer_with(lambda store: store.status())


class OpenHandler(CellkeepHandler):
    """What a supervisor and a load balancer ask, who have no token: it says but yes or no."""

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


class UnknownHandler(CellkeepHandler):
    """Any other address below ``cellkeep/api/``."""

    async def admit(self) -> None:
        """Say so in the shape that clients of this interface read."""
        raise web.HTTPError(404, "Cellkeep has no such address.")
