"""Deleting, the trash, and cleaning up."""

from __future__ import annotations

from typing import Any, get_type_hints

from msgspec import UNSET, ValidationError, convert
from tornado import web

from cellkeep_core.errors import BadRequestError
from cellkeep_core.protocol import DeleteRequest, IdList, PurgeRequest
from cellkeep_server.http.acts import by_method
from cellkeep_server.http.base import CellkeepHandler, CollectedHandler
from cellkeep_server.http.filters import paging
from cellkeep_store.catalog.filters import ArtifactFilter


class DeletionsHandler(CollectedHandler):
    """``deletions``: delete by ids, of a run, or by a filter."""

    acts = by_method(POST="delete")

    @web.authenticated
    async def post(self) -> None:
        """Delete, or say what that would free; answer with a `DeleteReport`."""
        wanted = self.json_body(DeleteRequest)
        where = None if wanted.where is UNSET else _filter(wanted.where)
        everything = wanted.all is True
        if not wanted.ids and not wanted.run_id and where is None and not everything:
            raise BadRequestError("Nothing is named that could be deleted.")
        report = await self.service.move(
            lambda store: store.trash.delete(
                wanted.ids or (),
                where=where,
                run_id=wanted.run_id or None,
                everything=everything,
                expect=None if wanted.expect is UNSET else wanted.expect,
                permanent=wanted.permanent is True,
                dry_run=wanted.dry_run is True,
            )
        )
        self.answer(report)


class TrashHandler(CellkeepHandler):
    """``trash``: what can be brought back."""

    @web.authenticated
    async def get(self) -> None:
        """Answer with a `TrashPage`."""
        page = paging(self)
        await self.answer_with(lambda store: store.trash.page(**page))


class RestoreHandler(CollectedHandler):
    """``trash/restore``."""

    @web.authenticated
    async def post(self) -> None:
        """Bring artifacts back; answer with the `IdList` of those that were there."""
        ids = self.json_body(IdList).ids
        back = await self.service.move(lambda store: store.trash.restore(ids))
        self.answer(IdList(ids=back))


class PurgeHandler(CollectedHandler):
    """``trash/purge``."""

    acts = by_method(POST="purge")

    @web.authenticated
    async def post(self) -> None:
        """Empty the trash of these or, asked for by name, of everything; answer `Collected`."""
        wanted = self.json_body(PurgeRequest)
        everything = wanted.all is True
        if not wanted.ids and not everything:
            raise BadRequestError(
                "Nothing is named that could leave the trash.",
                hint='Nothing was deleted. Send "ids", or "all": true for everything in it.',
            )
        dry_run = self.query_text("dry_run") == "1"
        done = await self.service.move(
            lambda store: store.trash.purge(
                wanted.ids or (),
                everything=everything,
                expect=None if wanted.expect is UNSET else wanted.expect,
                dry_run=dry_run,
            )
        )
        self.answer(done)


class CollectHandler(CellkeepHandler):
    """``collect``: retention, old trash, and files that no artifact names."""

    acts = by_method(POST="collect")

    @web.authenticated
    async def post(self) -> None:
        """Clean up, or say what that would do; answer with `Collected`."""
        dry_run = self.query_text("dry_run") == "1"
        done = await self.service.move(lambda store: store.maintenance.collect(dry_run=dry_run))
        self.answer(done)


def _is_empty(value: Any) -> bool:
    return value in (None, [], {}) or (isinstance(value, str) and not value.strip())


def _filter(where: dict[str, Any]) -> ArtifactFilter:
    unknown = sorted(set(where) - set(get_type_hints(ArtifactFilter)))
    if unknown or not where:
        # Never more than was meant: an unknown filter is no filter.
        raise BadRequestError(f"The filter has {', '.join(unknown)[:200] or 'nothing in it'}.")
    empty = [name for name, value in where.items() if _is_empty(value)]
    if empty:
        raise BadRequestError(
            f"The filter's {', '.join(empty)} is empty, so it would mean everything.",
            hint='Nothing was deleted. Leave it out, or ask for everything with "all": true.',
        )
    try:
        return convert(where, ArtifactFilter)
    except ValidationError as error:
        raise BadRequestError(f"The filter is wrong: {error}.") from error
