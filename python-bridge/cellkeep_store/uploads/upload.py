"""One upload: its bytes are appended, verified, and become an artifact."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from msgspec import UNSET, structs

from cellkeep_core.errors import BadRequestError, CellkeepError, DigestMismatchError, TooLargeError
from cellkeep_core.files import READ_BYTES
from cellkeep_core.ids import utc_text
from cellkeep_core.protocol import Offer, Receipt, Run
from cellkeep_core.spool import UNHASHED
from cellkeep_store.catalog.person import Person
from cellkeep_store.offers import require_digest
from cellkeep_store.uploads.digests import RunningDigest, RunningDigests
from cellkeep_store.uploads.info import UploadInfo
from cellkeep_store.uploads.metadata import offer_from_metadata
from cellkeep_store.uploads.storage import UploadLease, UploadStore, bytes_begun, upload_not_found

LIFETIME_S = 86400.0
"""How long after its last byte an upload may be continued."""


class UploadParts(NamedTuple):
    """What uploads work with.

    Attributes
    ----------
    storage : UploadStore
        Where their bytes are.
    digests : RunningDigests
        The hashes of those that are under way.
    find_receipt : callable
        Returns the store's receipt for an id, None where there is none.
    find_run : callable
        Returns a run by its id, and the one for uploads that name none.
    require_room : callable
        Raises `StoreFullError` or `QuotaReachedError` where the store cannot take so many more
        bytes into the run ``run_id``; ``begun`` gives those of other uploads.
    person : Person, optional
        Whose they are, where a service tells persons apart.
    """

    storage: UploadStore
    digests: RunningDigests
    find_receipt: Callable[[str], Receipt | None]
    find_run: Callable[[str | None], Run]
    require_room: Callable[..., None]
    person: Person | None = None


class Upload:
    """One upload. Made by `Uploads.create` and `Uploads.open`.

    Attributes
    ----------
    id : str
        Its id; that of its offer where it has one.
    info : UploadInfo
        What it is. An offer's digest may come later than its bytes.
    """

    def __init__(self, upload_id: str, info: UploadInfo, parts: UploadParts) -> None:
        self.id = upload_id
        self.info = info
        self._parts = parts
        self._storage = parts.storage
        self._lease: UploadLease | None = None
        self._digest: RunningDigest | None = None

    @property
    def size(self) -> int:
        """Bytes in all; the most there may be where that is not said yet."""
        return self.info.size

    @property
    def received(self) -> int | None:
        """Bytes that are there; None once they have become an artifact."""
        known = self._lease or self._storage.find(self.id)
        return known.offset if known is not None else None

    @property
    def offset(self) -> int:
        """Bytes received; all of them where there is a receipt."""
        received = self.received
        if received is not None:
            return received
        return self.size if self.receipt is not None else 0

    @property
    def receipt(self) -> Receipt | None:
        """The receipt, once `finish` has succeeded."""
        return self._parts.find_receipt(self.id)

    @property
    def sha256_so_far(self) -> str | None:
        """The digest of the bytes received; None where they must be read for that."""
        with self._leased() as (lease, digest):
            return digest.hexdigest(lease.version)

    @property
    def is_hashed(self) -> bool:
        """Whether this process has hashed what was received. Nobody else may have written since."""
        return self._parts.digests.knows(self.id)

    @property
    def expires_at(self) -> str:
        """When it may be removed if nothing more arrives (RFC 3339, UTC)."""
        state = self._storage.find(self.id)
        return utc_text((state.written_at if state is not None else 0.0) + LIFETIME_S)

    @contextmanager
    def locked(self, timeout_s: float = 0.0) -> Iterator[Upload]:
        """Hold the upload against every other writer, in this process or another.

        Parameters
        ----------
        timeout_s : float, default 0
            How long to wait for another writer to let go.

        Raises
        ------
        CellkeepError
            ``UPLOAD_LOCKED``; ``UPLOAD_NOT_FOUND`` where it was discarded.
        """
        if self._lease is not None:
            yield self
            return
        with self._leased(timeout_s):
            yield self

    def say_size(self, size: int) -> None:
        """Say how many bytes there are in all, where that was left open; it stays so.

        Raises
        ------
        CellkeepError
            ``BAD_REQUEST`` where another size is known or more bytes are there, ``TOO_LARGE``.
        StoreFullError
            Where so many have no room. In each case nothing is changed.
        """
        with self._leased() as (lease, _):
            info = lease.info()
            begun = lease.offset or 0
            if size < begun or (size != info.size and not info.deferred):
                raise BadRequestError(
                    f"The upload has {begun:,} bytes, of {info.size:,} at the most; now "
                    f"{size:,} are said.",
                    hint="Nothing was changed. The length of an upload is said once.",
                )
            if size > info.size:
                raise TooLargeError(
                    f"The file has {size:,} bytes, and {info.size:,} are the most here."
                )
            if info.deferred:
                self._ask_for_room(size - begun, begun)
                self.info = structs.replace(info, size=size, deferred=False)
                self._storage.describe(self.id, self.info, None)

    def write(self, offset: int, chunk: bytes | memoryview) -> int:
        """Append bytes and return the new offset.

        Raises
        ------
        CellkeepError
            ``OFFSET_MISMATCH`` where the upload is not at that offset, ``TOO_LARGE`` where
            there would be more bytes than announced, ``UPLOAD_LOCKED``.
        StoreFullError
            Where the disk has no room; the upload is as it was before.
        """
        with self._leased() as (lease, digest):
            at = lease.offset
            if at is None:
                raise upload_not_found(self.id)
            _require_offset(offset, at)
            end = offset + len(chunk)
            if end > self.size:
                raise TooLargeError(
                    f"The upload was announced with {self.size} bytes; these would make it {end}."
                )
            if self.info.deferred:  # of all others it was asked when they began
                self._ask_for_room(len(chunk), offset)
            with digest.update(chunk, self._parts.digests.beside):
                lease.append(chunk)
            digest.version = lease.version
            return end

    def checked(self, start: int, end: int) -> None:
        """Take note that these bytes have the sha256 that their sender had computed of them."""
        with self._leased() as (_, digest):
            digest.checked(start, end)

    def truncate(self, offset: int) -> None:
        """Cut the upload back, when what was written after an offset turned out wrong."""
        with self._leased() as (lease, digest):
            if self.receipt is not None:
                # Its bytes may be the artifact's by now.
                _require_offset(offset, self.size)
                return
            at = lease.offset
            if at is None:
                raise upload_not_found(self.id)
            if offset > at:
                _require_offset(offset, at)
            lease.truncate(offset)
            digest.truncate(offset, lease.version)

    def finish(self) -> Receipt | None:
        """Verify what arrived, store it and return the receipt; the same one when repeated.

        Returns
        -------
        Receipt or None
            None where the bytes stay as they are: those of a piece, or of an offer whose
            digest is still to come, unless all of them were checked piece by piece.

        Raises
        ------
        CellkeepError
            ``SIZE_MISMATCH`` where bytes are missing; the upload goes on from its offset.
        DigestMismatchError
            Where the bytes are not those that were offered. The upload is discarded then,
            for no byte of it can be trusted.
        """
        with self._leased() as (lease, digest):
            # Read anew: the digest may have come while the bytes did.
            self.info = lease.info()
            self._say_digest(lease, digest)
            # What can be stored needs no look for a receipt: the commit finds an earlier one.
            is_whole = self.info.ready and lease.offset == self.size
            receipt = None if is_whole else self.receipt
            if receipt is None:
                if not self.info.ready:
                    return None
                receipt = lease.take(self._verified_offer(lease, digest), self._parts.person)
            lease.clear()
            return receipt

    def finish_by(self, store: Callable[[Offer, Person | None], Receipt | None]) -> Receipt | None:
        """Store bytes that came another way than by `write`; the same receipt when repeated.

        Parameters
        ----------
        store : callable
            Verifies and stores them; returns None where not all are there. Called while nobody
            else writes to this upload.

        Raises
        ------
        DigestMismatchError
            Where `store` does: the upload is discarded then.
        """
        with self._leased() as (lease, _):
            self.info = lease.info()
            receipt = self.receipt
            if receipt is None and self.info.offer and self.info.ready:
                try:
                    receipt = store(self.info.offer, self._parts.person)
                except DigestMismatchError:
                    lease.remove()
                    raise
            if receipt is not None:
                lease.clear()
            return receipt

    def append_to(self, whole: Upload) -> None:
        """Write these bytes at the end of another upload."""
        with self._leased() as (lease, _), lease.open() as content:
            while piece := content.read(READ_BYTES):
                whole.write(whole.offset, piece)

    def discard(self) -> None:
        """Remove the upload and its bytes. What is stored already stays."""
        with self._leased() as (lease, _):
            lease.remove()

    def _ask_for_room(self, size: int, received: int) -> None:
        begun = partial(bytes_begun, self._storage)
        self._parts.require_room(size, begun=begun, received=received, run_id=self.info.run_id)

    @contextmanager
    def _leased(self, timeout_s: float = 0.0) -> Iterator[tuple[UploadLease, RunningDigest]]:
        if self._lease is not None and self._digest is not None:
            yield self._lease, self._digest
            return
        lease = self._storage.lease(self.id, timeout_s)
        try:
            with self._parts.digests.leased(self.id, lease) as digest:
                self._lease, self._digest = lease, digest
                yield lease, digest
        finally:
            self._lease = self._digest = None
            lease.release()

    def _say_digest(self, lease: UploadLease, digest: RunningDigest) -> None:
        """Complete an offer whose digest would follow: each piece was compared to its sender's."""
        info = self.info
        if not info.checked_pieces or info.offer is UNSET or info.offer.sha256 != UNHASHED:
            return
        sha256 = digest.checked_hexdigest(self.size, lease.version)
        if sha256 is not None and lease.offset == self.size:
            offer = structs.replace(info.offer, sha256=sha256)
            self.info = structs.replace(info, offer=offer)
            self._storage.describe(self.id, self.info, None)

    def _verified_offer(self, lease: UploadLease, digest: RunningDigest) -> Offer:
        """Return the offer of the bytes, all of which are there and have its digest."""
        if lease.offset != self.size:
            raise CellkeepError(
                f"Of {self.size} bytes {lease.offset or 0} have arrived.",
                hint="Send the rest from there on.",
                code="SIZE_MISMATCH",
            )
        sha256 = digest.hexdigest(lease.version)
        if sha256 is None:
            with lease.open() as content:
                sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        info = self.info
        if info.offer:
            offer = info.offer
        else:
            with lease.open() as content:
                offer = offer_from_metadata(
                    self.id,
                    info.metadata,
                    run=self._parts.find_run(info.metadata.get("run")),
                    size=self.size,
                    sha256=sha256,
                    created_at=info.created_at,
                    content=content,
                )
        if sha256 != offer.sha256:
            lease.remove()
        require_digest(offer, sha256)
        return offer


def _require_offset(offset: int, actual: int) -> None:
    if offset != actual:
        raise CellkeepError(
            f"The upload is at byte {actual}, not at {offset}.",
            hint="Ask for the offset and go on from there.",
            code="OFFSET_MISMATCH",
        )
