"""What a store tells about its runs and artifacts: ``store.catalog``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection

from cellkeep_core.addresses import link
from cellkeep_core.errors import RunNotFoundError
from cellkeep_core.protocol import (
    Artifact,
    ArtifactPage,
    ChangeEvent,
    GroupPage,
    History,
    Lineage,
    NamePage,
    Receipt,
    Run,
    RunInfo,
    RunPage,
    RunTable,
)
from cellkeep_store.catalog import (
    addressing,
    moving,
    names_page,
    naming,
    queries,
    run_table,
    search,
)
from cellkeep_store.catalog.about import own_id
from cellkeep_store.catalog.condition import Order, Sort
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.catalog.grouping import By
from cellkeep_store.catalog.lineage import lineage
from cellkeep_store.catalog.moving import NotebookFile
from cellkeep_store.catalog.person import Person
from cellkeep_store.catalog.run_table import RunFilter
from cellkeep_store.catalog.seen import Seen
from cellkeep_store.offers import UPLOADS, uploads_run
from cellkeep_store.settings.storage import Identity

_PAGE = 500


class Catalog:
    """Answers from the catalog; each call sees one state of it.

    Parameters
    ----------
    person : Person, optional
        Who asks, where a service tells persons apart: then there is nothing but their runs.
    """

    def __init__(
        self, database: Database, identity: Identity, person: Person | None = None
    ) -> None:
        self._database = database
        self._identity = identity
        self._person = person

    def _read(self) -> AbstractContextManager[Connection]:
        return self._database.read(None if self._person is None else Seen(self._person))

    def find_receipt(self, offer_id: str) -> Receipt | None:
        """Return the receipt that an offer got, None where it has none yet."""
        with self._read() as tx:
            return queries.find_receipt(tx, offer_id)

    def run(self, run_id: str) -> RunInfo:
        """Return a run, or raise `RunNotFoundError`."""
        with self._read() as tx:
            return queries.get_run(tx, run_id)

    def notebook_files(self, path: str) -> list[NotebookFile]:
        """Return which runs came from a file, or from those in a folder."""
        with self._read() as tx:
            return moving.files_in(tx, path)

    def notebook_files_by_id(self, file_id: str) -> list[tuple[NotebookFile, set[str]]]:
        """Return which runs came from the file of an id, and the cells that they are of."""
        with self._read() as tx:
            files = moving.files_by_id(tx, file_id)
            return [(file, moving.cells_of(tx, file)) for file in files]

    def has_run(self, run_id: str) -> bool:
        """Return whether the store has a run."""
        try:
            self.run(run_id)
        except RunNotFoundError:
            return False
        return True

    def uploads_run(self) -> Run:
        """Return the run 'Uploads', where saves go that name no run."""
        of = None if self._person is None else own_id(self._database, self._person, UPLOADS)
        run = uploads_run(self._identity.store_id, self._identity.created_at, of)
        try:
            return self.run(run.id).run  # a person may have renamed it
        except RunNotFoundError:
            return run

    def run_or_uploads(self, run_id: str | None) -> Run:
        """Return a run, or the run 'Uploads' where none is named."""
        return self.run(run_id).run if run_id else self.uploads_run()

    def runs(
        self,
        limit: int = 50,
        cursor: str | None = None,
        q: str | None = None,
        *,
        folder: str | None = None,
        notebook: str | None = None,
        tag: str | None = None,
        name: str | None = None,
    ) -> RunPage:
        """Return a page of runs, the one with the latest save first.

        `q` is words, each to be found in name, folder, notebook or tags; the others are what
        they must be equal to. `name` may be an id too.
        """
        with self._read() as tx:
            return queries.list_runs(
                tx,
                limit=limit,
                cursor=cursor,
                q=q,
                folder=folder,
                notebook=notebook,
                tag=tag,
                name=name,
            )

    def run_table(
        self,
        where: RunFilter | None = None,
        *,
        group: str | None = None,
        sort: str = "updated",
        descending: bool = True,
        limit: int = 100,
        cursor: str | None = None,
        offset: int = 0,
    ) -> RunTable:
        """Return a page of the table of runs, with the values that runs are compared by.

        Parameters
        ----------
        where : RunFilter, optional
            What the runs must be like.
        group : str, optional
            A column: those of one value in it come together; the first page says how many each
            value has.
        sort : str
            name, notebook, folder, tags, created, updated, duration, artifacts, bytes, git_commit,
            or the id of a column of values; runs that have none come last, either way.
        offset : int, default 0
            Where the page begins, instead of after a cursor.
        """
        with self._read() as tx:
            return run_table.run_table(
                tx,
                where or run_table.RunFilter(),
                group=group,
                sort=sort,
                descending=descending,
                limit=limit,
                cursor=cursor,
                offset=offset,
            )

    def artifacts(
        self,
        run: str | None = None,
        q: str | None = None,
        category: str | None = None,
        kind: str | None = None,
        name: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
        *,
        where: ArtifactFilter | None = None,
        sort: Sort = "time",
        descending: bool = True,
    ) -> ArtifactPage:
        """Return a page of artifacts, newest first.

        Parameters
        ----------
        run, q, category, kind, name : str, optional
            The commonest fields of `ArtifactFilter`.
        limit : int, default 100
            At most so many, 1 to 1000.
        cursor : str, optional
            ``next_cursor`` of the page before, with the same filter and order.
        where : ArtifactFilter, optional
            All of what they must be like, instead of the five.
        sort : {'time', 'name', 'size'}
        descending : bool, default True
        """
        if where is None:
            where = ArtifactFilter(run=run, q=q, category=category, kind=kind, name=name)
        return self._listed(where, Order(sort, descending), limit, cursor)

    def names(
        self,
        where: ArtifactFilter | None = None,
        *,
        sort: Sort = "time",
        descending: bool = True,
        limit: int = 100,
        cursor: str | None = None,
    ) -> NamePage:
        """Return a page of names across the runs of their notebooks, each with its latest."""
        order = Order(sort, descending)
        with self._read() as tx:
            return names_page.list_names(
                tx, where or ArtifactFilter(), order, limit=limit, cursor=cursor
            )

    def groups(self, by: By, where: ArtifactFilter | None = None, limit: int = 1000) -> GroupPage:
        """Return how many artifacts and bytes there are by run, notebook, folder, day, or type.

        The group with the latest save comes first. Bytes are those of the artifacts, shared
        blobs counted each time.
        """
        with self._read() as tx:
            return search.group_artifacts(tx, by, where or ArtifactFilter(), limit=limit)

    def artifact(self, artifact_id: str) -> Artifact:
        """Return an artifact, or raise `ArtifactNotFoundError`."""
        with self._read() as tx:
            return queries.get_artifact(tx, artifact_id)

    def find_artifact(self, run_id: str, name: str, version: int | None = None) -> Artifact:
        """Return a version of a name in a run (default: latest), or `ArtifactNotFoundError`."""
        with self._read() as tx:
            return queries.find_artifact(tx, run_id, name, version)

    def thumbnail(self, artifact_id: str) -> bytes | None:
        """Return an artifact's PNG thumbnail, None where there is none."""
        with self._read() as tx:
            return queries.get_thumbnail(tx, artifact_id)

    def changes_since(self, seq: int, limit: int = 500) -> list[ChangeEvent]:
        """Return the changes after one, in order, made by any process.

        Those of who writes just now come later, and so do the ones that are numbered after them.
        """
        last = self._database.certain_change()
        with self._read() as tx:
            return queries.list_changes(tx, seq, limit, last)

    def last_change(self) -> int:
        """Return the seq of the change that the next ones come after, 0 in a new store."""
        certain = self._database.certain_change()
        with self._read() as tx:
            last = queries.last_change(tx)
        return last if certain is None else min(last, certain)

    def history(self, artifact_id: str, *, limit: int = 100, cursor: str | None = None) -> History:
        """Return versions of an artifact's name, the newest first, and all its aliases."""
        with self._read() as tx:
            return naming.history(tx, artifact_id, limit=limit, cursor=cursor)

    def resolve(
        self,
        address: str,
        *,
        run_id: str | None = None,
        notebook: str | None = None,
        alone: bool = False,
    ) -> Artifact:
        """Return the artifact that an address means.

        Parameters
        ----------
        address : str
            A name, ``name@version``, ``run/name``, a link or an id: see
            `cellkeep_core.addresses`.
        run_id, notebook : str, optional
            The run and the notebook that ask, whose artifacts come first.
        alone : bool
            Whether only those of that run are meant.
        """
        here = addressing.Standpoint(run_id=run_id, notebook=notebook, alone=alone)
        with self._read() as tx:
            return addressing.find(tx, address, self._identity.store_id, here)

    def link(self, artifact: Artifact) -> str:
        """Return the permanent link to a version."""
        return link(self._identity.store_id, artifact.run_id, artifact.name, artifact.version)

    def lineage(self, artifact_id: str, *, up: int = 20, down: int = 20) -> Lineage:
        """Return what an artifact was made from and what was made from it, step by step."""
        with self._read() as tx:
            return lineage(tx, artifact_id, up=up, down=down)

    def select(self, where: ArtifactFilter, *, descending: bool = True) -> Iterator[Artifact]:
        """Yield all that a filter means, newest first by default; new saves do not move it."""
        order = Order(descending=descending)
        yield from every_item(lambda at: self._listed(where, order, _PAGE, at))

    def all_runs(self, name: str | None = None) -> Iterator[RunInfo]:
        """Yield all runs, or those of a name or an id, the one with the latest save first."""
        yield from every_item(lambda at: self.runs(_PAGE, at, name=name))

    def _listed(
        self, where: ArtifactFilter, order: Order, limit: int, cursor: str | None
    ) -> ArtifactPage:
        with self._read() as tx:
            return search.list_artifacts(tx, where, order, limit=limit, cursor=cursor)


def every_item(ask: Callable[[str | None], Any]) -> Iterator[Any]:
    """Yield what is on all pages, each asked for by the cursor of the one before."""
    cursor: str | None = None
    while True:
        page = ask(cursor)
        yield from page.items
        cursor = page.next_cursor or None
        if cursor is None:
            return
