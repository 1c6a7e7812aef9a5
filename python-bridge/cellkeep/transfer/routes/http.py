"""The `http` route: this process sends the bytes to the server, by tus 1.0, piece by piece.

Each piece is checked by the server before it counts, so a bit that flips on the way is
noticed there and sent again. The same offer repeated says from which byte to go on and
brings a new grant, so it is the answer to every interruption: a cut line, a grant that
expired, a server that was started again, or another route that carried some of it.
"""

from __future__ import annotations

import base64
import random
import threading
import time
from contextlib import suppress
from http.client import HTTPException
from typing import TYPE_CHECKING

from msgspec import UNSET

from cellkeep.errors import CellkeepError, StoreUnreachableError
from cellkeep.transfer.routes.piece_checksums import PieceChecksums
from cellkeep_core.content_digest import HEADER as DIGEST_HEADER
from cellkeep_core.content_digest import content_digest
from cellkeep_core.errors import error_from_info
from cellkeep_core.protocol import (
    BatchResult,
    OfferResult,
    Receipt,
    RefusedResult,
    StoredResult,
    UploadResult,
    from_json,
    to_builtins,
    to_msgpack,
)
from cellkeep_core.server_file import SCHEME

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Sequence
    from typing import Any

    from cellkeep.transfer.server_link import Answer, ServerLink
    from cellkeep_core.protocol.generated import BatchItem
    from cellkeep_core.spool import SpoolEntry
    from cellkeep_core.spool_pack import Pack, PackedEntry

PIECE_BYTES = 32 * 1024 * 1024
SMALLEST_PIECE_BYTES = 256 * 1024
ALONG_BYTES = 4 * 1024 * 1024
"""Up to so many bytes travel with the offer itself."""

BATCH_OFFERS = 1000
BATCH_BYTES = 16 * 1024 * 1024

PATIENCE = 6
"""Failures in a row, with nothing taken in between, after which the next route has its turn."""

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0
LONGEST_RETRY_AFTER_S = 30.0
_BLOCK_BYTES = 1024 * 1024
_CHANGED_ON_THE_WAY = 460
_TRY_AGAIN = frozenset({401, 403, 404, 408, 409, 410, 423, 425, 429, 460, 500, 502, 503, 504})


class HttpRoute:
    """The server as this process reaches it."""

    def __init__(self, link: ServerLink) -> None:
        self.link = link
        self._begun: dict[str, UploadResult] = {}

    def have(self, entry: SpoolEntry, checkpoint: Callable[[], None]) -> Receipt | None:
        """Offer without bytes; the receipt where the store has them already."""
        result = _Sending(self.link, entry, checkpoint).offer()
        return result.receipt if isinstance(result, StoredResult) else None

    def put(
        self, entry: SpoolEntry, checkpoint: Callable[[], None], progress: Callable[[int], None]
    ) -> Receipt:
        """Send an entry's bytes from where the server is and return the receipt.

        Parameters
        ----------
        checkpoint : callable
            Called between blocks; may raise to stop.
        progress : callable
            Called with the bytes that are safe or on their way.

        Raises
        ------
        StoreUnreachableError
            Where the server cannot be reached, or takes nothing for a while.
        CellkeepError
            What the server has against it.
        """
        sending = _Sending(self.link, entry, checkpoint)
        receipt = sending.send_all(progress, self._begun)
        self._begun.pop(entry.offer.id, None)
        return receipt

    def discard(self, offer_id: str) -> None:
        """Let go of what the server has of a save that needs it no more, soon and without a word.

        It is a courtesy: the server drops the bytes of an upload by itself after a day.
        """
        upload = self._begun.pop(offer_id, None)
        if upload is not None:
            work = threading.Thread(target=self._delete, args=(upload,), daemon=True)
            work.start()

    def _delete(self, upload: UploadResult) -> None:
        headers = {"Tus-Resumable": "1.0.0", "Authorization": _authorization(self.link, upload)}
        for attempt in range(PATIENCE):
            with suppress(CellkeepError, OSError, HTTPException):
                answer = self.link.send("DELETE", upload.upload_url, headers)
                # The request that was cut off may still hold the upload's lock.
                if answer.status not in (423, 429, 502, 503, 504):
                    break
            time.sleep(FIRST_PAUSE_S * 2**attempt)
        self.link.hang_up()  # this thread's own connection

    def receipt(self, offer_id: str) -> Receipt | None:
        """Return the receipt of an offer, None where there is none yet."""
        try:
            answer = self.link.request("GET", f"receipts/{offer_id}")
        except CellkeepError:
            raise
        except (OSError, HTTPException) as error:
            self.link.hang_up()
            raise _unreachable(error) from error
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise _refused(answer.error(), answer.status)
        return from_json(answer.body, Receipt)

    def put_many(
        self, pack: Pack, entries: Sequence[PackedEntry]
    ) -> list[Receipt | CellkeepError | None]:
        """Send entries of a pack in few requests; the receipt of each, or why there is none."""
        outcomes: list[Receipt | CellkeepError | None] = []
        batch: list[dict[str, Any]] = []
        size = 0
        for entry, content in zip(entries, pack.contents(entries), strict=True):
            if batch and (len(batch) == BATCH_OFFERS or size + len(content) > BATCH_BYTES):
                outcomes += self._send_batch(batch)
                batch, size = [], 0
            batch.append(_body(entry, content))
            size += len(content)
        return outcomes + self._send_batch(batch)

    def _send_batch(self, batch: list[dict[str, Any]]) -> list[Receipt | CellkeepError | None]:
        body = to_msgpack(batch)
        headers = _said(body)
        for _ in range(PATIENCE):
            try:
                answer = self.link.request("POST", "batch", body=body, headers=headers)
            except CellkeepError:
                raise
            except (OSError, HTTPException) as error:
                self.link.hang_up()
                raise _unreachable(error) from error
            if answer.status != _CHANGED_ON_THE_WAY:
                break
        if answer.status != 200:
            raise _refused(answer.error(), answer.status)
        return [_outcome(one) for one in from_json(answer.body, BatchResult).results]


