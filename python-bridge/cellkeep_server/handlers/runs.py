"""``runs`` and ``runs/<id>``."""

from __future__ import annotations

from tornado import web

from cellkeep_core.protocol import Run
from cellkeep_server.http.base import CellkeepHandler, CollectedHandler, bad_request, check_id


class RunsHandler(CellkeepHandler):
    """``runs``: pages of runs, newest first."""

    kernel_may = frozenset({"GET"})

    @web.authenticated
    async def get(self) -> None:
        """Answer with a `RunPage`."""
        limit = self.query_number("limit", 100, most=500)
        cursor = self.query_text("cursor")
        q = self.query_text("q")
        folder, notebook = self.query_text("folder", 4096), self.query_text("notebook", 4096)
        tag, name = self.query_text("tag"), self.query_text("name")
        page = await self.service.call(
            lambda store: store.catalog.runs(
                limit, cursor, q, folder=folder, notebook=notebook, tag=tag, name=name
            )
        )
        self.answer(page)


class RunHandler(CollectedHandler):
    """``runs/<id>``: one run."""

    @web.authenticated
    async def get(self, run_id: str) -> None:
        """Answer with a `RunInfo`."""
        check_id(run_id, "run", "RUN_NOT_FOUND")
        self.answer(await self.service.call(lambda store: store.catalog.run(run_id)))

    @web.authenticated
    async def put(self, run_id: str) -> None:
        """Make the run, or change its name, folder, tags and metadata."""
        run = self.json_body(Run)
        if run.id != run_id:
            raise bad_request("The run's id is not the one in the address.")
        info = await self.service.call(lambda store: store.editor.put_run(run))
        self.answer(info)
