"""The staging area: bytes on their way in, each in a folder that its writer holds locked."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cellkeep_core.files import Hash, copy_stream, file_changed, has_grown
from cellkeep_core.ids import new_id
from cellkeep_store.file_lock import HeldError, lock_file
from cellkeep_store.filesystem import fsync_file, opened_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cellkeep_store.file_lock import Release

CONTENT = "content"
INFO = "info.json"
LOCK = "lock"


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

    def expire(self, older_than_s: float) -> int:
        """Remove folders that nobody has written to for so long and nobody holds."""
        removed = 0
        for folder in self.folders():
            # The age is looked at under the lock: a writer may just have come back.
            if idle_seconds(folder) < older_than_s:
                continue
            try:
                release = lock_folder(folder)
            except (HeldError, OSError):
                continue  # somebody writes to it, or it is gone already
            try:
                if idle_seconds(folder) < older_than_s:
                    continue
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                release()
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
