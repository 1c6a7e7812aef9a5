"""A fault at an exact step of a process: the n-th time that it touches the store's files.

Python's audit events tell of every open, rename, link, removal and new folder before it
happens, so a seed hits the same step again and again. The kill is a real SIGKILL, and the
disk is really full.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

STEPS = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}
LARGEST_DISK = 256 * 1024 * 1024
PLACES = ("/staging/", "/spool/", "/leases/", "/blobs/", "/catalog.sqlite")


def at_step(number: int, fault: Callable[[], None]) -> Callable[[], int]:
    """Let a fault happen at the number-th step from now; return what counts the steps so far."""
    done = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal done
        if event not in STEPS:
            return
        place = arguments[0]
        if not isinstance(place, (str, bytes, os.PathLike)):
            return
        if not any(part in os.fsdecode(place) for part in PLACES):
            return
        done += 1
        if done == number:
            fault()

    sys.addaudithook(hook)
    return lambda: done


def die() -> None:
    """Be killed, now."""
    os.kill(os.getpid(), signal.SIGKILL)


def fill(ballast: Path, leave: int = 0) -> None:
    """Write a file until the disk has so many bytes left; only ever a small one of our own."""
    if shutil.disk_usage(ballast.parent).total > LARGEST_DISK:
        raise RuntimeError("this is not the small disk that was made to be filled")
    with ballast.open("ab", buffering=0) as file:
        with suppress(OSError):
            while True:
                file.write(bytes(65536))
        with suppress(OSError):
            while True:
                file.write(bytes(512))
        if leave:
            file.truncate(max(file.seek(0, os.SEEK_END) - leave, 0))


def arm_from_environment() -> None:
    """In a server that the tests start: die at the step that a file names, once it is there."""
    order = os.environ.get("CELLKEEP_FAULT_ORDER")
    if not order:
        return
    done = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal done
        if event not in STEPS or not isinstance(arguments[0], (str, bytes, os.PathLike)):
            return
        if not any(part in os.fsdecode(arguments[0]) for part in PLACES):
            return
        try:  # its size is the step: opening it here would be a step itself
            until = Path(order).stat().st_size
        except OSError:
            done = 0
            return
        done += 1
        if done >= until:
            die()

    sys.addaudithook(hook)
