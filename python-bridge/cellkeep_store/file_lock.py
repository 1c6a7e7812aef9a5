"""Locks of files, alone or shared. The kernel lets go when a process dies."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from filelock import FileLock, Timeout

Release = Callable[[], None]

if sys.platform != "win32":
    import fcntl

_SHORTEST_WAIT_S, _LONGEST_WAIT_S = 0.001, 0.02


class HeldError(Exception):
    """Somebody else held a file until the deadline."""


def lock_file(path: str, root: Path, deadline: float | None, *, alone: bool = True) -> Release:
    """Lock a file, which is made where it is missing, and return what lets it go again.

    Threads keep each other out too, and any of them may let it go.

    Parameters
    ----------
    root : Path
        A folder on the same file system, which is asked once how it locks.
    deadline : float or None
        How long to wait for others, by the monotonic clock; None for ever.
    alone : bool, default True
        Share it with others otherwise, where a file can be shared.

    Raises
    ------
    HeldError
    FileNotFoundError
        Where its folder is missing.
    """
    return (_flock if _has_flock(root) else _lock_alone)(path, deadline, alone=alone)


def _flock(path: str, deadline: float | None, *, alone: bool) -> Release:
    wait_s = _SHORTEST_WAIT_S
    while (descriptor := _flock_now(path, alone=alone)) is None:
        if deadline is not None and time.monotonic() >= deadline:
            raise HeldError
        time.sleep(wait_s)
        wait_s = min(2 * wait_s, _LONGEST_WAIT_S)

    def release() -> None:
        # A forked child may have the descriptor too: to close ours alone would not let go.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)

    return release


def _flock_now(path: str, *, alone: bool) -> int | None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        # Some versions of filelock, which an older Cellkeep has, remove the file at the end.
        if os.fstat(descriptor).st_nlink:
            locked, descriptor = descriptor, -1
            return locked
    except (BlockingIOError, PermissionError):  # some file systems say that it is not permitted
        pass
    finally:
        if descriptor >= 0:
            os.close(descriptor)
    return None


def _lock_alone(path: str, deadline: float | None, *, alone: bool) -> Release:  # noqa: ARG001
    """Lock a file where none can be shared: on Windows, and in a folder without `flock`."""
    wait_s = -1.0 if deadline is None else max(0.0, deadline - time.monotonic())
    lock = FileLock(path, thread_local=False)
    if not Path(path).parent.exists():  # which it would make
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
    try:
        lock.acquire(timeout=wait_s, poll_interval=_LONGEST_WAIT_S)
    except Timeout as error:  # an OSError, which it is not
        raise HeldError from error
    return lock.release


@cache
def _has_flock(folder: Path) -> bool:
    if sys.platform == "win32":
        return False
    # By the folder: a lock file that is made to try would be taken for a held one by `FileLock`.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno != errno.ENOSYS
    finally:
        os.close(descriptor)
    return True
