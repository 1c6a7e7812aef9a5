"""What the worker threads have to say, said later in the caller's thread.

A worker thread must not print: in a notebook its words would land under some other cell.
"""

from __future__ import annotations

import logging
import threading
import warnings

from cellkeep.errors import CellkeepWarning

_log = logging.getLogger("cellkeep")


class Notices:
    """One-line messages for the person, each kind once per process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._said: set[str] = set()
        self._waiting: list[str] = []

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


def tell(text: str) -> None:
    """Give one line to the person as a `CellkeepWarning` that points at their own code."""
    warnings.warn(text, CellkeepWarning, stacklevel=_frames_of_ours())


def _frames_of_ours() -> int:
    import sys

    level, frame = 1, sys._getframe(1)  # noqa: SLF001  (warnings has no public way to ask)
    while frame.f_back is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module != "cellkeep" and not module.startswith("cellkeep."):
            break
        frame = frame.f_back
        level += 1
    return level
