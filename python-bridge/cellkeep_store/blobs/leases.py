"""Leases: what keeps a delete from taking the bytes of a save that is not committed yet.

A save shares the leases of its digests from before it places bytes until it is committed. Who
removes bytes, or judges them, holds the lease alone. A lease covers all digests that begin with
the same digit. Always the lease first and then a transaction, so that nobody waits in a circle.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from itertools import groupby, islice
from operator import itemgetter
from typing import Protocol

from cellkeep_core.errors import CellkeepError
from cellkeep_store.blobs.storage import DigestBlobs
from cellkeep_store.catalog import commit
from cellkeep_store.catalog.database import BUSY_TIMEOUT_S, Database
from cellkeep_store.coordinator import Coordinator
from cellkeep_store.filesystem import storage_errors

# Who waits to be alone holds up the saves that come after it.
_ALONE_TIMEOUT_S = 10.0
_PORTION = 500
_first_digit = itemgetter(0)


class Leases(Protocol):
    """Gives out leases, and removes bytes that the catalog does not know."""

    def shared(self, digests: Iterable[str]) -> AbstractContextManager[None]:
        """Keep others from removing these within the context; raise ``CATALOG_BUSY``."""

    def exclusive(self, sha256: str) -> AbstractContextManager[None]:
        """Keep others from placing or removing this one; raise ``CATALOG_BUSY``."""

    def remove(self, sha256: str) -> bool:
        """Remove a blob's bytes if the catalog does not know it; return whether they went."""

    def remove_all(self, digests: Iterable[str]) -> set[str]:
        """Remove what of these the catalog does not know; return those that went.

        What cannot go just now stays: it harms nobody, and `collect` finds it.
        """

    def orphans(self, age_s: float) -> Iterator[tuple[str, int]]:
        """Yield digest and size of what the catalog has not known for so long (in seconds)."""


class BlobLeases(Leases):
    """`Leases` of `DigestBlobs`: nothing but a lease keeps a save and a delete apart."""

    def __init__(self, database: Database, blobs: DigestBlobs, coordinator: Coordinator) -> None:
        self._database = database
        self._blobs = blobs
        self._coordinator = coordinator

    def shared(self, digests: Iterable[str]) -> AbstractContextManager[None]:
        """Share those of their first digits."""
        names = {_lease_of(sha256) for sha256 in digests}
        return self._coordinator.shared(*names, timeout_s=BUSY_TIMEOUT_S)

    def exclusive(self, sha256: str) -> AbstractContextManager[None]:
        """Hold that of its first digit alone."""
        return self._coordinator.exclusive(_lease_of(sha256), _ALONE_TIMEOUT_S)

    def remove(self, sha256: str) -> bool:
        """Do it alone."""
        return bool(self._remove([sha256]))

    def remove_all(self, digests: Iterable[str]) -> set[str]:
        """Do it alone, for those that share a lease together."""
        removed: set[str] = set()
        with suppress(CellkeepError):
            for _, its in groupby(sorted(digests), _first_digit):
                removed.update(self._remove(list(its)))
        return removed

    def orphans(self, age_s: float) -> Iterator[tuple[str, int]]:
        """Look at every file."""
        digests = self._blobs.walk()
        while part := list(islice(digests, _PORTION)):
            with self._database.read() as tx:
                known = commit.find_blobs(tx, part)
            for sha256 in part:
                if sha256 in known:
                    continue
                found = self._blobs.stat(sha256)
                # Not by `written_at`: a linked file has the time of its source.
                if found is not None and time.time() - found.changed_at >= age_s:
                    yield sha256, found.size

    def _remove(self, digests: list[str]) -> list[str]:
        with storage_errors(self._blobs.location), self.exclusive(digests[0]):
            found = {sha256: self._blobs.stat(sha256) for sha256 in digests}
            # For one release a write transaction, which writes nothing: an older Cellkeep that
            # has the store open asks for no lease. What it was saving is committed when we get
            # our turn, and what it places from then on is not what was found above. (0013)
            with self._database.write() as tx:
                known = commit.find_blobs(tx, digests)
            return [
                sha256
                for sha256 in digests
                if sha256 not in known
                and self._blobs.stat(sha256) == found[sha256]
                and self._blobs.remove(sha256)
            ]


def _lease_of(sha256: str) -> str:
    return f"leases/{sha256[0]}"
