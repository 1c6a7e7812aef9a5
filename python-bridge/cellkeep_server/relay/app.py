"""The extension of a server whose library is a service's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jupyter_server.extension.application import ExtensionApp
from traitlets import List, Unicode

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.server_file import VARIABLE
from cellkeep_server.authentication.tokens import AccessTokens
from cellkeep_server.context import Context, Limits
from cellkeep_server.events.announcer import Announcer
from cellkeep_server.files.contents import contents_source
from cellkeep_server.files.copies import Copies
from cellkeep_server.files.kept_copies import KeptCopies
from cellkeep_server.files.transfers import ServerTransfers
from cellkeep_server.handlers.events import PATH as EVENTS
from cellkeep_server.handlers.events import EventsHandler
from cellkeep_server.relay.events import ServiceEvents
from cellkeep_server.relay.folder import FolderApp
from cellkeep_server.relay.handler import RelayHandler
from cellkeep_server.relay.saver import RelaySaver
from cellkeep_server.relay.service import Service
from cellkeep_server.routes import UNKNOWN, routes_of
from cellkeep_server.service import StoreService
from cellkeep_server.uploads.manager import UploadManager

if TYPE_CHECKING:
    from cellkeep_store import Store

STOP_S = 2.0


class RelayApp(ExtensionApp):
    """Cellkeep's part of a server that was told of a service by ``CELLKEEP_SERVER``."""

    name = "cellkeep_server"
    extension_url = "/cellkeep/api/status"
    load_other_extensions = True

    avatar_hosts = List(
        Unicode(),
        help=(
            "From which hosts, by https, pages load the pictures of persons that the service names:"
            " `avatars.example.org`, with the port where there is one. From all others, initials."
        ),
    ).tag(config=True)

    def initialize_settings(self) -> None:
        """Make the parts. Nothing is asked yet: a service that is away must not stop JupyterLab."""
        assert self.serverapp is not None
        # Kernels know the service themselves, and no token of this server would open it.
        os.environ.pop(VARIABLE, None)
        self.announcer = Announcer(self.serverapp.event_logger)
        self.service = Service()
        self.here = FolderApp(parent=self, serverapp=self.serverapp)
        self.here.initialize_settings()
        page = self.serverapp.web_app.settings.setdefault("page_config_data", {})
        page["cellkeepHere"] = True  # the page offers both stores
        page["cellkeepAvatarHosts"] = self.avatar_hosts
        self.threads = StoreService(_no_store, self.log)
        self.transfers = ServerTransfers(
            RelaySaver(self.service),
            contents_source(self.serverapp.contents_manager, self.threads),
            on_change=self.announcer.transfer,
            log=self.log,
        )
        kept = KeptCopies(self.here.root)
        self.copies = Copies(self.here.service, self.service.address, self.transfers, kept)
        self.copies.restore()
        self.events: ServiceEvents | None = None
        self.serverapp.io_loop.add_callback(self._begin_to_listen)

    def initialize_handlers(self) -> None:
        """Pass on what a service has; what is this machine's is answered here."""
        limits = Limits(offer_bytes=0, upload_bytes=0)
        tokens, uploads = AccessTokens(0), UploadManager(self.threads)
        context = Context(self.threads, uploads, self.transfers, limits, tokens, copies=self.copies)
        given = {"context": context}
        of_service = {route.path for route in routes_of("service")}
        for route in (*routes_of("machine"), *routes_of("two")):
            if route.path not in of_service:
                self.handlers.append((route.pattern(), route.handler, given))
        for route in routes_of("service"):
            passed = {**given, "service": self.service, "acts": route.handler.acts}
            self.handlers.append((route.pattern(), RelayHandler, passed))
        self.here.initialize_handlers()
        self.handlers.extend(self.here.handlers)
        self.handlers.append((*UNKNOWN, given))
        self.handlers.append((EVENTS, EventsHandler, given))

    def current_activity(self) -> int | None:
        """Keep a server from being culled while it saves its files."""
        return self.transfers.active or None

    async def stop_extension(self) -> None:
        """End everything; what is cut off can be resumed."""
        if self.events is not None:
            await self.events.close()
        await self.transfers.close(STOP_S)
        await self.here.stop_extension()
        await self.threads.close(STOP_S)
        await self.service.close()

    def _begin_to_listen(self) -> None:
        self.log.info("Cellkeep's library is that of %s", os.environ["CELLKEEP_SERVER"])
        self.events = ServiceEvents(self.service, self.announcer.changes, self.log)


def _no_store() -> Store:
    raise StoreUnreachableError("This server has no store: its library is a service's.")
