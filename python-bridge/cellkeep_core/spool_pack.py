"""Packs: many small artifacts in one folder of the spool.

``<session>/<number>-<id>/`` holds ``pack.jsonl`` (a `PackLine` for each artifact),
``content`` (their bytes, one after another) and perhaps ``gone`` (the ids that wait no
more). A folder for each of thousands of small artifacts would cost more than their bytes.

Artifacts that are saved together make a pack that becomes visible as a whole. One that is
saved alone is appended to the pack of the one before: first its bytes, then its line, so that
a whole line means whole bytes whenever the process dies.
"""

from __future__ import annotations

import io
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from msgspec import UNSET, UnsetType

from cellkeep_core.errors import BadRequestError, NoSuchFileError
from cellkeep_core.held_locks import held_here
from cellkeep_core.modes import private_opener, write_private
from cellkeep_core.protocol import Offer, from_json, or_unset, to_json
from cellkeep_core.protocol.base import Wire
from cellkeep_core.spool_entry import NEW, SpoolEntry, full_or_unreachable, remove_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

SMALL_BYTES = 64 << 10
"""What has more bytes is no artifact for a pack."""

# A pack goes to the store in one step: a person's wish to pause or cancel waits no longer.
MOST_ITEMS = 2000
MOST_BYTES = 8 << 20

MANIFEST = "pack.jsonl"
GONE = "gone"
_CONTENT = "content"


class PackLine(Wire):
    """One artifact of a pack. Its bytes begin at ``offset`` and are ``offer.size`` many."""

    offset: int
    offer: Offer
    thumbnail: bytes | UnsetType = UNSET


class Small(NamedTuple):
    """One artifact on its way into a pack. Its offer has its digest."""

    offer: Offer
    content: bytes
    thumbnail: bytes | None = None


