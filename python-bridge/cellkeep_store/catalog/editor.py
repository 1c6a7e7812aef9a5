"""What a person changes in the catalog: names, tags, notes, aliases, runs: ``store.editor``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep_store.catalog import commit, moving, naming, queries
from cellkeep_store.offers import checked_run

if TYPE_CHECKING:
    from collections.abc import Collection

    from cellkeep_core.protocol import Artifact, ArtifactEdit, Run, RunInfo, RunSettings
    from cellkeep_store.catalog.database import Database


class CatalogEditor:
    """Changes what the catalog says; bytes never change, nor where they came from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def edit(self, artifact_id: str, edit: ArtifactEdit) -> Artifact:
        """Change an artifact's name (of all its versions), tags, notes or metadata.

        Raises
        ------
        NameConflictError
            Where the run has, or had, another thing of that name.
        """
        with self._database.write() as tx:
            return naming.edit_artifact(tx, artifact_id, edit)

    def set_alias(self, artifact_id: str, alias: str) -> Artifact:
        """Give a version an alias, such as ``best``; it leaves the version that had it."""
        with self._database.write() as tx:
            return naming.set_alias(tx, artifact_id, alias)

    def remove_alias(self, artifact_id: str, alias: str) -> Artifact:
        """Take an alias from a version."""
        with self._database.write() as tx:
            return naming.remove_alias(tx, artifact_id, alias)

    def put_run(self, run: Run) -> RunInfo:
        """Write a run down, or change the one with its id; when it began never changes."""
        checked_run(run)
        with self._database.write() as tx:
            commit.put_run(tx, run)
            return queries.get_run(tx, run.id)

    def move_notebooks(self, kernel_ids: Collection[str], before: str, after: str) -> list[str]:
        """Let what came from some kernels' notebooks say where these are now.

        Returns
        -------
        list of str
            The runs that changed.
        """
        with self._database.write() as tx:
            return moving.move_notebooks(tx, kernel_ids, before, after)

    def put_settings(self, run_id: str, settings: RunSettings) -> RunInfo:
        """Change what a run does with what is saved again, and how long it keeps things."""
        with self._database.write() as tx:
            naming.put_settings(tx, run_id, settings)
            return queries.get_run(tx, run_id)
