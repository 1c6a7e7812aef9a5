"""``artifacts/<id>/address``: where the bytes are read from the object storage itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tornado import web

from cellkeep_core.ids import utc_text
from cellkeep_core.protocol import ContentAddress
from cellkeep_core.registry import registry
from cellkeep_server.content.disposition import attachment
from cellkeep_server.handlers.reading import ReadingHandler
from cellkeep_server.metrics import PRESIGNED_READ_BYTES, PRESIGNED_READS

if TYPE_CHECKING:
    from cellkeep_store import Store


class AddressHandler(ReadingHandler):
    """An address for one artifact's bytes and for a short time; who may read is asked here."""

    @web.authenticated
    async def get(self, artifact_id: str) -> None:
        """Answer with a `ContentAddress`, an empty one where the bytes come from this service."""
        with PRESIGNED_READS.labels("failed").count_exceptions():
            address = await self._address(artifact_id)
        self.answer(address)

    async def _address(self, artifact_id: str) -> ContentAddress:
        artifact, is_verified = await self.find(artifact_id)
        is_usable = await self.service.move(
            lambda store: store.addresses is not None and store.addresses.is_usable()
        )
        if not is_usable:
            return ContentAddress()
        await self.note_read(artifact)
        if not is_verified and self.query_text("verifies") != "1":
            await self.require_intact(artifact)
        disposition = attachment(registry().named(artifact.name, artifact))

        def sign(store: Store) -> ContentAddress:
            addresses = store.addresses
            assert addresses is not None, "it was usable before"
            until = time.time() + addresses.lasts_s
            url = store.contents.by_blob(artifact, lambda blob: addresses.of(blob, disposition))
            if url is None:
                return ContentAddress()  # reading it here says what has become of it
            return ContentAddress(url=url, expires_at=utc_text(until))

        address = await self.service.call(sign)
        PRESIGNED_READS.labels("granted").inc()
        PRESIGNED_READ_BYTES.inc(artifact.size)
        return address
