"""The blobs: bytes under their SHA-256, read-only, written once."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from cellkeep_store.filesystem import fsync_folder, remove_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cellkeep_store.syncing import FolderSync

_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_sha256(text: object) -> bool:
    """Return whether it is 64 lower-case hex digits, and so may become a file's name."""
    return isinstance(text, str) and _SHA256.fullmatch(text) is not None


class BlobFolder:
    """``blobs/ab/cd/<sha256>``.

    `place` and `remove` are called inside a write transaction of the catalog only. That is
    what keeps a delete from taking the file of a save that is about to be committed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._prepared: set[str] = set()

    def path(self, sha256: str) -> Path:
        """Return where the blob is, or would be."""
        assert is_sha256(sha256), "only a checked digest may become a path"
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def size(self, sha256: str) -> int | None:
        """Return the size of the blob's file, None where there is none."""
        try:
            return self.path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def prepare(self, sha256: str) -> None:
        """Make the blob's folders and wait until they are on the disk.

        Before the transaction, so that it does not wait for them. They are never removed.
        """
        folder = self.path(sha256).parent
        if sha256[:4] in self._prepared:
            return
        folder.mkdir(parents=True, exist_ok=True)
        # Also where it was there already: its maker may not have come to this point yet.
        fsync_folder(folder.parent)
        fsync_folder(folder.parent.parent)
        self._prepared.add(sha256[:4])

    def make_folders(self, sha256: str, sync: FolderSync) -> None:
        """Make a blob's folders, to be waited for with others' by `FolderSync`."""
        if sha256[:4] in self._prepared:
            return
        folder = f"{self.folder}/{sha256[:2]}/{sha256[2:4]}"  # thousands: no Path for each
        try:
            os.mkdir(folder)  # noqa: PTH102
        except FileExistsError:
            pass
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        # Also where it was there already: its maker may not have come to this point yet.
        sync.changed(self.folder / sha256[:2])
        sync.changed(self.folder)

    def folders_are_synced(self, digests: Iterable[str]) -> None:
        """Note that the folders of blobs are on the disk, so that nobody waits for them again."""
        self._prepared.update(sha256[:4] for sha256 in digests)

    def move_in(self, staged: str, sha256: str, sync: FolderSync) -> None:
        """As `place`, to be waited for with others by `FolderSync` before the commit."""
        folder = f"{self.folder}/{sha256[:2]}/{sha256[2:4]}"
        target = f"{folder}/{sha256}"
        if os.name == "nt" and os.path.exists(target):  # noqa: PTH110
            os.chmod(target, 0o600)  # noqa: PTH101  (Windows replaces no read-only file)
        os.replace(staged, target)  # noqa: PTH105
        sync.changed(folder)

    def place(self, staged: Path, sha256: str) -> None:
        """Move a file, whole and synced, to its place, over one that is there already.

        Replacing is harmless (the bytes are the same) and heals a damaged or cut-off file.
        """
        target = self.path(sha256)
        if os.name == "nt" and target.exists():
            target.chmod(0o600)  # Windows replaces no read-only file
        staged.chmod(0o444)
        staged.replace(target)
        fsync_folder(target.parent)

    def remove(self, sha256: str) -> bool:
        """Remove the blob's file; return whether there was one."""
        return remove_file(self.path(sha256))

    def walk(self) -> Iterator[str]:
        """Yield the digest of every blob there is a file of, in order."""
        for first in _names(self.folder):
            for second in _names(self.folder / first):
                for name in _names(self.folder / first / second):
                    if is_sha256(name) and name.startswith(first + second):
                        yield name


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 (names only: no stat for each)
    except (FileNotFoundError, NotADirectoryError):
        return []
