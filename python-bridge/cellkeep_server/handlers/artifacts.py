"""``artifacts``, ``artifacts/<id>`` and their thumbnails."""

from __future__ import annotations

from typing import Any, get_args

from tornado import web

from cellkeep_core.errors import ArtifactNotFoundError, BadRequestError
from cellkeep_core.protocol import ArtifactEdit
from cellkeep_server.http.acts import by_method
from cellkeep_server.http.base import CellkeepHandler, CollectedHandler
from cellkeep_server.http.filters import artifact_filter, sorted_paging
from cellkeep_store.catalog.grouping import By


class ArtifactsHandler(CellkeepHandler):
    """``artifacts``: pages of artifacts, by any filter and in any order."""

    kernel_may = frozenset({"GET"})

    @web.authenticated
    async def get(self) -> None:
        """Answer with an `ArtifactPage`."""
        where, page = artifact_filter(self), sorted_paging(self)
        await self.answer_with(lambda store: store.catalog.artifacts(where=where, **page))


class NamesHandler(CellkeepHandler):
    """``names``: names across the runs of their notebooks."""

    @web.authenticated
    async def get(self) -> None:
        """Answer with a `NamePage`."""
        where, page = artifact_filter(self), sorted_paging(self)
        await self.answer_with(lambda store: store.catalog.names(where, **page))


class GroupsHandler(CellkeepHandler):
    """``groups``: how many artifacts and bytes there are by run, notebook, folder, day or type."""

    @web.authenticated
    async def get(self) -> None:
        """Answer with a `GroupPage`."""
        by: Any = self.query_text("by") or "run"
        if by not in get_args(By):
            raise BadRequestError(f"The query's 'by' is one of {', '.join(get_args(By))}.")
        where = artifact_filter(self)
        limit = self.query_number("limit", 1000, most=10_000)
        await self.answer_with(lambda store: store.catalog.groups(by, where, limit))


class ArtifactHandler(CollectedHandler):
    """``artifacts/<id>``: one artifact."""

    acts = by_method(DELETE="delete")
    kernel_may = frozenset({"GET"})

    @web.authenticated
    async def get(self, artifact_id: str) -> None:
        """Answer with an `Artifact`."""
        await self.answer_with(lambda store: store.catalog.artifact(artifact_id))

    @web.authenticated
    async def patch(self, artifact_id: str) -> None:
        """Change its name, tags, notes or metadata; answer with the `Artifact`."""
        edit = self.json_body(ArtifactEdit)
        await self.answer_with(lambda store: store.editor.edit(artifact_id, edit))

    @web.authenticated
    async def delete(self, artifact_id: str) -> None:
        """Delete it; answer with a `DeleteResult` that says how many bytes that freed."""
        self.answer(await self.service.move(lambda store: store.trash.delete_artifact(artifact_id)))


class ThumbnailHandler(CellkeepHandler):
    """``artifacts/<id>/thumbnail``: a PNG."""

    _track_activity = False

    @web.authenticated
    async def get(self, artifact_id: str) -> None:
        """Answer with the picture, which never changes."""
        picture = await self.service.call(lambda store: store.catalog.thumbnail(artifact_id))
        if picture is None:
            raise ArtifactNotFoundError("This artifact has no thumbnail.")
        self.set_header("Cache-Control", "private, max-age=31536000, immutable")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Content-Length", str(len(picture)))
        self.write(picture)
        self.finish(set_content_type="image/png")
