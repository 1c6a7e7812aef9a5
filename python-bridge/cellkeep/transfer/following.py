"""A file that is hashed while it is written, so that its digest is there soon after."""

from __future__ import annotations

import hashlib
import io
import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typing_extensions import Buffer

_WORTH_BYTES = 16 << 20
_PIECE_BYTES = 1 << 20
_SECONDS_BETWEEN_NEWS = 0.1


class Follower:
    """Hashes a new file in a thread while somebody writes it from its beginning to its end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._condition = threading.Condition()
        self._written = 0
        self._done = 0
        self._over = False
        self._trusted = True
        self._thread: threading.Thread | None = None
        self._digest: str | None = None

    def wrote(self, count: int) -> None:
        """Note that so many bytes were appended."""
        with self._condition:
            self._written += count
            self._condition.notify_all()
        if self._thread is None and self._written >= _WORTH_BYTES and self._trusted:
            # Opened here: its folder gets another name when the entry is whole.
            reader = self._path.open("rb", buffering=0)
            self._thread = threading.Thread(
                target=self._follow, args=(reader,), name="cellkeep-hash", daemon=True
            )
            self._thread.start()

    def give_up(self) -> None:
        """Note that what was hashed already may have changed."""
        self._trusted = False

    def ended(self) -> None:
        """Note that nothing more is written; the thread goes on to the end."""
        with self._condition:
            self._over = True
            self._condition.notify_all()

    @property
    def followed(self) -> bool:
        """Whether a digest is on its way."""
        return self._trusted and self._thread is not None

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

    def _follow(self, reader: io.FileIO) -> None:
        digest = hashlib.sha256()
        piece = memoryview(bytearray(_PIECE_BYTES))
        with reader:
            while True:
                with self._condition:
                    self._condition.wait_for(lambda: self._written > self._done or self._over)
                    left = self._written - self._done
                if left == 0 or not self._trusted:
                    break
                try:
                    count = reader.readinto(piece[: min(left, _PIECE_BYTES)])
                except OSError:
                    return  # whoever hashes it again is told what is wrong
                if not count:
                    return  # shorter than what was written: somebody else was at it
                digest.update(piece[:count])  # releases the GIL
                self._done += count
            if self._trusted and os.fstat(reader.fileno()).st_size == self._done:
                self._digest = digest.hexdigest()


class FollowedFile(io.FileIO):
    """A new file that is hashed while it is written.

    Whoever seeks in it or asks for its descriptor may change what was hashed already: then
    there is no digest, and the file is to be hashed when it is whole.

    Attributes
    ----------
    follower : Follower
        Where the digest comes from.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, "w")
        self.follower = Follower(path)

    def write(self, data: Buffer, /) -> int:
        """Write as any file does."""
        count = super().write(data) or 0
        self.follower.wrote(count)
        return count

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Move as any file does; the digest is given up."""
        self.follower.give_up()
        return super().seek(offset, whence)

    def truncate(self, size: int | None = None, /) -> int:
        """Cut as any file does; the digest is given up."""
        self.follower.give_up()
        return super().truncate(size)

    def fileno(self) -> int:
        """Return the descriptor; the digest is given up."""
        self.follower.give_up()
        return super().fileno()

    def close(self) -> None:
        """Close as any file does."""
        super().close()
        self.follower.ended()
