"""Deleting, the trash, and what is due."""

from __future__ import annotations

from typing import Any, get_type_hints

from msgspec import UNSET, ValidationError, convert
from tornado import web

from cellkeep_core.protocol import DeleteRequest, IdList
from cellkeep_server.base import CellkeepHandler, CollectedHandler, bad_request
from cellkeep_store.catalog.filters import ArtifactFilter


class DeletionsHandler(CollectedHandler):
    """``deletions``: delete by ids, of a run, or by a filter."""

    @web.authenticated
    async def post(self) -> None:
        """Delete, or say what that would free; answer with a `DeleteReport`."""
        wanted = self.json_body(DeleteRequest)
        where = None if wanted.where is UNSET else _filter(wanted.where)
        if not wanted.ids and not wanted.run_id and where is None:
            raise bad_request("Nothing is named that could be deleted.")
        report = await self.service.move(
            lambda store: store.delete(
                wanted.ids or (),
                where=where,
                run_id=wanted.run_id or None,
                permanent=wanted.permanent is True,
                dry_run=wanted.dry_run is True,
            )
        )
        self.context.watcher.poke()
        self.answer(report)


class TrashHandler(CellkeepHandler):
    """``trash``: what can be brought back."""

    @web.authenticated
    async def get(self) -> None:
        """Answer with a `TrashPage`."""
        limit = self.query_number("limit", 100, most=500)
        cursor = self.query_text("cursor")
        self.answer(await self.service.call(lambda store: store.trash(limit, cursor)))


class RestoreHandler(CollectedHandler):
    """``trash/restore``."""

    @web.authenticated
    async def post(self) -> None:
        """Bring artifacts back; answer with the `IdList` of those that were there."""
        ids = self.json_body(IdList).ids
        back = await self.service.move(lambda store: store.restore(ids))
        self.context.watcher.poke()
        self.answer(IdList(ids=back))


class PurgeHandler(CollectedHandler):
    """``trash/purge``."""

    @web.authenticated
    async def post(self) -> None:
        """Empty the trash, of these or, without a body, of everything; answer `Collected`."""
        ids = self.json_body(IdList).ids if self.body else None
        dry_run = self.query_text("dry_run") == "1"
        self.answer(await self.service.move(lambda store: store.purge(ids, dry_run=dry_run)))


class CollectHandler(CellkeepHandler):
    """``collect``: retention, old trash, and files that no artifact names."""

    @web.authenticated
    async def post(self) -> None:
        """Do what is due, or say what would be; answer with `Collected`."""
        dry_run = self.query_text("dry_run") == "1"
        done = await self.service.move(lambda store: store.collect(dry_run=dry_run))
        self.context.watcher.poke()
        self.answer(done)


def _filter(where: dict[str, Any]) -> ArtifactFilter:
    unknown = sorted(set(where) - set(get_type_hints(ArtifactFilter)))
    if unknown or not where:
        # Never more than was meant: an unknown filter is no filter.
        raise bad_request(f"The filter has {', '.join(unknown)[:200] or 'nothing in it'}.")
    try:
        return convert(where, ArtifactFilter)
    except ValidationError as error:
        raise bad_request(f"The filter is wrong: {error}.") from error
