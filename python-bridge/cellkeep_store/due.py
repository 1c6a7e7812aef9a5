"""Clean-up from time to time, by one of all those who have the store open."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from cellkeep_store.filesystem import storage_errors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cellkeep_core.protocol import Collected
    from cellkeep_store.store import Store

LOCK_FILE = "collect.lock"
STAMP_FILE = "collected"
"""Its time is that of the last clean-up; it has nothing in it."""


def collect_if_due(
    store: Store, every_s: float, *, stop: Callable[[], bool] = lambda: False
) -> Collected | None:
    """Clean a store up, unless somebody did within this time, or does.

    Parameters
    ----------
    store : Store
        The store.
    every_s : float
        Seconds between two clean-ups.
    stop : callable, optional
        As of `Store.collect`; what is left over is due at once.

    Returns
    -------
    Collected or None
        What was done; None where it is not due, or another process is at it.
    """
    stamp = store.root / STAMP_FILE
    with storage_errors(store.root):
        try:
            lock = FileLock(store.root / LOCK_FILE).acquire(blocking=False)
        except Timeout:  # an OSError, but here it is good news
            return None
        with lock:
            if _age_s(stamp) < every_s:
                return None
            done = store.collect(stop=stop)
            if not stop():
                stamp.touch(mode=0o600)
            return done


def _age_s(stamp: Path) -> float:
    try:
        return abs(time.time() - stamp.stat().st_mtime)
    except FileNotFoundError:
        return float("inf")
