"""Keeps a fork from happening in the middle of a call into the store.

A child that is forked while another thread imports a module, or is inside SQLite, inherits
locks that nobody in it will ever release. So a fork waits until no such call runs, and no
call begins until the fork is done.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cellkeep_core.held_locks import held_here

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_WAIT_S = 10.0
"""After this a fork goes ahead: a copy of many gigabytes must not hold up a program."""


class ForkGate:
    """Counts the calls that a fork must not interrupt."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._condition = threading.Condition(self._lock)
        self._inside = 0
        self._forking: list[int] = []  # which threads

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Run a block that no fork may interrupt."""
        with self._lock:
            # A signal handler may save in the thread that forks: it would wait for itself.
            here = threading.get_ident()
            self._condition.wait_for(lambda: not self._forking or here in self._forking)
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                self._condition.notify_all()

    def held_here(self) -> bool:
        """Whether the calling thread is the one that forks, or in the middle of a call of this."""
        return threading.get_ident() in self._forking or held_here(self._lock)

    def before_fork(self) -> None:
        """Wait until no block runs, and let none begin."""
        with self._lock:
            self._forking.append(threading.get_ident())
            self._condition.wait_for(lambda: not self._inside, LONGEST_WAIT_S)

    def after_fork_in_parent(self) -> None:
        """Let blocks run again."""
        with self._lock:
            self._forking.remove(threading.get_ident())
            self._condition.notify_all()


gate = ForkGate()


def _after_fork_in_child() -> None:
    # The child's own: the parent's counts threads that do not exist here.
    global gate
    gate = ForkGate()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=lambda: gate.before_fork(),
        after_in_parent=lambda: gate.after_fork_in_parent(),
        after_in_child=_after_fork_in_child,
    )
