"""A file that is hashed while it is written, so that its digest is there soon after."""

from __future__ import annotations

import hashlib
import os
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING

from cellkeep.transfer.routes.http_sending import PIECE_BYTES
from cellkeep.transfer.threads import start_thread
from cellkeep_core.page_cache import start_writing

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cellkeep_core.spool import SpoolEntry

    DigestSoon = Callable[[Callable[[int], None] | None], str | None]

_WORTH_BYTES = 16 << 20
_READ_BYTES = 1 << 20
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

    Attributes
    ----------
    prefixes : dict of int to str
        The SHA-256 of the first so many bytes, up to the end of each piece that is sent.
    """

    def __init__(self, path: Path, *, write_out: bool = True) -> None:
        self.prefixes: dict[int, str] = {}
        self._path = path
        self._write_out = write_out
        self._condition = threading.Condition()
        self._written = 0
        self._done = 0
        self._over = False
        self._thread: threading.Thread | None = None
        self._digest: str | None = None
        self._ends: SimpleQueue[int | None] = SimpleQueue()

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
            self._ends.put(None)

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

    def give_to(self, entry: SpoolEntry) -> None:
        """Let whoever sends the file, which is an entry now, use what is hashed of it."""
        entry.digest_soon, entry.prefixes = self.soon(), self.prefixes

    def ends(self) -> Iterator[int]:
        """Yield where each piece ends as soon as it is written and in `prefixes`."""
        return iter(self._ends.get, None)

    def _run(self, reader: io.FileIO) -> None:
        try:
            self._hash(reader)
        finally:
            self._ends.put(None)

    def _hash(self, reader: io.FileIO) -> None:
        digest = hashlib.sha256()
        piece = memoryview(bytearray(_READ_BYTES))
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
                    until = PIECE_BYTES - self._done % PIECE_BYTES
                    count = reader.readinto(piece[: min(left, until)])
                except OSError:
                    return  # hashing it again raises the error
                if not count:
                    return  # shorter than what was written: something else changed it
                digest.update(piece[:count])  # releases the GIL
                self._done += count
                if count == until:
                    self._note(digest.hexdigest())
            self._note(digest.hexdigest())
            if os.fstat(reader.fileno()).st_size == self._done:
                self._digest = digest.hexdigest()

    def _note(self, sha256: str) -> None:
        if self._done not in self.prefixes:
            self.prefixes[self._done] = sha256
            self._ends.put(self._done)
