"""How much room a compressed file takes when it is loaded, asked before it is unpacked.

Cellkeep's own files of arrays, tables and values are not compressed, but others may write them so,
and a kilobyte can be made to unpack to terabytes.
"""

from __future__ import annotations

import logging
import os
import struct
from typing import TYPE_CHECKING

from cellkeep_core.errors import TooLargeError
from cellkeep_core.text import human_bytes

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LIMIT_VARIABLE = "CELLKEEP_LOAD_LIMIT"
ALWAYS_BYTES = 1 << 30
"""So much may be unpacked of any file; of a large one `TIMES` its size."""
TIMES = 16

_TAIL_BYTES = 10  # length of the footer, and the magic word
_PREFIX_BYTES = 8
_DICTIONARY, _BATCH = 2, 3
_log = logging.getLogger(__name__)


def check_arrow(path: Path, data: memoryview) -> None:
    """Refuse an Arrow IPC file that unpacks to more than may be.

    Raises
    ------
    TooLargeError
        With both sizes, and how to load it all the same.
    ValueError, struct.error
        It is not a whole one.
    """
    _require(sum(_buffers_of(data)), path)


def check_entries(archive: zipfile.ZipFile, names: Iterable[str], path: Path) -> None:
    """Refuse a zip of which these entries, each as often as it is named, unpack to too much."""
    _require(sum(archive.getinfo(name).file_size for name in names), path)


def _require(unpacked: int, path: Path) -> None:
    size = path.stat().st_size
    most = _limit() or max(ALWAYS_BYTES, TIMES * size)
    if unpacked > max(most, size):  # what is not compressed is as large as it looks
        raise TooLargeError(
            f"This file of {human_bytes(size)} unpacks to {human_bytes(unpacked)}, and "
            f"{human_bytes(most)} are the most.",
            hint=f"Nothing was loaded. If you trust who saved it, set {LIMIT_VARIABLE}={unpacked} "
            "(bytes) in the environment, for example by os.environ, and load it again.",
        )


def _limit() -> int | None:
    text = os.environ.get(LIMIT_VARIABLE, "").strip()
    if text and not (text.isascii() and text.isdigit()):
        _log.warning("%s=%r is no number of bytes; it is not heeded.", LIMIT_VARIABLE, text)
        return None
    return int(text) if text else None


class _Flat:
    """A table of the flatbuffers in which an Arrow file describes itself."""

    def __init__(self, data: memoryview, at: int) -> None:
        self._data = data
        self._at = at
        self._fields = at - int(struct.unpack_from("<i", data, at)[0])

    @classmethod
    def root(cls, data: memoryview, at: int) -> _Flat:
        return cls(data, at + _uint(data, at))

    def _place(self, field: int) -> int:
        """Return where a field is, 0 where it is not there."""
        entry = 4 + 2 * field
        (length,) = struct.unpack_from("<H", self._data, self._fields)
        if entry >= length:
            return 0
        (offset,) = struct.unpack_from("<H", self._data, self._fields + entry)
        return self._at + offset if offset else 0

    def has(self, field: int) -> bool:
        return self._place(field) != 0

    def byte(self, field: int) -> int:
        place = self._place(field)
        return self._data[place] if place else 0

    def table(self, field: int) -> _Flat:
        place = self._place(field)
        if not place:
            raise ValueError("a batch has no description")
        return _Flat(self._data, place + _uint(self._data, place))

    def structs(self, field: int, layout: str) -> Iterator[tuple[int, ...]]:
        place = self._place(field)
        if not place:
            return iter(())
        start = place + _uint(self._data, place)
        count = _uint(self._data, start)
        end = start + 4 + count * struct.calcsize(layout)
        return struct.iter_unpack(layout, self._data[start + 4 : end])


def _buffers_of(data: memoryview) -> Iterator[int]:
    """Yield the unpacked size of each compressed buffer of an Arrow IPC file."""
    (length,) = struct.unpack_from("<i", data, len(data) - _TAIL_BYTES)
    footer = _Flat.root(data, len(data) - _TAIL_BYTES - length)
    for blocks in (2, 3):  # dictionaries, and batches
        for offset, described, _ in footer.structs(blocks, "<qi4xq"):
            marked = _uint(data, offset) == 0xFFFFFFFF  # not in files older than Arrow 0.15
            message = _Flat.root(data, offset + (8 if marked else 4))
            kind = message.byte(1)
            if kind not in (_DICTIONARY, _BATCH):
                continue
            batch = message.table(2)
            if kind == _DICTIONARY:
                batch = batch.table(1)
            if not batch.has(3):
                continue  # not compressed
            for start, size in batch.structs(2, "<qq"):
                if size >= _PREFIX_BYTES:
                    (unpacked,) = struct.unpack_from("<q", data, offset + described + start)
                    yield max(unpacked, 0)  # -1: left as it is


def _uint(data: memoryview, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])
