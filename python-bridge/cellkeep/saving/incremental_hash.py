"""A file that is hashed while it is written, so that its digest is there soon after."""

from __future__ import annotations

import hashlib
import os
import threading
import zlib
from queue import SimpleQueue
from typing import TYPE_CHECKING

from cellkeep.transfer.threads import start_thread
from cellkeep_core.page_cache import start_writing

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator
    from pathlib import Path

    DigestSoon = Callable[[Callable[[int], None] | None], str | None]

_WORTH_BYTES = 16 << 20
_PIECE_BYTES = 1 << 20
_WRITE_OUT_BYTES = 8 << 20
_SECONDS_BETWEEN_NEWS = 0.1


class IncrementalHash:
    """Hashes a new file in a thread while somebody writes it from its beginning to its end.

    Parameters
    ----------
    path : Path
        The file.
    write_out : bool, default True
        Whether the disk is to begin with it meanwhile, because it is going to be synced.
    checked_bytes : int, optional
        Size of the pieces of which a CRC-32 is computed too, from the same reading.
    """

    def __init__(
        self, path: Path, *, write_out: bool = True, checked_bytes: int | None = None
    ) -> None:
        self._path = path
        self._write_out = write_out
        self._checked_bytes = checked_bytes
        self._condition = threading.Condition()
        self._written = 0
        self._done = 0
        self._over = False
        self._thread: threading.Thread | None = None
        self._digest: str | None = None
        self._checking = (0, 0)
        self._checked: SimpleQueue[tuple[int, int] | None] = SimpleQueue()

    def wrote(self, count: int) -> None:
        """Note that so many bytes were appended."""
        with self._condition:
            self._written += count
            self._condition.notify_all()
        if self._thread is None and self._written >= _WORTH_BYTES:
            # Opened here: its folder is renamed when the entry is complete.
            reader = self._path.open("rb", buffering=0)
            self._thread = start_thread("cellkeep-hash", self._run, reader)
            if self._thread is None:
                reader.close()

    def ended(self) -> None:
        """Note that nothing more is written; the thread goes on to the end."""
        with self._condition:
            self._over = True
            self._condition.notify_all()
        if self._thread is None:
            self._checked.put(None)

    def soon(self) -> DigestSoon | None:
        """Return what waits for the digest, or None where none is being computed."""
        return self.digest if self._thread is not None else None

    def digest(self, after_piece: Callable[[int], None] | None) -> str | None:
        """Wait for the digest of the closed file; None where there is none.

        Parameters
        ----------
        after_piece : callable, optional
            Called now and then with the bytes that were hashed; may raise to stop.
        """
        if self._thread is None:
            return None
        while self._thread.is_alive():
            self._thread.join(_SECONDS_BETWEEN_NEWS)
            if after_piece is not None:
                after_piece(self._done)
        return self._digest

    def pieces(self) -> Iterator[tuple[int, int]]:
        """Yield size and CRC-32 of each piece as soon as it is written and hashed."""
        return iter(self._checked.get, None)

    def _run(self, reader: io.FileIO) -> None:
        try:
            self._hash(reader)
        finally:
            self._checked.put(None)

    def _hash(self, reader: io.FileIO) -> None:
        digest = hashlib.sha256()
        piece = memoryview(bytearray(_PIECE_BYTES))
        written_out = 0
        with reader:
            while True:
                with self._condition:
                    self._condition.wait_for(lambda: self._written > self._done or self._over)
                    written = self._written
                left = written - self._done
                if left == 0:
                    break
                if self._write_out and written - written_out >= _WRITE_OUT_BYTES:
                    start_writing(reader.fileno(), written_out, written - written_out)
                    written_out = written
                try:
                    count = reader.readinto(piece[: min(left, _PIECE_BYTES)])
                except OSError:
                    return  # hashing it again raises the error
                if not count:
                    return  # shorter than what was written: something else changed it
                digest.update(piece[:count])  # releases the GIL
                self._done += count
                self._check(piece[:count])
            if self._checking[0]:
                self._next_piece()
            if os.fstat(reader.fileno()).st_size == self._done:
                self._digest = digest.hexdigest()

    def _check(self, read: memoryview) -> None:
        if self._checked_bytes is None:
            return
        while read:
            size, checksum = self._checking
            part = read[: self._checked_bytes - size]
            self._checking = size + len(part), zlib.crc32(part, checksum)
            if self._checking[0] == self._checked_bytes:
                self._next_piece()
            read = read[len(part) :]

    def _next_piece(self) -> None:
        self._checked.put(self._checking)
        self._checking = (0, 0)
