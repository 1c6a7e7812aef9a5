"""``status``: the store in numbers."""

from __future__ import annotations

from tornado import web

from cellkeep_server.http.acts import resource_of
from cellkeep_server.http.asking import may
from cellkeep_server.http.base import CellkeepHandler


class StatusHandler(CellkeepHandler):
    """The store in numbers."""

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


class UnknownHandler(CellkeepHandler):
    """Any other address below ``cellkeep/api/``."""

    async def admit(self) -> None:
        """Say so in the shape that clients of this interface read."""
        raise web.HTTPError(404, "Cellkeep has no such address.")
