"""The folder of a server whose library is a service's: its other store, at its own addresses."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cellkeep_core.protocol import ChangeEvent
from cellkeep_server.app import CellkeepApp
from cellkeep_server.context import Context, Limits
from cellkeep_server.events.announcer import Announcer
from cellkeep_server.files.machine import Machine
from cellkeep_server.routes import SAVING, routes_of

PREFIX = "cellkeep/here/api"


class FolderApp(CellkeepApp):
    """A store that is read, changed and copied from and to. What is saved goes to the service."""

    def initialize_handlers(self) -> None:
        """Take the addresses of a person's own server, but for those that save."""
        limits = Limits(offer_bytes=0, upload_bytes=0)
        context = Context(self.service, self.uploads, None, limits, self.tokens)
        for route in routes_of("machine"):
            if route.path not in SAVING and not route.path.startswith("transfers"):
                self.handlers.append((route.pattern(PREFIX), route.handler, {"context": context}))

    def _make_announcer(self) -> Announcer:
        announcer: Announcer = self.parent.announcer
        return announcer

    def _make_machine(self) -> Machine | None:
        return None  # kernels and files are the service's

    def _changed(self, changes: Sequence[ChangeEvent]) -> None:
        self.announcer.changes([msgspec.structs.replace(one, store="here") for one in changes])
