"""Uploads without a folder in common: their pieces are objects, all else is rows of the catalog.

Any server may go on with an upload, or finish it. A lease is a lock of the coordinator, which is
lost with its connection; so each write also names the version that it follows.
"""

from __future__ import annotations

import hashlib
import io
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError

from cellkeep_core.errors import CellkeepError
from cellkeep_core.files import READ_BYTES
from cellkeep_core.ids import new_id
from cellkeep_core.protocol import from_json, to_json
from cellkeep_store.blobs.objects.reader import ObjectReader
from cellkeep_store.catalog import upload_rows
from cellkeep_store.filesystem import storage_errors
from cellkeep_store.offers import require_digest
from cellkeep_store.uploads.info import UploadInfo
from cellkeep_store.uploads.storage import UploadState, upload_locked, upload_not_found

if TYPE_CHECKING:
    from io import BufferedIOBase

    from sqlalchemy import Row

    from cellkeep_core.protocol import Offer, Receipt
    from cellkeep_store.blobs.objects.storage import ObjectStorage
    from cellkeep_store.catalog.database import Database
    from cellkeep_store.catalog.person import Person
    from cellkeep_store.coordinator import Coordinator
    from cellkeep_store.staging import Staging
    from cellkeep_store.uploads.folder import Commit

_FOLDER = "uploads"
_PIECE_BYTES = 8 << 20
_UNKNOWN_AGE_S = 3600.0
"""A piece is there a moment before its row. Only an older one without a row is nobody's."""


class ObjectUploads:
    """An `UploadStore` in object storage and the catalog.

    Parameters
    ----------
    storage : ObjectStorage
        Where the pieces are.
    database : Database
        The catalog.
    coordinator : Coordinator
        Gives out the leases.
    staging : Staging
        Where the bytes are put together.
    commit : callable
        Stores a file of ours, verified, as an artifact, and may move it.
    """

    def __init__(
        self,
        storage: ObjectStorage,
        database: Database,
        coordinator: Coordinator,
        staging: Staging,
        commit: Commit,
    ) -> None:
        self._storage = storage
        self._database = database
        self._coordinator = coordinator
        self._staging = staging
        self._commit = commit

    def create(self, upload_id: str, info: UploadInfo, thumbnail: bytes | None) -> bool:
        """Insert a row: the first one stands."""
        try:
            with self._database.note() as tx:
                upload_rows.create(tx, upload_id, to_json(info).decode(), thumbnail)
        except IntegrityError:
            return False
        return True

    def describe(self, upload_id: str, info: UploadInfo, thumbnail: bytes | None) -> None:
        """Change the row."""
        with self._database.note() as tx:
            found = upload_rows.describe(tx, upload_id, to_json(info).decode(), thumbnail)
        if not found:
            raise upload_not_found(upload_id)

    def find(self, upload_id: str) -> UploadState | None:
        """Read the row."""
        with self._database.read() as tx:
            row = upload_rows.find(tx, upload_id)
        if row is None:
            return None
        return UploadState(from_json(row.info, UploadInfo), row.received, row.written_at)

    def begun_bytes(self) -> int:
        """Read each row."""
        with self._database.read() as tx:
            rows = upload_rows.begun(tx)
        return sum(from_json(row.info, UploadInfo).bytes_begun(row.received) for row in rows)

    def lease(self, upload_id: str, timeout_s: float = 0.0) -> ObjectLease:
        """Hold its name alone."""
        with ExitStack() as stack:
            self._require(upload_id)
            try:
                stack.enter_context(self._coordinator.exclusive(f"uploads/{upload_id}", timeout_s))
            except CellkeepError as error:
                if error.code == "CATALOG_BUSY":
                    raise upload_locked() from error
                raise
            self._require(upload_id)
            return ObjectLease(
                upload_id,
                self._storage,
                self._database,
                self._staging,
                self._commit,
                stack.pop_all(),
            )

    def expire(self, older_than_s: float) -> int:
        """Remove old rows with their pieces, pieces without a row, and what is left in staging."""
        before = time.time() - older_than_s
        removed = 0
        with self._database.read() as tx:
            old = upload_rows.left(tx, before)
        for upload_id in old:
            with suppress(CellkeepError):  # somebody writes to it, or it is gone already
                lease = self.lease(upload_id)
                state = self.find(upload_id)
                if state is not None and state.written_at <= before:
                    lease.remove()
                    removed += 1
                lease.release()
        age_s = max(older_than_s, _UNKNOWN_AGE_S)
        for page in self._storage.walk(_FOLDER):
            keys = {one.key for one in page if time.time() - one.placed_at >= age_s}
            with self._database.read() as tx:
                keys -= upload_rows.known_keys(tx, keys)
            self._storage.remove(keys)
        with storage_errors(self._staging.folder):
            self._staging.expire(older_than_s)
        return removed

    def _require(self, upload_id: str) -> None:
        with self._database.read() as tx:
            if upload_rows.find(tx, upload_id) is None:
                raise upload_not_found(upload_id)


