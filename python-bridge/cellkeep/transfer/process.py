"""What there is once per process: the engine and the spool session, made anew after a fork."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from typing import TYPE_CHECKING

from cellkeep.transfer.adoption import adopt_orphans_soon
from cellkeep.transfer.engine import Engine
from cellkeep.transfer.farewell import flush_at_exit
from cellkeep.transfer.reading import Reader
from cellkeep_core.paths import spool_roots
from cellkeep_core.spool import SpoolSession

if TYPE_CHECKING:
    from pathlib import Path

_lock = threading.Lock()
_engine: Engine | None = None
_session: SpoolSession | None = None
_session_roots: list[Path] = []
_older_sessions: list[SpoolSession] = []


def engine() -> Engine:
    """Return this process's engine, made on first use."""
    global _engine
    with _lock:
        if _engine is None:
            _engine = Engine()
            bridge = sys.modules.get("cellkeep.bridge")
            if bridge is not None:
                bridge.connect(_engine.board)
            _flush_when_a_worker_process_ends()
            _engine.adoption = adopt_orphans_soon(_engine)
        return _engine


def engine_if_any() -> Engine | None:
    """Return this process's engine, or None where nothing was saved or loaded yet."""
    return _engine


def reader() -> Reader:
    """Return what reads artifacts for this process; downloads end with its spool session."""
    return Reader(engine().reach, lambda: spool_session().folder / ".loaded")


def spool_session() -> SpoolSession:
    """Return this process's part of the spool, opened on first use.

    Raises
    ------
    StoreFullError, StoreUnreachableError
        Where no spool folder can be written. The next call tries again.
    """
    global _session, _session_roots
    with _lock:
        roots = spool_roots()
        # Tests and notebooks change CELLKEEP_STORE in mid-life; a folder may be deleted.
        if _session is None or roots != _session_roots or not _session.folder.is_dir():
            if _session is not None:
                _older_sessions.append(_session)  # its lock guards what waits in it
            _session, _session_roots = SpoolSession.open(roots), roots
        return _session


def _after_fork_in_child() -> None:
    # Locks may be held by threads that do not exist here, and the spool session, the
    # store's connections and the transfers belong to the parent.
    global _lock, _engine, _session, _older_sessions
    _lock = threading.Lock()
    _engine = None
    _inherited.append((_session, _older_sessions))
    _session, _older_sessions = None, []


# Kept, never closed: closing an inherited session would give its lock away.
_inherited: list[object] = []


def _flush_when_a_worker_process_ends() -> None:
    # multiprocessing ends its workers without atexit; its finalizers do run.
    process = sys.modules.get("multiprocessing.process")
    if process is not None and process.parent_process() is not None:
        from multiprocessing.util import Finalize

        Finalize(None, _at_exit, exitpriority=10)


def _at_exit() -> None:
    if _engine is not None:
        flush_at_exit(_engine)
    for session in (*_older_sessions, _session):
        if session is not None:
            session.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
atexit.register(_at_exit)
