"""Where the bytes of artifacts are: the interface of such a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Protocol

from cellkeep_core.errors import StoreFullError
from cellkeep_store.filesystem import storage_errors

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator
    from pathlib import Path

    from sqlalchemy import Row

    from cellkeep_store.syncing import FolderSync


class BlobStat(NamedTuple):
    """What is known of a blob without reading it.

    Attributes
    ----------
    size : int
        Its bytes.
    version : hashable
        Another one whenever the bytes were replaced or written to.
    written_at : float
        When its bytes were written (Unix time); perhaps before they came here.
    changed_at : float
        When it was placed, or anything about it changed since (Unix time).
    """

    size: int
    version: Hashable
    written_at: float
    changed_at: float


class Blobs(Protocol):
    """Keeps bytes under their SHA-256, read-only and written once.

    For any number of threads and processes at once. `place` and `remove` are called under
    `BlobLeases`, which keep a delete from taking the bytes of a save that is about to be
    committed, and never inside a transaction. Errors are `OSError`s or `CellkeepError`s.
    """

    @property
    def location(self) -> str:
        """Where it is, for a person."""

    def stat(self, sha256: str) -> BlobStat | None:
        """Return what is known of a blob, None where there is none."""

    def open(self, sha256: str, part: range | None = None) -> BinaryIO:
        """Open a blob at the first byte of a part, for reading at least to its end.

        Raises
        ------
        FileNotFoundError
            Where there is none.
        """

    def prepare(self, digests: Collection[str], sync: FolderSync) -> None:
        """Get ready to place these; what was noted in `sync` is on the disk after it.

        Before the leases, so that others need not wait for it.
        """

    def place(self, staged: str, sha256: str, sync: FolderSync) -> None:
        """Take a staged file, whole and on the disk, as a blob, over one that is there already.

        Replacing is harmless (the bytes are the same) and heals a damaged or cut-off blob. It is
        durable once `sync` was waited for.
        """

    def remove(self, sha256: str) -> bool:
        """Remove a blob; return whether there was one."""

    def walk(self) -> Iterator[str]:
        """Yield the digest of every blob, in order."""

    def free_bytes(self) -> int:
        """Return how many more bytes there is room for, as far as anybody knows."""

    def local_path(self, sha256: str) -> Path | None:
        """Return the file of a blob, None where it is in no file of this machine."""

    def link(self, sha256: str, target: Path) -> bool:
        """Give a blob another name, without a copy; return whether that can be done."""


def is_whole(blobs: Blobs, row: Row[Any] | None) -> bool:
    """Return whether a blob of the catalog is whole, as far as it is known without reading it."""
    if row is None or row.damaged:
        return False
    found = blobs.stat(row.sha256)
    return found is not None and found.size == row.size


def require_free(blobs: Blobs, size: int) -> None:
    """Raise `StoreFullError` where there is no room for so many more bytes."""
    with storage_errors(blobs.location):
        free = blobs.free_bytes()
    if size > free:
        raise StoreFullError(
            f"The disk of the store {blobs.location} has {free:,} bytes free, and {size:,} are "
            "to be stored.",
            hint="Nothing of them was stored. Free some space, then save again.",
        )