class _Sending:
    """One entry on its way, with what is known of its upload now."""

    def __init__(self, link: ServerLink, entry: SpoolEntry, checkpoint: Callable[[], None]) -> None:
        self._link = link
        self._entry = entry
        self._checkpoint = checkpoint
        self._piece = PIECE_BYTES
        self._failures = 0
        self._reached = 0

    def offer(self, *, with_content: bool = False) -> OfferResult:
        """Make the offer, as often as it takes."""
        content = self._entry.content.read_bytes() if with_content else None
        body = to_msgpack(_body(self._entry, content))
        headers = _said(body)
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
        """Offer, send, and offer again after every interruption, until there is a receipt.

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
        content = self._entry.content
        checksums = PieceChecksums(content)
        with content.open("rb") as file:
            while offset < upload.size:
                self._checkpoint()
                count = min(self._piece, upload.size - offset)
                headers = self._piece_headers(upload, checksums, offset, count)

                def write(sock: socket.socket, start: int = offset, size: int = count) -> None:
                    self._write(sock, file, start, size, progress)

                answer = self._ask(
                    lambda: self._link.send("PATCH", upload.upload_url, headers, write)  # noqa: B023
                )
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

    def _piece_headers(
        self, upload: UploadResult, checksums: PieceChecksums, offset: int, count: int
    ) -> dict[str, str]:
        # It only has to find what flips on the way: the whole is verified by its sha256.
        checksum = checksums.of(offset, count)
        if checksum is None:
            raise _shorter(self._entry)
        following = min(self._piece, upload.size - offset - count)
        if following:
            checksums.begin(offset + count, following)
        return {
            "Authorization": _authorization(self._link, upload),
            "Tus-Resumable": "1.0.0",
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(offset),
            "Upload-Checksum": f"crc32 {base64.b64encode(checksum.to_bytes(4, 'big')).decode()}",
            "Content-Length": str(count),
        }

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
                raise _unreachable(error) from error
            self._pause(self._backoff_s())
            return None

    def _failed(self, answer: Answer) -> None:
        """Pause before the next try, or raise what makes another one senseless."""
        error = answer.error()
        self._failures += 1
        if answer.status == 413 and error is None and self._piece > SMALLEST_PIECE_BYTES:
            self._piece //= 4  # a proxy in between takes no more at once
            return
        final = error is not None and error.code in _FINAL
        if answer.status not in _TRY_AGAIN or final or self._failures >= PATIENCE:
            raise _refused(error, answer.status)
        if answer.status in (401, 403) and self._failures > 2:
            raise _refused(error, answer.status)
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


_FINAL = frozenset({"ID_CONFLICT", "SIZE_MISMATCH", "NAME_CONFLICT"})


def _authorization(link: ServerLink, upload: UploadResult) -> str:
    if upload.grant is not UNSET:
        return f"{SCHEME} {upload.grant}"
    return link.authorization()  # a person gave this process a Jupyter token


def _said(body: bytes) -> dict[str, str]:
    return {"Content-Type": "application/msgpack", DIGEST_HEADER: content_digest(body)}


def _body(entry: SpoolEntry, content: bytes | memoryview | None) -> dict[str, Any]:
    body: dict[str, Any] = {"offer": to_builtins(entry.offer)}
    if content is not None:
        body["content"] = content
    thumbnail = entry.thumbnail
    if thumbnail:
        body["thumbnail"] = thumbnail
    return body


def _outcome(result: BatchItem) -> Receipt | CellkeepError | None:
    match result:
        case StoredResult():
            return result.receipt
        case RefusedResult():
            return error_from_info(result.error)
        case _:
            return None


def _shorter(entry: SpoolEntry) -> CellkeepError:
    return CellkeepError(
        f"The spool's copy of {entry.offer.name!r} is shorter than it was.",
        hint="Save it again.",
        code="SIZE_MISMATCH",
    )


def _refused(error: CellkeepError | None, status: int) -> CellkeepError:
    if status in (401, 403):
        return _unreachable(f"it does not take this process's token ({status})")
    return error or _unreachable(f"it answered {status}")


def _unreachable(reason: object) -> StoreUnreachableError:
    said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return StoreUnreachableError(
        f"The server cannot be reached: {said}.",
        hint="What was saved waits in the spool, and is sent when the server is back.",
    )
