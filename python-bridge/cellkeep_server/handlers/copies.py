"""``copies``: from a server's own folder to the service that its library is in, and back."""

from __future__ import annotations

from tornado import web

from cellkeep_core.protocol import CopyRequest, TransferList
from cellkeep_server.http.base import CollectedHandler
from cellkeep_server.http.persons import owner_of


class CopiesHandler(CollectedHandler):
    """``copies``: copy a run, or artifacts."""

    @web.authenticated
    async def post(self) -> None:
        """Answer with the transfers that this starts."""
        copies = self.context.copies
        assert copies is not None, "this address is that of a server with two stores"
        started = await copies.start(self.json_body(CopyRequest), owner_of(self))
        self.answer(TransferList(transfers=started), status=202)
