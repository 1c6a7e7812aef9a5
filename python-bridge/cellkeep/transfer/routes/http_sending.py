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
from typing import TYPE_CHECKING, NamedTuple

from cellkeep.errors import CellkeepError
from cellkeep.transfer.object_storage import STRAIGHT_FROM_BYTES, StorageClosedError
from cellkeep.transfer.routes.piece_checksums import PieceChecksums
from cellkeep.transfer.routes.presigned import PartSending
from cellkeep.transfer.routes.requests import (
    Begun,
    Sendable,
    authorization,
    body_headers,
    body_of,
    refused,
    unreachable,
)
from cellkeep_core.protocol import (
    PresignedOfferResult,
    PresignedResult,
    Receipt,
    StoredResult,
    UploadResult,
    from_json,
    to_msgpack,
)

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from typing import Any, BinaryIO

    from cellkeep.transfer.server_link import Answer, ServerLink

PIECE_BYTES = 32 * 1024 * 1024
SMALLEST_PIECE_BYTES = 256 * 1024
PATIENCE = 6
"""Failures in a row, with nothing accepted in between, after which the next route is tried."""

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0
LONGEST_RETRY_AFTER_S = 30.0
_BLOCK_BYTES = 1024 * 1024
CHANGED_ON_THE_WAY = 460
_TRY_AGAIN = frozenset(
    {401, 403, 404, 408, 409, 410, 423, 425, 429, CHANGED_ON_THE_WAY, 500, 502, 503, 504}
)
_FINAL = frozenset({"ID_CONFLICT", "SIZE_MISMATCH", "NAME_CONFLICT"})


class Piece(NamedTuple):
    """Some bytes of a file, and the value of ``Upload-Checksum`` for them."""

    offset: int
    size: int
    checksum: str


