"""The digest of a file, in pieces that let other threads run."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PIECE_BYTES = 1024 * 1024


def sha256_of(path: Path, after_piece: Callable[[int], None] | None = None) -> str:
    """Return the SHA-256 of a file.

    Parameters
    ----------
    path : Path
        The file.
    after_piece : callable, optional
        Called with the bytes read so far after each 1 MiB; may raise to stop.
    """
    digest = hashlib.sha256()
    piece = memoryview(bytearray(PIECE_BYTES))
    done = 0
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(piece):
            digest.update(piece[:count])  # releases the GIL
            done += count
            if after_piece is not None:
                after_piece(done)
    return digest.hexdigest()
