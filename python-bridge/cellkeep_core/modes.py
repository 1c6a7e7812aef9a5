"""Who may read and write what Cellkeep keeps: its owner alone, or a group that was chosen.

A store is private whatever the umask says, because a kernel or a script may be the first to
open it. It is a group's where its folder was made so (setgid, and writable for the group) before
Cellkeep came, or is made in such a folder; ``store.json`` says which of the two it is from then on
(`SHARING`). A group that bears the number of its owner is a person's own: that shares nothing.
"""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from cellkeep_core.files import FileCache

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHARING = "sharing"
"""The key of ``store.json``: ``private`` or ``group``."""

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
# Whatever begins or ends so in a store's folder is Cellkeep's own.
_OUR_FOLDERS = ("blobs", "staging", "spool", "leases")
_OUR_STARTS = ("store.json", "catalog.sqlite")
_OUR_ENDS = (".lock", "ed")


class Modes(NamedTuple):
    """The permissions of a store.

    Attributes
    ----------
    sharing : str
        ``private`` or ``group``.
    folder, file : int
        Of its folders, and of the files that are written more than once.
    spool : int
        Of the folder of what waits: each process's part of it is private, also in a group.
    """

    sharing: str
    folder: int
    file: int
    spool: int


PRIVATE = Modes("private", 0o700, 0o600, 0o700)
# Sticky: nobody puts another folder in the place of somebody else's.
GROUP = Modes("group", 0o2770, 0o660, 0o3770)

_sharing = FileCache(lambda content: json.loads(content).get(SHARING))


def modes_of(root: Path) -> Modes:
    """Return the permissions that a store has, or will have when it is made."""
    with suppress(OSError, ValueError, AttributeError):
        written = _sharing.read(root / "store.json")
        if written is not None:
            return GROUP if written == GROUP.sharing else PRIVATE
    with suppress(OSError):
        if root.exists():
            return GROUP if _is_open_to_group(root.stat()) else PRIVATE
        above = next(folder.stat() for folder in root.parents if folder.exists())
        if _is_open_to_group(above) and above.st_gid != above.st_uid:
            return GROUP
    return PRIVATE


def _is_open_to_group(facts: os.stat_result) -> bool:
    wanted = stat.S_ISGID | stat.S_IWGRP
    return facts.st_mode & wanted == wanted


def make_folders(folder: Path, mode: int = PRIVATE.folder) -> None:
    """Make a folder and those above it that are missing, private whatever the umask.

    Only the folder itself gets another ``mode``, and those above it a group's, too.
    """
    if folder.is_dir():
        return
    make_folders(folder.parent, mode if mode == GROUP.folder else PRIVATE.folder)
    try:
        folder.mkdir(mode=PRIVATE.folder)
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    # In a setgid folder, a new one inherits the bit: that is nobody's choice.
    if stat.S_IMODE(folder.stat().st_mode) != mode:
        _change(folder, mode)


def make_file(path: Path, mode: int = PRIVATE.file) -> None:
    """Make an empty file for what opens by a path and asks for no mode, such as SQLite."""
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE.file)
        try:
            if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
                _change(path, mode)
        finally:
            os.close(descriptor)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone may read."""
    with open(path, "wb", opener=private_opener) as file:
        file.write(content)


def private_opener(path: str, flags: int) -> int:
    """Open for `open`, `io.FileIO` and the like; a new file is its owner's alone."""
    return os.open(path, flags, PRIVATE.file)


class WrongMode(NamedTuple):
    """A file or folder that more people may read or write than should, or fewer."""

    path: Path
    mode: int
    wanted: int


def wrong_modes(root: Path) -> Iterator[WrongMode]:
    """Yield what has not the permissions of its store, of what belongs to this user.

    Blobs are not looked at: they are read-only, in a folder that is.
    """
    if os.name == "nt":
        return
    modes = modes_of(root)
    entries = sorted(root.iterdir())
    ours = [path for path in entries if _is_ours(path.name)]
    # A folder that holds other things too was not made for Cellkeep alone.
    wanted = {root: modes.folder} if len(ours) == len(entries) else {}
    for path in ours:
        wanted[path] = modes.file
        if path.name in _OUR_FOLDERS:
            wanted[path] = modes.spool if path.name == "spool" else modes.folder
    for path, mode in wanted.items():
        with suppress(FileNotFoundError):
            facts = path.lstat()
            mine = facts.st_uid == os.geteuid() and not stat.S_ISLNK(facts.st_mode)
            if mine and stat.S_IMODE(facts.st_mode) != mode:
                yield WrongMode(path, stat.S_IMODE(facts.st_mode), mode)


def set_modes(root: Path) -> None:
    """Give a store's folder, and what is in it, the permissions of the store."""
    for wrong in wrong_modes(root):
        _change(wrong.path, wrong.wanted)


def bar_others(folder: Path) -> None:
    """Let nobody else write to a folder of this user's, where there is one."""
    if os.name == "nt":
        return
    with suppress(OSError):
        facts = folder.lstat()
        open_to_others = facts.st_mode & _OTHERS_WRITE and not facts.st_mode & stat.S_ISVTX
        if stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid() and open_to_others:
            _change(folder, stat.S_IMODE(facts.st_mode) & ~_OTHERS_WRITE)


def is_own(folder: Path) -> bool:
    """Return whether a folder and all in it belong to this user, are no links, and stay so.

    Each folder is opened without following a link and looked at by its descriptor. Where others
    may write to the folder above (and it is not sticky), they could put another in its place.
    """
    if os.name == "nt":
        return True
    try:
        above = folder.parent.stat()
        if above.st_mode & _OTHERS_WRITE and not above.st_mode & stat.S_ISVTX:
            return False
        seen = False
        for _, folders, files, descriptor in os.fwalk(folder, onerror=_raise):
            seen = True
            if not _is_mine(os.fstat(descriptor), stat.S_IFDIR):
                return False
            for names, kind in ((folders, stat.S_IFDIR), (files, stat.S_IFREG)):
                for name in names:
                    facts = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
                    if not _is_mine(facts, kind):
                        return False
    except OSError:
        return False
    return seen


def _change(path: Path, mode: int) -> None:
    if os.name == "nt":
        return
    # Gone meanwhile, or on a disk that has no permissions, or is mounted for reading: that is no
    # reason to refuse the store, and `cellkeep doctor` tells it.
    with suppress(OSError):
        path.chmod(mode)


def _is_mine(facts: os.stat_result, kind: int) -> bool:
    return (
        stat.S_IFMT(facts.st_mode) == kind
        and facts.st_uid == os.geteuid()
        and not (kind == stat.S_IFDIR and facts.st_mode & _OTHERS_WRITE)
    )


def _is_ours(name: str) -> bool:
    return name in _OUR_FOLDERS or name.startswith(_OUR_STARTS) or name.endswith(_OUR_ENDS)


def _raise(error: OSError) -> None:
    raise error
