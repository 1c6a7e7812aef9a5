"""What a store tells: the reading half of `Store`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep_store.catalog import Catalog, queries, search
from cellkeep_store.catalog.filters import ArtifactFilter

if TYPE_CHECKING:
    from cellkeep_core.protocol import (
        Artifact,
        ArtifactPage,
        ChangeEvent,
        GroupPage,
        Receipt,
        RunInfo,
        RunPage,
    )
    from cellkeep_store.catalog.grouping import By
    from cellkeep_store.catalog.search import Sort


class CatalogReader:
    """Answers from the catalog; each call sees one state of it."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def find_receipt(self, offer_id: str) -> Receipt | None:
        """Return the receipt that an offer got, None where it has none yet."""
        with self._catalog.read() as tx:
            return queries.find_receipt(tx, offer_id)

    def run(self, run_id: str) -> RunInfo:
        """Return a run, or raise `RunNotFoundError`."""
        with self._catalog.read() as tx:
            return queries.get_run(tx, run_id)

    def runs(
        self,
        limit: int = 50,
        cursor: str | None = None,
        q: str | None = None,
        *,
        folder: str | None = None,
        notebook: str | None = None,
        tag: str | None = None,
    ) -> RunPage:
        """Return a page of runs, the one with the latest save first.

        `q` is words, each to be found in name, folder, notebook or tags; the others are what
        they must be equal to.
        """
        with self._catalog.read() as tx:
            return queries.list_runs(
                tx, limit=limit, cursor=cursor, q=q, folder=folder, notebook=notebook, tag=tag
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
        with self._catalog.read() as tx:
            return search.list_artifacts(
                tx, where, search.Order(sort, descending), limit=limit, cursor=cursor
            )

    def groups(self, by: By, where: ArtifactFilter | None = None, limit: int = 1000) -> GroupPage:
        """Return how many artifacts and bytes there are by run, notebook, folder, day, or type.

        The group with the latest save comes first. Bytes are those of the artifacts, shared
        blobs counted each time.
        """
        with self._catalog.read() as tx:
            return search.group_artifacts(tx, by, where or ArtifactFilter(), limit=limit)

    def artifact(self, artifact_id: str) -> Artifact:
        """Return an artifact, or raise `ArtifactNotFoundError`."""
        with self._catalog.read() as tx:
            return queries.get_artifact(tx, artifact_id)

    def find_artifact(self, run_id: str, name: str, version: int | None = None) -> Artifact:
        """Return a version of a name in a run (default: latest), or `ArtifactNotFoundError`."""
        with self._catalog.read() as tx:
            return queries.find_artifact(tx, run_id, name, version)

    def latest_by_name(self, name: str) -> Artifact:
        """Return what was stored last under a name in any run, or `ArtifactNotFoundError`."""
        with self._catalog.read() as tx:
            return queries.latest_by_name(tx, name)

    def thumbnail(self, artifact_id: str) -> bytes | None:
        """Return an artifact's PNG thumbnail, None where there is none."""
        with self._catalog.read() as tx:
            return queries.get_thumbnail(tx, artifact_id)

    def changes_since(self, seq: int, limit: int = 500) -> list[ChangeEvent]:
        """Return the changes after one, in order, made by any process."""
        with self._catalog.read() as tx:
            return queries.list_changes(tx, seq, limit)

    def last_change(self) -> int:
        """Return the seq of the latest change, 0 in a new store."""
        with self._catalog.read() as tx:
            return queries.last_change(tx)
