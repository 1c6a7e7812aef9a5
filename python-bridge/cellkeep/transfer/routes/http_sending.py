"""One save on its way to the server by tus 1.0, piece by piece.

Each piece is checked by the server before it counts, so a bit that flips on the way is
noticed there and sent again. The same offer repeated says from which byte to go on and
brings a new grant, so it is the answer to every interruption: a cut line, a grant that
expired, a server that was started again, or another route that carried some of it.
"""

from __future__ import annotations

import base64
import random
import time
from http.client import HTTPException
from typing import TYPE_CHECKING, Protocol

from msgspec import UNSET

from cellkeep.errors import CellkeepError, StoreUnreachableError
from cellkeep.transfer.routes.piece_checksums import PieceChecksums
from cellkeep_core.content_digest import HEADER as DIGEST_HEADER
from cellkeep_core.content_digest import content_digest
from cellkeep_core.protocol import (
    OfferResult,
    Receipt,
    StoredResult,
    UploadResult,
    from_json,
    to_builtins,
    to_msgpack,
)
from cellkeep_core.server_file import SCHEME

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any, BinaryIO

    from cellkeep.transfer.server_link import Answer, ServerLink
    from cellkeep_core.protocol import Offer

PIECE_BYTES = 32 * 1024 * 1024
SMALLEST_PIECE_BYTES = 256 * 1024
ALONG_BYTES = 4 * 1024 * 1024
"""Up to so many bytes travel with the offer itself."""

PATIENCE = 6
"""Failures in a row, with nothing accepted in between, after which the next route is tried."""

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0
LONGEST_RETRY_AFTER_S = 30.0
_BLOCK_BYTES = 1024 * 1024
_TRY_AGAIN = frozenset({401, 403, 404, 408, 409, 410, 423, 425, 429, 460, 500, 502, 503, 504})
_FINAL = frozenset({"ID_CONFLICT", "SIZE_MISMATCH", "NAME_CONFLICT"})


class Sendable(Protocol):
    """What can be sent: an entry of the spool, or an artifact that moves to another store."""

    @property
    def offer(self) -> Offer:
        """What it is."""

    @property
    def content(self) -> Path:
        """The bytes."""

    @property
    def thumbnail(self) -> bytes | None:
        """PNG."""

    def read_bytes(self) -> bytes:
        """Return the bytes, all at once: for small ones."""


