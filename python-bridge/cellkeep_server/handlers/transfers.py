"""``contents``, ``copies`` and ``transfers``: what the server saves by itself."""

from __future__ import annotations

from tornado import web

from cellkeep_core.errors import BadRequestError, CellkeepError
from cellkeep_core.protocol import ContentsRequest, CopyRequest, TransferList
from cellkeep_server.files.transfers import ServerTransfers, no_such_transfer
from cellkeep_server.http.acts import may
from cellkeep_server.http.base import CellkeepHandler, CollectedHandler
from cellkeep_server.http.owners import whose
from cellkeep_server.http.persons import owner_of


class ContentsHandler(CollectedHandler):
    """``contents``: save what the contents manager has."""

    async def accept(self) -> int:
        """Ask for the right to read Jupyter's contents, too: this is a way to them."""
        await _require_contents(self)
        return await super().accept()

    @web.authenticated
    async def post(self) -> None:
        """Answer with the transfers that this starts."""
        request = self.json_body(ContentsRequest)
        started = await _transfers(self).start(request, owner_of(self))
        self.answer(TransferList(transfers=started), status=202)


class TransfersHandler(CellkeepHandler):
    """``transfers``: those under way, and those that ended in the last minute."""

    _track_activity = False

    @web.authenticated
    async def get(self) -> None:
        """Answer with a `TransferList` of those that this person may see."""
        seen = await whose(self, "read")
        self.answer(TransferList(transfers=_transfers(self).recent(seen)))


class TransferActionHandler(CellkeepHandler):
    """``transfers/<id>/<action>``: cancel or retry."""

    @web.authenticated
    async def post(self, transfer_id: str, action: str) -> None:
        """Answer with the transfers, this one's new state among them."""
        transfers = _transfers(self)
        seen, changed = await whose(self, "read"), await whose(self, "write")
        owner = transfers.owner(transfer_id)
        if not (seen(owner) and changed(owner)):
            raise no_such_transfer()
        if action == "cancel":
            transfers.cancel(transfer_id)
        elif action == "retry":
            await _require_contents(self)  # what was allowed then may not be now
            transfers.retry(transfer_id)
        else:
            raise BadRequestError(
                f"A transfer within the server cannot {action}.",
                hint="It can 'cancel' and 'retry'.",
            )
        self.answer(TransferList(transfers=transfers.recent(seen)))


class CopiesHandler(CollectedHandler):
    """``copies``: from a server's own folder to the service that its library is in, and back."""

    @web.authenticated
    async def post(self) -> None:
        """Answer with the transfers that this starts."""
        copies = self.context.copies
        assert copies is not None, "this address is that of a server with two stores"
        started = await copies.start(self.json_body(CopyRequest), owner_of(self))
        self.answer(TransferList(transfers=started), status=202)


def _transfers(handler: CellkeepHandler) -> ServerTransfers:
    transfers = handler.context.transfers
    assert transfers is not None, "these addresses are those of a person's own server"
    return transfers


async def _require_contents(handler: CellkeepHandler) -> None:
    if not await may(handler, "read", "contents"):
        raise CellkeepError("You may not read the files of this Jupyter server.", code="FORBIDDEN")
