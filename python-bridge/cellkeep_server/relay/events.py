"""What the service says of its changes, for the pages of this server."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from logging import Logger
from urllib.parse import urlsplit, urlunsplit

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import ChangeEvent, ChangeList, from_json
from cellkeep_server.events.announcer import CHANGE, CHANGES
from cellkeep_server.relay.service import Service

_PING_S = 30.0
_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 60.0


class ServiceEvents:
    """Listens to the service as long as this server runs.

    What is missed while the socket is away a page notices by the numbers of the changes, and by
    the numbers of the store, which it asks for twice a minute.

    Parameters
    ----------
    service : Service
        Who is listened to.
    announce : callable
        Told of the changes, those that came together at once.

    Attributes
    ----------
    is_open : bool
        Whether the service is heard now.
    """

    def __init__(
        self, service: Service, announce: Callable[[Sequence[ChangeEvent]], None], log: Logger
    ) -> None:
        self._service = service
        self._announce = announce
        self._log = log
        self.is_open = False
        self._listening = asyncio.create_task(self._listen())

    async def close(self) -> None:
        """Stop listening."""
        self._listening.cancel()
        with suppress(asyncio.CancelledError):
            await self._listening

    async def _listen(self) -> None:
        pause = _FIRST_PAUSE_S
        while True:
            try:
                await self._hear()
                pause = _FIRST_PAUSE_S
            except Exception as error:  # noqa: BLE001  (tried again; requests tell a person why)
                self._log.debug("Cellkeep does not hear the service: %s", error)
                pause = min(2 * pause, _LONGEST_PAUSE_S)
            await asyncio.sleep(pause)

    async def _hear(self) -> None:
        address = self._service.address()
        parts = urlsplit(f"{address.url}api/events/subscribe")
        scheme = "wss" if parts.scheme == "https" else "ws"
        request = HTTPRequest(
            urlunsplit(parts._replace(scheme=scheme)),
            headers={"Authorization": address.authorization},
            ssl_options=ssl.create_default_context() if scheme == "wss" else None,
        )
        socket = await websocket_connect(request, ping_interval=_PING_S)
        self.is_open = True
        try:
            while (message := await socket.read_message()) is not None:
                schema_id = json.loads(message).get("schema_id")
                if schema_id in (CHANGE, CHANGES):
                    self._tell(schema_id, message)
        finally:
            self.is_open = False
            socket.close()

    def _tell(self, schema_id: str, message: str | bytes) -> None:
        try:
            if schema_id == CHANGE:
                changes = [from_json(message, ChangeEvent)]
            else:
                changes = from_json(message, ChangeList).changes
        except CellkeepError as error:
            # Another version's: the page sees by the next one's number that one is missing.
            self._log.debug("Cellkeep does not understand a change of the service: %s", error)
            return
        self._announce(changes)
