"""The digest of a file, in pieces that let other threads run."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cellkeep_core.files import hash_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cellkeep_core.spool import SpoolEntry

_WORTH_SYNCING_BYTES = 16 * 1024 * 1024


def sha256_of(
    path: Path,
    after_piece: Callable[[int], None] | None = None,
    digest_soon: Callable[[Callable[[int], None] | None], str | None] | None = None,
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
    """
    soon = digest_soon(after_piece) if digest_soon is not None else None
    return soon or hash_file(path, after_piece)


@contextmanager
def synced_meanwhile(entry: SpoolEntry) -> Iterator[None]:
    """Let the disk write a large entry's bytes while they are hashed: the store waits for both."""
    path = entry.content
    if path.stat().st_size < _WORTH_SYNCING_BYTES:
        yield
        return
    failed: list[OSError] = []

    def sync() -> None:
        try:
            descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            entry.synced = True
        except FileNotFoundError:
            pass  # cancelled meanwhile
        except OSError as error:
            failed.append(error)

    syncing = threading.Thread(target=sync, daemon=True)
    syncing.start()
    yield  # a pause or a cancel is raised here, and does not wait for the disk
    syncing.join()
    if failed:
        # The system reports a disk error once: the store's own sync would not see it.
        raise failed[0]