class ObjectLease:
    """The lock of an upload. What is appended is a piece at the latest when it is released."""

    def __init__(
        self,
        upload_id: str,
        storage: ObjectStorage,
        database: Database,
        staging: Staging,
        commit: Commit,
        held: ExitStack,
    ) -> None:
        self._id = upload_id
        self._storage = storage
        self._database = database
        self._staging = staging
        self._commit = commit
        self._held = held
        self._me = new_id()
        self._writes = 0
        self._buffer = bytearray()
        with database.read() as tx:
            row = upload_rows.find(tx, upload_id)
            self._pieces = upload_rows.pieces(tx, upload_id)
        if row is None:
            raise upload_not_found(upload_id)
        self._thumbnail: bytes | None = row.thumbnail
        self._received: int | None = row.received
        self._version: str = row.version
        self._seen = self._version

    @property
    def offset(self) -> int | None:
        """Bytes in pieces, and those that are about to be one."""
        return None if self._received is None else self._received + len(self._buffer)

    @property
    def version(self) -> str:
        """A text that no other write has."""
        return self._version

    def info(self) -> UploadInfo:
        """Read the row."""
        with self._database.read() as tx:
            row = upload_rows.find(tx, self._id)
        if row is None:
            raise upload_not_found(self._id)
        return from_json(row.info, UploadInfo)

    def append(self, chunk: bytes | memoryview) -> None:
        """Collect a piece, and put it where it is large enough."""
        self._begun()
        before = len(self._buffer)
        self._buffer += chunk
        self._wrote()
        if len(self._buffer) >= _PIECE_BYTES:
            try:
                self._put_piece()
            except BaseException:
                del self._buffer[before:]
                raise

    def truncate(self, offset: int) -> None:
        """Cut what is collected, or the pieces; the one that is cut in two is collected again."""
        received = self._begun()
        self._wrote()
        if offset >= received:
            del self._buffer[offset - received :]
            return
        self._buffer.clear()
        gone = [piece for piece in self._pieces if piece.start + piece.size > offset]
        start = gone[0].start
        if start < offset:
            self._buffer += self._storage.read(gone[0].key, range(offset - start))
        self._change(start, cut_at=start)
        self._remove(gone)

    def open(self) -> BufferedIOBase:
        """Read the pieces."""
        self._begun()
        self._put_piece()
        return io.BufferedReader(ObjectReader(self._read, self._received or 0))

    def take(self, offer: Offer, person: Person | None = None) -> Receipt:
        """Put the pieces together in staging, and store that."""
        with (
            storage_errors(self._staging.folder),
            self._staging.new() as path,
            self.open() as content,
        ):
            digest = hashlib.sha256()
            with path.open("wb") as file:
                while data := content.read(READ_BYTES):
                    digest.update(data)
                    file.write(data)
            require_digest(offer, digest.hexdigest())
            return self._commit(offer, path, self._thumbnail, person)

    def clear(self) -> None:
        """Remove the pieces."""
        if self._received is not None:
            self._buffer.clear()
            self._wrote()
            gone = self._pieces
            self._change(None, cut_at=0)
            self._remove(gone)

    def remove(self) -> None:
        """Remove the row and the pieces."""
        self._buffer.clear()
        self._received = None
        with self._database.note() as tx:
            upload_rows.remove(tx, self._id)
        self._remove(self._pieces)

    def release(self) -> None:
        """Put the last piece, and let the name go."""
        with self._held:
            if self._received is not None:
                self._put_piece()

    def _begun(self) -> int:
        if self._received is None:
            raise upload_not_found(self._id)
        return self._received

    def _wrote(self) -> None:
        self._writes += 1
        self._version = f"{self._me}-{self._writes}"

    def _put_piece(self) -> None:
        """Put what is collected, first as an object and then as a row."""
        if not self._buffer and self._version == self._seen:
            return
        start, data = self._begun(), bytes(self._buffer)
        key = f"{_FOLDER}/{self._id}/{start:016d}-{new_id()}"
        if data:
            self._storage.put_bytes(key, data)
        self._change(start + len(data), piece=(start, len(data), key) if data else None)
        self._buffer.clear()

    def _change(
        self,
        received: int | None,
        *,
        cut_at: int | None = None,
        piece: tuple[int, int, str] | None = None,
    ) -> None:
        with self._database.note() as tx:
            if not upload_rows.change(tx, self._id, self._seen, self._version, received):
                raise upload_locked()  # the lease was lost, and another has it
            if cut_at is not None:
                upload_rows.cut(tx, self._id, cut_at)
            if piece is not None:
                upload_rows.add_piece(tx, self._id, *piece)
        self._seen, self._received = self._version, received
        with self._database.read() as tx:
            self._pieces = upload_rows.pieces(tx, self._id)

    def _remove(self, pieces: list[Row[Any]]) -> None:
        with suppress(CellkeepError):  # `expire` finds what stays
            self._storage.remove(piece.key for piece in pieces)

    def _read(self, part: range) -> bytes:
        parts = []
        for piece in self._pieces:
            first, last = max(part.start, piece.start), min(part.stop, piece.start + piece.size)
            if first < last:
                within = range(first - piece.start, last - piece.start)
                parts.append(self._storage.read(piece.key, within))
        return b"".join(parts)