class Pack:
    """Small artifacts that wait for their receipts in one folder.

    Parameters
    ----------
    folder : Path
        Its folder.
    final : Path, optional
        For a new pack: the folder's name once `commit` makes it visible.

    Attributes
    ----------
    folder : Path
        The pack's folder.
    """

    def __init__(self, folder: Path, final: Path | None = None) -> None:
        self.folder = folder
        self._final = final
        self._lock = threading.RLock()
        self._waiting: set[str] = set()
        self._sizes = (0, 0)  # of the content and of the manifest
        self._count = 0
        self._files: list[io.FileIO] | None = None
        self._closed = final is None
        self._adding = False

    # -- writing -----------------------------------------------------------------------

    def add(self, new: Sequence[Small]) -> list[PackedEntry] | None:
        """Add artifacts in two writes; None where the pack takes no more.

        Raises
        ------
        StoreFullError, StoreUnreachableError
            Where the disk refuses them. Nothing of them is left then.
        """
        with self._lock:
            size, lines_size = self._sizes
            lines = []
            for one in new:
                picture = or_unset(one.thumbnail or None)
                lines.append(PackLine(offset=size, offer=one.offer, thumbnail=picture))
                size += len(one.content)
            if self._closed or self._count + len(new) > MOST_ITEMS or size > MOST_BYTES:
                self._close()
                return None
            manifest = b"".join(to_json(line) + b"\n" for line in lines)
            entries = [PackedEntry(self, line) for line in lines]
            self._adding = True
            try:
                self._write(b"".join(one.content for one in new), manifest)
                self._sizes = size, lines_size + len(manifest)
                self._count += len(new)
                self._waiting.update(one.offer.id for one in entries)
            except BaseException as error:  # an interrupted cell too: who knows what was written
                self._take_back(entries, lines_size)
                if isinstance(error, OSError):
                    raise full_or_unreachable(error, self.folder.parent) from error
                raise
            finally:
                self._added()
            return entries

    def commit(self) -> None:
        """Make a new pack visible, whole; `StoreFullError` where the disk has no room for it."""
        with self._lock:
            assert self._final is not None, "it is visible already"
            self._close_files()  # Windows renames no folder with an open file in it
            try:
                self.folder.rename(self._final)
            except OSError as error:
                raise full_or_unreachable(error, self._final.parent) from error
            self.folder, self._final = self._final, None

    def discard(self) -> None:
        """Remove the pack, visible or not, with all that is in it."""
        with self._lock:
            self._remove()

    def close(self) -> None:
        """Take no more artifacts."""
        with self._lock:
            self._close()

    def close_soon(self) -> None:
        """Take no more artifacts after the one that is being added, if one is."""
        with self._lock:
            if self._adding:  # by the thread that a signal handler has interrupted
                self._closed = True
            else:
                self._close()

    def _added(self) -> None:
        self._adding = False
        if self._closed:
            self._close_files()

    def _take_back(self, entries: Sequence[PackedEntry], lines_size: int) -> None:
        """Leave nothing of what was not added whole, and add no more."""
        if self._files is not None:
            with suppress(OSError):  # half a line is not read
                self._files[1].truncate(lines_size)
        self._waiting.difference_update(one.offer.id for one in entries)
        self._close()

    def _write(self, content: bytes, lines: bytes) -> None:
        if self._files is None:
            self._files = [
                io.FileIO(self.folder / name, "a", opener=private_opener)
                for name in (_CONTENT, MANIFEST)
            ]
        for file, data in zip(self._files, (content, lines), strict=True):
            done = 0
            while done < len(data):
                done += file.write(data[done:] if done else data)

    def _close(self) -> None:
        self._closed = True
        self._close_files()

    def _close_files(self) -> None:
        for file in self._files or ():
            file.close()
        self._files = None

    # -- reading and emptying ----------------------------------------------------------

    @classmethod
    def read(cls, folder: Path) -> list[PackedEntry]:
        """Return those that wait in a pack, in the order in which they were saved.

        Raises
        ------
        CellkeepError
            Where its manifest cannot be read.
        """
        pack = cls(folder)
        gone = gone_from(folder)
        lines = [from_json(line, PackLine) for line in whole_lines(folder)]
        entries = [PackedEntry(pack, line) for line in lines if line.offer.id not in gone]
        pack._waiting.update(entry.offer.id for entry in entries)
        return entries

    def part(self, offset: int, size: int) -> bytes:
        """Return a part of the content."""
        with (self.folder / _CONTENT).open("rb") as file:
            file.seek(offset)
            return file.read(size)

    def waits(self, artifact_id: str) -> bool:
        """Whether an artifact still waits."""
        with self._lock:
            return artifact_id in self._waiting

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of changing it."""
        return held_here(self._lock)

    def drop(self, artifact_ids: Iterable[str]) -> None:
        """Note that artifacts wait no more; the last one takes the folder with it."""
        with self._lock:
            gone = self._waiting.intersection(artifact_ids)
            if not gone:
                return
            self._waiting -= gone
            if not self._waiting:
                self._remove()
                return
            # One write, appended. A crash can halve the last line, so each begins its own.
            with io.FileIO(self.folder / GONE, "a", opener=private_opener) as file:
                file.write("".join(f"\n{one}" for one in gone).encode())

    def _remove(self) -> None:
        self._close()
        remove_whole(self.folder)


class PackedEntry(SpoolEntry):
    """One artifact of a pack: a `SpoolEntry` whose bytes are a part of the pack's content."""

    def __init__(self, pack: Pack, line: PackLine) -> None:
        super().__init__(pack.folder, line.offer)
        self.pack = pack
        self.offset = line.offset
        self._thumbnail = None if line.thumbnail is UNSET else line.thumbnail

    @property
    def folder(self) -> Path:
        """The pack's folder."""
        return self.pack.folder

    @property
    def content(self) -> Path:
        """The bytes in a file of their own, made when it is first asked for."""
        path = self.folder / f"{_CONTENT}-{self.offer.id}"
        if not path.exists():
            new = path.with_name(f"{NEW}{path.name}")
            write_private(new, self.read_bytes())
            new.replace(path)
        return path

    def read_bytes(self) -> bytes:
        """Return the bytes."""
        return self.pack.part(self.offset, self.offer.size)

    @property
    def thumbnail(self) -> bytes | None:
        """The PNG thumbnail, if there is one."""
        return self._thumbnail

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of changing its pack."""
        return self.pack.held_here()

    def set_digest(self, sha256: str) -> None:
        """Refuse: what is in a pack was hashed when it was captured."""
        raise AssertionError(f"{self.offer.name!r} has its digest; {sha256} cannot replace it")

    def discard(self) -> None:
        """Take it out of the pack. Only a receipt, or the person, is a reason to."""
        if self.pack.waits(self.offer.id):
            (self.folder / f"{_CONTENT}-{self.offer.id}").unlink(missing_ok=True)
            self.pack.drop([self.offer.id])


def contents_of(entries: Sequence[PackedEntry]) -> list[memoryview | NoSuchFileError]:
    """Return the bytes of each entry, or why there are none; every pack is read once."""
    spans: dict[Pack, tuple[int, int]] = {}
    for one in entries:
        begin, end = spans.get(one.pack, (one.offset, 0))
        spans[one.pack] = min(begin, one.offset), max(end, one.offset + one.offer.size)
    read: dict[Pack, memoryview | NoSuchFileError] = {}
    for pack, (begin, end) in spans.items():
        try:
            read[pack] = memoryview(pack.part(begin, end - begin))
        except OSError as error:
            pack.close()  # whoever removed its bytes would lose the next ones too
            read[pack] = NoSuchFileError(
                f"The bytes of saves cannot be read from {pack.folder}: {error.strerror or error}.",
                hint="Save them again; the folder can only be removed by hand.",
            )
    contents: list[memoryview | NoSuchFileError] = []
    for one in entries:
        whole = read[one.pack]
        if isinstance(whole, memoryview):
            at = one.offset - spans[one.pack][0]
            whole = whole[at : at + one.offer.size]
        contents.append(whole)
    return contents


def discard_all(entries: Iterable[PackedEntry]) -> None:
    """Discard entries with one note in each of their packs."""
    ids: dict[Pack, list[str]] = {}
    for one in entries:
        ids.setdefault(one.pack, []).append(one.offer.id)
    for pack, its_ids in ids.items():
        pack.drop(its_ids)


def is_pack(folder: Path) -> bool:
    """Whether a folder of a session is a pack."""
    return (folder / MANIFEST).exists()


def gone_from(folder: Path) -> set[str]:
    """Return the ids that wait no more in a pack."""
    try:
        lines = (folder / GONE).read_bytes().split(b"\n")
    except FileNotFoundError:
        return set()
    return {line.decode("ascii", "replace") for line in lines if line}


def whole_lines(folder: Path) -> list[bytes]:
    """Return the manifest's lines; `CellkeepError` where there is none that is whole.

    The last one is left out where it is being written, or was when its process died.
    """
    lines = (folder / MANIFEST).read_bytes().split(b"\n")[:-1]
    if not lines:
        raise BadRequestError(f"{folder / MANIFEST} holds no whole line.")
    return lines
