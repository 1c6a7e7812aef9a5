"""The `http` route: this process sends the bytes to the server itself."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from http.client import HTTPException
from typing import TYPE_CHECKING

from cellkeep.errors import CellkeepError
from cellkeep.transfer.routes.http_sending import (
    FIRST_PAUSE_S,
    PATIENCE,
    Sending,
    authorization,
    body_of,
    refused,
    said,
    unreachable,
)
from cellkeep_core.errors import error_from_info
from cellkeep_core.protocol import (
    BatchResult,
    Receipt,
    RefusedResult,
    StoredResult,
    UploadResult,
    from_json,
    to_msgpack,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from cellkeep.transfer.server_link import ServerLink
    from cellkeep_core.protocol.generated import BatchItem
    from cellkeep_core.spool import SpoolEntry
    from cellkeep_core.spool_pack import Pack, PackedEntry

BATCH_OFFERS = 1000
BATCH_BYTES = 16 * 1024 * 1024
_CHANGED_ON_THE_WAY = 460


class HttpRoute:
    """The server as this process reaches it."""

    def __init__(self, link: ServerLink) -> None:
        self.link = link
        self._begun: dict[str, UploadResult] = {}

    def have(self, entry: SpoolEntry, checkpoint: Callable[[], None]) -> Receipt | None:
        """Offer without bytes; the receipt where the store has them already."""
        result = Sending(self.link, entry, checkpoint).offer()
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
        sending = Sending(self.link, entry, checkpoint)
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
        try:
            answer = self.link.request("GET", f"receipts/{offer_id}")
        except CellkeepError:
            raise
        except (OSError, HTTPException) as error:
            self.link.hang_up()
            raise unreachable(error) from error
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise refused(answer.error(), answer.status)
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
            batch.append(body_of(entry, content))
            size += len(content)
        return outcomes + self._send_batch(batch)

    def _send_batch(self, batch: list[dict[str, Any]]) -> list[Receipt | CellkeepError | None]:
        body = to_msgpack(batch)
        headers = said(body)
        for _ in range(PATIENCE):
            try:
                answer = self.link.request("POST", "batch", body=body, headers=headers)
            except CellkeepError:
                raise
            except (OSError, HTTPException) as error:
                self.link.hang_up()
                raise unreachable(error) from error
            if answer.status != _CHANGED_ON_THE_WAY:
                break
        if answer.status != 200:
            raise refused(answer.error(), answer.status)
        return [_outcome(one) for one in from_json(answer.body, BatchResult).results]


def _outcome(result: BatchItem) -> Receipt | CellkeepError | None:
    match result:
        case StoredResult():
            return result.receipt
        case RefusedResult():
            return error_from_info(result.error)
        case _:
            return None
