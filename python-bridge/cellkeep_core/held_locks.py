"""Whether the code that runs now has interrupted its own thread inside of a lock.

A signal handler, a ``__del__`` or a weak reference's callback runs in the middle of whatever its
thread does. Where that is inside a lock which another thread needs, nothing that waits for the
other one can end: it is asked here before a wait begins.
"""

from __future__ import annotations

import threading


def held_here(lock: threading.RLock) -> bool:
    """Whether the calling thread holds a re-entrant lock."""
    try:
        threading.Condition(lock).notify(0)  # refused where it does not; wakes nobody
    except RuntimeError:
        return False
    return True
