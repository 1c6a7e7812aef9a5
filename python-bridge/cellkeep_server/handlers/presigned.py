"""``uploads/<id>/parts`` and ``/completion``: for clients that put bytes into the storage."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tornado import web

from cellkeep_core.errors import CellkeepError
from cellkeep_core.ids import utc_text
from cellkeep_core.protocol import (
    PresignedParts,
    PresignedRequest,
    PresignedRequests,
    PresignedResult,
    Receipt,
    StoredResult,
)
from cellkeep_core.spool import UNHASHED
from cellkeep_server.handlers.uploads import upload_path
from cellkeep_server.http.base import CollectedHandler
from cellkeep_server.http.owners import check_uploads
from cellkeep_server.metrics import PRESIGNED_UPLOAD_BYTES, PRESIGNED_UPLOADS
from cellkeep_store.uploads.presigned import PresignedUploads, SignedPart, part_size
from cellkeep_store.uploads.storage import upload_not_found

if TYPE_CHECKING:
    from cellkeep_store import Store


class PresignedHandler(CollectedHandler):
    """What both addresses share."""

    takes_grants = True

    async def accept(self) -> int:
        """Let nobody at an upload of somebody else."""
        most = await super().accept()
        self.upload_id = self.path_kwargs["upload_id"]
        await check_uploads(self, self.upload_id)
        return most


class PartsHandler(PresignedHandler):
    """``uploads/<id>/parts``: requests that are signed for parts."""

    @web.authenticated
    async def post(self, **_: str) -> None:
        """Answer with `PresignedRequests`."""
        said = {part.number: part.sha256 for part in self.json_body(PresignedParts).parts}

        def sign(store: Store) -> tuple[float, list[SignedPart]]:
            presigned = _presigned(store, self.upload_id)
            until = time.time() + presigned.lasts_s
            return until, presigned.sign(store.uploads.open(self.upload_id), said)

        until, signed = await self.service.call(sign)
        requests = [PresignedRequest(*one) for one in signed]
        self.answer(PresignedRequests(requests=requests, expires_at=utc_text(until)))


class CompletionHandler(PresignedHandler):
    """``uploads/<id>/completion``: all parts were sent."""

    @web.authenticated
    async def post(self, **_: str) -> None:
        """Answer with a `PresignedOfferResult`: the receipt, or which parts are there."""
        self.check_refusal()

        def complete(store: Store) -> Receipt | PresignedResult:
            presigned = _presigned(store, self.upload_id)
            receipt = presigned.complete(store.uploads.open(self.upload_id))
            if receipt is not None:
                return receipt
            begun = presigned_result(store, self.base_url, self.upload_id)
            if begun is None:
                raise upload_not_found(self.upload_id)
            return begun

        # What has to be read before it is stored takes as long as its bytes are many.
        try:
            outcome = await self.service.move(complete)
        except CellkeepError as error:
            if error.code != "UPLOAD_LOCKED":  # it is being completed
                PRESIGNED_UPLOADS.labels("failed").inc()
            raise
        if isinstance(outcome, PresignedResult):
            self.answer(outcome)
            return
        PRESIGNED_UPLOADS.labels("completed").inc()
        PRESIGNED_UPLOAD_BYTES.inc(outcome.size)
        self.answer(StoredResult(receipt=outcome))


def presigned_result(store: Store, base_url: str, upload_id: str) -> PresignedResult | None:
    """Return how the client puts an upload into the storage; None where it sends it here."""
    presigned = store.presigned
    upload = store.uploads.open(upload_id)
    if presigned is None or not upload.info.offer or upload.received != 0:
        return None
    size = part_size(upload.size)
    there: list[int] = []
    if upload.info.offer.sha256 != UNHASHED or upload.size > size:  # one PUT needs its digest
        begun = presigned.begin(upload)
        if begun is None:
            return None
        size, there = begun
    return PresignedResult(
        upload_url=upload_path(base_url, upload_id),
        size=upload.size,
        part_size=size,
        parts=there,
        expires_at=upload.expires_at,
    )


def _presigned(store: Store, upload_id: str) -> PresignedUploads:
    if store.presigned is None:  # no longer; the client sends it here
        raise upload_not_found(upload_id)
    return store.presigned
