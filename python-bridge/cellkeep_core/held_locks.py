"""Whether the code that runs now has interrupted its own thread inside of a lock.

A signal handler, a ``__del__`` or a weak reference's callback runs in the middle of whatever its
thread does. Where that is inside a lock which another thread needs, nothing that waits for the
other one can end: it is asked here before a wait begins.
"""

from __future__ import annotations

import os
import threading


def module_lock(module: dict[str, object], name: str) -> threading.RLock:
    """Return a lock for a name of a module; in each forked child the name gets another one.

    A thread of the parent may have held it when the child began.
    """
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: module.update({name: threading.RLock()}))
    return threading.RLock()


def held_here(lock: threading.RLock) -> bool:
    """Whether the calling thread holds a re-entrant lock."""
    try:
        threading.Condition(lock).notify(0)  # refused where it does not; wakes nobody
    except RuntimeError:
        return False
    return True
