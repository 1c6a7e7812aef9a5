"""What each piece of a file is checked by on its way.

Where the file was hashed here from its beginning, that is the SHA-256 of all bytes up to the
piece's end, which the server has as well: nobody computes anything for it. Else it is a CRC-32,
computed while the piece before is sent.
"""

from __future__ import annotations

import base64
import threading
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_BLOCK_BYTES = 1024 * 1024


class PieceChecksums:
    """The values of ``Upload-Checksum`` for one file.

    Parameters
    ----------
    path : Path
        The file. Nobody writes to it.
    prefixes : mapping
        The SHA-256 of its first bytes by their number, as far as it was hashed.

    Attributes
    ----------
    by_prefix : bool
        Whether the server compares these.
    """

    def __init__(self, path: Path, prefixes: Mapping[int, str]) -> None:
        self.by_prefix = False
        self._path = path
        self._prefixes = prefixes
        self._ahead: _Ahead | None = None

    def of(self, offset: int, count: int) -> str | None:
        """Return a piece's checksum; None where the file has not so many bytes."""
        if self._is_known(offset + count):
            return _header("sha256-prefix", bytes.fromhex(self._prefixes[offset + count]))
        ahead, self._ahead = self._ahead, None
        crc32 = None
        if ahead is not None and ahead.piece == (offset, count):
            ahead.join()
            crc32 = ahead.checksum
        if crc32 is None:
            crc32 = _crc32(self._path, offset, count)
        # It only has to find what flips on the way: the whole is verified by its sha256.
        return None if crc32 is None else _header("crc32", crc32.to_bytes(4, "big"))

    def begin(self, offset: int, count: int) -> None:
        """Begin with a piece that `of` is going to be asked for, in a thread."""
        if not self._is_known(offset + count):
            self._ahead = _Ahead(self._path, offset, count)
            self._ahead.start()

    def refused(self) -> None:
        """Use no prefixes any more: a piece had another one, or the server does not know it."""
        self._prefixes = {}

    def _is_known(self, end: int) -> bool:
        return self.by_prefix and end in self._prefixes


def _header(algorithm: str, checksum: bytes) -> str:
    return f"{algorithm} {base64.b64encode(checksum).decode()}"


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