class Sending:
    """One entry on its way, with what is known of its upload now.

    Parameters
    ----------
    checkpoint : callable
        Called between blocks; may raise to stop.
    """

    def __init__(self, link: ServerLink, entry: Sendable, checkpoint: Callable[[], None]) -> None:
        self._link = link
        self._entry = entry
        self._checkpoint = checkpoint
        self._checksums = PieceChecksums(entry.content, entry.prefixes)
        self._piece = PIECE_BYTES
        self._failures = 0
        self._reached = 0

    def offer(self, *, with_content: bool = False, presigned: bool = False) -> PresignedOfferResult:
        """Make the offer, as often as it takes.

        Parameters
        ----------
        with_content : bool, default False
            Send the bytes along.
        presigned : bool, default False
            Say that this process can put them into an object storage itself.
        """
        content = self._entry.read_bytes() if with_content else None
        offered = body_of(self._entry, content)
        if presigned:
            offered["presigned"] = True
        body = to_msgpack(offered)
        headers = body_headers(body)
        while True:
            self._checkpoint()
            answer = self._ask(
                lambda: self._link.request("POST", "offers", body=body, headers=headers)
            )
            if answer is None:
                continue
            if answer.status == 200:
                result: PresignedOfferResult = from_json(answer.body, PresignedOfferResult)  # type: ignore[arg-type]
                return result
            self._failed(answer)

    def send_all(
        self, progress: Callable[[int], None], begun: dict[str, Begun], *, presigned: bool
    ) -> Receipt:
        """Offer, send, and offer again after every interruption until there is a receipt.

        Parameters
        ----------
        begun : dict of str to UploadResult or PresignedResult
            Where the upload is noted, by the offer's id.
        presigned : bool
            Whether the bytes may go straight to an object storage.

        Raises
        ------
        StorageClosedError
            Where that storage cannot be used from here: it goes without.
        """
        along = self._entry.offer.size <= STRAIGHT_FROM_BYTES
        while True:
            result = self.offer(with_content=along, presigned=presigned and not along)
            if isinstance(result, StoredResult):
                return result.receipt
            along = False
            begun[self._entry.offer.id] = result
            if isinstance(result, PresignedResult):
                receipt = self._send_parts(result, progress)
                if receipt is not None:
                    return receipt
                continue
            if result.offset > self._reached:
                self._failures, self._reached = 0, result.offset
            progress(result.offset)
            receipt = self._send_from(result, progress)
            if receipt is not None:
                return receipt

    def _send_parts(
        self, upload: PresignedResult, progress: Callable[[int], None]
    ) -> Receipt | None:
        """Put parts into the storage and have them stored; None where it is offered again."""
        whose = authorization(self._link, upload)
        sending = PartSending(self._link, self._entry.content, upload, whose)
        is_sent = sending.send(self._checkpoint, progress)
        if sending.taken:
            self._failures = 0
        if not is_sent:
            self._tried_in_vain("the object storage's parts are not taken")
            return None
        address = f"{upload.upload_url}/completion"
        headers = {"Authorization": whose, "Content-Length": "0"}
        while True:
            self._checkpoint()
            answer = self._ask(lambda: self._link.send("POST", address, headers))
            if answer is None or answer.status == 423:
                self._pause(FIRST_PAUSE_S)  # it is being read, or another process waits as well
                continue
            if answer.status != 200:
                self._failed(answer)
                return None
            result: PresignedOfferResult = from_json(answer.body, PresignedOfferResult)  # type: ignore[arg-type]
            if isinstance(result, StoredResult):
                return result.receipt
            self._tried_in_vain("the object storage does not have all parts")
            return None

    def _send_from(self, upload: UploadResult, progress: Callable[[int], None]) -> Receipt | None:
        """Send pieces until the end, or until something is to be asked anew."""
        offset = upload.offset
        with self._entry.content.open("rb") as file:
            while offset < upload.size:
                self._checkpoint()
                count = min(self._piece, upload.size - offset)
                piece = self.piece(upload, offset, count)
                next_count = min(self._piece, upload.size - offset - count)
                if next_count:
                    self._checksums.begin(offset + count, next_count)
                answer = self.send_piece(upload, file, piece, progress)
                if answer is None:
                    return None
                if answer.status != 204:
                    if answer.status == CHANGED_ON_THE_WAY:
                        self._checksums.refused()
                    self._failed(answer)
                    return None
                offset += count
                self._failures, self._reached = 0, offset
                receipt = answer.headers.get("Cellkeep-Receipt")
                if receipt:
                    return from_json(base64.b64decode(receipt), Receipt)
        return None

    def piece(self, upload: UploadResult, offset: int, count: int) -> Piece:
        """Return a piece of the file, with its checksum."""
        self._checksums.by_prefix = upload.compares_prefixes is True
        checksum = self._checksums.of(offset, count)
        if checksum is None:
            raise _shorter(self._entry)
        return Piece(offset, count, checksum)

    def send_piece(
        self, upload: UploadResult, file: BinaryIO, piece: Piece, progress: Callable[[int], None]
    ) -> Answer | None:
        """Send one piece of a file; None where the line was cut."""
        offset, count, checksum = piece
        headers = {
            "Authorization": authorization(self._link, upload),
            "Tus-Resumable": "1.0.0",
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(offset),
            "Upload-Checksum": checksum,
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

    def _tried_in_vain(self, reason: str) -> None:
        """Pause before the next try, or give this way up."""
        self._failures += 1
        if self._failures >= PATIENCE:
            raise StorageClosedError(reason)
        self._pause(self._backoff_s())

    def _backoff_s(self) -> float:
        longest = min(FIRST_PAUSE_S * 2 ** (self._failures - 1), LONGEST_PAUSE_S)
        return random.uniform(longest / 2, longest)  # noqa: S311  (it only spreads the tries)

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._checkpoint()
            time.sleep(min(left, 0.1))


def _shorter(entry: Sendable) -> CellkeepError:
    return CellkeepError(
        f"The spool's copy of {entry.offer.name!r} is shorter than it was.",
        hint="Save it again.",
        code="SIZE_MISMATCH",
    )
