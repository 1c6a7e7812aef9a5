"""Where the bytes of artifacts are: the interface of such a place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol, Self

from sqlalchemy import Connection, Row

from cellkeep_core.errors import CellkeepError, StoreFullError
from cellkeep_store.catalog.objects import Place
from cellkeep_store.filesystem import storage_errors
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


class Staged(NamedTuple):
    """A file in staging that is to become a blob.

    Attributes
    ----------
    path : str
        The file.
    size : int
        Its bytes.
    key : str or None
        The object that has the bytes already, in place of a file; its row is written.
    start : int or None
        Where they begin in the file, which has those of others too and becomes one object;
        None where it is theirs alone.
    """

    path: str
    size: int
    key: str | None = None
    start: int | None = None


class Blobs(Protocol):
    """Keeps bytes under their SHA-256, read-only and written once.

    For any number of threads and processes at once. Bytes come in by a `Placement`, under
    `Leases`, which also remove what the catalog knows no longer. Nothing here is called inside
    a transaction. Errors are `OSError`s or `CellkeepError`s.
    """

    @property
    def location(self) -> str:
        """Where it is, for a person."""

    @property
    def most_packed(self) -> int:
        """Up to how many bytes a blob may share a place with others; 0 where none does."""

    def stat(self, sha256: str) -> BlobStat | None:
        """Return what is known of a blob, None where there is none."""

    def sizes(self, digests: Collection[str]) -> dict[str, int]:
        """Return the sizes of those of some blobs that are there."""

    def open(self, sha256: str, part: range | None = None) -> BinaryIO:
        """Open a blob at the first byte of a part, for reading at least to its end.

        Raises
        ------
        FileNotFoundError
            Where there is none.
        """

    def placement(self, sync: FolderSync) -> Placement:
        """Begin to bring the bytes of one commit here."""

    def walk(self) -> Iterator[str]:
        """Yield the digest of everything that is here, known to the catalog or not, in order."""

    def reclaim(self, stop: Callable[[], bool]) -> None:
        """Win back the room that blobs have left among others, until `stop` says True."""

    def free_bytes(self) -> int:
        """Return how many more bytes there is room for, as far as anybody knows."""

    def local_path(self, sha256: str) -> Path | None:
        """Return the file of a blob, None where it is in no file of this machine."""

    def link(self, sha256: str, target: Path) -> bool:
        """Give a blob another name, without a copy; return whether that can be done."""

    def close(self) -> None:
        """Let go of what it is connected to."""


class Placement(AbstractContextManager["Placement", None], Protocol):
    """The bytes of one commit on their way to their places.

    A context that lasts until the transaction has ended, well or not.
    """

    def prepare(self, digests: Collection[str]) -> None:
        """Get ready to place these; what was noted in the sync is on the disk after it.

        Before the leases, so that others need not wait for it.
        """

    def place(self, staged: Mapping[str, Staged], before: Mapping[str, Row[Any]]) -> None:
        """Take staged files, whole and on the disk, by digest; what is there already is replaced.

        Parameters
        ----------
        before : mapping of str to Row
            The rows of those that the catalog had when they were found not whole, by digest.

        Replacing is harmless (the bytes are the same) and heals a damaged or cut-off blob. They
        are durable when this returns.
        """

    def still_there(self, there: dict[str, int], rows: Mapping[str, Row[Any]]) -> dict[str, int]:
        """Return those of some blobs that no delete has taken since they were looked at.

        Inside the transaction, as `confirm`; `rows` are what the catalog has of them now.
        """

    def confirm(
        self, tx: Connection, taken: Collection[str], rows: Mapping[str, Row[Any]]
    ) -> Mapping[str, Place]:
        """Make what was placed the blobs of what is committed.

        Parameters
        ----------
        taken : collection of str
            The digests of what is committed.

        Returns
        -------
        mapping of str to Place
            What to write into new rows of blobs, by digest, where they are in objects.

        Raises
        ------
        CellkeepError
            ``CATALOG_BUSY`` where somebody has taken away what was placed.
        """


class DigestBlobs(Blobs, Protocol):
    """`Blobs` that are found by their digest alone, whatever the catalog says.

    `place` and `remove` are called under leases, which keep a delete from taking the bytes of a
    save that is about to be committed.
    """

    def prepare(self, digests: Collection[str], sync: FolderSync) -> None:
        """Do what `Placement.prepare` says."""

    def place(self, staged: str, sha256: str, sync: FolderSync) -> None:
        """Do it for one file; it is durable once `sync` was waited for."""

    def remove(self, sha256: str) -> bool:
        """Remove a blob; return whether there was one."""


class DigestPlacement:
    """A `Placement` of `DigestBlobs`. What it has placed is a blob as soon as it is there."""

    def __init__(self, blobs: DigestBlobs, sync: FolderSync) -> None:
        self._blobs = blobs
        self._sync = sync

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave what was placed and not committed to `Leases.remove_all`."""

    def prepare(self, digests: Collection[str]) -> None:
        """Make their folders."""
        self._blobs.prepare(digests, self._sync)

    def place(
        self,
        staged: Mapping[str, Staged],
        before: Mapping[str, Row[Any]],  # noqa: ARG002  (the interface's)
    ) -> None:
        """Move the files, and wait for all of them at once."""
        for sha256, one in staged.items():
            self._blobs.place(one.path, sha256, self._sync)
        if staged:
            self._sync.wait()

    def still_there(
        self,
        there: dict[str, int],
        rows: Mapping[str, Row[Any]],  # noqa: ARG002  (the interface's)
    ) -> dict[str, int]:
        """Return all: they stay for as long as the leases are held."""
        return there

    def confirm(
        self,
        tx: Connection,  # noqa: ARG002
        taken: Collection[str],
        rows: Mapping[str, Row[Any]],  # noqa: ARG002
    ) -> Mapping[str, Place]:
        """Raise where an older Cellkeep has removed bytes in spite of a lease.

        For one release: one that has the store open asks for no lease, and removes what the
        catalog does not know inside its write transaction, that is before or after ours. (0013)
        """
        for sha256 in taken:
            if self._blobs.stat(sha256) is None:
                raise CellkeepError(
                    f"The bytes {sha256} were removed by an older Cellkeep.",
                    hint="Nothing was changed. Save it again; restart what runs an older version.",
                    code="CATALOG_BUSY",
                )
        return {}


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
