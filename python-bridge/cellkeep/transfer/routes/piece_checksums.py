"""CRC-32 of a file's pieces, each computed while the one before it is sent."""

from __future__ import annotations

import threading
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_BLOCK_BYTES = 1024 * 1024


class PieceChecksums:
    """What each piece of a file is checked by on its way.

    Parameters
    ----------
    path : Path
        The file. Nobody writes to it.
    known : mapping, optional
        The CRC-32 of pieces, by offset and size, that were computed before.
    """

    def __init__(self, path: Path, known: Mapping[tuple[int, int], int] | None = None) -> None:
        self._path = path
        self._known = known or {}
        self._ahead: _Ahead | None = None

    def of(self, offset: int, count: int) -> int | None:
        """Return a piece's CRC-32; None where the file has not so many bytes."""
        if (offset, count) in self._known:
            return self._known[offset, count]
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead.piece == (offset, count):
            ahead.join()
            if ahead.checksum is not None:
                return ahead.checksum
        return _crc32(self._path, offset, count)

    def begin(self, offset: int, count: int) -> None:
        """Begin with a piece that `of` is going to be asked for, in a thread."""
        if (offset, count) not in self._known:
            self._ahead = _Ahead(self._path, offset, count)
            self._ahead.start()


class _Ahead(threading.Thread):
    def __init__(self, path: Path, offset: int, count: int) -> None:
        super().__init__(name="cellkeep-checksum", daemon=True)
        self.piece = (offset, count)
        self.checksum: int | None = None
        self._path = path

    def run(self) -> None:
        with suppress(OSError):  # whoever asks for the piece meets it too, and tells
            self.checksum = _crc32(self._path, *self.piece)


def _crc32(path: Path, offset: int, count: int) -> int | None:
    # Reading and computing do without the interpreter's lock.
    block = memoryview(bytearray(min(_BLOCK_BYTES, count)))
    checksum = 0
    with path.open("rb", buffering=0) as file:
        file.seek(offset)
        while count:
            got = file.readinto(block[: min(len(block), count)])
            if not got:
                return None
            checksum = zlib.crc32(block[:got], checksum)
            count -= got
    return checksum
