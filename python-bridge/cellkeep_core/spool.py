"""The spool: a process's durable outbox on local disk.

``<root>/<session>/<artifact id>/`` holds ``content``, ``offer.json`` and perhaps
``thumbnail.png``. An entry is written under ``.new-<id>`` and renamed when whole, so no
reader ever meets half of one. The session's ``lock`` is held while its process lives;
entries of a session whose lock is free belong to nobody and may be pushed by anybody.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from cellkeep_core.errors import CellkeepError, StoreFullError, StoreUnreachableError
from cellkeep_core.ids import new_id
from cellkeep_core.protocol import Offer, from_json, to_json

UNHASHED = "0" * 64
"""Stands for the digest of an entry that is not hashed yet. It never leaves the spool."""

_NEW = ".new-"
_SETTLING_S = 1.0
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class SpoolEntry:
    """One artifact that waits for its receipt.

    Attributes
    ----------
    folder : Path
        The entry's folder.
    offer : Offer
        What it is. Its ``sha256`` is `UNHASHED` until `set_digest`.
    """

    def __init__(self, folder: Path, offer: Offer) -> None:
        self.folder = folder
        self.offer = offer

    @classmethod
    def read(cls, folder: Path) -> SpoolEntry:
        """Read an entry; `CellkeepError` where its offer cannot be read."""
        return cls(folder, from_json((folder / "offer.json").read_bytes(), Offer))

    @property
    def content(self) -> Path:
        """The bytes."""
        return self.folder / "content"

    @property
    def thumbnail(self) -> bytes | None:
        """The PNG thumbnail, if there is one."""
        try:
            return (self.folder / "thumbnail.png").read_bytes()
        except FileNotFoundError:
            return None

    @property
    def hashed(self) -> bool:
        """Whether the digest is known."""
        return self.offer.sha256 != UNHASHED

    def set_digest(self, sha256: str) -> None:
        """Record the digest, in one step that a crash cannot halve."""
        self.offer.sha256 = sha256
        new = self.folder / "offer.json.new"
        new.write_bytes(to_json(self.offer))
        new.replace(self.folder / "offer.json")

    def discard(self) -> None:
        """Remove the entry. Only a receipt, or the person, is a reason to."""
        # Out of sight first: a half-removed entry must not look like one that waits.
        gone = self.folder.with_name(f"{_NEW}gone-{self.folder.name}")
        try:
            self.folder.rename(gone)
        except FileNotFoundError:
            return
        shutil.rmtree(gone, ignore_errors=True)


class SpoolDraft:
    """An entry that is being written.

    Attributes
    ----------
    content : Path
        Where the caller writes the bytes.
    """

    def __init__(self, folder: Path, final: Path) -> None:
        self._folder = folder
        self._final = final
        self.content = folder / "content"

    def commit(self, offer: Offer, thumbnail: bytes | None = None) -> SpoolEntry:
        """Make the entry visible, whole.

        Raises
        ------
        StoreFullError
            Where the disk has no room for it; the draft is gone then.
        """
        try:
            if thumbnail:
                (self._folder / "thumbnail.png").write_bytes(thumbnail)
            (self._folder / "offer.json").write_bytes(to_json(offer))
            self._folder.rename(self._final)
        except OSError as error:
            self.discard()
            raise full_or_unreachable(error, self._final.parent) from error
        return SpoolEntry(self._final, offer)

    def discard(self) -> None:
        """Remove what was written."""
        shutil.rmtree(self._folder, ignore_errors=True)


class SpoolSession:
    """A process's own part of the spool, locked while the process lives."""

    def __init__(self, folder: Path, lock: FileLock) -> None:
        self.folder = folder
        self._lock = lock

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
        folder = self.folder / f"{_NEW}{artifact_id}"
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise full_or_unreachable(error, self.folder) from error
        return SpoolDraft(folder, self.folder / artifact_id)

    def entries(self) -> list[SpoolEntry]:
        """Return the whole entries of this session, oldest first."""
        return _entries(self.folder)

    def close(self) -> None:
        """Release the lock, and remove the folder where nothing waits in it."""
        empty = not _folders(self.folder)
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


def orphaned_entries(roots: Sequence[Path]) -> Iterator[SpoolEntry]:
    """Yield the entries of sessions whose process is gone, each while its session is locked.

    The caller discards an entry when it has its receipt. A session is removed when it is
    empty; what was half written when its process died is removed with it. An entry whose
    offer cannot be read stays where it is, bytes and all: `cellkeep doctor` shows it.
    """
    for session in _sessions(roots):
        with _claimed(session) as ours:
            if not ours or _is_just_made(session):
                continue
            yield from _entries(session)
            if not _folders(session):
                shutil.rmtree(session, ignore_errors=True)


def _is_just_made(session: Path) -> bool:
    """Whether it may be between its making and its locking, by the process that owns it."""
    try:
        age_s = time.time() - (session / "lock").stat().st_mtime
        return age_s < _SETTLING_S and len(list(session.iterdir())) == 1
    except FileNotFoundError:
        return True


def spool_usage(roots: Sequence[Path]) -> tuple[int, int]:
    """Return how many entries wait in all sessions, and their bytes."""
    entries = [entry for session in _sessions(roots) for entry in _entries(session)]
    return len(entries), sum(entry.offer.size for entry in entries)


def full_or_unreachable(error: OSError, place: Path) -> CellkeepError:
    """Return the typed error for a file system's refusal to write at a place."""
    if error.errno in _FULL:
        return StoreFullError(
            f"There is no room on the disk of {place}: {error.strerror}.",
            hint="Nothing that was kept is lost. Free some space, then save again.",
        )
    return StoreUnreachableError(
        f"{place} cannot be written: {error.strerror or error}.",
        hint="Set CELLKEEP_STORE or CELLKEEP_SPOOL to a folder that you can write.",
    )


def _sessions(roots: Sequence[Path]) -> Iterator[Path]:
    for root in dict.fromkeys(roots):
        try:
            folders = sorted(root.iterdir(), key=lambda folder: folder.stat().st_mtime)
        except OSError:  # not there yet, or not readable: nothing of ours waits in it
            continue
        yield from (folder for folder in folders if (folder / "lock").exists())


def _folders(session: Path) -> list[Path]:
    """Return the folders of a session that somebody committed, readable or not."""
    try:
        entries = list(os.scandir(session))
    except FileNotFoundError:
        return []
    return [Path(one.path) for one in entries if one.is_dir() and not one.name.startswith(".")]


def _entries(session: Path) -> list[SpoolEntry]:
    found = []
    for folder in _folders(session):
        try:
            found.append(SpoolEntry.read(folder))
        except (FileNotFoundError, CellkeepError):
            continue  # gone meanwhile, or damaged: `doctor` lists those
    return sorted(found, key=lambda entry: entry.offer.created_at)
