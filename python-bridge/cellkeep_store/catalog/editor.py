"""What a person changes in the catalog: names, tags, notes, aliases, runs: ``store.editor``."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from cellkeep_core.mirrors import with_place
from cellkeep_core.protocol import Artifact, ArtifactEdit, MirrorPlace, Run, RunInfo, RunSettings
from cellkeep_store.catalog import commit, moving, naming, queries, rights
from cellkeep_store.catalog.activity import note
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.person import Level, Person
from cellkeep_store.catalog.seen import Seen
from cellkeep_store.offers import checked_run


class CatalogEditor:
    """Changes what the catalog says; bytes never change, nor where they came from.

    Parameters
    ----------
    person : Person, optional
        Who changes it, where a service tells persons apart: only what they may manage.
    """

    def __init__(self, database: Database, person: Person | None = None) -> None:
        self._database = database
        self._person = person

    def edit(self, artifact_id: str, edit: ArtifactEdit) -> Artifact:
        """Change an artifact's name (of all its versions), tags, notes or metadata.

        Raises
        ------
        NameConflictError
            Where the run has, or had, another thing of that name.
        """
        with self._of_artifact(artifact_id) as tx:
            return naming.edit_artifact(tx, artifact_id, edit)

    def add_mirror(self, artifact_id: str, place: MirrorPlace) -> Artifact:
        """Note where an artifact is, too; by whoever may save to its run."""
        with self._database.write() as tx:
            rights.require_artifact(tx, self._person, artifact_id, Level.ADD)
            metadata = with_place(queries.get_artifact(tx, artifact_id).metadata, place)
            return naming.edit_artifact(tx, artifact_id, ArtifactEdit(metadata=metadata))

    def set_alias(self, artifact_id: str, alias: str, *, move: bool = True) -> Artifact:
        """Give a version an alias, such as ``best``; it leaves the version that had it.

        Parameters
        ----------
        move : bool, default True
            Whether it may; else nothing is changed where another version has it.
        """
        with self._of_artifact(artifact_id) as tx:
            return naming.set_alias(tx, artifact_id, alias, move=move)

    def remove_alias(self, artifact_id: str, alias: str) -> Artifact:
        """Take an alias from a version."""
        with self._of_artifact(artifact_id) as tx:
            return naming.remove_alias(tx, artifact_id, alias)

    def put_run(self, run: Run) -> RunInfo:
        """Write a run down, or change the one with its id; when it began never changes."""
        checked_run(run)

        def write(tx: Connection) -> None:
            refused = rights.refusals(tx, self._person, [run.id], Level.MANAGE)
            if refused:
                raise refused[run.id]
            if commit.put_run(tx, run, self._person):
                note(tx, self._person, "changed", run.id, run.name)

        self._database.write_runs([run.id], write)
        return self._seen_run(run.id)

    def move_notebooks(
        self, kernel_ids: Collection[str], before: str, after: str, *, run_ids: Collection[str] = ()
    ) -> list[str]:
        """Let what came from the notebooks of some kernels, or runs, say where these are now.

        Returns
        -------
        list of str
            The runs that changed.
        """
        with self._database.write() as tx:
            return moving.move_notebooks(tx, kernel_ids, run_ids, before, after)

    def note_notebook(self, run_id: str, path: str, file_id: str) -> None:
        """Note which file a run came from, so that it is followed without the run's kernel."""
        with self._database.write() as tx:
            moving.note_notebook(tx, moving.NotebookFile(run_id, path, file_id))

    def put_settings(self, run_id: str, settings: RunSettings) -> RunInfo:
        """Change what a run does with what is saved again, and how long it keeps things."""
        with self._database.write() as tx:
            rights.require(tx, self._person, run_id, Level.MANAGE)
            naming.put_settings(tx, run_id, settings)
            note(tx, self._person, "changed", run_id, "settings")
        return self._seen_run(run_id)

    @contextmanager
    def _of_artifact(self, artifact_id: str) -> Iterator[Connection]:
        with self._database.write() as tx:
            rights.require_artifact(tx, self._person, artifact_id, Level.MANAGE)
            if self._person is not None:
                artifact = queries.get_artifact(tx, artifact_id)
                note(tx, self._person, "changed", artifact.run_id, _words(artifact), artifact_id)
            yield tx

    def _seen_run(self, run_id: str) -> RunInfo:
        with self._database.read(None if self._person is None else Seen(self._person)) as tx:
            return queries.get_run(tx, run_id)


def _words(artifact: Artifact) -> str:
    return f"{artifact.name} v{artifact.version}"