class Sending:
    """One entry on its way, with what is known of its upload now.

    Parameters
    ----------
    checkpoint : callable
        Called between blocks; may raise to stop.
    checksums : mapping, optional
        The CRC-32 of pieces, by offset and size, as far as they are known.
    """

    def __init__(
        self,
        link: ServerLink,
        entry: Sendable,
        checkpoint: Callable[[], None],
        checksums: Mapping[tuple[int, int], int] | None = None,
    ) -> None:
        self._link = link
        self._entry = entry
        self._checkpoint = checkpoint
        self._checksums = PieceChecksums(entry.content, checksums)
        self._piece = PIECE_BYTES
        self._failures = 0
        self._reached = 0

    def offer(self, *, with_content: bool = False) -> OfferResult:
        """Make the offer, as often as it takes."""
        content = self._entry.read_bytes() if with_content else None
        body = to_msgpack(body_of(self._entry, content))
        headers = body_headers(body)
        while True:
            self._checkpoint()
            answer = self._ask(
                lambda: self._link.request("POST", "offers", body=body, headers=headers)
            )
            if answer is None:
                continue
            if answer.status == 200:
                result: OfferResult = from_json(answer.body, OfferResult)  # type: ignore[arg-type]
                return result
            self._failed(answer)

    def send_all(self, progress: Callable[[int], None], begun: dict[str, UploadResult]) -> Receipt:
        """Offer, send, and offer again after every interruption until there is a receipt.

        The upload is noted in `begun` by the offer's id.
        """
        along = self._entry.offer.size <= ALONG_BYTES
        while True:
            result = self.offer(with_content=along)
            if isinstance(result, StoredResult):
                return result.receipt
            along = False
            begun[self._entry.offer.id] = result
            if result.offset > self._reached:
                self._failures, self._reached = 0, result.offset
            progress(result.offset)
            receipt = self._send_from(result, progress)
            if receipt is not None:
                return receipt

    def _send_from(self, upload: UploadResult, progress: Callable[[int], None]) -> Receipt | None:
        """Send pieces until the end, or until something is to be asked anew."""
        offset = upload.offset
        with self._entry.content.open("rb") as file:
            while offset < upload.size:
                self._checkpoint()
                count = min(self._piece, upload.size - offset)
                # It only has to find what flips on the way: the whole is verified by its sha256.
                checksum = self._checksums.of(offset, count)
                if checksum is None:
                    raise _shorter(self._entry)
                next_count = min(self._piece, upload.size - offset - count)
                if next_count:
                    self._checksums.begin(offset + count, next_count)
                answer = self.send_piece(upload, file, (offset, count, checksum), progress)
                if answer is None:
                    return None
                if answer.status != 204:
                    self._failed(answer)
                    return None
                offset += count
                self._failures, self._reached = 0, offset
                receipt = answer.headers.get("Cellkeep-Receipt")
                if receipt:
                    return from_json(base64.b64decode(receipt), Receipt)
        return None

    def send_piece(
        self,
        upload: UploadResult,
        file: BinaryIO,
        piece: tuple[int, int, int],
        progress: Callable[[int], None],
    ) -> Answer | None:
        """Send one piece of a file: its offset, size and CRC-32; None where the line was cut."""
        offset, count, checksum = piece
        headers = {
            "Authorization": authorization(self._link, upload),
            "Tus-Resumable": "1.0.0",
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(offset),
            "Upload-Checksum": f"crc32 {base64.b64encode(checksum.to_bytes(4, 'big')).decode()}",
            "Content-Length": str(count),
        }

        def write(sock: socket.socket) -> None:
            self._write(sock, file, offset, count, progress)

        return self._ask(lambda: self._link.send("PATCH", upload.upload_url, headers, write))

    def _write(
        self,
        sock: socket.socket,
        file: Any,
        offset: int,
        count: int,
        progress: Callable[[int], None],
    ) -> None:
        done = 0
        while done < count:
            self._checkpoint()
            file.seek(offset + done)  # over TLS `sendfile` reads, and not always from its offset
            # The kernel copies from the page cache where it can: no byte passes through Python.
            sent = sock.sendfile(file, offset + done, min(4 * _BLOCK_BYTES, count - done))
            if not sent:
                raise _shorter(self._entry)
            done += sent
            progress(offset + done)

    # -- when something goes wrong -------------------------------------------------------

    def _ask(self, request: Callable[[], Answer]) -> Answer | None:
        """Make a request; None, after a pause, where the connection failed."""
        try:
            return request()
        except (OSError, HTTPException) as error:
            if isinstance(error, CellkeepError):
                raise
            self._link.hang_up()
            self._failures += 1
            if self._failures >= PATIENCE or isinstance(error, ConnectionRefusedError):
                raise unreachable(error) from error
            self._pause(self._backoff_s())
            return None

    def _failed(self, answer: Answer) -> None:
        """Pause before the next try, or raise an error that another try would not mend."""
        error = answer.error()
        self._failures += 1
        if answer.status == 413 and error is None and self._piece > SMALLEST_PIECE_BYTES:
            self._piece //= 4  # a proxy in between takes no more at once
            return
        final = error is not None and error.code in _FINAL
        if answer.status not in _TRY_AGAIN or final or self._failures >= PATIENCE:
            raise refused(error, answer.status)
        if answer.status in (401, 403) and self._failures > 2:
            raise refused(error, answer.status)
        pause_s = answer.retry_after_s
        if pause_s is None:
            pause_s = self._backoff_s()
        self._pause(min(pause_s, LONGEST_RETRY_AFTER_S))

    def _backoff_s(self) -> float:
        longest = min(FIRST_PAUSE_S * 2 ** (self._failures - 1), LONGEST_PAUSE_S)
        return random.uniform(longest / 2, longest)  # noqa: S311  (it only spreads the tries)

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._checkpoint()
            time.sleep(min(left, 0.1))


def authorization(link: ServerLink, upload: UploadResult) -> str:
    """Return what lets this process write to an upload."""
    if upload.grant is not UNSET:
        return f"{SCHEME} {upload.grant}"
    return link.authorization()  # a person gave this process a Jupyter token


def body_headers(body: bytes) -> dict[str, str]:
    """Return the headers of a body: what it is, and its digest."""
    return {"Content-Type": "application/msgpack", DIGEST_HEADER: content_digest(body)}


def body_of(entry: Sendable, content: bytes | memoryview | None) -> dict[str, Any]:
    """Return the body of an offer, with its content where it goes along."""
    body: dict[str, Any] = {"offer": to_builtins(entry.offer)}
    if content is not None:
        body["content"] = content
    thumbnail = entry.thumbnail
    if thumbnail:
        body["thumbnail"] = thumbnail
    return body


def _shorter(entry: Sendable) -> CellkeepError:
    return CellkeepError(
        f"The spool's copy of {entry.offer.name!r} is shorter than it was.",
        hint="Save it again.",
        code="SIZE_MISMATCH",
    )


def refused(error: CellkeepError | None, status: int) -> CellkeepError:
    """Return the error for an answer that says no."""
    if status in (401, 403):
        return unreachable(f"it does not take this process's token ({status})")
    return error or unreachable(f"it answered {status}")


def unreachable(reason: object) -> StoreUnreachableError:
    """Return the error for a server that cannot be talked to."""
    words = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return StoreUnreachableError(
        f"The server cannot be reached: {words}.",
        hint="What was saved waits in the spool, and is sent when the server is back.",
    )
