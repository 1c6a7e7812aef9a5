"""The front ends that are attached to this kernel, and which of them uploads."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import UNSET

from cellkeep_core.held_locks import held_here

if TYPE_CHECKING:
    from cellkeep_core.protocol import AttachMessage

MOST = 32


@dataclass
class FrontEnd:
    """One page that has the extension and shows this kernel."""

    client_id: str
    comm_id: str
    visible: bool
    notebook: str | None
    small_payload_limit: int | None
    store_id: str | None = None
    silent: bool = False
    attached_at: float = field(default_factory=time.monotonic)


class FrontEnds:
    """Who is attached. Safe to call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._front_ends: dict[str, FrontEnd] = {}

    def attach(self, message: AttachMessage, comm_id: str) -> None:
        """Add a front end, or update it."""
        notebook, limit = message.notebook, message.small_payload_limit
        store_id = message.store_id
        front_end = FrontEnd(
            client_id=message.client_id,
            comm_id=comm_id,
            visible=message.visible,
            notebook=notebook if notebook is not UNSET else None,
            small_payload_limit=limit if limit is not UNSET else None,
            store_id=store_id if store_id is not UNSET else None,
        )
        with self._lock:
            self._front_ends.pop(message.client_id, None)
            self._front_ends[message.client_id] = front_end
            # Pages that died without detaching would pile up in a kernel that lives for weeks.
            while len(self._front_ends) > MOST:
                oldest = min(self._front_ends.values(), key=lambda one: one.attached_at)
                del self._front_ends[oldest.client_id]

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of asking these."""
        return held_here(self._lock)

    def detach(self, client_id: str) -> None:
        """Forget a front end that said it is leaving."""
        with self._lock:
            self._front_ends.pop(client_id, None)

    def comm_closed(self, comm_id: str) -> list[str]:
        """Forget the front ends of a control comm that was closed, and return their ids."""
        with self._lock:
            gone = [key for key, one in self._front_ends.items() if one.comm_id == comm_id]
            for client_id in gone:
                del self._front_ends[client_id]
            return gone

    def heard(self, client_id: str) -> bool:
        """Note that a front end spoke, so it is alive; True where it counted as gone."""
        with self._lock:
            front_end = self._front_ends.get(client_id)
            if front_end is None or not front_end.silent:
                return False
            front_end.silent = False
            return True

    def silence(self, client_id: str) -> None:
        """Note that a front end did not answer: it gets no offers until it speaks again.

        Its page may be gone, or this kernel may hear nothing while a cell runs.
        """
        with self._lock:
            front_end = self._front_ends.get(client_id)
            if front_end is not None:
                front_end.silent = True

    def any(self) -> bool:
        """Whether anybody may be listening."""
        with self._lock:
            return bool(self._front_ends)

    def uploader(self) -> str | None:
        """Return the one that uploads an offer: visible before hidden, then the newest."""
        with self._lock:
            able = [one for one in self._front_ends.values() if not one.silent]
        if not able:
            return None
        return max(able, key=lambda one: (one.visible, one.attached_at)).client_id

    def notebook(self) -> str | None:
        """Return the notebook's path as the newest front end that knows it told it."""
        newest = self._newest_first()
        return next((one.notebook for one in newest if one.notebook), None)

    def renamed(self, before: str, path: str) -> None:
        """Note that a notebook has another path."""
        with self._lock:
            for front_end in self._front_ends.values():
                if front_end.notebook == before:
                    front_end.notebook = path

    def small_payload_limit(self) -> int | None:
        """Return the limit that the newest front end set, in bytes, or None."""
        limits = (one.small_payload_limit for one in self._newest_first())
        return next((limit for limit in limits if limit is not None), None)

    def store_id(self) -> str | None:
        """Return the id of the store that the newest front end's server shows, or None."""
        ids = (one.store_id for one in self._newest_first())
        return next((store_id for store_id in ids if store_id is not None), None)

    def _newest_first(self) -> list[FrontEnd]:
        with self._lock:
            found = list(self._front_ends.values())
        return sorted(found, key=lambda one: one.attached_at, reverse=True)
