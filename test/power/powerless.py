"""A disk without power: what may be left of a record's files after any of its entries.

What a program has synced is there. Of all else each disk decides: `Loss` names the ways that are
tried. As POSIX has it, syncing a file does not make its name durable, and syncing a folder makes
its own names durable and nothing else; a rename is there or not, and never half.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from random import Random

from record import Entry

SECTOR = 512


class Loss(Enum):
    """What the disk does with what was not synced."""

    ALL = "only what was synced"
    DATA = "all names, and zeros for what was written"
    NAMES = "all that was written, and no name that was not synced"
    SOME = "some names and some sectors"
    NONE = "everything, as after a kill"


@dataclass(eq=False)
class File:
    """Bytes as the programs see them, as they are on the disk, and what is between the two."""

    now: bytearray = field(default_factory=bytearray)
    synced: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes]] = field(default_factory=list)

    def write(self, start: int, data: bytes) -> None:
        """Take bytes, at a place that may lie behind the end."""
        _write(self.now, start, data)
        self.waiting.append((start, data))

    def resize(self, size: int) -> None:
        _resize(self.now, size)
        self.waiting.append((size, b""))

    def sync(self) -> None:
        if self.waiting:
            self.synced, self.waiting = bytearray(self.now), []

    def left(self, loss: Loss, chance: Random) -> bytes:
        """Return what a disk has of it."""
        match loss:
            case Loss.NONE | Loss.NAMES:
                return bytes(self.now)
            case Loss.DATA:
                return bytes(self.synced.ljust(len(self.now), b"\0"))
            case Loss.SOME:
                return self._some(chance)
        return bytes(self.synced)

    def _some(self, chance: Random) -> bytes:
        left = bytearray(self.synced)
        for start, data in self.waiting:
            if not data:
                if chance.random() < 0.5:
                    _resize(left, start)
                continue
            for at in range(0, len(data), SECTOR):
                if chance.random() < 0.5:
                    _write(left, start + at, data[at : at + SECTOR])
        return bytes(left)


@dataclass(eq=False)
class Folder:
    """Names as the programs see them, and those on the disk."""

    now: dict[str, File | Folder] = field(default_factory=dict)
    synced: dict[str, File | Folder] = field(default_factory=dict)


# One call's changes of names: the folder, the name, and what it is of from now on.
Change = list[tuple[Folder, str, File | Folder | None]]


class Disk:
    """Follows a record, and says what would be left if the power failed now.

    Parameters
    ----------
    root : Path
        The folder that the record is of.
    """

    def __init__(self, root: Path) -> None:
        self._prefix = str(root.resolve())
        self._root = Folder()
        self._by_inode: dict[int, File | Folder] = {root.stat().st_ino: self._root}
        self._waiting: list[Change] = []

    def follow(self, entry: Entry) -> None:
        """Do what the next entry says."""
        match entry.kind:
            case "c" | "m":
                node: File | Folder = File() if entry.kind == "c" else Folder()
                self._by_inode[entry.inode] = node
                self._change([(*self._place(entry.one), node)])
            case "l":
                self._change([(*self._place(entry.one), self._by_inode[entry.inode])])
            case "u":
                self._change([(*self._place(entry.one), None)])
            case "r":
                source, target = self._place(entry.one), self._place(entry.two)
                node = source[0].now[source[1]]
                if source != target and target[0].now.get(target[1]) is not node:
                    self._change([(*source, None), (*target, node)])
            case "w":
                self._file(entry).write(entry.number, entry.one)
            case "t":
                self._file(entry).resize(entry.number)
            case "s":
                self._sync(self._by_inode[entry.inode])
            case "a":
                for node in self._by_inode.values():
                    self._sync(node)

    def file(self, path: Path) -> bytes:
        """Return what the programs see in a file."""
        folder, name = self._place(bytes(path))
        node = folder.now[name]
        assert isinstance(node, File)
        return bytes(node.now)

    def write_to(self, folder: Path, loss: Loss, chance: Random) -> None:
        """Write what is left into an empty folder."""
        names: Names = {}
        for change in self._kept(loss, chance):
            _apply(change, names)
        _write_folder(self._root, names, folder, loss, chance)

    def _kept(self, loss: Loss, chance: Random) -> list[Change]:
        if loss in (Loss.NONE, Loss.DATA):
            return self._waiting
        if loss is not Loss.SOME:
            return []
        return self._with_earlier([one for one in self._waiting if chance.random() < 0.5])

    def _change(self, change: Change) -> None:
        _apply(change, {folder: folder.now for folder, _, _ in change})
        self._waiting.append(change)

    def _sync(self, node: File | Folder) -> None:
        if isinstance(node, File):
            node.sync()
            return
        mine = [one for one in self._waiting if any(folder is node for folder, _, _ in one)]
        synced = self._with_earlier(mine)
        for change in synced:
            _apply(change, {folder: folder.synced for folder, _, _ in change})
        done = {id(one) for one in synced}
        self._waiting = [one for one in self._waiting if id(one) not in done]

    def _with_earlier(self, chosen: list[Change]) -> list[Change]:
        """Return the changes and, for each name in them, those that came before."""
        kept: list[Change] = []
        keys: set[tuple[int, str]] = set()
        wanted = {id(one) for one in chosen}
        for change in reversed(self._waiting):
            mine = {(id(folder), name) for folder, name, _ in change}
            if id(change) in wanted or mine & keys:
                kept.append(change)
                keys |= mine
        return kept[::-1]

    def _place(self, name: bytes) -> tuple[Folder, str]:
        *parents, last = name.decode()[len(self._prefix) :].strip("/").split("/")
        node: File | Folder = self._root
        for part in parents:
            assert isinstance(node, Folder)
            node = node.now[part]
        assert isinstance(node, Folder)
        return node, last

    def _file(self, entry: Entry) -> File:
        node = self._by_inode[entry.inode]
        assert isinstance(node, File)
        return node


Names = dict[Folder, dict[str, File | Folder]]


def _apply(change: Change, names: Names) -> None:
    for folder, name, node in change:
        now = names.setdefault(folder, dict(folder.synced))
        if node is None:
            now.pop(name, None)
        else:
            now[name] = node


def _write_folder(node: Folder, names: Names, to: Path, loss: Loss, chance: Random) -> None:
    for name, child in names.get(node, node.synced).items():
        if isinstance(child, Folder):
            (to / name).mkdir(mode=0o700)
            _write_folder(child, names, to / name, loss, chance)
        else:
            (to / name).write_bytes(child.left(loss, chance))
            (to / name).chmod(0o600)


def _write(content: bytearray, start: int, data: bytes) -> None:
    if start > len(content):
        _resize(content, start)
    content[start : start + len(data)] = data


def _resize(content: bytearray, size: int) -> None:
    del content[size:]
    content.extend(bytes(size - len(content)))
