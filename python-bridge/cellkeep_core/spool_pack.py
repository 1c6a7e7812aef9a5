"""Packs: many small artifacts of one save in one folder of the spool.

``<session>/<number>-<id>/`` holds ``pack.jsonl`` (a `PackLine` for each artifact),
``content`` (their bytes, one after another) and perhaps ``gone`` (the ids that wait no
more). A folder for each of thousands of small files would cost more than their bytes.
"""

from __future__ import annotations

import shutil
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET, UnsetType

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import Offer, from_json, to_json
from cellkeep_core.protocol.base import Wire
from cellkeep_core.spool_entry import NEW, SpoolEntry, full_or_unreachable, out_of_sight

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

MANIFEST = "pack.jsonl"
GONE = "gone"
_CONTENT = "content"


class PackLine(Wire):
    """One artifact of a pack. Its bytes begin at ``offset`` and are ``offer.size`` many."""

    offset: int
    offer: Offer
    thumbnail: bytes | UnsetType = UNSET


class Pack:
    """Small artifacts that wait for their receipts together.

    Attributes
    ----------
    folder : Path
        The pack's folder.
    entries : list of PackedEntry
        Those that wait, in the order in which they were saved.
    """

    def __init__(self, folder: Path, lines: Sequence[PackLine], gone: Iterable[str] = ()) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        # Only ids of its own: a line that a crash has halved must not count as one.
        self._gone = set(gone) & {line.offer.id for line in lines}
        self._count = len(lines)
        self.entries = [
            PackedEntry(self, line) for line in lines if line.offer.id not in self._gone
        ]

    @classmethod
    def read(cls, folder: Path) -> Pack:
        """Read a pack; `CellkeepError` where its manifest cannot be read."""
        lines = (folder / MANIFEST).read_bytes().splitlines()
        return cls(folder, [from_json(line, PackLine) for line in lines], gone_from(folder))

    def contents(self, entries: Sequence[PackedEntry]) -> list[memoryview]:
        """Return the bytes of some of its entries, read at once."""
        whole = memoryview((self.folder / _CONTENT).read_bytes())
        return [whole[one.offset : one.offset + one.offer.size] for one in entries]

    def part(self, offset: int, size: int) -> bytes:
        """Return a part of the content."""
        with (self.folder / _CONTENT).open("rb") as file:
            file.seek(offset)
            return file.read(size)

    def is_gone(self, artifact_id: str) -> bool:
        """Whether an artifact waits no more."""
        with self._lock:
            return artifact_id in self._gone

    def drop(self, artifact_ids: Iterable[str]) -> None:
        """Note that artifacts wait no more; the last one takes the folder with it."""
        with self._lock:
            new = [one for one in artifact_ids if one not in self._gone]
            if not new:
                return
            self._gone.update(new)
            if len(self._gone) >= self._count:
                gone = out_of_sight(self.folder)
                if gone is not None:
                    shutil.rmtree(gone, ignore_errors=True)
                return
            # One write, appended. A crash can halve the last line, so each begins its own.
            with (self.folder / GONE).open("ab", buffering=0) as file:
                file.write("".join(f"\n{one}" for one in new).encode())


class PackedEntry(SpoolEntry):
    """One artifact of a pack: a `SpoolEntry` whose bytes are a part of the pack's content."""

    def __init__(self, pack: Pack, line: PackLine) -> None:
        super().__init__(pack.folder, line.offer)
        self.pack = pack
        self.offset = line.offset
        self._thumbnail = None if line.thumbnail is UNSET else line.thumbnail

    @property
    def content(self) -> Path:
        """The bytes in a file of their own, made when it is first asked for."""
        path = self.folder / f"{_CONTENT}-{self.offer.id}"
        if not path.exists():
            new = path.with_name(f"{NEW}{path.name}")
            new.write_bytes(self.read_bytes())
            new.replace(path)
        return path

    def read_bytes(self) -> bytes:
        """Return the bytes."""
        return self.pack.part(self.offset, self.offer.size)

    @property
    def thumbnail(self) -> bytes | None:
        """The PNG thumbnail, if there is one."""
        return self._thumbnail

    def set_digest(self, sha256: str) -> None:
        """Refuse: what is in a pack was hashed when it was captured."""
        raise AssertionError(f"{self.offer.name!r} has its digest; {sha256} cannot replace it")

    def discard(self) -> None:
        """Take it out of the pack. Only a receipt, or the person, is a reason to."""
        if self.pack.is_gone(self.offer.id):
            return
        (self.folder / f"{_CONTENT}-{self.offer.id}").unlink(missing_ok=True)
        self.pack.drop([self.offer.id])


class PackDraft:
    """A pack that is being written.

    Attributes
    ----------
    size : int
        Bytes so far.
    count : int
        Artifacts so far.
    """

    def __init__(self, folder: Path, final: Path) -> None:
        self._folder = folder
        self._final = final
        self._lines: list[PackLine] = []
        self.size = 0
        self._scratch = folder / "scratch"
        try:
            self._content = (folder / _CONTENT).open("wb")
        except OSError as error:
            raise full_or_unreachable(error, folder.parent) from error

    @property
    def count(self) -> int:
        """Artifacts so far."""
        return len(self._lines)

    def add(self, offer: Offer, content: bytes, thumbnail: bytes | None = None) -> None:
        """Write one artifact, whose digest its offer has."""
        line = PackLine(offset=self.size, offer=offer)
        if thumbnail:
            line.thumbnail = thumbnail
        self._lines.append(line)
        self.size += len(content)
        try:
            self._content.write(content)
        except OSError as error:
            raise full_or_unreachable(error, self._folder.parent) from error

    def scratch_with(self, content: bytes) -> Path:
        """Return a file with some bytes, to look at; the next call writes over it."""
        try:
            self._scratch.write_bytes(content)
        except OSError as error:
            raise full_or_unreachable(error, self._folder.parent) from error
        return self._scratch

    def commit(self) -> list[PackedEntry]:
        """Make the pack visible, whole; `StoreFullError` where the disk has no room for it."""
        try:
            self._content.close()
            self._scratch.unlink(missing_ok=True)
            manifest = b"".join(to_json(line) + b"\n" for line in self._lines)
            (self._folder / MANIFEST).write_bytes(manifest)
            self._folder.rename(self._final)
        except OSError as error:
            self.discard()
            raise full_or_unreachable(error, self._final.parent) from error
        return Pack(self._final, self._lines).entries

    def discard(self) -> None:
        """Remove what was written."""
        with suppress(OSError):  # what was still to be written does not matter any more
            self._content.close()
        shutil.rmtree(self._folder, ignore_errors=True)


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


class _Size(Wire):
    id: str
    size: int
    created_at: str


class _SizeLine(Wire):
    offer: _Size


_sizes = msgspec.json.Decoder(_SizeLine)


def pack_usage(folder: Path) -> tuple[int, int, str | None]:
    """Return how many artifacts of a pack wait, their bytes, and when the first was saved."""
    try:
        gone = gone_from(folder)
        lines = (folder / MANIFEST).read_bytes().splitlines()
        waiting = [one.offer for one in map(_sizes.decode, lines) if one.offer.id not in gone]
    except (OSError, CellkeepError, msgspec.DecodeError):
        return 0, 0, None
    oldest = min((one.created_at for one in waiting), default=None)
    return len(waiting), sum(one.size for one in waiting), oldest
