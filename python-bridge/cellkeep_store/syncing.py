"""Waiting for the disk once for many files."""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from cellkeep_store.filesystem import file_system_of, fsync_folder, is_network

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

# Before Linux 5.8 syncfs keeps quiet about bytes that the disk refused.
_FIRST_HONEST_LINUX = (5, 8)


class FolderSync:
    """Collects what was written under a folder, and waits for all of it at once.

    With Linux's ``syncfs`` that is one call for the folder's file system, where it tells of
    errors; elsewhere it is one ``fsync`` for each file and folder.

    Parameters
    ----------
    root : Path
        The folder. It is opened here: ``syncfs`` tells of errors since then.
    """

    def __init__(self, root: Path) -> None:
        self._descriptor: int | None = None
        if _syncfs() is not None and not _on_network(root):
            self._descriptor = os.open(root, os.O_RDONLY)
        self._folders: set[str | Path] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)

    def wrote(self, descriptor: int) -> None:
        """Note that a file, still open, was written whole."""
        if self._descriptor is None:
            os.fsync(descriptor)

    def changed(self, folder: str | Path) -> None:
        """Note that a folder got a new entry."""
        if self._descriptor is None:
            self._folders.add(folder)

    def wait(self) -> None:
        """Return when all that was noted is on the disk."""
        syncfs = _syncfs()
        if self._descriptor is not None and syncfs is not None:
            syncfs(self._descriptor)
            return
        for folder in self._folders:
            fsync_folder(Path(folder))
        self._folders.clear()


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


_WINDOW_BYTES = 8 * 1024 * 1024
"""What is freed at once: the pages of a file may be as large as a few of these megabytes."""

_BEHIND_BYTES = 4 * _WINDOW_BYTES
_SYNC_FILE_RANGE_WRITE = 2


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


@cache
def _syncfs() -> Callable[[int], None] | None:
    if sys.platform != "linux" or _linux_version() < _FIRST_HONEST_LINUX:
        return None
    try:
        function = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError):  # a C library without it
        return None

    def syncfs(descriptor: int) -> None:
        if function(descriptor) != 0:  # releases the GIL
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))

    return syncfs


def _linux_version() -> tuple[int, ...]:
    parts = os.uname().release.split("-")[0].split(".")[:2]
    return tuple(int(part) for part in parts if part.isdigit())


@cache
def _on_network(root: Path) -> bool:
    return is_network(file_system_of(root))
