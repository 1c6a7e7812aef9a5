"""Tells listeners what changed: at most ten times a second, and always the latest state."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from cellkeep.transfer.threads import start_thread
from cellkeep_core.held_locks import held_here

if TYPE_CHECKING:
    from cellkeep.transfer.transfer import Transfer

SECONDS_BETWEEN = 0.1
Listener = Callable[["list[Transfer]"], None]
_log = logging.getLogger("cellkeep")


class StatusBoard:
    """Collects changed transfers and hands them to the listeners from a thread of its own."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._condition = threading.Condition(self._lock)
        self._changed: dict[str, Transfer] = {}
        self._listeners: list[Listener] = []
        self._thread: threading.Thread | None = None
        self._telling = False

    def listen(self, listener: Listener) -> None:
        """Call a function with the changed transfers, from the board's thread."""
        with self._lock:
            if listener not in self._listeners:
                self._listeners.append(listener)

    def ignore(self, listener: Listener) -> None:
        """Call a function no more."""
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)

    def changed(self, transfer: Transfer) -> None:
        """Note that a transfer changed; its newest state is told."""
        with self._lock:
            if not self._listeners:
                return
            self._changed[transfer.id] = transfer
            if self._thread is None:
                self._thread = start_thread("cellkeep-status", self._tell_forever)
            self._condition.notify_all()

    def settle(self, timeout_s: float = 1.0) -> None:
        """Block until everything noted was told."""
        with self._lock:
            if self._thread is not None:
                self._condition.wait_for(lambda: not (self._changed or self._telling), timeout_s)

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of a call of this board."""
        return held_here(self._lock)

    def _tell_forever(self) -> None:
        while True:
            with self._lock:
                self._condition.wait_for(lambda: bool(self._changed))
                changed, self._changed = list(self._changed.values()), {}
                listeners = list(self._listeners)
                self._telling = True
            for listener in listeners:
                try:
                    listener(changed)
                except Exception:  # noqa: BLE001  (one listener must not silence the others)
                    _log.exception("A listener to the states of saves failed.")
            with self._lock:
                self._telling = False
                self._condition.notify_all()
            time.sleep(SECONDS_BETWEEN)
