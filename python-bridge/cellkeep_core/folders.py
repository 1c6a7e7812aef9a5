"""What is in a folder that is saved, and what of it is left out.

Saved: every regular file, empty and hidden ones too, and symlinks to files, by their
content under the link's own name. Skipped, and reported: ``.git``, ``.ipynb_checkpoints``
and ``__pycache__``; Cellkeep's own folders, since a store is not saved into itself; what
patterns leave out (`choice`); symlinks to directories and to nothing; sockets, pipes and
devices; directories that hold nothing, since a name without bytes cannot be an artifact.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cellkeep_core.errors import NotAFilePathError, StoreUnreachableError
from cellkeep_core.names import escape_bytes
from cellkeep_core.paths import data_folder, spool_roots, store_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cellkeep_core.choice import Choice

SKIPPED_FOLDERS = {
    ".git": "version control's own files",
    ".ipynb_checkpoints": "Jupyter's own copies",
    "__pycache__": "compiled Python",
}
OWN_FILES = "Cellkeep's own files"


@dataclass(frozen=True)
class Skipped:
    """Something in a directory that is not saved, and why.

    Attributes
    ----------
    chosen : bool
        Whether a pattern left it out: that is no news.
    """

    path: str
    reason: str
    chosen: bool = False

    def __post_init__(self) -> None:
        """Make the path one that can be shown and sent."""
        object.__setattr__(self, "path", escape_bytes(self.path))


class OwnFolders:
    """Cellkeep's own folders, as far as they are there.

    Parameters
    ----------
    store : Path, optional
        The store; the one of this process by default.
    """

    def __init__(self, store: Path | None = None) -> None:
        folders = [store or store_root(), *spool_roots(store)]
        with suppress(StoreUnreachableError):
            folders.append(data_folder())
        self._own = set()
        for folder in folders:
            with suppress(OSError):
                found = folder.stat()
                self._own.add((found.st_dev, found.st_ino))

    def has(self, folder: str | Path) -> bool:
        """Whether a folder is one of them, by whatever name."""
        found = os.stat(folder)  # noqa: PTH116  (asked of thousands)
        return (found.st_dev, found.st_ino) in self._own


def walk(
    folder: str, own: OwnFolders, choice: Choice, parts: tuple[str, ...] = ()
) -> Iterator[str | Skipped]:
    """Yield the path of each file, and each thing that is skipped, in the order of their names.

    Raises
    ------
    NotAFilePathError
        Where a folder cannot be read.
    """
    if own.has(folder):
        yield Skipped(folder, OWN_FILES)
        return
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except PermissionError as error:
        raise NotAFilePathError(
            f"The directory {folder!r} cannot be read: {error.strerror}.",
            hint="Nothing was saved. Change its permissions, exclude it, or save its files one "
            "by one.",
        ) from error
    if not entries:
        yield Skipped(folder, "empty directory")
    choice = choice.within(folder, parts)
    for entry in entries:
        path = entry.name if folder == os.curdir else os.path.join(folder, entry.name)  # noqa: PTH118
        is_folder = entry.is_dir(follow_symlinks=False)
        inner = (*parts, entry.name)
        if is_folder and entry.name in SKIPPED_FOLDERS:
            yield Skipped(path, SKIPPED_FOLDERS[entry.name])
        elif (reason := choice.why_not(inner, is_folder=is_folder)) is not None:
            yield Skipped(path, reason, chosen=True)
        elif is_folder:
            yield from walk(path, own, choice, inner)
        elif entry.is_file():
            yield path
        else:
            yield Skipped(path, _why_not(entry))


def _why_not(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "link to a directory" if entry.is_dir() else "link to nothing that can be saved"
    return kind_of(entry.stat(follow_symlinks=False).st_mode)


def kind_of(mode: int) -> str:
    """Return what is no file, in words."""
    kinds = (
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISBLK, "a device"),
        (stat.S_ISCHR, "a device"),
    )
    return next((kind for test, kind in kinds if test(mode)), "no regular file")
