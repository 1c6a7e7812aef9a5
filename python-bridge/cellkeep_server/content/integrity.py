"""Whether the file of a blob still has the bytes that its digest says."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from cellkeep_core.errors import BlobDamagedError
from cellkeep_core.protocol import Artifact
from cellkeep_store.blobs.storage import BlobStat

if TYPE_CHECKING:
    from cellkeep_store import Store

MOST = 10_000
TRUSTED_ABOVE_BYTES = 64 << 20
"""Hashing this much takes 50 ms with the processor's SHA instructions, 200 ms without."""


class BlobIntegrity:
    """Remembers which blobs this server has hashed, so that damage is found before it is served.

    A viewer reads a large file in hundreds of ranges, and hashing it for each would be too slow:
    a blob that was hashed once counts as intact until its file changes or the server ends. Above
    `TRUSTED_ABOVE_BYTES` even the first hash would keep a viewer waiting: there it is only
    checked that nobody has written to the file since it was stored, and what a disk damages
    silently is found by `load` and `cellkeep verify`. May be called from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._verified: OrderedDict[str, BlobStat] = OrderedDict()

    def is_verified(self, store: Store, artifact: Artifact) -> bool:
        """Return whether the bytes are known to be intact, without reading any."""
        return self._is_verified(artifact, store.contents.stat(artifact))

    def require(self, store: Store, artifact: Artifact) -> None:
        """Return once the bytes are known to be intact.

        Raises
        ------
        BlobDamagedError
        """
        before = store.contents.stat(artifact)
        if self._is_verified(artifact, before):
            return

        def is_intact(blob: str) -> bool | None:
            return store.maintenance.check_blob(blob, trust_above=TRUSTED_ABOVE_BYTES) or None

        if not store.contents.by_blob(artifact, is_intact):
            raise BlobDamagedError(
                f"The stored bytes of {artifact.name!r} v{artifact.version} are damaged.",
                hint="Nothing of them is given out. Save the same thing again to replace them, "
                "or bring the file back from a backup; `cellkeep verify` looks for others.",
            )
        with self._lock:
            self._verified[artifact.sha256] = before
            while len(self._verified) > MOST:
                self._verified.popitem(last=False)

    def _is_verified(self, artifact: Artifact, now: BlobStat) -> bool:
        with self._lock:
            is_known = self._verified.get(artifact.sha256) == now
            if is_known:
                self._verified.move_to_end(artifact.sha256)
            return is_known
