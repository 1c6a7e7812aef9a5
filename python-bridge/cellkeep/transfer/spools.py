"""The sessions that this process has in one kind of spool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep_core.spool import SpoolSession

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path


class OpenSpools:
    """The session in use, and older ones, whose locks guard what waits in them.

    Parameters
    ----------
    roots : callable
        Returns the folders that it may be in now, best first.
    """

    def __init__(self, roots: Callable[[], list[Path]]) -> None:
        self._roots = roots
        self._opened: list[SpoolSession] = []  # the last one is in use
        self._opened_in: list[Path] = []

    def current(self, lock: threading.RLock) -> SpoolSession:
        """Return the session in use, opened on first use under a lock."""
        roots = self._roots()
        # Tests and notebooks change CELLKEEP_STORE in mid-life; a folder may be deleted.
        if not self._is_of(roots):
            with lock:
                if not self._is_of(roots):
                    self._opened.append(SpoolSession.open(roots))
                    self._opened_in = roots
        return self._opened[-1]

    def anew(self) -> OpenSpools:
        """Return one of the same folders with nothing open."""
        return OpenSpools(self._roots)

    def close(self) -> None:
        """Let go of all of them; another process may send what waits there."""
        for session in self._opened:
            session.close()

    def _is_of(self, roots: list[Path]) -> bool:
        opened = self._opened
        return bool(opened) and roots == self._opened_in and opened[-1].folder.is_dir()
