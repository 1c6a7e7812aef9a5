"""``artifacts``, ``artifacts/<id>`` and their thumbnails."""

from __future__ import annotations

from tornado import web

from cellkeep_core.errors import ArtifactNotFoundError
from cellkeep_core.names import CATEGORIES, check_category
from cellkeep_server.base import CellkeepHandler, check_id


class ArtifactsHandler(CellkeepHandler):
    """``artifacts``: pages of artifacts, newest first."""

    kernel_may = frozenset({"GET"})

    @web.authenticated
    async def get(self) -> None:
        """Answer with an `ArtifactPage`."""
        run = self.query_text("run")
        if run is not None:
            check_id(run, "run", "RUN_NOT_FOUND")
        category = self.query_text("category")
        if category is not None and category not in CATEGORIES:
            check_category(category)
        q, kind = self.query_text("q"), self.query_text("kind")
        name, cursor = self.query_text("name"), self.query_text("cursor")
        limit = self.query_number("limit", 100, most=500)
        page = await self.service.call(
            lambda store: store.artifacts(
                run=run, q=q, category=category, kind=kind, name=name, limit=limit, cursor=cursor
            )
        )
        self.answer(page)


class ArtifactHandler(CellkeepHandler):
    """``artifacts/<id>``: one artifact."""

    kernel_may = frozenset({"GET"})

    @web.authenticated
    async def get(self, artifact_id: str) -> None:
        """Answer with an `Artifact`."""
        check_artifact_id(artifact_id)
        self.answer(await self.service.call(lambda store: store.artifact(artifact_id)))

    @web.authenticated
    async def delete(self, artifact_id: str) -> None:
        """Delete it; answer with a `DeleteResult` that says how many bytes that freed."""
        check_artifact_id(artifact_id)
        result = await self.service.move(lambda store: store.delete_artifact(artifact_id))
        self.context.watcher.poke()
        self.answer(result)


class ThumbnailHandler(CellkeepHandler):
    """``artifacts/<id>/thumbnail``: a PNG."""

    _track_activity = False

    @web.authenticated
    async def get(self, artifact_id: str) -> None:
        """Answer with the picture, which never changes."""
        check_artifact_id(artifact_id)
        picture = await self.service.call(lambda store: store.thumbnail(artifact_id))
        if picture is None:
            raise ArtifactNotFoundError("This artifact has no thumbnail.")
        self.set_header("Cache-Control", "private, max-age=31536000, immutable")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Content-Length", str(len(picture)))
        self.write(picture)
        self.finish(set_content_type="image/png")


def check_artifact_id(text: str) -> str:
    """Return an artifact's id, or raise ``ARTIFACT_NOT_FOUND``."""
    return check_id(text, "artifact", "ARTIFACT_NOT_FOUND")
