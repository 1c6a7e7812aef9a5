"""An object that is read like a file, a block at a time."""

from __future__ import annotations

import io
from collections.abc import Callable

_FIRST_BYTES = 256 << 10
_MOST_BYTES = 8 << 20


class ObjectReader(io.RawIOBase):
    """Reads ranges straight from the storage: larger ones the longer it is read without a jump.

    No request stays open between two blocks, however slowly somebody reads.

    Parameters
    ----------
    read : callable
        Returns the bytes of a range; raises `FileNotFoundError` where there is no object.
    size : int
        Its bytes.
    part : range, optional
        What is going to be read. Default: all.
    """

    def __init__(
        self, read: Callable[[range], bytes], size: int, part: range | None = None
    ) -> None:
        self._read_range = read
        self._size = size
        self._stop = size if part is None else min(part.stop, size)
        self._at = 0 if part is None else part.start
        self._next_bytes = _FIRST_BYTES if part is None else _MOST_BYTES
        self._block, self._block_at = b"", self._at
        self._fetch()  # now, so that a missing one is told when it is opened

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return where it is read next."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Read from another place; a part's end is none any more."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at, self._stop = max(0, start + offset), self._size
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Copy from the block at hand, or fetch the next."""
        begin = self._at - self._block_at
        if not 0 <= begin < len(self._block):
            if self._at >= self._stop:
                return 0
            followed = begin == len(self._block)
            self._next_bytes = min(self._next_bytes * 2, _MOST_BYTES) if followed else _FIRST_BYTES
            self._fetch()
            begin = 0
        found = memoryview(self._block)[begin : begin + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _fetch(self) -> None:
        stop = min(self._at + self._next_bytes, self._stop)
        self._block, self._block_at = (
            self._read_range(range(self._at, max(self._at, stop))),
            self._at,
        )
