"""``/api/events/subscribe``: Jupyter's events, Cellkeep's among them for whom they are meant.

Jupyter sends every event to everybody who may hear events. Those of artifacts have names and
previews in them, so they take the place that reading artifacts has: Jupyter's own socket is
served by a handler that asks the authorizer about them.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from jupyter_server.services.events.handlers import SubscribeWebsocket

from cellkeep_server.events.announcer import CHANGE, TRANSFER
from cellkeep_server.http.acts import AUTH_RESOURCE
from cellkeep_server.http.asking import may
from cellkeep_server.http.owners import whose

if TYPE_CHECKING:
    from jupyter_events import EventLogger

    from cellkeep_server.context import Context

PATH = "api/events/subscribe"


class EventsHandler(SubscribeWebsocket):
    """Jupyter's socket of events, without artifacts and transfers that a reader may not see."""

    def initialize(self, context: Context) -> None:
        """Begin with nothing to send."""
        super().initialize()
        self._transfers = context.transfers
        self._turn = asyncio.Lock()

    async def event_listener(
        self, logger: EventLogger, schema_id: str, data: dict[str, Any]
    ) -> None:
        """Send an event, unless it is of artifacts and this person may not read them now."""
        async with self._turn:  # an authorizer that waits must not change their order
            if schema_id in (CHANGE, TRANSFER) and not await may(self, "read", AUTH_RESOURCE):
                return
            if schema_id == TRANSFER and self._transfers is not None:
                seen = await whose(self, "read")
                owner = self._transfers.owner
                told = [one for one in data["transfers"] if seen(owner(one["id"]))]
                data = {"transfers": told}
                if not data["transfers"]:
                    return
            await super().event_listener(logger, schema_id, data)
