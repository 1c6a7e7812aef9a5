"""How objects leave that no blob names any more."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress

from cellkeep_core.errors import CellkeepError
from cellkeep_store.blobs.leases import Leases
from cellkeep_store.blobs.objects.placement import digest_of, folder_of, remove_left
from cellkeep_store.blobs.objects.storage import Found, ObjectStorage
from cellkeep_store.catalog import commit, objects
from cellkeep_store.catalog.database import Database


class ObjectLeases(Leases):
    """`Leases` of a store whose rows decide: nobody needs to hold one.

    An object that the catalog has let go is never a blob again, whoever saves the same bytes at
    the same time: so it is removed without being alone.
    """

    def __init__(self, database: Database, storage: ObjectStorage) -> None:
        self._database = database
        self._storage = storage

    def shared(self, digests: Iterable[str]) -> AbstractContextManager[None]:  # noqa: ARG002
        """Hold nothing: a save's rows say that its objects come."""
        return nullcontext()

    def exclusive(self, sha256: str) -> AbstractContextManager[None]:  # noqa: ARG002
        """Hold nothing: who judges bytes does it while nobody commits."""
        return nullcontext()

    def remove(self, sha256: str) -> bool:
        """Remove all objects with these bytes that are nobody's; return whether there were any."""
        # Listed first: what comes later has a row by then, and so no place in the list.
        listed = self._listed(folder_of(sha256))
        with self._database.note() as tx:
            objects.expire(tx, sha256)
            kept = objects.kept(tx, {one.key for one in listed})
            doomed = {row.key for row in objects.leaving(tx, [sha256])}
        doomed |= {one.key for one in listed} - kept
        self._storage.remove(doomed)
        with self._database.note() as tx:
            objects.gone(tx, doomed)
        return bool(doomed)

    def remove_all(self, digests: Iterable[str]) -> set[str]:
        """Remove objects that were let go with these bytes; what was in a pack has left it."""
        wanted = set(digests)
        with suppress(CellkeepError):
            remove_left(self._storage, self._database, wanted)
            with self._database.read() as tx:
                return wanted - commit.find_blobs(tx, wanted).keys()
        return set()

    def orphans(self, age_s: float) -> Iterator[tuple[str, int]]:
        """Yield digest and size of what is to go, and of what has no row at all for so long."""
        with self._database.read() as tx:
            known = {(row.sha256, row.size) for row in objects.all_leaving(tx)}
        yield from sorted(known)
        told = {sha256 for sha256, _ in known}
        for page in self._storage.walk():
            its = {one.key: sha256 for one in page if (sha256 := digest_of(one.key)) is not None}
            with self._database.read() as tx:
                kept = objects.kept(tx, its)
            for one in page:
                sha256 = its.get(one.key)
                old = time.time() - one.placed_at >= age_s
                if sha256 is not None and old and one.key not in kept and sha256 not in told:
                    told.add(sha256)
                    yield sha256, one.size

    def _listed(self, folder: str) -> list[Found]:
        return [one for page in self._storage.walk(folder) for one in page]
