"""Whose a run is, whom it is shared with, and what persons did."""

from __future__ import annotations

from tornado import web

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import RunShares
from cellkeep_server.http.acts import by_method, may, resource_of
from cellkeep_server.http.base import CellkeepHandler, CollectedHandler
from cellkeep_server.http.filters import paging


class SharesHandler(CollectedHandler):
    """``runs/<id>/shares``: for who manages the run, and for admins."""

    acts = by_method(PUT="share")

    @web.authenticated
    async def get(self, run_id: str) -> None:
        """Answer with the `RunShares`."""
        admin = await self._begin()
        await self.answer_with(lambda store: store.people.shares(run_id, admin=admin))

    @web.authenticated
    async def put(self, run_id: str) -> None:
        """Share it with these and nobody else; answer with the `RunShares`."""
        admin = await self._begin()
        wanted = self.json_body(RunShares)
        await self.answer_with(lambda store: store.people.put_shares(run_id, wanted, admin=admin))

    async def _begin(self) -> bool:
        """Return whether it is an admin who asks."""
        if self.person is None:
            raise CellkeepError(
                "This service does not tell persons apart, so nothing is shared: all see all.",
                hint="Let an identity provider that does, such as JupyterHub's, sign people in.",
                code="FORBIDDEN",
            )
        return await may(self, "write", resource_of("manage"))


class ContactsHandler(CellkeepHandler):
    """``contacts``: persons and groups that a person may know of."""

    _track_activity = False

    @web.authenticated
    async def get(self) -> None:
        """Answer with a `ContactList`."""
        word = self.query_text("q") or ""
        tells_fellows = getattr(self.identity_provider, "fellows_of", None)
        fellows = [] if tells_fellows is None else await tells_fellows(self.current_user)
        await self.answer_with(lambda store: store.people.contacts(word, fellows))


class RunActivityHandler(CellkeepHandler):
    """``runs/<id>/activity``: for the run's owner, and for admins."""

    @web.authenticated
    async def get(self, run_id: str) -> None:
        """Answer with an `ActivityPage`."""
        page = paging(self)
        admin = await may(self, "read", resource_of("manage"))
        await self.answer_with(lambda store: store.people.activity(run_id, admin=admin, **page))


class ActivityHandler(CellkeepHandler):
    """``activity``: all that was done, for admins."""

    acts = by_method(GET="manage")

    @web.authenticated
    async def get(self) -> None:
        """Answer with an `ActivityPage`."""
        page = paging(self)
        await self.answer_with(lambda store: store.people.activity(None, admin=True, **page))
