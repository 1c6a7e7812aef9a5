"""Threads of this package: daemons, which do not keep a process from ending."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger("cellkeep")


class OwnThread(threading.Thread):
    """A thread that saves need in order to get on: nothing that it runs may wait for one."""


def in_own_thread() -> bool:
    """Whether the calling thread is one of these, as where a ``__del__`` runs in it."""
    return isinstance(threading.current_thread(), OwnThread)


def start_thread(name: str, work: Callable[..., object], *args: object) -> threading.Thread | None:
    """Start a thread; None where the interpreter is ending, and takes no new ones.

    What is saved so late waits in the spool, and the next process sends it.
    """
    thread = OwnThread(target=work, args=args, name=name, daemon=True)
    try:
        thread.start()
    except RuntimeError as error:
        _log.info("What is saved now waits in the spool: %s.", error)
        return None
    return thread
