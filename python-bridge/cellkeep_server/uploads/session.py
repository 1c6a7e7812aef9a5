"""One request that writes to an upload: bytes gathered, written in threads, verified."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from cellkeep_core.errors import CellkeepError, TooLargeError
from cellkeep_core.protocol import Receipt
from cellkeep_server.service import StoreAccess
from cellkeep_server.uploads.direct import DirectBody
from cellkeep_server.uploads.tus import Checksum

if TYPE_CHECKING:
    from cellkeep_store import Store, Upload

BLOCK_BYTES = 1024 * 1024
"""Bytes gathered before a thread writes them; the network's pieces are far smaller."""


class UploadSession:
    """Holds an upload's lock from the first byte of a request to its last.

    Attributes
    ----------
    offset : int
        Where the next byte belongs, those in memory counted.
    receipt : Receipt, optional
        The store's receipt, once `finish` has written the last byte.
    leaving : bool
        Whether the connection is known to be gone.
    ended : asyncio.Event
        Set when the lock is released.
    """

    def __init__(
        self,
        service: StoreAccess,
        upload: Upload,
        hold: AbstractContextManager[object],
        start: int,
        checksum: Checksum | None,
    ) -> None:
        self._service = service
        self._upload = upload
        self._hold = hold
        self._checksum = checksum
        self._start = start
        self._buffer = bytearray()
        self._turn = asyncio.Lock()
        self._heard = time.monotonic()
        self.upload_id: str = upload.id
        self.size: int = upload.size
        self.offset = start
        self.receipt: Receipt | None = None
        self.leaving = False
        self.ended = asyncio.Event()
        self.on_end: Callable[[UploadSession], None] = lambda _: None

    @classmethod
    async def open(
        cls,
        service: StoreAccess,
        upload_id: str,
        offset: int,
        checksum: Checksum | None,
        size: int | None,
    ) -> UploadSession:
        """Take the upload's lock, check that it stands at the offset, and learn its size."""

        def take(store: Store) -> tuple[Upload, AbstractContextManager[object]]:
            upload = store.uploads.open(upload_id)
            hold = upload.locked()
            hold.__enter__()
            try:
                _check_offset(upload, offset)
                if size is not None:
                    upload.say_size(size)
            except BaseException:
                hold.__exit__(None, None, None)
                raise
            return upload, hold

        upload, hold = await service.call(take)
        return cls(service, upload, hold, offset, checksum)

    def idle_s(self) -> float:
        """Return the seconds since the client last sent bytes; 0 while they are written."""
        return 0.0 if self._turn.locked() else time.monotonic() - self._heard

    async def feed(self, chunk: bytes) -> None:
        """Take the next bytes; returns when there is room for more."""
        self._check_open()
        self._heard = time.monotonic()
        if self.offset + len(chunk) > self.size:
            await self.abandon()
            raise TooLargeError("More bytes came than the upload has.")
        self._buffer += chunk
        self.offset += len(chunk)
        if len(self._buffer) >= BLOCK_BYTES:
            async with self._turn:
                self._check_open()
                await self._write_out()

    async def receive(self, body: DirectBody) -> None:
        """Read a whole body from its socket, in turns of a few megabytes.

        Between two turns, and while the client is silent, others may take the upload over.
        """
        await body.wait()
        while True:
            async with self._turn:
                self._check_open()
                dry = await body.turn(self._append)
            self._heard = time.monotonic()
            if not body.left:
                return
            if dry:
                await body.wait()

    async def finish(self) -> Receipt | None:
        """Write the rest, check the checksum, and store the upload where it is whole.

        Raises
        ------
        CellkeepError
            ``CHECKSUM_MISMATCH``: nothing of this request is kept. ``DIGEST_MISMATCH``: the
            bytes are not those that were offered, and the upload is gone.
        """
        async with self._turn:
            self._check_open()
            try:
                await self._write_out()
                await self._compare()
                if self.offset == self.size:
                    self.receipt = await self._service.move(lambda _: self._upload.finish())
                return self.receipt
            finally:
                self._let_go()

    async def abandon(self) -> None:
        """Keep the bytes that came, unless a checksum that is not checked yet is about them.

        Never raises.
        """
        async with self._turn:
            if self.ended.is_set():
                return
            try:
                # Bytes under a checksum count only once all of them have been checked.
                if self._checksum is None:
                    await self._write_out()
                else:
                    await self._roll_back()
            except (CellkeepError, OSError):
                pass  # the client learns of it when it asks for the offset
            finally:
                self._let_go()

    async def _write_out(self) -> None:
        data, self._buffer = self._buffer, bytearray()
        if not data:
            return
        at = self.offset - len(data)

        def write(_: Store) -> None:
            if self._checksum is not None:
                self._checksum.update(data)
            self._upload.write(at, memoryview(data))

        await self._service.move(write)

    def _append(self, data: memoryview) -> None:
        """Write the next bytes; in a thread."""
        if self._checksum is not None:
            self._checksum.update(data)
        self._upload.write(self.offset, data)
        self.offset += len(data)

    async def _compare(self) -> None:
        """Compare the checksum that came along, and keep nothing where it does not fit."""
        if self._checksum is None:
            return
        if not self._checksum.matches(self._upload.sha256_so_far):
            await self._roll_back()
            raise CellkeepError(
                "The bytes changed on their way: the checksum does not fit.",
                hint="None of them were kept; send them again.",
                code="CHECKSUM_MISMATCH",
            )
        if self._checksum.algorithm == "sha256":
            self._upload.checked(self._start, self.offset)

    async def _roll_back(self) -> None:
        self._buffer.clear()
        self.offset = self._start
        await self._service.move(lambda _: self._upload.truncate(self._start))

    def _let_go(self) -> None:
        if self.ended.is_set():
            return
        self.ended.set()
        self.on_end(self)
        # Not in a thread: it only closes a file, and must happen while the server stops too.
        self._hold.__exit__(None, None, None)

    def _check_open(self) -> None:
        if self.ended.is_set():
            raise CellkeepError(
                "Another request has taken this upload over.",
                hint="Ask for the offset and go on from there.",
                code="UPLOAD_LOCKED",
            )


def _check_offset(upload: Upload, offset: int) -> None:
    if upload.info.parts:
        raise CellkeepError(
            "This upload was joined from others, and takes no bytes.", code="FORBIDDEN"
        )
    if upload.offset != offset:
        raise CellkeepError(
            f"The upload is at byte {upload.offset:,}, not {offset:,}.",
            hint="Ask for the offset and go on from there.",
            code="OFFSET_MISMATCH",
        )
