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
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from cellkeep_core.errors import CellkeepError, StoreUnreachableError
from cellkeep_core.ids import new_id
from cellkeep_core.modes import PRIVATE, bar_others, is_own, make_folders
from cellkeep_core.spool_entry import (
    NEW,
    UNHASHED,
    SpoolDraft,
    SpoolEntry,
    full_or_unreachable,
)
from cellkeep_core.spool_pack import Pack, PackedEntry, is_pack

if TYPE_CHECKING:
    from cellkeep_core.spool_pack import Small

__all__ = [
    "UNHASHED",
    "Pack",
    "PackedEntry",
    "SpoolDraft",
    "SpoolEntry",
    "SpoolSession",
    "foreign_sessions",
    "full_or_unreachable",
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
        self._ordering = threading.RLock()
        self._open_pack: Pack | None = None
        self._newest = ""
        self._appending = False

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
                make_folders(folder)
                bar_others(root)
                # thread_local=False: the worker thread must see that we hold it.
                lock = FileLock(folder / "lock", thread_local=False, mode=PRIVATE.file)
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

    def pack(self) -> Pack:
        """Begin a pack of small entries that become visible together."""
        return Pack(*self._new_folder(new_id()))

    def append(self, small: Small) -> PackedEntry:
        """Make a small entry that is visible at once: in the newest pack, or in one of its own.

        Raises
        ------
        StoreFullError, StoreUnreachableError
            Where the disk refuses it; nothing of it is left then.
        """
        with self._ordering:
            if self._appending:  # by the very thread that a signal handler has interrupted
                return self._append_to_new(small)[1]
            self._appending = True
            try:
                pack = self._open_pack
                added = pack.add([small]) if pack is not None else None
                if added is not None:
                    return added[0]
                pack, entry = self._append_to_new(small)
                if pack.folder.name == self._newest:
                    self._open_pack = pack
                return entry
            finally:
                self._appending = False

    def _append_to_new(self, small: Small) -> tuple[Pack, PackedEntry]:
        pack = self.pack()
        try:
            added = pack.add([small])
            assert added is not None, "a new pack takes one"
            pack.commit()
        except BaseException:
            pack.discard()
            raise
        return pack, added[0]

    def _new_folder(self, its_id: str) -> tuple[Path, Path]:
        with self._ordering:
            self._newest = name = f"{next(self._numbers):08d}-{its_id}"
            # What is appended from now on is newer than what this folder will hold.
            if self._open_pack is not None:
                self._open_pack.close_soon()
                self._open_pack = None
        folder = self.folder / f"{NEW}{name}"
        try:
            make_folders(folder)
        except OSError as error:
            raise full_or_unreachable(error, self.folder) from error
        return folder, self.folder / name

    def entries(self) -> list[SpoolEntry]:
        """Return the whole entries of this session, oldest first."""
        return [entry for group in _groups(self.folder) for entry in group]

    def close(self) -> None:
        """Release the lock, and remove the folder where nothing waits in it."""
        if self._open_pack is not None:
            self._open_pack.close()
        empty = not waiting_folders(self.folder)
        self._lock.release()
        if empty:
            shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def _claimed(session: Path) -> Iterator[bool]:
    """Hold a session's lock if no living process does."""
    lock = FileLock(session / "lock", thread_local=False, mode=PRIVATE.file)
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

    Another user's session is left alone: what it says would be stored as this one's, and a link
    in it would be read with this one's permissions.
    """
    for root in roots:
        bar_others(root)
    for session in sessions(roots):
        if not is_own(session):
            continue
        with _claimed(session) as ours:
            if not ours or _is_just_made(session):
                continue
            yield from _groups(session)
            if not waiting_folders(session):
                shutil.rmtree(session, ignore_errors=True)


def _is_just_made(session: Path) -> bool:
    """Whether it may be between its making and its locking, by the process that owns it."""
    try:
        age_s = time.time() - (session / "lock").stat().st_mtime
        return age_s < _SETTLING_S and len(list(session.iterdir())) == 1
    except FileNotFoundError:
        return True


def foreign_sessions(roots: Sequence[Path]) -> list[Path]:
    """Return the folders of sessions that are another user's, or that others may have changed."""
    return [folder for folder in sessions(roots) if not is_own(folder)]


def sessions(roots: Sequence[Path]) -> Iterator[Path]:
    """Yield the folders of all sessions, oldest first."""
    for root in dict.fromkeys(roots):
        try:
            folders = sorted(root.iterdir(), key=_changed_at)
        except OSError:  # not there yet, or not readable: nothing of ours waits in it
            continue
        yield from (folder for folder in folders if _may_be_session(folder))


def _changed_at(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:  # removed meanwhile
        return 0.0


def _may_be_session(folder: Path) -> bool:
    try:
        return (folder / "lock").exists()
    except PermissionError:  # another user's: `is_own` says so
        return True


def waiting_folders(session: Path) -> list[Path]:
    """Return the folders of a session that somebody committed, readable or not, in order."""
    try:
        with os.scandir(session) as found:
            entries = [one for one in found if one.is_dir() and not one.name.startswith(".")]
    except (FileNotFoundError, PermissionError):  # gone, or another user's
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
        return list(Pack.read(folder))
    return [SpoolEntry.read(folder)]


def _groups(session: Path) -> list[list[SpoolEntry]]:
    found = []
    for folder in waiting_folders(session):
        try:
            group = read_folder(folder)
        except (OSError, CellkeepError):
            continue  # gone meanwhile, or damaged: `doctor` lists those
        if group:
            found.append(group)
        else:
            # Its process died between the last one's receipt and the folder's end.
            shutil.rmtree(folder, ignore_errors=True)
    return found
