"""``batch``: many small artifacts with their bytes, in one request and few transactions."""

from __future__ import annotations

from tornado import web

from cellkeep_core.errors import CellkeepError, TooLargeError
from cellkeep_core.protocol import (
    BatchResult,
    RefusedResult,
    StoredResult,
    WantedResult,
    from_msgpack,
)
from cellkeep_core.protocol.generated import BatchItem as BatchAnswer
from cellkeep_server.handlers.offers import OfferBody, OfferingHandler
from cellkeep_server.http.owners import check_uploads
from cellkeep_store import BatchItem
from cellkeep_store.ingest.committer import Outcome

MOST_OFFERS = 2_000
MOST_BYTES = 64 * 1024 * 1024


class BatchHandler(OfferingHandler):
    """``batch``: what became of each offer, in their order."""

    body_limit = MOST_BYTES

    @web.authenticated
    async def post(self) -> None:
        """Answer with a `BatchResult`."""
        self.check_refusal()
        if self.content_type() != "application/msgpack":
            raise CellkeepError(
                "A batch is application/msgpack: JSON has no bytes.", code="UNSUPPORTED_MEDIA_TYPE"
            )
        # Megabytes are hashed and decoded: not on the event loop.
        items = await self.service.in_thread(self._read)
        await check_uploads(self, *(item.offer.id for item in items))
        outcomes = await self.service.move(lambda store: store.ingest.put_many(items))
        await self.say_quota()
        self.answer(BatchResult(results=[_answer(one) for one in outcomes]))

    def _read(self) -> list[BatchItem]:
        self.check_intact()
        offers = from_msgpack(self.body, list[OfferBody])
        self.body = bytearray()
        if len(offers) > MOST_OFFERS:
            raise TooLargeError(
                f"A batch has at most {MOST_OFFERS:,} offers, and this has {len(offers):,}.",
                hint="Send several.",
            )
        return [BatchItem(one.offer, one.content, one.thumbnail) for one in offers]


def _answer(outcome: Outcome) -> BatchAnswer:
    if outcome is None:
        return WantedResult()
    if isinstance(outcome, CellkeepError):
        return RefusedResult(error=outcome.info())
    return StoredResult(receipt=outcome)
