"""The blobs: bytes under their SHA-256, read-only, written once."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from cellkeep_store.filesystem import fsync_folder, remove_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cellkeep_store.syncing import FolderSync

_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_sha256(text: object) -> bool:
    """Return whether it is 64 lower-case hex digits, and so may become a file's name."""
    return isinstance(text, str) and _SHA256.fullmatch(text) is not None


class BlobFolder:
    """``blobs/ab/<sha256>``.

    Stores of format 1 have ``blobs/ab/cd/<sha256>``, which made a folder for nearly every one
    of the first tens of thousands of blobs: that cost more than to write a small file.

    `place` and `remove` are called inside a write transaction of the catalog only. That is
    what keeps a delete from taking the file of a save that is about to be committed.
    """

    def __init__(self, folder: Path, *, levels: int = 1) -> None:
        self.folder = folder
        self._levels = levels
        self._prepared: set[str] = set()

    def path(self, sha256: str) -> Path:
        """Return where the blob is, or would be."""
        assert is_sha256(sha256), "only a checked digest may become a path"
        return Path(f"{self._its_folder(sha256)}/{sha256}")

    def _its_folder(self, sha256: str) -> str:
        # As text: a batch asks for thousands.
        under = f"/{sha256[2:4]}" if self._levels == 2 else ""
        return f"{self.folder}/{sha256[:2]}{under}"

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
        if str(folder) in self._prepared:
            return
        folder.mkdir(parents=True, exist_ok=True)
        # Also where it was there already: its maker may not have come to this point yet.
        for above in self._above(str(folder)):
            fsync_folder(above)
        self._prepared.add(str(folder))

    def make_folders(self, sha256: str, sync: FolderSync) -> None:
        """Make a blob's folders, to be waited for with others' by `FolderSync`."""
        folder = self._its_folder(sha256)
        if folder in self._prepared:
            return
        try:
            os.mkdir(folder)  # noqa: PTH102
        except FileExistsError:
            pass
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        # Also where it was there already: its maker may not have come to this point yet.
        for above in self._above(folder):
            sync.changed(above)

    def folders_are_synced(self, digests: Iterable[str]) -> None:
        """Note that the folders of blobs are on the disk, so that nobody waits for them again."""
        self._prepared.update(map(self._its_folder, digests))

    def _above(self, folder: str) -> list[Path]:
        """Return the folders that got an entry when a blob's folder was made."""
        return list(Path(folder).parents)[: self._levels]

    def move_in(self, staged: str, sha256: str, sync: FolderSync) -> None:
        """As `place`, to be waited for with others by `FolderSync` before the commit."""
        folder = self._its_folder(sha256)
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
            inside = self.folder / first
            for folder in [inside] if self._levels == 1 else map(inside.joinpath, _names(inside)):
                for name in _names(folder):
                    if is_sha256(name) and self.path(name).parent == folder:
                        yield name


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 (names only: no stat for each)
    except (FileNotFoundError, NotADirectoryError):
        return []
