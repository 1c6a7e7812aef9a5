"""A cache of file digests, by path, inode, size and times.

Saving an unchanged file again then reads none of its bytes. An entry is made only where the
file's times lie clearly before the copy that was hashed: content that changes within one
tick of the file system's clock keeps its times. Losing the cache file costs nothing but time.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from cellkeep_core.modes import make_file, make_folders
from cellkeep_core.paths import data_folder

WORTH_BYTES = 1 << 20
"""Below this size, hashing costs less than a lookup."""

_FINE_TICK_S = 0.1
_COARSE_TICK_S = 2.5
_MOST_ROWS = 100_000
_WAIT_S = 0.5
_TABLE = (
    "CREATE TABLE IF NOT EXISTS digests (path TEXT PRIMARY KEY, identity TEXT NOT NULL, "
    "sha256 TEXT NOT NULL, seal TEXT NOT NULL)"
)
_PRUNE = "DELETE FROM digests WHERE rowid <= (SELECT max(rowid) FROM digests) - ?"
_log = logging.getLogger("cellkeep")


class FileIdentity(NamedTuple):
    """A file's path and everything that changes with its content; times in nanoseconds."""

    path: str
    device: int
    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int

    @classmethod
    def of(cls, path: Path, found: os.stat_result | None = None) -> FileIdentity:
        """Return the identity of a file, from its stat where that is at hand."""
        found = found or path.stat()
        return cls(
            os.path.realpath(path),
            found.st_dev,
            found.st_ino,
            found.st_size,
            found.st_mtime_ns,
            found.st_ctime_ns,
        )

    def is_settled(self, now_ns: int) -> bool:
        """Whether its times lie clearly before a moment, so that a later change shows in them."""
        newest = max(self.mtime_ns, self.ctime_ns)
        # Times in whole milliseconds or seconds come from a file system with a coarse clock.
        fine = all(one % 1_000_000 for one in (self.mtime_ns, self.ctime_ns))
        return now_ns - newest > (_FINE_TICK_S if fine else _COARSE_TICK_S) * 1e9

    def text(self) -> str:
        """Return all but the path, as a row has it."""
        return " ".join(map(str, self[1:]))

    def seal(self, sha256: str) -> str:
        """Return the checksum of a row: a damaged cache must never give a wrong digest."""
        return hashlib.sha256(f"{self.path}\n{self.text()}\n{sha256}".encode(*_UTF8)).hexdigest()


_UTF8 = ("utf-8", "surrogateescape")


def known_digest(identity: FileIdentity) -> str | None:
    """Return the digest of an unchanged file that was saved before."""
    if identity.size < WORTH_BYTES or _is_mapped(identity):
        return None
    try:
        with closing(_open()) as cache:
            row = cache.execute(
                "SELECT sha256, seal FROM digests WHERE path = ? AND identity = ?",
                (_key(identity), identity.text()),
            ).fetchone()
    except (sqlite3.Error, OSError) as error:
        _drop_damaged(error)
        return None
    if row is None or row[1] != identity.seal(row[0]):
        return None
    return str(row[0])


def remember_digest(identity: FileIdentity, copied_at_ns: int, sha256: str) -> None:
    """Note a file's digest, where its times lie clearly before its copy was whole."""
    if identity.size < WORTH_BYTES or not identity.is_settled(copied_at_ns):
        return
    try:
        with closing(_open()) as cache, cache:
            row = (_key(identity), identity.text(), sha256, identity.seal(sha256))
            cache.execute("INSERT OR REPLACE INTO digests VALUES (?, ?, ?, ?)", row)
            cache.execute(_PRUNE, (_MOST_ROWS,))
    except (sqlite3.Error, OSError) as error:
        _drop_damaged(error)


def _open() -> sqlite3.Connection:
    place = _place()
    make_folders(place.parent)
    make_file(place)
    cache = sqlite3.connect(place, timeout=_WAIT_S)
    try:
        # What a crash loses is hashed again.
        cache.execute("PRAGMA synchronous=OFF")
        cache.execute(_TABLE)
    except BaseException:
        cache.close()
        raise
    return cache


def _place() -> Path:
    return data_folder() / "digests.sqlite"


def _key(identity: FileIdentity) -> bytes:
    return identity.path.encode(*_UTF8)


def _drop_damaged(error: sqlite3.Error | OSError) -> None:
    _log.debug("The cache of digests could not be used: %s", error)
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        with suppress(OSError):
            _place().unlink()


def _is_mapped(identity: FileIdentity) -> bool:
    """Whether this process has the file mapped for writing, which does not change its times."""
    try:
        with Path("/proc/self/maps").open(encoding="utf-8", errors="surrogateescape") as maps:
            # Address, permissions, offset, device, inode, path.
            fields = (line.split(maxsplit=5) for line in maps)
            return any(
                field[4] == str(identity.inode) and field[1][1] == "w" and field[1][3] == "s"
                for field in fields
            )
    except OSError:
        return False  # no such file system here
