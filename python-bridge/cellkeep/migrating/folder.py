"""A store in a folder, as one end of a move."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from cellkeep.transfer.hashing import sha256_of
from cellkeep.transfer.server_reading import damaged
from cellkeep_core.errors import CellkeepError
from cellkeep_store import BatchItem, Store
from cellkeep_store.catalog.filters import ArtifactFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from cellkeep.migrating.ends import Moving
    from cellkeep_core.protocol import (
        Artifact,
        History,
        Receipt,
        Run,
        RunInfo,
        RunSettings,
        StoreStatus,
    )

T = TypeVar("T")


class FolderEnd:
    """A store that this process has open."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def status(self) -> StoreStatus:
        """Return the store in numbers."""
        return self._store.status()

    def runs(self) -> Iterator[RunInfo]:
        """Yield the runs, the one with the latest save first."""
        return self._store.catalog.all_runs()

    def run(self, run_id: str) -> RunInfo | None:
        """Return a run; None where it is not there."""
        return _or_none(lambda: self._store.catalog.run(run_id), "RUN_NOT_FOUND")

    def artifacts(self, run_id: str | None = None) -> Iterator[Artifact]:
        """Yield all artifacts, or those of a run; what was stored first comes first."""
        return self._store.catalog.select(ArtifactFilter(run=run_id), descending=False)

    def artifact(self, artifact_id: str) -> Artifact | None:
        """Return an artifact; None where it is not there."""
        return _or_none(lambda: self._store.catalog.artifact(artifact_id), "ARTIFACT_NOT_FOUND")

    def digests_in(self, run_id: str) -> dict[str, str]:
        """Return the digests of what is in a run, by the artifacts' ids."""
        found = self._store.catalog.select(ArtifactFilter(run=run_id))
        return {one.id: one.sha256 for one in found}

    def history(self, artifact_id: str) -> History:
        """Return the versions of an artifact's name."""
        return self._store.catalog.history(artifact_id)

    def thumbnail(self, artifact: Artifact) -> bytes | None:
        """Return an artifact's PNG."""
        return self._store.catalog.thumbnail(artifact.id)

    @contextmanager
    def content(
        self,
        artifact: Artifact,
        progress: Callable[[int], None],  # noqa: ARG002  (they are here)
    ) -> Iterator[Path]:
        """Give the file with an artifact's bytes, verified."""
        path = self._store.contents.local_path(artifact)
        assert path is not None, "the bytes of a folder's store are files"
        if sha256_of(path) != artifact.sha256:
            self._store.maintenance.check_blob(artifact.sha256)  # noted: saving it mends it
            raise damaged(artifact)
        yield path

    def receipt(self, artifact_id: str) -> Receipt | None:
        """Return the receipt that an id got, also of what was deleted since."""
        return self._store.catalog.find_receipt(artifact_id)

    def put_many(
        self, items: Sequence[tuple[Moving, bytes | None]]
    ) -> Sequence[Receipt | CellkeepError | None]:
        """Store small artifacts with their bytes; None for one whose bytes are wanted."""
        return self._store.ingest.put_many(
            [BatchItem(item.offer, content, item.thumbnail) for item, content in items]
        )

    def put(self, item: Moving, progress: Callable[[int], None]) -> Receipt:
        """Store an artifact of any size."""
        return self._store.ingest.put_file(
            item.offer, item.content, item.thumbnail, progress=progress
        )

    def put_run(self, run: Run) -> None:
        """Make a run that has no artifacts."""
        self._store.editor.put_run(run)

    def put_settings(self, run_id: str, settings: RunSettings) -> None:
        """Change what a run does with what is saved again."""
        self._store.editor.put_settings(run_id, settings)


def _or_none(find: Callable[[], T], code: str) -> T | None:
    try:
        return find()
    except CellkeepError as error:
        if error.code != code:
            raise
        return None
