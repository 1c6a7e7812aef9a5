"""Uploads: bytes that arrive in pieces, over hours and server restarts if need be.

``staging/<id>/`` holds ``content``, ``info.json``, perhaps ``thumbnail.png``, and ``lock``.
When there is a receipt the content goes and the rest stays until it expires, so that a
client that lost the last answer still learns that it is done.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from filelock import Timeout

from cellkeep_core.errors import CellkeepError
from cellkeep_store.filesystem import (
    READ_BYTES,
    fsync_file,
    hash_file,
    remove_file,
    storage_errors,
)
from cellkeep_store.offers import require_digest
from cellkeep_store.staging import CONTENT, folder_lock, last_write
from cellkeep_store.syncing import drop_behind, start_writing
from cellkeep_store.upload_info import read_info
from cellkeep_store.upload_offer import offer_from_metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cellkeep_core.protocol import Receipt, Run
    from cellkeep_store.digests import RunningDigests
    from cellkeep_store.intake import Intake
    from cellkeep_store.upload_info import UploadInfo

LIFETIME_S = 86400.0


class Upload:
    """One upload. Made by `Store.create_upload` and `Store.open_upload`.

    Attributes
    ----------
    id : str
        Its id; that of its offer where it has one.
    info : UploadInfo
        What it is. An offer's digest may come later than its bytes.
    """

    def __init__(
        self,
        folder: Path,
        info: UploadInfo,
        *,
        intake: Intake,
        digests: RunningDigests,
        find_receipt: Callable[[str], Receipt | None],
        find_run: Callable[[str | None], Run],
    ) -> None:
        self.id = folder.name
        self.info = info
        self._folder = folder
        self._content = folder / CONTENT
        self._intake = intake
        self._digests = digests
        self._find_receipt = find_receipt
        self._find_run = find_run
        self._lock = folder_lock(folder)

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self.info.size

    @property
    def offset(self) -> int:
        """Bytes received, as the file itself says; all of them where there is a receipt."""
        try:
            return self._content.stat().st_size
        except FileNotFoundError:
            return self.size if self.receipt is not None else 0

    @property
    def receipt(self) -> Receipt | None:
        """The receipt, once `finish` has succeeded."""
        return self._find_receipt(self.id)

    @property
    def expires_at(self) -> str:
        """When it may be removed if nothing more arrives (RFC 3339, UTC)."""
        at = datetime.fromtimestamp(last_write(self._folder) + LIFETIME_S, UTC)
        return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"

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
        outermost = not self._lock.is_locked
        try:
            self._lock.acquire(timeout=timeout_s)
        except Timeout as error:
            raise CellkeepError(
                "Another request is writing to this upload.",
                hint="Ask for the offset and go on from there in a moment.",
                code="UPLOAD_LOCKED",
            ) from error
        except FileNotFoundError as error:
            raise upload_not_found(self.id) from error
        try:
            if outermost and self._content.exists():
                self._digests.mark(self.id, self._content.stat())
            yield self
        finally:
            self._lock.release()

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
        with self.locked(), storage_errors(self._folder), self._present():
            # Not "ab": that would make the content of a finished upload anew.
            with self._content.open("r+b", buffering=0) as file:
                before = os.fstat(file.fileno())
                file.seek(before.st_size)
                self._require_offset(offset, before.st_size)
                if offset + len(chunk) > self.size:
                    raise CellkeepError(
                        f"The upload was announced with {self.size} bytes; these would make it "
                        f"{offset + len(chunk)}.",
                        code="TOO_LARGE",
                    )
                try:
                    rest = memoryview(chunk)
                    while rest:
                        rest = rest[file.write(rest) :]
                except OSError:
                    file.truncate(offset)
                    raise
                start_writing(file.fileno(), offset, len(chunk))
                drop_behind(file.fileno(), offset, len(chunk))
                after = os.fstat(file.fileno())
            self._digests.update(self.id, chunk, before, after)
            return after.st_size

    def truncate(self, offset: int) -> None:
        """Cut the upload back, when what was written after an offset turned out wrong."""
        with self.locked(), storage_errors(self._folder), self._present():
            if self.receipt is not None:
                # The file may be a second name of the blob by now.
                self._require_offset(offset, self.size)
                return
            with self._content.open("r+b") as file:
                size = os.fstat(file.fileno()).st_size
                if offset > size:
                    self._require_offset(offset, size)
                file.truncate(offset)
                after = os.fstat(file.fileno())
            self._digests.truncate(self.id, after)

    def finish(self) -> Receipt | None:
        """Verify what arrived, store it and return the receipt; the same one when repeated.

        Returns
        -------
        Receipt or None
            None where the bytes stay as they are: those of a piece, or of an offer whose
            digest is still to come.

        Raises
        ------
        CellkeepError
            ``SIZE_MISMATCH`` where bytes are missing; the upload goes on from its offset.
        DigestMismatchError
            Where the bytes are not those that were offered. The upload is discarded then,
            for no byte of it can be trusted.
        """
        with self.locked():
            receipt = self.receipt
            if receipt is None:
                with storage_errors(self._folder), self._present():
                    # Read anew: the digest may have come while the bytes did.
                    self.info = read_info(self._folder)
                    if not self.info.ready:
                        return None
                    receipt = self._store()
            self._digests.forget(self.id)
            remove_file(self._content)
            return receipt

    def append_to(self, whole: Upload) -> None:
        """Write these bytes at the end of another upload."""
        with self.locked(), self._present(), self._content.open("rb", buffering=0) as file:
            while piece := file.read(READ_BYTES):
                whole.write(whole.offset, piece)

    def discard(self) -> None:
        """Remove the upload and its bytes. What is stored already stays."""
        with self.locked():
            self._remove()

    def _store(self) -> Receipt:
        at = self._content.stat()
        if at.st_size != self.size:
            raise CellkeepError(
                f"Of {self.size} bytes {at.st_size} have arrived.",
                hint="Send the rest from there on.",
                code="SIZE_MISMATCH",
            )
        sha256 = self._digests.finish(self.id, at) or hash_file(self._content)
        info = self.info
        offer = info.offer or offer_from_metadata(
            self.id,
            info.metadata,
            run=self._find_run(info.metadata.get("run")),
            size=self.size,
            sha256=sha256,
            created_at=info.created_at,
            content=self._content,
        )
        if sha256 != offer.sha256:
            self._remove()
        require_digest(offer, sha256)
        fsync_file(self._content)
        return self._intake.commit_upload(offer, self._content, self._thumbnail())

    def _thumbnail(self) -> bytes | None:
        try:
            return (self._folder / "thumbnail.png").read_bytes()
        except FileNotFoundError:
            return None

    def _remove(self) -> None:
        self._digests.forget(self.id)
        shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def _present(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise upload_not_found(self.id) from error

    def _require_offset(self, offset: int, actual: int) -> None:
        if offset != actual:
            raise CellkeepError(
                f"The upload is at byte {actual}, not at {offset}.",
                hint="Ask for the offset and go on from there.",
                code="OFFSET_MISMATCH",
            )


def upload_not_found(upload_id: str) -> CellkeepError:
    """Return the error for an upload that is not there."""
    return CellkeepError(
        f"There is no upload {upload_id!r}.",
        hint="Begin it again; offers whose receipt was given need no bytes.",
        code="UPLOAD_NOT_FOUND",
    )
