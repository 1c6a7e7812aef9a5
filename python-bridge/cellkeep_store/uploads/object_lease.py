"""The right to write to an upload whose pieces are objects."""

from __future__ import annotations

import hashlib
import io
from contextlib import ExitStack, suppress
from io import BufferedIOBase
from typing import Any

from sqlalchemy import Row

from cellkeep_core.errors import CellkeepError
from cellkeep_core.files import READ_BYTES
from cellkeep_core.ids import new_id
from cellkeep_core.protocol import Offer, Receipt, from_json
from cellkeep_store.blobs.objects.reader import ObjectReader
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.catalog import upload_rows
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.person import Person
from cellkeep_store.filesystem import storage_errors
from cellkeep_store.offers import require_digest
from cellkeep_store.staging import Staging
from cellkeep_store.uploads.folder import Commit
from cellkeep_store.uploads.info import UploadInfo
from cellkeep_store.uploads.presigned import drop_presigned
from cellkeep_store.uploads.storage import upload_locked, upload_not_found

FOLDER = "uploads"
_PIECE_BYTES = 8 << 20


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
        """Remove the pieces, and what a client has put into the storage itself."""
        drop_presigned(self._storage, self._database, self._id)
        if self._received is not None:
            self._buffer.clear()
            self._wrote()
            gone = self._pieces
            self._change(None, cut_at=0)
            self._remove(gone)

    def remove(self) -> None:
        """Remove the row, the pieces, and what a client has put into the storage itself."""
        drop_presigned(self._storage, self._database, self._id)
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
        key = f"{FOLDER}/{self._id}/{start:016d}-{new_id()}"
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
