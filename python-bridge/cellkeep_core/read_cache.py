"""What was loaded from a server, kept on this machine's disk for the next time.

A file for each digest, read-only, in a folder of this user's alone. Nothing in it is believed:
whoever takes a file hashes it. A file comes by a rename and is handed out as a hard link, so
that one which another process removes stays with whoever reads it.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Self

from cellkeep_core.files import copy_stream
from cellkeep_core.ids import new_id
from cellkeep_core.modes import make_folders, private_opener
from cellkeep_core.paths import data_folder

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE = "CELLKEEP_CACHE_BYTES"
DEFAULT_BYTES = 2 * 1024**3

_READ_ONLY = 0o400
_log = logging.getLogger("cellkeep")


class Kept(NamedTuple):
    """How much a cache has, or had."""

    files: int
    bytes: int


class _File(NamedTuple):
    used_ns: int
    size: int
    path: Path


class ReadCache:
    """A bounded cache of content by its digest. Safe in any thread, and for several processes.

    Parameters
    ----------
    folder : Path
        Its folder, which need not be there yet.
    most_bytes : int
        What its files may have together. What was used least recently goes first; with 0
        nothing is kept.
    """

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self.most_bytes = most_bytes

    @classmethod
    def of_user(cls) -> Self:
        """Return the cache of this user.

        Raises
        ------
        StoreUnreachableError
            Where the user has no home folder.
        """
        return cls(data_folder() / "loaded", _most_bytes())

    def take(self, sha256: str, target: Path) -> bool:
        """Put what is kept under a digest at a path; False where it is not kept.

        It may be damaged: hash it.
        """
        kept = self.folder / sha256
        try:
            _link_or_copy(kept, target)
            os.utime(kept)
        except FileNotFoundError:
            return target.exists()  # removed by another process, just after
        except OSError as error:
            _log.debug("What was loaded before cannot be used: %s", error)
            return False
        return True

    def keep(self, sha256: str, source: Path) -> None:
        """Keep a verified file, where it fits; what cannot be kept is loaded again."""
        new = self.folder / f".{sha256}.{new_id()}"
        try:
            size = source.stat().st_size
            if size > self.most_bytes:
                return
            make_folders(self.folder)
            self._shrink_to(self.most_bytes - size)
            try:
                _link_or_copy(source, new)
                new.replace(self.folder / sha256)
            finally:
                new.unlink(missing_ok=True)  # left by a rename to another link of the same file
            self._shrink_to(self.most_bytes)  # others may have kept something meanwhile
        except OSError as error:
            _log.debug("What was loaded is not kept: %s", error)

    def forget(self, sha256: str) -> None:
        """Remove what is kept under a digest."""
        with suppress(OSError):
            (self.folder / sha256).unlink()

    def kept(self) -> Kept:
        """Return how much there is."""
        files = self._files()
        return Kept(len(files), sum(file.size for file in files))

    def clear(self) -> Kept:
        """Remove all; return how much that was.

        Raises
        ------
        OSError
        """
        files = self._files()
        for file in files:
            file.path.unlink(missing_ok=True)
        return Kept(len(files), sum(file.size for file in files))

    def _shrink_to(self, most_bytes: int) -> None:
        files = sorted(self._files())
        total = sum(file.size for file in files)
        for file in files:
            if total <= most_bytes:
                return
            file.path.unlink(missing_ok=True)
            total -= file.size

    def _files(self) -> list[_File]:
        found = []
        with suppress(FileNotFoundError), os.scandir(self.folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):
                    facts = entry.stat(follow_symlinks=False)
                    path = self.folder / entry.name
                    found.append(_File(facts.st_mtime_ns, facts.st_size, path))
        return found


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except FileExistsError:
        return
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or one without hard links
        new = target.with_name(f".{target.name}.{new_id()}")
        try:
            with source.open("rb") as file, open(new, "xb", opener=private_opener) as copy:
                copy_stream(file, copy, digest=None)
            new.chmod(_READ_ONLY)
            new.replace(target)
        finally:
            new.unlink(missing_ok=True)


def _most_bytes() -> int:
    text = os.environ.get(VARIABLE, "")
    if not text:
        return DEFAULT_BYTES
    if not text.isdecimal():
        _log.warning("%s=%r is not a number of bytes; %d is used.", VARIABLE, text, DEFAULT_BYTES)
        return DEFAULT_BYTES
    return int(text)
