"""Waiting for the disk once for many files."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Self

from cellkeep_store.filesystem import file_system_of, fsync_folder, is_network

# Before Linux 5.8 syncfs does not report write errors.
_FIRST_HONEST_LINUX = (5, 8)


class FolderSync:
    """Collects what was written under a folder, and waits for all of it at once.

    With Linux's ``syncfs`` that is one call for the folder's file system, where it tells of
    errors; elsewhere it is one ``fsync`` for each file and folder.

    Parameters
    ----------
    root : Path
        The folder. It is opened here: ``syncfs`` tells of errors since then.
    files : int
        About how many files will be written. For one ``fsync`` waits for less: ``syncfs`` waits
        for what others write too.
    """

    def __init__(self, root: Path, *, files: int) -> None:
        self._descriptor: int | None = None
        if files > 1 and _syncfs() is not None and not _on_network(root):
            self._descriptor = os.open(root, os.O_RDONLY)
        self._folders: set[str | Path] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
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
