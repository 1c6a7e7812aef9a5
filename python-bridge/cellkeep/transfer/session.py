"""What a process has once: engine, spool, front ends, inputs and the current run.

Parts are made on first use, and made anew in a forked child: what it inherits belongs to its
parent.

A signal handler or a ``__del__`` may save in the middle of a save of the same thread. So the locks
that a save takes are re-entrant, and what one guards is whole wherever it can be interrupted.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from typing import TYPE_CHECKING

from cellkeep.context import environment
from cellkeep.context.execution import cell_now
from cellkeep.context.inputs import LoadLog
from cellkeep.context.names_held import NamesHeld
from cellkeep.transfer.adoption import adopt_orphans_soon
from cellkeep.transfer.engine import Engine
from cellkeep.transfer.flushing import Flushed, flush, flush_at_exit
from cellkeep.transfer.reading import Reader
from cellkeep.transfer.spools import OpenSpools
from cellkeep_core.mirrors import mirror_spools
from cellkeep_core.paths import spool_roots

if TYPE_CHECKING:
    from cellkeep.transfer.front_end import FrontEndPort
    from cellkeep_core.spool import SpoolSession


class KernelSession:
    """All that the saves of one process share. Safe to use from any thread.

    Attributes
    ----------
    lock : RLock
        Held while a part is made.
    inputs : LoadLog
        What was loaded.
    names_held : NamesHeld
        What was last saved under each name.
    front_end : FrontEndPort or None
        The way to the front ends, in a kernel that has one.
    current_run : object
        The run of this process; `cellkeep.api.current` makes it and knows what it is.
    environments : set of str
        Ids of the runs that the installed packages are kept for.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.inputs = LoadLog()
        self.names_held = NamesHeld()
        self.front_end: FrontEndPort | None = None
        self.current_run: object = None
        self.environments: set[str] = set()
        self._engine: Engine | None = None
        self._saves = OpenSpools(spool_roots)
        self._copies = OpenSpools(lambda: mirror_spools(spool_roots()))
        self._inherited: list[object] = []

    @property
    def engine(self) -> Engine:
        """The engine, made on first use."""
        if self._engine is not None:
            return self._engine
        with self.lock:
            if self._engine is None:
                made = Engine(lambda: self.front_end)
                if self.running_engine is not None:  # a signal handler saved meanwhile
                    return self.running_engine
                self._engine = made
                if self.front_end is not None:
                    made.board.listen(self.front_end.send_statuses)
                _flush_when_a_worker_process_ends()
                made.adoption = adopt_orphans_soon(made)
            return self._engine

    @property
    def running_engine(self) -> Engine | None:
        """The engine, or None where nothing was saved or loaded yet."""
        return self._engine

    @property
    def reader(self) -> Reader:
        """What reads artifacts; downloads end with the spool session."""
        return Reader(self.engine.reach, lambda: self.spool.folder / ".loaded")

    @property
    def spool(self) -> SpoolSession:
        """The process's part of the spool, opened on first use.

        Raises
        ------
        StoreFullError, StoreUnreachableError
            Where no spool folder can be written. The next call tries again.
        """
        return self._saves.current(self.lock)

    @property
    def copy_spool(self) -> SpoolSession:
        """Where copies for mirrors wait; errors as of `spool`."""
        return self._copies.current(self.lock)

    def connect(self, front_end: FrontEndPort) -> None:
        """Use these front ends, and tell them what changes from now on."""
        with self.lock:
            self.front_end = front_end
            if self._engine is not None:
                self._engine.board.listen(front_end.send_statuses)

    def notebook(self) -> str | None:
        """Return the path of the notebook that asks for what runs now.

        As front ends tell it: of this very execution, else of the kernel; else as this process
        knows it.
        """
        cell = cell_now()
        told = cell.notebook if cell is not None else None
        if told is None and self.front_end is not None:
            told = self.front_end.front_ends.notebook()
        return told or environment.notebook_path()

    def flush(self, timeout_s: float | None = None, run_id: str | None = None) -> Flushed:
        """Wait until nothing moves, and warn of what is left; see `cellkeep.flush`."""
        return flush(self.engine, timeout_s, run_id)

    def end(self) -> None:
        """Flush, and close the spool: the process ends."""
        if self._engine is not None:
            flush_at_exit(self._engine)
        self.close_spool()

    def close_spool(self) -> None:
        """Let go of the spool; another process may send what waits in it."""
        self._saves.close()
        self._copies.close()

    def begin_in_fork(self) -> None:
        """Start afresh in a forked child."""
        # Locks may be held by threads that do not exist here. The spool sessions are kept but
        # never closed: closing an inherited one would release its lock.
        self.lock = threading.RLock()
        self.inputs.lock = threading.RLock()
        self._inherited += [self._saves, self._copies]
        self._saves, self._copies = self._saves.anew(), self._copies.anew()
        self._engine, self.front_end = None, None


_session = KernelSession()


def current_session() -> KernelSession:
    """Return the session of this process."""
    return _session


def use_session(session: KernelSession) -> KernelSession:
    """Let a session be this process's from now on, and return the one before."""
    global _session
    before, _session = _session, session
    return before


def _flush_when_a_worker_process_ends() -> None:
    # multiprocessing ends its workers without atexit; its finalizers do run.
    process = sys.modules.get("multiprocessing.process")
    if process is not None and process.parent_process() is not None:
        from multiprocessing.util import Finalize

        Finalize(None, lambda: _session.end(), exitpriority=10)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=lambda: _session.begin_in_fork())
atexit.register(lambda: _session.end())
