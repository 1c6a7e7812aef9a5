"""Hints to the system about the pages of large new files: they wait for nothing."""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_WINDOW_BYTES = 8 * 1024 * 1024
"""What is freed at once: the pages of a file may be as large as a few of these megabytes."""

_BEHIND_BYTES = 4 * _WINDOW_BYTES
_SYNC_FILE_RANGE_WRITE = 2


def start_writing(descriptor: int, offset: int, size: int) -> None:
    """Let the disk begin with a part of a file, so that its ``fsync`` waits for less.

    Only a hint: it waits for nothing, promises nothing, and does nothing where it cannot.
    """
    function = _sync_file_range()
    if function is not None:
        function(descriptor, offset, size, _SYNC_FILE_RANGE_WRITE)  # releases the GIL


def drop_behind(descriptor: int, offset: int, size: int) -> None:
    """After a part of a large new file, free the page cache of what the disk has had time to take.

    A stream of gigabytes that nobody reads back soon would else push out what others read again
    and again. Only a hint: it waits for nothing, and a page that is not on the disk yet stays.
    """
    if not hasattr(os, "posix_fadvise"):
        return
    begin, end = (at // _WINDOW_BYTES * _WINDOW_BYTES for at in (offset, offset + size))
    if begin < end and end > _BEHIND_BYTES:
        begin = max(begin - _BEHIND_BYTES, 0)
        os.posix_fadvise(descriptor, begin, end - _BEHIND_BYTES - begin, os.POSIX_FADV_DONTNEED)


@cache
def _sync_file_range() -> Callable[[int, int, int, int], int] | None:
    if sys.platform != "linux":
        return None
    try:
        function = ctypes.CDLL(None).sync_file_range
    except (OSError, AttributeError):  # a C library without it
        return None
    function.argtypes = [ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint]

    def sync_file_range(descriptor: int, offset: int, size: int, flags: int) -> int:
        return int(function(descriptor, offset, size, flags))

    return sync_file_range
