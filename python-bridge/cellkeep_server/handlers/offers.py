"""``offers``: "I have an artifact", with its bytes when they are small; and their receipts."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
from jupyter_server.auth.decorator import allow_unauthenticated
from tornado import web

from cellkeep_core.content_digest import HEADER as DIGEST_HEADER
from cellkeep_core.errors import (
    ArtifactNotFoundError,
    BadRequestError,
    CellkeepError,
    TooLargeError,
)
from cellkeep_core.limits import LIMITS, check_thumbnail
from cellkeep_core.protocol import (
    Offer,
    PresignedResult,
    Receipt,
    StoredResult,
    UploadResult,
    from_msgpack,
)
from cellkeep_core.spool import UNHASHED
from cellkeep_server.handlers.presigned import presigned_result
from cellkeep_server.handlers.uploads import upload_path
from cellkeep_server.http.base import CellkeepHandler, CollectedHandler
from cellkeep_server.http.owners import check_uploads
from cellkeep_server.http.persons import owner_of
from cellkeep_server.metrics import PRESIGNED_UPLOADS
from cellkeep_server.uploads.manager import UploadView
from cellkeep_store import BatchItem

if TYPE_CHECKING:
    from cellkeep_store import Store

MANIFEST_BYTES = 1024 * 1024
SMALL_BYTES = 64 * 1024


class OfferBody(msgspec.Struct, kw_only=True):
    """The body of ``POST offers``. JSON has no bytes, so there ``content`` cannot be."""

    offer: Offer
    content: bytes | None = None
    thumbnail: bytes | None = None
    presigned: bool = False
    """Whether the client can put the bytes into an object storage itself."""
    checked_pieces: bool = False
    """Whether each piece of the bytes will come with its sha256 as ``Upload-Checksum``."""


class ManifestBody(msgspec.Struct, kw_only=True):
    """The body as JSON."""

    offer: Offer
    presigned: bool = False
    checked_pieces: bool = False


class OfferingHandler(CollectedHandler):
    """What single offers and batches share."""

    kernel_may = frozenset({"POST"})

    @allow_unauthenticated
    def options(self, **_: str) -> None:
        """Let a page of another origin send the digest, where Jupyter lets it in at all."""
        super().options()
        allowed = self._headers.get("Access-Control-Allow-Headers", "")
        self.set_header("Access-Control-Allow-Headers", f"{allowed}, {DIGEST_HEADER}")


class OffersHandler(OfferingHandler):
    """``offers``: stored at once, or the address to send the bytes to."""

    async def accept(self) -> int:
        """Gather as much as an offer may bring."""
        await super().accept()
        return self.context.limits.offer_bytes + LIMITS.thumbnail_bytes + MANIFEST_BYTES

    @web.authenticated
    async def post(self) -> None:
        """Answer with an `OfferResult`, or a `PresignedOfferResult` where that was asked for."""
        self.check_refusal()
        body = await self._read()
        self._check(body)
        await check_uploads(self, body.offer.id)
        if body.content is not None and len(body.content) <= SMALL_BYTES:
            item = BatchItem(body.offer, body.content, body.thumbnail)
            put = await self.service.put_small(item)
            receipt = put.outcome
            if isinstance(receipt, CellkeepError):
                raise receipt
            self.tell_quota(put.allowance)
        else:
            receipt = await self.service.move(lambda store: _store_at_once(store, body))
            if receipt is not None:
                await self.say_quota()
        if receipt is not None:
            self.answer(StoredResult(receipt=receipt))
            return
        owner = owner_of(self)
        view = await self.uploads.create(
            lambda store: store.uploads.create(
                body.offer.size,
                offer=body.offer,
                thumbnail=body.thumbnail,
                owner=owner,
                through=store.presigned is None or not body.presigned,
                checked_pieces=body.checked_pieces,
            )
        )
        if view.receipt is not None:
            self.answer(StoredResult(receipt=view.receipt))
            return
        where: UploadResult | PresignedResult | None = None
        if body.presigned:
            where = await self.service.move(
                lambda store: presigned_result(store, self.base_url, view.id)
            )
            if where is not None:
                PRESIGNED_UPLOADS.labels("granted").inc()
        self.answer(self._granted(where or self._where_to_send(view), view.id))

    async def _read(self) -> OfferBody:
        if len(self.body) <= SMALL_BYTES:  # the way to a thread would take longer
            return self._decoded()
        # Megabytes are hashed and decoded: not on the event loop.
        return await self.service.in_thread(self._decoded)

    def _decoded(self) -> OfferBody:
        self.check_intact()
        if self.content_type() == "application/msgpack":
            return from_msgpack(self.body, OfferBody)
        body = self.json_body(ManifestBody)
        return OfferBody(**msgspec.structs.asdict(body))

    def _check(self, body: OfferBody) -> None:
        if body.content is not None and body.offer.sha256 == UNHASHED:
            raise BadRequestError(
                "An offer that brings its bytes along says their sha256.",
                hint="Offer it without its content where the digest is to follow.",
            )
        if body.content is not None and len(body.content) > self.context.limits.offer_bytes:
            raise TooLargeError(
                f"An offer brings at most {self.context.limits.offer_bytes:,} bytes along.",
                hint="Offer it without its content; the answer says where to send it.",
            )
        check_thumbnail(body.thumbnail)

    def _where_to_send(self, view: UploadView) -> UploadResult:
        return UploadResult(
            upload_url=upload_path(self.base_url, view.id),
            offset=view.offset,
            size=view.info.size,
            expires_at=view.expires_at or "",
            compares_prefixes=view.hashed,
        )

    def _granted(
        self, result: UploadResult | PresignedResult, upload_id: str
    ) -> UploadResult | PresignedResult:
        """Let who came with a token go on with this upload without it."""
        if self.access_token is not None:
            result.grant, result.grant_expires_at = self.context.tokens.grant(upload_id)
        elif self.person is not None and self.token_authenticated:
            # Their own token may end before a long upload does, and need not be looked at again.
            whose = self.person.name, tuple(sorted(self.person.groups))
            result.grant, result.grant_expires_at = self.context.tokens.grant(upload_id, *whose)
        return result


class ReceiptHandler(CellkeepHandler):
    """``receipts/<offer id>``: the store's word, asked for by whoever waits; 404 until then."""

    kernel_may = frozenset({"GET"})

    @web.authenticated
    async def get(self, offer_id: str) -> None:
        """Answer with a `Receipt`."""
        receipt: Receipt | None = await self.service.call(
            lambda store: store.catalog.find_receipt(offer_id)
        )
        if receipt is None:
            raise ArtifactNotFoundError(
                "There is no receipt of this offer yet.",
                hint="If it is still on its way, ask again.",
            )
        self.answer(receipt)


def _store_at_once(store: Store, body: OfferBody) -> Receipt | None:
    offer = body.offer
    if offer.sha256 == UNHASHED:
        # Its digest follows. Until then its bytes are only kept, whatever they are.
        return store.catalog.find_receipt(offer.id)
    if body.content is not None:
        return store.ingest.put_bytes(offer, body.content, thumbnail=body.thumbnail)
    if offer.size == 0:  # no client sends a request for no bytes
        return store.ingest.put_bytes(offer, b"", thumbnail=body.thumbnail)
    receipt = store.ingest.offer(offer, thumbnail=body.thumbnail)
    if receipt is not None:
        _drop_upload(store, offer.id)
    return receipt


def _drop_upload(store: Store, offer_id: str) -> None:
    """Free the bytes that were sent in vain: the store had them already."""
    with suppress(CellkeepError):  # none were sent, or somebody sends and will learn of it
        store.uploads.open(offer_id).finish()
