"""The `http` route: this process sends the bytes to the server itself."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from http.client import HTTPException
from typing import TYPE_CHECKING

from cellkeep.errors import CellkeepError
from cellkeep.transfer.object_storage import StorageClosedError
from cellkeep.transfer.routes.early_sending import EarlySending
from cellkeep.transfer.routes.http_sending import (
    CHANGED_ON_THE_WAY,
    FIRST_PAUSE_S,
    PATIENCE,
    Sending,
)
from cellkeep.transfer.routes.requests import (
    Begun,
    Sendable,
    authorization,
    body_headers,
    body_of,
    refused,
    unreachable,
)
from cellkeep_core.errors import error_from_info
from cellkeep_core.protocol import (
    BatchResult,
    MirrorPlace,
    Receipt,
    RefusedResult,
    StoredResult,
    from_json,
    to_json,
    to_msgpack,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from cellkeep.transfer.server_link import Answer, ServerLink
    from cellkeep_core.protocol.generated import BatchItem
    from cellkeep_core.spool import SpoolEntry

BATCH_OFFERS = 1000
BATCH_BYTES = 16 * 1024 * 1024


class HttpRoute:
    """The server as this process reaches it."""

    def __init__(self, link: ServerLink) -> None:
        self.link = link
        self._begun: dict[str, Begun] = {}
        self._early: dict[str, EarlySending] = {}

    def send_early(
        self,
        entry: SpoolEntry,
        ends: Iterator[int],
        wanted: Callable[[], bool],
    ) -> None:
        """Begin to send an entry that is still being written, one at a time; see `EarlySending`.

        It ends with `put` or `discard`, one of which is to be called.
        """
        if any(one.is_alive() for one in list(self._early.values())):
            return  # of a folder of large files the first is under way: the workers send the rest
        straight = self.link.storage.is_tried()
        early = EarlySending(self.link, entry, ends, wanted, presigned=straight)
        self._early[entry.offer.id] = early
        early.start()

    def pause(self, offer_id: str) -> None:
        """Send no more before `put`."""
        early = self._early.get(offer_id)
        if early is not None:
            early.stop()

    def put(
        self, entry: Sendable, checkpoint: Callable[[], None], progress: Callable[[int], None]
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
        early = self._early.get(entry.offer.id)
        if early is not None:
            early.finish(checkpoint, progress)
            self._early.pop(entry.offer.id, None)
            if early.upload is not None:
                self._begun[entry.offer.id] = early.upload
        receipt = self._send(entry, checkpoint, progress)
        self._begun.pop(entry.offer.id, None)
        return receipt

    def _send(
        self, entry: Sendable, checkpoint: Callable[[], None], progress: Callable[[int], None]
    ) -> Receipt:
        sending = Sending(self.link, entry, checkpoint)
        if self.link.storage.is_tried():
            try:
                return sending.send_all(progress, self._begun, presigned=True)
            except StorageClosedError as error:
                self.link.storage.close(error)
                sending = Sending(self.link, entry, checkpoint)
        return sending.send_all(progress, self._begun, presigned=False)

    def discard(self, offer_id: str) -> None:
        """Delete what the server has of a save that no longer needs it, soon and silently.

        Only a courtesy: the server drops the bytes of an upload by itself after a day.
        """
        early = self._early.pop(offer_id, None)
        upload = self._begun.pop(offer_id, None)
        if early is not None:
            early.cut()
        if early is not None or upload is not None:
            work = threading.Thread(target=self._delete, args=(upload, early), daemon=True)
            work.start()

    def _delete(self, upload: Begun | None, early: EarlySending | None) -> None:
        if early is not None:
            early.join()
            upload = upload or early.upload
        if upload is None:
            return
        headers = {"Tus-Resumable": "1.0.0", "Authorization": authorization(self.link, upload)}
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
        answer = self._ask("GET", f"receipts/{offer_id}")
        if answer.status == 404:
            return None
        return from_json(_taken(answer).body, Receipt)

    def note_mirror(self, artifact_id: str, place: MirrorPlace) -> None:
        """Note where an artifact is, too."""
        self.put_json(f"artifacts/{artifact_id}/mirrors", to_json(place))

    def put_json(self, path: str, body: bytes) -> None:
        """Tell the server something, or raise what it has against it."""
        _taken(self._ask("PUT", path, body, {"Content-Type": "application/json"}))

    def put_many(
        self, entries: Sequence[tuple[Sendable, memoryview | None]]
    ) -> list[Receipt | CellkeepError | None]:
        """Send small entries in few requests; the receipt of each, or why there is none.

        One without its content asks whether the server has it; None where it is wanted.
        """
        outcomes: list[Receipt | CellkeepError | None] = []
        batch: list[dict[str, Any]] = []
        size = 0
        for entry, content in entries:
            its_size = 0 if content is None else len(content)
            if batch and (len(batch) == BATCH_OFFERS or size + its_size > BATCH_BYTES):
                outcomes += self._send_batch(batch)
                batch, size = [], 0
            batch.append(body_of(entry, content))
            size += its_size
        return outcomes + self._send_batch(batch)

    def _send_batch(self, batch: list[dict[str, Any]]) -> list[Receipt | CellkeepError | None]:
        body = to_msgpack(batch)
        headers = body_headers(body)
        for _ in range(PATIENCE):
            answer = self._ask("POST", "batch", body, headers)
            if answer.status != CHANGED_ON_THE_WAY:
                break
        return [_outcome(one) for one in from_json(_taken(answer).body, BatchResult).results]

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        try:
            return self.link.request(method, path, body=body, headers=headers)
        except CellkeepError:
            raise
        except (OSError, HTTPException) as error:
            self.link.hang_up()
            raise unreachable(error) from error


def _taken(answer: Answer) -> Answer:
    if answer.status != 200:
        raise refused(answer.error(), answer.status)
    return answer


def _outcome(result: BatchItem) -> Receipt | CellkeepError | None:
    match result:
        case StoredResult():
            return result.receipt
        case RefusedResult():
            return error_from_info(result.error)
        case _:
            return None
