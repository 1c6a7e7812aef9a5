"""The spool: a process's durable outbox on local disk.

``<root>/<session>/<number>-<artifact id>/`` holds ``content``, ``offer.json`` and perhaps
``thumbnail.png``; many small artifacts share a folder (`spool_pack`). An entry is written
under ``.new-...`` and renamed when whole, so no reader ever meets half of one. The numbers
keep the order of the saves, whatever the clock says. The session's ``lock`` is held while
its process lives; entries of a session whose lock is free belong to nobody and may be
pushed by anybody.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout

from cellkeep_core.errors import CellkeepError, StoreUnreachableError
from cellkeep_core.ids import new_id
from cellkeep_core.spool_entry import (
    NEW,
    UNHASHED,
    SpoolDraft,
    SpoolEntry,
    full_or_unreachable,
)
from cellkeep_core.spool_pack import Pack, PackDraft, PackedEntry, is_pack

__all__ = [
    "UNHASHED",
    "Pack",
    "PackDraft",
    "PackedEntry",
    "SpoolDraft",
    "SpoolEntry",
    "SpoolSession",
    "full_or_unreachable",
    "orphaned_entries",
    "orphaned_groups",
    "read_folder",
    "sessions",
    "waiting_folders",
]

_SETTLING_S = 1.0


class SpoolSession:
    """A process's own part of the spool, locked while the process lives."""

    def __init__(self, folder: Path, lock: FileLock) -> None:
        self.folder = folder
        self._lock = lock
        self._numbers = count(1)
        self._numbering = threading.Lock()

    @classmethod
    def open(cls, roots: Sequence[Path]) -> SpoolSession:
        """Open a session in the first of the folders that can be written.

        Raises
        ------
        StoreFullError, StoreUnreachableError
            Where none can, with the reason of the first.
        """
        first: CellkeepError | None = None
        for root in roots:
            folder = root / new_id()
            try:
                folder.mkdir(parents=True, mode=0o700)
                # thread_local=False: the worker thread must see that we hold it.
                lock = FileLock(folder / "lock", thread_local=False)
                # Another process may be looking, just now, whether anybody holds it.
                lock.acquire(timeout=5)
            except OSError as error:
                first = first or full_or_unreachable(error, root)
                continue
            return cls(folder, lock)
        raise first or StoreUnreachableError("No folder was given for the spool.")

    def draft(self, artifact_id: str) -> SpoolDraft:
        """Begin an entry."""
        return SpoolDraft(*self._new_folder(artifact_id))

    def pack(self) -> PackDraft:
        """Begin a pack of many small entries."""
        return PackDraft(*self._new_folder(new_id()))

    def _new_folder(self, its_id: str) -> tuple[Path, Path]:
        with self._numbering:
            name = f"{next(self._numbers):08d}-{its_id}"
        folder = self.folder / f"{NEW}{name}"
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise full_or_unreachable(error, self.folder) from error
        return folder, self.folder / name

    def entries(self) -> list[SpoolEntry]:
        """Return the whole entries of this session, oldest first."""
        return [entry for group in _groups(self.folder) for entry in group]

    def close(self) -> None:
        """Release the lock, and remove the folder where nothing waits in it."""
        empty = not waiting_folders(self.folder)
        self._lock.release()
        if empty:
            shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def _claimed(session: Path) -> Iterator[bool]:
    """Hold a session's lock if no living process does."""
    lock = FileLock(session / "lock", thread_local=False)
    try:
        lock.acquire(blocking=False)
    except (Timeout, OSError):
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def orphaned_groups(roots: Sequence[Path]) -> Iterator[list[SpoolEntry]]:
    """Yield the entries of sessions whose process is gone, each while its session is locked.

    Those of a pack come together, every other alone. The caller discards an entry when it
    has its receipt. A session is removed when it is empty; what was half written when its
    process died is removed with it. An entry whose offer cannot be read stays where it is,
    bytes and all: `cellkeep doctor` shows it.
    """
    for session in sessions(roots):
        with _claimed(session) as ours:
            if not ours or _is_just_made(session):
                continue
            yield from _groups(session)
            if not waiting_folders(session):
                shutil.rmtree(session, ignore_errors=True)


def orphaned_entries(roots: Sequence[Path]) -> Iterator[SpoolEntry]:
    """Yield what `orphaned_groups` does, one by one."""
    for group in orphaned_groups(roots):
        yield from group


def _is_just_made(session: Path) -> bool:
    """Whether it may be between its making and its locking, by the process that owns it."""
    try:
        age_s = time.time() - (session / "lock").stat().st_mtime
        return age_s < _SETTLING_S and len(list(session.iterdir())) == 1
    except FileNotFoundError:
        return True


def sessions(roots: Sequence[Path]) -> Iterator[Path]:
    """Yield the folders of all sessions, oldest first."""
    for root in dict.fromkeys(roots):
        try:
            folders = sorted(root.iterdir(), key=lambda folder: folder.stat().st_mtime)
        except OSError:  # not there yet, or not readable: nothing of ours waits in it
            continue
        yield from (folder for folder in folders if (folder / "lock").exists())


def waiting_folders(session: Path) -> list[Path]:
    """Return the folders of a session that somebody committed, readable or not, in order."""
    try:
        with os.scandir(session) as found:
            entries = [one for one in found if one.is_dir() and not one.name.startswith(".")]
    except FileNotFoundError:
        return []
    # Without a number: made by an earlier version, before all others.
    return [Path(one.path) for one in sorted(entries, key=lambda one: ("-" in one.name, one.name))]


def read_folder(folder: Path) -> list[SpoolEntry]:
    """Return the entries in a folder of a session.

    Raises
    ------
    CellkeepError, OSError
        Where they cannot be read.
    """
    if is_pack(folder):
        return list(Pack.read(folder).entries)
    return [SpoolEntry.read(folder)]


def _groups(session: Path) -> list[list[SpoolEntry]]:
    found = []
    for folder in waiting_folders(session):
        try:
            group = read_folder(folder)
        except (FileNotFoundError, CellkeepError):
            continue  # gone meanwhile, or damaged: `doctor` lists those
        if group:
            found.append(group)
        else:
            # Its process died between the last one's receipt and the folder's end.
            shutil.rmtree(folder, ignore_errors=True)
    return found
