"""Blobs as files in the store's folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import BinaryIO

from cellkeep_core.ids import is_sha256
from cellkeep_core.modes import PRIVATE, make_folders
from cellkeep_store.blobs.storage import BlobStat, DigestPlacement
from cellkeep_store.filesystem import remove_file
from cellkeep_store.syncing import FolderSync


class BlobFolder:
    """`Blobs` in ``blobs/ab/<sha256>``, whose 256 folders are made together.

    Stores of format 1 have ``blobs/ab/cd/<sha256>``, which made a folder for nearly every one
    of the first tens of thousands of blobs: that cost more than to write a small file.
    """

    most_packed = 0

    def __init__(self, folder: Path, *, levels: int = 1, mode: int = PRIVATE.folder) -> None:
        self.location = str(folder.parent)
        self.folder = folder
        self._levels = levels
        self._mode = mode
        self._prepared: set[str] = set()

    def local_path(self, sha256: str) -> Path:
        """Return where the blob is, or would be."""
        assert is_sha256(sha256), "only a checked digest may become a path"
        return Path(f"{self._its_folder(sha256)}/{sha256}")

    def _its_folder(self, sha256: str) -> str:
        # Strings instead of Paths: a batch asks for thousands.
        under = f"/{sha256[2:4]}" if self._levels == 2 else ""
        return f"{self.folder}/{sha256[:2]}{under}"

    def stat(self, sha256: str) -> BlobStat | None:
        """Stat the file."""
        try:
            at = os.stat(f"{self._its_folder(sha256)}/{sha256}")  # noqa: PTH116
        except FileNotFoundError:
            return None
        version = (at.st_dev, at.st_ino, at.st_size, at.st_mtime_ns)
        return BlobStat(at.st_size, version, at.st_mtime, at.st_ctime)

    def sizes(self, digests: Collection[str]) -> dict[str, int]:
        """Stat each file."""
        found = ((sha256, self.stat(sha256)) for sha256 in digests)
        return {sha256: at.size for sha256, at in found if at is not None}

    def placement(self, sync: FolderSync) -> DigestPlacement:
        """Move files to their places."""
        return DigestPlacement(self, sync)

    def open(self, sha256: str, part: range | None = None) -> BinaryIO:
        """Open the file."""
        file = self.local_path(sha256).open("rb")
        if part:
            file.seek(part.start)
        return file

    def prepare(self, digests: Collection[str], sync: FolderSync) -> None:
        """Make the folders of blobs, and wait for the disk. They are never removed."""
        needed = set(map(self._its_folder, digests)) - self._prepared
        if needed and self._levels == 1:
            # All of them: later saves, into whichever, have nothing to make and to wait for.
            needed = {f"{self.folder}/{first:02x}" for first in range(256)}
        self.make_folders(needed, sync)
        sync.wait()
        self._prepared |= needed

    def make_folders(self, folders: Collection[str], sync: FolderSync) -> None:
        """Make folders of blobs, to be waited for together."""
        for folder in map(Path, folders):
            above = folder.parents[: self._levels]
            for inner in reversed([folder, *above[:-1]]):
                make_folders(inner, self._mode)
            # Sync also where it existed: whoever made it may not have got this far yet.
            for changed in above:
                sync.changed(changed)

    def place(self, staged: str, sha256: str, sync: FolderSync) -> None:
        """Move the file to its place."""
        folder = self._its_folder(sha256)
        target = f"{folder}/{sha256}"
        if os.name == "nt" and os.path.exists(target):  # noqa: PTH110
            os.chmod(target, 0o600)  # noqa: PTH101  (Windows replaces no read-only file)
        os.chmod(staged, 0o444)  # noqa: PTH101
        os.replace(staged, target)  # noqa: PTH105
        sync.changed(folder)

    def remove(self, sha256: str) -> bool:
        """Remove the file."""
        return remove_file(self.local_path(sha256))

    def walk(self) -> Iterator[str]:
        """List the folders, one after another."""
        for first in _names(self.folder):
            inside = self.folder / first
            for folder in [inside] if self._levels == 1 else map(inside.joinpath, _names(inside)):
                for name in _names(folder):
                    if is_sha256(name) and self.local_path(name).parent == folder:
                        yield name

    def reclaim(self, stop: Callable[[], bool]) -> None:
        """Do nothing: each has a file."""

    def free_bytes(self) -> int:
        """Return what the disk has."""
        return shutil.disk_usage(self.location).free

    def link(self, sha256: str, target: Path) -> bool:
        """Make a hard link."""
        try:
            os.link(self.local_path(sha256), target)
        except OSError:  # deleted meanwhile, another file system, or one without hard links
            return False
        return True

    def close(self) -> None:
        """Nothing stays open."""


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 (names only: no stat for each)
    except (FileNotFoundError, NotADirectoryError):
        return []
