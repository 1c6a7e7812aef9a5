"""Who holds how much, and how much they may: for who looks after a service."""

from __future__ import annotations

from typing import Any, get_args

from tornado import web

from cellkeep_core.errors import BadRequestError
from cellkeep_core.protocol import Quota
from cellkeep_server.http.acts import by_method
from cellkeep_server.http.base import CellkeepHandler, CollectedHandler
from cellkeep_server.http.filters import descending, paging
from cellkeep_store.catalog.condition import Order
from cellkeep_store.catalog.usage import Sort


class UsageHandler(CellkeepHandler):
    """``usage``: persons and groups with what their runs hold."""

    acts = by_method(GET="manage")

    @web.authenticated
    async def get(self) -> None:
        """Answer with a `UsagePage`."""
        sort: Any = self.query_text("sort") or "bytes"
        if sort not in get_args(Sort):
            raise BadRequestError("The query's 'sort' is bytes, name or last.")
        order = Order(sort, descending(self, default=sort != "name"))
        page = paging(self)
        await self.answer_with(lambda store: store.people.usage(order, **page))


class RoomHandler(CellkeepHandler):
    """``room``: what takes room in the whole store."""

    acts = by_method(GET="manage")

    @web.authenticated
    async def get(self) -> None:
        """Answer with a `Room`."""
        # Uploads may be many files: it takes as long as they are.
        self.answer(
            await self.service.move(lambda store: store.people.room(store.uploads.unfinished()))
        )


class RoomUploadHandler(CellkeepHandler):
    """``room/uploads/<id>``: an upload of anybody that has begun and not ended."""

    acts = by_method(DELETE="collect")

    @web.authenticated
    async def delete(self, upload_id: str) -> None:
        """End it, and note that in the activity; one that has become an artifact stays."""
        ended = await self.uploads.discard(upload_id)
        if ended is not None:
            owner = ended.owner or None
            await self.service.call(lambda store: store.people.note_ended(owner, ended.size))
        self.set_status(204)


class QuotasHandler(CollectedHandler):
    """``quotas``: how much the runs of a person, or of each member of a group, may hold."""

    acts = by_method(PUT="limit")

    @web.authenticated
    async def put(self) -> None:
        """Set one, or take it away; answer with the `Usage` of whose it is."""
        wanted = self.json_body(Quota)
        await self.answer_with(lambda store: store.people.put_quota(wanted))
