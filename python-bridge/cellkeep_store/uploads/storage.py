"""Where the bytes of uploads are until they become artifacts: the interface of such a place."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from io import BufferedIOBase
from typing import NamedTuple, Protocol

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import Offer, Receipt
from cellkeep_store.catalog.person import Person
from cellkeep_store.uploads.info import UploadInfo


class UploadState(NamedTuple):
    """What is known of an upload without leasing it.

    Attributes
    ----------
    info : UploadInfo
        Its description.
    offset : int or None
        Bytes received; None once they have become an artifact.
    written_at : float
        When bytes or description were last written (Unix time).
    """

    info: UploadInfo
    offset: int | None
    written_at: float

    @property
    def bytes_begun(self) -> int:
        """The bytes that it takes of the store's limit."""
        return self.info.bytes_begun(self.offset or 0)


class UploadStore(Protocol):
    """Keeps uploads, for any number of threads and processes at once.

    Bytes that were appended survive the process; they survive a power failure only once `take`
    has returned a receipt. Errors are `CellkeepError`s: ``UPLOAD_NOT_FOUND``,
    ``UPLOAD_LOCKED``, `StoreFullError` and `StoreUnreachableError`.
    """

    def create(self, upload_id: str, info: UploadInfo, thumbnail: bytes | None) -> bool:
        """Create an upload; False where there is one of this id, which then stays as it is."""

    def describe(self, upload_id: str, info: UploadInfo, thumbnail: bytes | None) -> None:
        """Replace an upload's description, and its thumbnail where one is given.

        Needs no lease: whoever sends the bytes may hold it for hours.
        """

    def find(self, upload_id: str) -> UploadState | None:
        """Return the state of an upload, None where there is none."""

    def find_all(self, upload_ids: Collection[str]) -> dict[str, UploadState]:
        """Return the states of those of some uploads that there are, by id."""

    def begun(self) -> dict[str, UploadState]:
        """Return the uploads which are no artifacts yet, by their ids."""

    def lease(self, upload_id: str, timeout_s: float = 0.0) -> UploadLease:
        """Return the only right to write to an upload, until it is released.

        The lease of a process that has died is free.

        Raises
        ------
        CellkeepError
            ``UPLOAD_LOCKED`` where somebody else holds it for longer than the timeout,
            ``UPLOAD_NOT_FOUND``.
        """

    def expire(self, older_than_s: float) -> int:
        """Remove uploads that nobody leases or has written to for so long; return how many."""


class UploadLease(Protocol):
    """The right to write to one upload."""

    @property
    def offset(self) -> int | None:
        """Bytes received; None once they have become an artifact."""

    @property
    def version(self) -> Hashable:
        """A value that changes whenever anybody writes to the bytes, with or without a lease."""

    def info(self) -> UploadInfo:
        """Read the description, which `UploadStore.describe` may have replaced meanwhile."""

    def append(self, chunk: bytes | memoryview) -> None:
        """Add all of these bytes at the end, or none of them."""

    def truncate(self, offset: int) -> None:
        """Remove the bytes from an offset on."""

    def open(self) -> BufferedIOBase:
        """Open the bytes for reading, from the first on."""

    def take(self, offer: Offer, person: Person | None = None) -> Receipt:
        """Make the bytes, which the caller has verified, an artifact of the store, for a person.

        They stay until `clear`: where this fails, it can be tried again.
        """

    def clear(self) -> None:
        """Remove the bytes and keep the description, so that `UploadStore.find` still answers."""

    def remove(self) -> None:
        """Remove the upload."""

    def release(self) -> None:
        """Let others write."""


def bytes_begun(storage: UploadStore) -> int:
    """Return the bytes that all which are no artifacts yet take of the store's limit."""
    return sum(state.bytes_begun for state in storage.begun().values())


def upload_not_found(upload_id: str) -> CellkeepError:
    """Return the error for an upload that is not there."""
    return CellkeepError(
        f"There is no upload {upload_id!r}.",
        hint="Begin it again; offers whose receipt was given need no bytes.",
        code="UPLOAD_NOT_FOUND",
    )


def upload_locked() -> CellkeepError:
    """Return the error for an upload that somebody else is writing to."""
    return CellkeepError(
        "Another request is writing to this upload.",
        hint="Ask for the offset and go on from there in a moment.",
        code="UPLOAD_LOCKED",
    )
