"""The staging area: bytes on their way in.

What is written here lies in a folder that its writer holds locked. A file that is ours already
gets a second name here, ``staging/<id>``, and is moved to its place by it.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from cellkeep_core.files import Hash, copy_stream, file_changed, has_grown
from cellkeep_core.ids import new_id
from cellkeep_store.file_lock import HeldError, Release, lock_file
from cellkeep_store.filesystem import opened_source, remove_file
from cellkeep_store.syncing import FolderSync

CONTENT = "content"
INFO = "info.json"
LOCK = "lock"
_BINARY = getattr(os, "O_BINARY", 0)


def lock_folder(folder: Path, timeout_s: float = 0.0) -> Release:
    """Lock a staging folder: one writer at a time, across processes; raise `HeldError`."""
    return lock_file(f"{folder}/{LOCK}", folder.parent, time.monotonic() + timeout_s)


class Staging:
    """``staging/<id>/``, removed when its save ends, or by `expire` where its process died."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def new(self) -> Iterator[Path]:
        """Make a staging folder, yield the path of its ``content``, and remove it after."""
        folder = self.folder / new_id()
        folder.mkdir(mode=0o700)
        try:
            release = lock_file(f"{folder}/{LOCK}", self.folder, None)
            try:
                yield folder / CONTENT
            finally:
                release()
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def link(self, source: Path) -> Iterator[Path | None]:
        """Give a file of ours a second name, without a copy, and remove that after.

        Yields None where that does not go: the file lies on another file system, or on one
        without hard links.
        """
        name: Path | None = self.folder / new_id()
        assert name is not None
        try:
            if source.is_symlink():
                name = None  # the link itself would get the name, not the file
            else:
                os.link(source, name)
        except OSError:
            name = None
        try:
            yield name
        finally:
            if name is not None:
                with suppress(OSError):
                    remove_file(name)  # it has moved, where all went well

    def expire(self, older_than_s: float) -> int:
        """Remove what dead processes left, and folders that nobody has written to for so long."""
        removed = self._expire_links(older_than_s)
        expired = time.time() - older_than_s
        for folder in self.folders():
            # The age is looked at under the lock: a writer may just have come back.
            if last_write(folder) > expired:
                continue
            try:
                release = lock_folder(folder)
            except (HeldError, OSError):
                continue  # somebody writes to it, or it is gone already
            try:
                if last_write(folder) > expired:
                    continue
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                release()
            removed += 1
        return removed

    def folders(self) -> list[Path]:
        """Return the staging folders there are."""
        return self._entries(os.DirEntry.is_dir)

    def _expire_links(self, older_than_s: float) -> int:
        removed = 0
        for link in self._entries(os.DirEntry.is_file):
            with suppress(FileNotFoundError):
                # Its time is the content's; when it got this name is told by the ctime alone.
                if time.time() - link.stat().st_ctime >= older_than_s:
                    removed += remove_file(link)
        return removed

    def _entries(self, wanted: Callable[[os.DirEntry[str]], bool]) -> list[Path]:
        try:
            with os.scandir(self.folder) as entries:
                return [Path(entry.path) for entry in entries if wanted(entry)]
        except FileNotFoundError:
            return []


class StagedFiles(ExitStack):
    """The files of one step of an ingest; what has not moved to its place goes at the end."""

    def __init__(self, staging: Staging) -> None:
        super().__init__()
        self._staging = staging
        self._folder: Path | None = None

    def new(self, name: str) -> str:
        """Return where a file may be written: in one locked folder for all of them."""
        if self._folder is None:
            self._folder = self.enter_context(self._staging.new()).parent
        return f"{self._folder}/{name}"

    def link(self, source: Path) -> str | None:
        """Return a second name of a file of ours (`Staging.link`)."""
        name = self.enter_context(self._staging.link(source))
        return None if name is None else str(name)


def last_write(folder: Path) -> float:
    """Return when the content or its description were last written (Unix time)."""
    # The folder itself counts only while it is empty: taking its lock touches it.
    for paths in ((folder / CONTENT, folder / INFO), (folder,)):
        times = []
        for path in paths:
            with suppress(FileNotFoundError):
                times.append(path.stat().st_mtime)
        if times:
            return max(times)
    return 0.0


def copy_in(
    source: Path,
    staged: Path,
    *,
    digest: Hash | None,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Copy a file into staging, hashing what is read; return the number of bytes.

    One that somebody appends to is kept to the length that it had.

    Raises
    ------
    FileChangedError
        Where somebody wrote to the file meanwhile in another way.
    """
    with opened_source(source) as file, staged.open("wb") as sink:
        found = os.fstat(file.fileno())
        size = copy_stream(file, sink, digest=digest, progress=progress, most=found.st_size)
        if size != found.st_size:
            raise file_changed(source)
        _flush(sink)
        with staged.open("rb") as copied:
            has_grown(file.fileno(), found, copied, source)
    return size


def stream_in(stream: IO[bytes], staged: Path, *, digest: Hash, limit: int) -> int:
    """Copy a stream into staging, hashing it; return the bytes it had, cut soon after `limit`."""
    with staged.open("wb") as sink:
        size = copy_stream(stream, sink, digest=digest, limit=limit)
        _flush(sink)
    return size


def write_in(content: memoryview, target: str, sync: FolderSync) -> None:
    """Write bytes into staging, to be waited for with others by `FolderSync`."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    try:
        done = 0
        while done < len(content):
            done += os.write(descriptor, content[done:])
        sync.wrote(descriptor)
    finally:
        os.close(descriptor)


def _flush(sink: IO[bytes]) -> None:
    """Wait until everything written is on the disk."""
    sink.flush()
    os.fsync(sink.fileno())
