"""``/api/events/subscribe``: Jupyter's events, Cellkeep's among them for whom they are meant.

Jupyter sends every event to everybody who may hear events. Those of artifacts have names and
previews in them, so they take the place that reading artifacts has: Jupyter's own socket is
served by a handler that asks the authorizer about them. In a service that tells persons apart an
event is only a sign that something changed: each hears what their own eyes see of it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from jupyter_server.services.events.handlers import SubscribeWebsocket

from cellkeep_core.errors import CellkeepError
from cellkeep_server.context import Context
from cellkeep_server.events.announcer import CHANGE, CHANGES, TRANSFER, event_of, together
from cellkeep_server.http.acts import AUTH_RESOURCE, may
from cellkeep_server.http.owners import whose
from cellkeep_server.http.persons import person_of
from cellkeep_store.catalog.person import Person

if TYPE_CHECKING:
    from jupyter_events import EventLogger

PATH = "api/events/subscribe"
_PAGE = 100


class EventsHandler(SubscribeWebsocket):
    """Jupyter's socket of events, without artifacts and transfers that a reader may not see."""

    def initialize(self, context: Context) -> None:
        """Begin with nothing to send."""
        super().initialize()
        self._context = context
        self._transfers = context.transfers
        self._turn = asyncio.Lock()
        self._told: int | None = None

    async def event_listener(
        self, logger: EventLogger, schema_id: str, data: dict[str, Any]
    ) -> None:
        """Send an event, unless it is of artifacts and this person may not read them now."""
        async with self._turn:  # an authorizer that waits must not change their order
            is_change = schema_id in (CHANGE, CHANGES)
            is_ours = is_change or schema_id == TRANSFER
            if is_ours and not await may(self, "read", AUTH_RESOURCE):
                return
            if is_change and self._context.has_persons:
                person = person_of(self)
                if person is not None:
                    await self._send_seen(logger, person, data.get("changes", [data]))
                    return
            if schema_id == TRANSFER and self._transfers is not None:
                seen = await whose(self, "read")
                owner = self._transfers.owner
                told = [one for one in data["transfers"] if seen(owner(one["id"]))]
                data = {"transfers": told}
                if not data["transfers"]:
                    return
            await super().event_listener(logger, schema_id, data)

    async def _send_seen(
        self, logger: EventLogger, person: Person, told: list[dict[str, Any]]
    ) -> None:
        """Send of some changes those that this person sees; many that came at once in one look."""
        first, seq = told[0]["seq"], told[-1]["seq"]
        begin = first - 1 if self._told is None else self._told
        if seq <= begin:
            return
        try:
            changes = await self._context.service.of(person).call(
                lambda store: store.catalog.changes_since(begin, limit=_PAGE)
            )
        except CellkeepError as error:
            # The next change brings these too.
            self.log.warning("Cellkeep cannot say what changed to %s: %s", person.name, error)
            self._told = begin
            return
        full = len(changes) == _PAGE
        self._told = changes[-1].seq if full else max([seq, *(one.seq for one in changes)])
        for some in together(changes):
            await super().event_listener(logger, *event_of(some))
        if full:
            await self._send_seen(logger, person, told)
