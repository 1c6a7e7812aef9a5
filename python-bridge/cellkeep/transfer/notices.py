"""Messages of the worker threads, shown later in the caller's thread.

A worker thread must not print: in a notebook its text would appear under some other cell.
"""

from __future__ import annotations

import logging
import threading

from cellkeep.errors import tell
from cellkeep_core.held_locks import held_here

_log = logging.getLogger("cellkeep")


class Notices:
    """One-line messages for the person, each kind once per process."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._said: set[str] = set()
        self._waiting: list[str] = []

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of a call of these."""
        return held_here(self._lock)

    def once(self, kind: str, text: str) -> None:
        """Keep a message for the next `emit`, unless one of its kind was said already."""
        with self._lock:
            if kind in self._said:
                return
            self._said.add(kind)
            self._waiting.append(text)
        _log.info(text)

    def take(self) -> list[str]:
        """Return the messages that wait, and forget them."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        return waiting

    def emit(self) -> None:
        """Give what waits as warnings, in the caller's thread."""
        for text in self.take():
            tell(text)
