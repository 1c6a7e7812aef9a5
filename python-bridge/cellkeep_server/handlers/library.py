"""Names, aliases, history, links and lineage of artifacts."""

from __future__ import annotations

from tornado import web

from cellkeep_core.errors import BadRequestError
from cellkeep_core.protocol import MirrorPlace, RunSettings
from cellkeep_server.http.base import CellkeepHandler, CollectedHandler, check_id
from cellkeep_server.http.filters import paging


class HistoryHandler(CellkeepHandler):
    """``artifacts/<id>/history``: the versions of its name in its run."""

    @web.authenticated
    async def get(self, artifact_id: str) -> None:
        """Answer with a `History`."""
        page = paging(self)
        await self.answer_with(lambda store: store.catalog.history(artifact_id, **page))


class AliasHandler(CellkeepHandler):
    """``artifacts/<id>/aliases/<alias>``."""

    @web.authenticated
    async def put(self, artifact_id: str, alias: str) -> None:
        """Give the version the alias; answer with the `Artifact`."""
        await self.answer_with(lambda store: store.editor.set_alias(artifact_id, alias))

    @web.authenticated
    async def delete(self, artifact_id: str, alias: str) -> None:
        """Take the alias from the version; answer with the `Artifact`."""
        await self.answer_with(lambda store: store.editor.remove_alias(artifact_id, alias))


class MirrorsHandler(CollectedHandler):
    """``artifacts/<id>/mirrors``: where it is, too."""

    kernel_may = frozenset({"PUT"})

    @web.authenticated
    async def put(self, artifact_id: str) -> None:
        """Note a place; answer with the `Artifact`."""
        place = self.json_body(MirrorPlace)
        await self.answer_with(lambda store: store.editor.add_mirror(artifact_id, place))


class LineageHandler(CellkeepHandler):
    """``artifacts/<id>/lineage``: what it was made from, and what was made from it."""

    kernel_may = frozenset({"GET"})

    @web.authenticated
    async def get(self, artifact_id: str) -> None:
        """Answer with a `Lineage`."""
        up, down = (self.query_number(name, 20, least=0, most=100) for name in ("up", "down"))
        await self.answer_with(lambda store: store.catalog.lineage(artifact_id, up=up, down=down))


class LinkHandler(CellkeepHandler):
    """``links``: what an address means: a permanent link, a name, an id."""

    kernel_may = frozenset({"GET"})

    @web.authenticated
    async def get(self) -> None:
        """Answer with the `Artifact`."""
        link = self.query_text("link", most=4096)
        if link is None:
            raise BadRequestError("The query needs a 'link'.")
        run_id = self.query_text("run")
        if run_id is not None:
            check_id(run_id, "run")
        notebook = self.query_text("notebook", most=4096)
        alone = run_id is not None and self.query_text("alone") == "1"
        await self.answer_with(
            lambda store: store.catalog.resolve(link, run_id=run_id, notebook=notebook, alone=alone)
        )


class SettingsHandler(CollectedHandler):
    """``runs/<id>/settings``: what a run does with what is saved again."""

    @web.authenticated
    async def put(self, run_id: str) -> None:
        """Change them; answer with the `RunInfo`."""
        settings = self.json_body(RunSettings)
        await self.answer_with(lambda store: store.editor.put_settings(run_id, settings))
