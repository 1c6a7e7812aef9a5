"""`Blobs` in object storage: the catalog says which object has the bytes of a digest."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from sqlalchemy import Row

from cellkeep_store.blobs.objects.packs import rewrite, sparse_packs
from cellkeep_store.blobs.objects.placement import ObjectPlacement, digest_of
from cellkeep_store.blobs.objects.reader import ObjectReader
from cellkeep_store.blobs.objects.storage import Found, ObjectStorage
from cellkeep_store.blobs.storage import BlobStat
from cellkeep_store.catalog import commit, objects, queries
from cellkeep_store.catalog.database import Database
from cellkeep_store.syncing import FolderSync


class ObjectBlobs:
    """`Blobs` as objects ``blobs/ab/<sha256>/<id>``, whose keys stand in the catalog's rows.

    Small ones that were saved together share an object, whose SHA-256 its key says: a pack.

    Parameters
    ----------
    storage : ObjectStorage
        Where they are.
    database : Database
        The catalog.
    staging : Path
        The folder of this machine that the bytes come through.
    """

    most_packed = 64 << 10

    def __init__(self, storage: ObjectStorage, database: Database, staging: Path) -> None:
        self.location = storage.url
        self._storage = storage
        self._database = database
        self._staging = staging

    def stat(self, sha256: str) -> BlobStat | None:
        """Ask the storage for the object that the catalog names."""
        row = self._row(sha256)
        found = None if row is None else self._storage.find([row.key])[0]
        if row is None or found is None:
            return None
        version = (found.key, found.etag, found.size)
        return BlobStat(_size_in(found, row), version, found.placed_at, found.placed_at)

    def sizes(self, digests: Collection[str]) -> dict[str, int]:
        """Ask for several objects at once, for each of them once."""
        with self._database.read() as tx:
            rows = [row for row in commit.find_blobs(tx, digests).values() if row.key is not None]
        keys = {row.key for row in rows}
        found = {one.key: one for one in self._storage.find(keys) if one is not None}
        return {row.sha256: _size_in(found[row.key], row) for row in rows if row.key in found}

    def open(self, sha256: str, part: range | None = None) -> BinaryIO:
        """Read ranges of the object as they are asked for."""
        found = self._row(sha256)
        if found is None:
            raise FileNotFoundError(sha256)
        row = found

        def read(wanted: range) -> bytes:
            nonlocal row
            try:
                return self._read(row, wanted)
            except FileNotFoundError:
                now = self._row(sha256)
                if now is None or now.key == row.key:
                    raise
                row = now  # healed or moved meanwhile: the same bytes in another object
                return self._read(row, wanted)

        return cast("BinaryIO", io.BufferedReader(ObjectReader(read, row.size, part)))

    def placement(self, sync: FolderSync) -> ObjectPlacement:  # noqa: ARG002  (of folders only)
        """Bring bytes to objects of their own."""
        return ObjectPlacement(self._storage, self._database)

    def walk(self) -> Iterator[str]:
        """List the storage; what is in a pack stands for it."""
        here: set[str] = set()
        for page in self._storage.walk():
            keys = {one.key: digest_of(one.key) for one in page}
            with self._database.read() as tx:
                packed = objects.packed_in(tx, keys)
            here.update(row.sha256 for row in packed)
            packs = {row.key for row in packed}
            here.update(sha256 for key, sha256 in keys.items() if sha256 and key not in packs)
        yield from sorted(here)

    def reclaim(self, stop: Callable[[], bool]) -> None:
        """Write what is left of packs anew of which less than half is left."""
        for key in sparse_packs(self._storage, self._database):
            if stop():
                return
            rewrite(self._storage, self._database, self._staging, key)

    def free_bytes(self) -> int:
        """Return what the disk has that they come through: the storage tells of no end."""
        return shutil.disk_usage(self._staging).free

    def local_path(self, sha256: str) -> None:
        """Return None."""

    def link(self, sha256: str, target: Path) -> bool:  # noqa: ARG002
        """Return False."""
        return False

    def close(self) -> None:
        """End the threads that wait for the storage."""
        self._storage.close()

    def _row(self, sha256: str) -> Row[Any] | None:
        with self._database.read() as tx:
            row = queries.find_blob(tx, sha256)
        return row if row is not None and row.key is not None else None

    def _read(self, row: Row[Any], wanted: range) -> bytes:
        start = row.start or 0
        return self._storage.read(row.key, range(start + wanted.start, start + wanted.stop))


def _size_in(found: Found, row: Row[Any]) -> int:
    """Return how many bytes of a blob an object has."""
    if row.start is None:
        return found.size
    return min(int(row.size), max(0, found.size - int(row.start)))
