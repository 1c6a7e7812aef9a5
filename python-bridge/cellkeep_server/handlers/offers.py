"""``offers``: "I have an artifact", with its bytes when they are small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from tornado import web

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import Offer, Receipt, StoredResult, UploadResult, from_msgpack
from cellkeep_server.base import CollectedHandler
from cellkeep_server.handlers.uploads import upload_path

if TYPE_CHECKING:
    from cellkeep_server.uploads import UploadView
    from cellkeep_store import Store

THUMBNAIL_BYTES = 1024 * 1024
MANIFEST_BYTES = 1024 * 1024


class OfferBody(msgspec.Struct, kw_only=True):
    """The body of ``POST offers``. JSON has no bytes, so there ``content`` cannot be."""

    offer: Offer
    content: bytes | None = None
    thumbnail: bytes | None = None


class ManifestBody(msgspec.Struct, kw_only=True):
    """The body as JSON."""

    offer: Offer


class OffersHandler(CollectedHandler):
    """``offers``: stored at once, or the address to send the bytes to."""

    async def accept(self) -> int:
        """Gather as much as an offer may bring."""
        await super().accept()
        return self.context.limits.offer_bytes + THUMBNAIL_BYTES + MANIFEST_BYTES

    @web.authenticated
    async def post(self) -> None:
        """Answer with an `OfferResult`."""
        self.check_refusal()
        body = await self._read()
        self._check(body)
        receipt = await self.service.move(lambda store: _store_at_once(store, body))
        if receipt is not None:
            self.context.watcher.poke()
            self.answer(StoredResult(receipt=receipt))
            return
        view = await self.context.uploads.create(
            body.offer.size, offer=body.offer, thumbnail=body.thumbnail
        )
        self.answer(self._where_to_send(view))

    async def _read(self) -> OfferBody:
        kind = self.content_type()
        if kind == "application/msgpack":
            # Megabytes are decoded: not on the event loop.
            return await self.service.in_thread(lambda: from_msgpack(self.body, OfferBody))
        return OfferBody(offer=self.json_body(ManifestBody).offer)

    def _check(self, body: OfferBody) -> None:
        if body.content is not None and len(body.content) > self.context.limits.offer_bytes:
            raise CellkeepError(
                f"An offer brings at most {self.context.limits.offer_bytes:,} bytes along.",
                hint="Offer it without its content; the answer says where to send it.",
                code="TOO_LARGE",
            )
        if body.thumbnail is not None and len(body.thumbnail) > THUMBNAIL_BYTES:
            raise CellkeepError(
                f"A thumbnail has at most {THUMBNAIL_BYTES:,} bytes.", code="TOO_LARGE"
            )

    def _where_to_send(self, view: UploadView) -> StoredResult | UploadResult:
        if view.receipt is not None:
            return StoredResult(receipt=view.receipt)
        return UploadResult(
            upload_url=upload_path(self.base_url, view.id),
            offset=view.offset,
            size=view.size,
            expires_at=view.expires_at or "",
        )


def _store_at_once(store: Store, body: OfferBody) -> Receipt | None:
    if body.content is not None:
        return store.put_bytes(body.offer, body.content, thumbnail=body.thumbnail)
    if body.offer.size == 0:  # no client sends a request for no bytes
        return store.put_bytes(body.offer, b"", thumbnail=body.thumbnail)
    return store.offer(body.offer, thumbnail=body.thumbnail)
