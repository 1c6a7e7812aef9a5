"""``receipts/<offer id>``: the store's word, asked for by whoever waits."""

from __future__ import annotations

from tornado import web

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import Receipt
from cellkeep_server.http.base import CellkeepHandler, check_id


class ReceiptHandler(CellkeepHandler):
    """One receipt; 404 until there is one."""

    kernel_may = frozenset({"GET"})

    @web.authenticated
    async def get(self, offer_id: str) -> None:
        """Answer with a `Receipt`."""
        check_id(offer_id, "offer", "ARTIFACT_NOT_FOUND")
        receipt: Receipt | None = await self.service.call(
            lambda store: store.catalog.find_receipt(offer_id)
        )
        if receipt is None:
            raise CellkeepError(
                "There is no receipt of this offer yet.",
                hint="If it is still on its way, ask again.",
                code="ARTIFACT_NOT_FOUND",
            )
        self.answer(receipt)
