"""What gives out the bytes of artifacts: to whom may read them, whole, and written down."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING, ClassVar

from cellkeep_core.protocol import Artifact
from cellkeep_server.content.integrity import BlobIntegrity
from cellkeep_server.http.base import CellkeepHandler

if TYPE_CHECKING:
    from cellkeep_store import Store

AGAIN_S = 600.0
"""Somebody who reads the same artifact after so long is written down again."""

_MOST = 10_000


class RecentReads:
    """Remembers whose reads were written down: a viewer reads one artifact in many requests."""

    def __init__(self) -> None:
        self._at: OrderedDict[tuple[str, str], float] = OrderedDict()

    def is_new(self, person: str, artifact_id: str) -> bool:
        """Return whether this is not yet written down, and take it that it is from now on."""
        now = time.monotonic()
        key = person, artifact_id
        before = self._at.pop(key, None)
        if before is not None and now - before < AGAIN_S:
            self._at[key] = before
            return False
        self._at[key] = now
        while len(self._at) > _MOST:
            self._at.popitem(last=False)
        return True


_READS = RecentReads()


class ReadingHandler(CellkeepHandler):
    """The base of what gives out bytes, or says where they are."""

    kernel_may = frozenset({"GET", "HEAD"})

    # Of the process, as the disk's caches are: what it knows is about files.
    _integrity: ClassVar[BlobIntegrity] = BlobIntegrity()

    async def find(self, artifact_id: str) -> tuple[Artifact, bool]:
        """Return an artifact, and whether its bytes are known to be intact."""

        def find(store: Store) -> tuple[Artifact, bool]:
            artifact = store.catalog.artifact(artifact_id)
            return artifact, self._integrity.is_verified(store, artifact)

        return await self.service.call(find)

    async def note_read(self, artifact: Artifact) -> None:
        """Write down who reads it, unless that was done lately."""
        if self.person is not None and _READS.is_new(self.person.name, artifact.id):
            await self.service.call(lambda store: store.people.note_reads([artifact]))

    async def require_intact(self, artifact: Artifact) -> None:
        """Return once its bytes are known to be intact, or raise `BlobDamagedError`."""
        await self.service.move(lambda store: self._integrity.require(store, artifact))
