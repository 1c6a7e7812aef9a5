"""The staging area: bytes on their way in, each in a folder that its writer holds locked."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from filelock import FileLock, Timeout

from cellkeep_core.errors import FileChangedError
from cellkeep_core.ids import new_id
from cellkeep_store.filesystem import Hash, copy_stream, fsync_file, opened_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONTENT = "content"
LOCK = "lock"


def folder_lock(folder: Path) -> FileLock:
    """Return the lock of a staging folder: one writer at a time, across processes."""
    # thread_local=False: a server may take it in one thread of its pool and write in another.
    return FileLock(folder / LOCK, thread_local=False)


class Staging:
    """``staging/<id>/``, removed when its save ends, or by `expire` where its process died."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def new(self) -> Iterator[Path]:
        """Make a staging folder, yield the path of its ``content``, and remove it after."""
        folder = self.folder / new_id()
        folder.mkdir(mode=0o700)
        lock = folder_lock(folder)
        try:
            with lock:
                yield folder / CONTENT
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def expire(self, older_than_s: float) -> int:
        """Remove folders that nobody has written to for so long and nobody holds."""
        removed = 0
        for folder in self.folders():
            # The age is looked at under the lock: a writer may just have come back.
            if idle_seconds(folder) < older_than_s:
                continue
            try:
                with folder_lock(folder).acquire(blocking=False):
                    if idle_seconds(folder) < older_than_s:
                        continue
                    shutil.rmtree(folder, ignore_errors=True)
            except (Timeout, OSError):
                continue  # somebody writes to it, or it is gone already
            removed += 1
        return removed

    def folders(self) -> list[Path]:
        """Return the staging folders there are."""
        try:
            with os.scandir(self.folder) as entries:
                return [Path(entry.path) for entry in entries if entry.is_dir()]
        except FileNotFoundError:
            return []


def idle_seconds(folder: Path) -> float:
    """Return the seconds since the last write in a staging folder."""
    return time.time() - last_write(folder)


def last_write(folder: Path) -> float:
    """Return when the content or its description were last written (Unix time)."""
    # The folder itself counts only while it is empty: taking its lock touches it.
    for paths in ((folder / CONTENT, folder / "info.json"), (folder,)):
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

    Raises
    ------
    FileChangedError
        Where somebody wrote to the file meanwhile.
    """
    with opened_source(source) as file, staged.open("wb") as sink:
        before = os.fstat(file.fileno())
        size = copy_stream(file, sink, digest=digest, progress=progress, limit=before.st_size)
        after = os.fstat(file.fileno())
        same = (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
        if not same or size != after.st_size:
            raise FileChangedError(
                f"The file {str(source)!r} changed while it was read.",
                hint="Nothing was stored. Save it again when it is whole.",
            )
        _flush(sink)
    return size


def stream_in(stream: IO[bytes], staged: Path, *, digest: Hash, limit: int) -> int:
    """Copy a stream into staging, hashing it; return the bytes it had, cut soon after `limit`."""
    with staged.open("wb") as sink:
        size = copy_stream(stream, sink, digest=digest, limit=limit)
        _flush(sink)
    return size


def write_in(content: bytes | bytearray | memoryview, staged: Path) -> None:
    """Write bytes into staging and wait until they are on the disk."""
    with staged.open("wb") as sink:
        sink.write(content)
        _flush(sink)


def link_in(source: Path, staged: Path) -> bool:
    """Give a file of ours a second name in staging, without a copy; return whether that went.

    It does not where the file lies on another file system, or on one without hard links.
    """
    if source.is_symlink():
        return False  # the link itself would get the name, not the file
    try:
        os.link(source, staged)
    except OSError:
        return False
    fsync_file(staged)
    return True


def _flush(sink: IO[bytes]) -> None:
    """Wait until everything written is on the disk."""
    sink.flush()
    os.fsync(sink.fileno())
