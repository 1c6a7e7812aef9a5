"""The digest of a file, in pieces that let other threads run."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from cellkeep_core.files import hash_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_WORTH_SYNCING_BYTES = 16 * 1024 * 1024


def sha256_of(
    path: Path,
    after_piece: Callable[[int], None] | None = None,
    digest_soon: Callable[[Callable[[int], None] | None], str | None] | None = None,
    *,
    sync: bool = False,
) -> str:
    """Return the SHA-256 of a file.

    Parameters
    ----------
    path : Path
        The file.
    after_piece : callable, optional
        Called with the bytes read so far after each 1 MiB; may raise to stop.
    digest_soon : callable, optional
        Waits for the digest where it is being computed already (`SpoolEntry.digest_soon`).
    sync : bool, default False
        Whether to wait for the disk too: the store's next step where this file becomes a blob.
    """
    if not sync or path.stat().st_size < _WORTH_SYNCING_BYTES:
        soon = digest_soon(after_piece) if digest_soon is not None else None
        return soon or hash_file(path, after_piece)
    # The disk begins to write while the processor hashes: the store waits for both.
    failed: list[OSError] = []
    syncing = threading.Thread(target=_sync, args=(path, failed), daemon=True)
    syncing.start()
    # A pause or a cancel does not wait for the disk.
    sha256 = digest_soon(after_piece) if digest_soon is not None else None
    if sha256 is None:
        sha256 = hash_file(path, after_piece)
    syncing.join()
    if failed:
        # The system reports a disk error once: the store's own sync would not see it.
        raise failed[0]
    return sha256


def _sync(path: Path, failed: list[OSError]) -> None:
    try:
        descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        pass  # cancelled meanwhile
    except OSError as error:
        failed.append(error)
