"""Blobs whose bytes were hashed by this server, and are as they were then."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from cellkeep_core.errors import BlobDamagedError

if TYPE_CHECKING:
    from pathlib import Path

    from cellkeep_core.protocol import Artifact
    from cellkeep_store import Store

MOST = 10_000
TRUSTED_ABOVE_BYTES = 64 << 20
"""Hashing so many takes a twentieth of a second with a processor's help, a fifth without."""


class Wholeness:
    """What a disk did to a blob is found before a byte of it is served.

    A whole hash for each range of a large file would be too dear: one that was hashed is
    taken for whole until its file changes or the server ends. A viewer of gigabytes does not
    wait for even one: of those it counts that nobody wrote to the file since it was stored;
    what a disk does to them in silence is found by `load` and `cellkeep verify`. May be asked
    from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, tuple[int, ...]] = OrderedDict()

    def knows(self, artifact: Artifact, path: Path) -> bool:
        """Return whether the bytes are known to be whole, without reading any."""
        return self._knows(artifact, _identity(path))

    def require(self, store: Store, artifact: Artifact, path: Path) -> None:
        """Return when the bytes are known to be whole.

        Raises
        ------
        BlobDamagedError
        """
        before = _identity(path)
        if self._knows(artifact, before):
            return
        if not store.check_blob(artifact.sha256, trust_above=TRUSTED_ABOVE_BYTES):
            raise BlobDamagedError(
                f"The stored bytes of {artifact.name!r} v{artifact.version} are damaged.",
                hint="Nothing of them is given out. Save the same thing again to replace them, "
                "or bring the file back from a backup; `cellkeep verify` looks for others.",
            )
        with self._lock:
            self._seen[artifact.sha256] = before
            while len(self._seen) > MOST:
                self._seen.popitem(last=False)

    def _knows(self, artifact: Artifact, now: tuple[int, ...]) -> bool:
        with self._lock:
            is_known = self._seen.get(artifact.sha256) == now
            if is_known:
                self._seen.move_to_end(artifact.sha256)
            return is_known


def _identity(path: Path) -> tuple[int, ...]:
    about = path.stat()
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns
