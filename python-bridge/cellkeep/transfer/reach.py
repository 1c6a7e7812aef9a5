"""What this process can reach: the store's folder, the server, and whether the two are one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

from cellkeep.transfer.routes.http import HttpRoute
from cellkeep.transfer.routes.store import StoreRoute
from cellkeep.transfer.server_link import ServerLink
from cellkeep_core.paths import local_store_id, store_root
from cellkeep_core.server_file import is_named

if TYPE_CHECKING:
    from cellkeep_core.protocol import Receipt


class Reach:
    """The ways out of this process that are there for all of its saves."""

    def __init__(self) -> None:
        self.store: StoreRoute = StoreRoute()
        self.link = ServerLink()
        self.http = HttpRoute(self.link)

    def standing(self) -> Literal["shown", "unknown", "another"]:
        """Say whether the folder that this process writes to is the store that people look at.

        That is the one of the server that a person named, else of the front ends that are
        attached, else of the server that started this process. Where there are none it is
        this one, for nobody looks elsewhere.
        """
        bridge = sys.modules.get("cellkeep.bridge")
        running = bridge.running_bridge() if bridge is not None else None
        front_ends = running.front_ends if running is not None else None
        watched = front_ends is not None and front_ends.any()
        named = is_named()
        shown = front_ends.store_id() if front_ends is not None and not named else None
        shown = shown or self.link.store_id()
        if shown is not None:
            return "shown" if local_store_id(store_root()) == shown else "another"
        if named:  # it does not answer, and who was told of one wants nothing beside it
            return "another"
        return "unknown" if watched else "shown"

    def receipt(self, offer_id: str) -> Receipt | None:
        """Return the receipt of an offer, from whichever route it was stored by."""
        if self.standing() != "another":
            return self.store.receipt(offer_id)
        return self.http.receipt(offer_id) if self.link.address() is not None else None
