"""``runs``, ``runs/<id>`` and ``run-table``."""

from __future__ import annotations

from tornado import web

from cellkeep_core.errors import BadRequestError
from cellkeep_core.protocol import Run, RunCondition, from_json
from cellkeep_server.http.base import CellkeepHandler, CollectedHandler
from cellkeep_server.http.filters import descending, paging
from cellkeep_store.catalog.run_table import MOST_CONDITIONS, RunFilter

_MOST_ROWS = 999_999_999


class RunsHandler(CellkeepHandler):
    """``runs``: pages of runs, newest first."""

    kernel_may = frozenset({"GET"})

    @web.authenticated
    async def get(self) -> None:
        """Answer with a `RunPage`."""
        page = paging(self)
        q = self.query_text("q")
        folder, notebook = self.query_text("folder", 4096), self.query_text("notebook", 4096)
        tag, name = self.query_text("tag"), self.query_text("name")
        await self.answer_with(
            lambda store: store.catalog.runs(
                q=q, folder=folder, notebook=notebook, tag=tag, name=name, **page
            )
        )


class RunHandler(CollectedHandler):
    """``runs/<id>``: one run."""

    @web.authenticated
    async def get(self, run_id: str) -> None:
        """Answer with a `RunInfo`."""
        await self.answer_with(lambda store: store.catalog.run(run_id))

    @web.authenticated
    async def put(self, run_id: str) -> None:
        """Make the run, or change its name, folder, tags and metadata."""
        run = self.json_body(Run)
        if run.id != run_id:
            raise BadRequestError("The run's id is not the one in the address.")
        await self.answer_with(lambda store: store.editor.put_run(run))


class RunTableHandler(CellkeepHandler):
    """``run-table``: runs as rows, sorted and filtered by what they can be compared by."""

    @web.authenticated
    async def get(self) -> None:
        """Answer with a `RunTable`."""
        conditions = self.get_query_arguments("where")
        if len(conditions) > MOST_CONDITIONS or any(len(each) > 8192 for each in conditions):
            raise BadRequestError(f"The query has at most {MOST_CONDITIONS} short conditions.")
        where = RunFilter(
            q=self.query_text("q"),
            notebook=self.query_text("notebook", 4096),
            folder=self.query_text("folder", 4096),
            tag=self.query_text("tag"),
            conditions=tuple(from_json(each, RunCondition) for each in conditions),
        )
        group = self.query_text("group", 2000)
        sort = self.query_text("sort", 2000) or "updated"
        downwards, page = descending(self, default=True), paging(self)
        offset = self.query_number("offset", 0, least=0, most=_MOST_ROWS)
        await self.answer_with(
            lambda store: store.catalog.run_table(
                where, group=group, sort=sort, descending=downwards, offset=offset, **page
            )
        )
