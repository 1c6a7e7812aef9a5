"""The bytes of what the catalog names: ``store.contents``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from msgspec import UNSET

from cellkeep_core.errors import CellkeepError
from cellkeep_core.ids import is_sha256
from cellkeep_core.protocol import Artifact
from cellkeep_store.blobs.storage import Blobs, BlobStat, is_whole
from cellkeep_store.catalog import queries
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.seen import Seen
from cellkeep_store.filesystem import storage_errors

T = TypeVar("T")


class Contents:
    """Gives out the bytes of artifacts, and says whether some are stored already.

    An artifact is named by itself or by its id. The error of bytes that are gone is
    ``BLOB_MISSING``.
    """

    def __init__(self, database: Database, blobs: Blobs, seen: Seen | None = None) -> None:
        self._database = database
        self._blobs = blobs
        self._seen = seen

    def has(self, sha256: str) -> bool:
        """Return whether the store has these bytes, whole as far as it knows."""
        return self._size(sha256) is not None

    def link(self, sha256: str, size: int, target: Path) -> bool:
        """Give a blob another name, which keeps its bytes whatever becomes of the blob.

        Returns
        -------
        bool
            Whether the store has the blob, whole, and it went without a copy.
        """
        return self._size(sha256) == size and self._blobs.link(sha256, target)

    def open(self, artifact: Artifact | str, part: range | None = None) -> BinaryIO:
        """Open an artifact's bytes for reading.

        Parameters
        ----------
        artifact : Artifact or str
            The artifact, or its id.
        part : range, optional
            Begin at its first byte; what is read beyond its end may be missing. Default: all.
        """
        artifact = self._artifact(artifact)

        def opened(blob: str) -> BinaryIO | None:
            try:
                return self._blobs.open(blob, part)
            except FileNotFoundError:
                return None

        file = self.by_blob(artifact, opened)
        if file is None:
            raise _missing(artifact)
        return file

    def read(self, artifact: Artifact | str) -> bytes:
        """Return an artifact's bytes, which must fit into memory."""
        with self.open(artifact) as file:
            return file.read()

    def stat(self, artifact: Artifact | str) -> BlobStat:
        """Return what is known of an artifact's bytes without reading them."""
        artifact = self._artifact(artifact)
        found = self.by_blob(artifact, self._blobs.stat)
        if found is None:
            raise _missing(artifact)
        return found

    def local_path(self, artifact: Artifact | str) -> Path | None:
        """Return the file with an artifact's bytes, to read only; None where there is no file.

        Then they are somewhere else, and `open` reads them.
        """
        artifact = self._artifact(artifact)
        self.stat(artifact)
        return self.by_blob(artifact, self._blobs.local_path)

    def by_blob(self, artifact: Artifact, work: Callable[[str], T | None]) -> T | None:
        """Do something with what an artifact's bytes are known by.

        Bytes that came in parts get another id when somebody has read the whole, which may be
        just now: where `work` finds nothing by the old one it is done again, by the new one.
        """
        blob = self.blob_of(artifact)
        found = work(blob)
        if found is None and (now := self.blob_of(artifact)) != blob:
            found = work(now)
        return found

    def blob_of(self, artifact: Artifact) -> str:
        """Return what an artifact's bytes are known by: their SHA-256, once they were read."""
        if artifact.verified is UNSET:
            return artifact.sha256
        with self._database.read(self._seen) as tx:
            return queries.blob_of(tx, artifact.id) or artifact.sha256

    def _artifact(self, artifact: Artifact | str) -> Artifact:
        if isinstance(artifact, str):
            with self._database.read(self._seen) as tx:
                return queries.get_artifact(tx, artifact)
        return artifact

    def _size(self, sha256: str) -> int | None:
        """Return the size of a blob that is whole as far as the store knows."""
        if not is_sha256(sha256):
            return None
        with self._database.read(self._seen) as tx:
            row = queries.find_blob(tx, sha256)
        with storage_errors(self._blobs.location):
            return int(row.size) if row is not None and is_whole(self._blobs, row) else None


def _missing(artifact: Artifact) -> CellkeepError:
    return CellkeepError(
        f"The bytes of {artifact.name!r} are not in the store any more.",
        hint="Save the same thing again to bring them back; `cellkeep verify` tells "
        "what else is missing.",
        code="BLOB_MISSING",
    )
