"""What this process can reach: the store's folder and the server, and if they are one store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cellkeep.transfer.routes.http import HttpRoute
from cellkeep.transfer.routes.store import StoreRoute
from cellkeep.transfer.server_link import ServerLink
from cellkeep.transfer.settings import allowed_routes
from cellkeep_core.paths import local_store_id, store_root
from cellkeep_core.server_file import is_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cellkeep.transfer.front_end import FrontEndPort
    from cellkeep_core.protocol import MirrorPlace, Receipt
    from cellkeep_core.spool import SpoolEntry


class Reach:
    """The connections that all saves of this process share.

    Attributes
    ----------
    front_end : callable
        Returns the way to the front ends, or None where there is none.
    """

    def __init__(self, front_end: Callable[[], FrontEndPort | None]) -> None:
        self.front_end = front_end
        self.store: StoreRoute = StoreRoute()
        self.link = ServerLink()
        self.http = HttpRoute(self.link)

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of asking one of these."""
        port = self.front_end()
        return (
            self.store.held_here()
            or self.link.held_here()
            or (port is not None and port.held_here())
        )

    def standing(self) -> Literal["shown", "unknown", "another"]:
        """Say whether the folder that this process writes to is the store that people look at.

        That is the one of the server that a person named, else of the front ends that are
        attached, else of the server that started this process. Where there are none it is
        this one, for nobody looks elsewhere.
        """
        port = self.front_end()
        front_ends = port.front_ends if port is not None else None
        watched = front_ends is not None and front_ends.any()
        named = is_named()
        shown = front_ends.store_id() if front_ends is not None and not named else None
        shown = shown or self.link.store_id()
        if shown is not None:
            return "shown" if local_store_id(store_root()) == shown else "another"
        if named:  # it does not answer, and a process that names a server uses no other store
            return "another"
        return "unknown" if watched else "shown"

    def goes_by_http(self) -> bool:
        """Whether a large save most likely goes to the server: a guess that asks no server."""
        allowed = allowed_routes()
        if allowed is not None and "http" not in allowed:
            return False
        return is_named() or (self.link.address() is not None and self.standing() == "another")

    def send_early(self, entry: SpoolEntry, ends: Iterator[int]) -> None:
        """Send a file while it is written, where it goes to the server indeed."""
        self.http.send_early(entry, ends, lambda: self.standing() == "another")

    def note_mirror(self, artifact_id: str, place: MirrorPlace) -> None:
        """Note in the catalog where an artifact is, too."""
        (self.store if self.standing() != "another" else self.http).note_mirror(artifact_id, place)

    def receipt(self, offer_id: str) -> Receipt | None:
        """Return the receipt of an offer, from whichever route it was stored by."""
        if self.standing() != "another":
            return self.store.receipt(offer_id)
        return self.http.receipt(offer_id) if self.link.address() is not None else None
