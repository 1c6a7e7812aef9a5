"""``limit``: the most bytes that the store may hold."""

from __future__ import annotations

from tornado import web

from cellkeep_core.protocol import StoreLimit
from cellkeep_server.http.acts import by_method
from cellkeep_server.http.base import CollectedHandler


class LimitHandler(CollectedHandler):
    """The store's own limit. What it is now, the `StoreStatus` says."""

    acts = by_method(PUT="limit")

    @web.authenticated
    async def put(self) -> None:
        """Set it, for every process that has the store open."""
        limit_bytes = self.json_body(StoreLimit).limit_bytes
        # Two ways of "none": the protocol leaves the field out, the store is told None.
        limit = limit_bytes if isinstance(limit_bytes, int) else None
        await self.service.call(lambda store: store.limit.change(limit))
        await self.answer_with(lambda store: store.status())
