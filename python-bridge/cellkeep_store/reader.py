"""What a store tells: the reading half of `Store`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep_store.catalog import Catalog, queries

if TYPE_CHECKING:
    from cellkeep_core.protocol import (
        Artifact,
        ArtifactPage,
        ChangeEvent,
        Receipt,
        RunInfo,
        RunPage,
    )


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

    def runs(self, limit: int = 50, cursor: str | None = None, q: str | None = None) -> RunPage:
        """Return a page of runs, the one with the latest save first; `q` is part of a name."""
        with self._catalog.read() as tx:
            return queries.list_runs(tx, limit=limit, cursor=cursor, q=q)

    def artifacts(
        self,
        run: str | None = None,
        q: str | None = None,
        category: str | None = None,
        kind: str | None = None,
        name: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> ArtifactPage:
        """Return a page of artifacts, newest first.

        Parameters
        ----------
        run : str, optional
            Id of their run.
        q : str, optional
            Part of their name, media type, or run's name, in any case.
        category, kind, name : str, optional
            What they must be equal to.
        limit : int, default 100
            At most so many, 1 to 1000.
        cursor : str, optional
            ``next_cursor`` of the page before.
        """
        with self._catalog.read() as tx:
            return queries.list_artifacts(
                tx,
                run=run,
                q=q,
                category=category,
                kind=kind,
                name=name,
                limit=limit,
                cursor=cursor,
            )

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
