"""`Blobs` in object storage: the catalog says which object has the bytes of a digest."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING, BinaryIO, cast

from cellkeep_store.blobs.objects.placement import ObjectPlacement, digest_of
from cellkeep_store.blobs.objects.reader import ObjectReader
from cellkeep_store.blobs.storage import BlobStat
from cellkeep_store.catalog import objects, queries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from cellkeep_store.blobs.objects.storage import ObjectStorage
    from cellkeep_store.catalog.database import Database
    from cellkeep_store.syncing import FolderSync


class ObjectBlobs:
    """`Blobs` as objects ``blobs/ab/<sha256>/<id>``, whose keys stand in the catalog's rows.

    Parameters
    ----------
    storage : ObjectStorage
        Where they are.
    database : Database
        The catalog.
    staging : Path
        The folder of this machine that the bytes come through.
    """

    def __init__(self, storage: ObjectStorage, database: Database, staging: Path) -> None:
        self.location = storage.url
        self._storage = storage
        self._database = database
        self._staging = staging

    def stat(self, sha256: str) -> BlobStat | None:
        """Ask the storage for the object that the catalog names."""
        key = self._keys([sha256]).get(sha256)
        found = None if key is None else self._storage.find([key])[0]
        if found is None:
            return None
        version = (found.key, found.etag, found.size)
        return BlobStat(found.size, version, found.placed_at, found.placed_at)

    def sizes(self, digests: Collection[str]) -> dict[str, int]:
        """Ask for several at once."""
        keys = self._keys(digests)
        found = zip(keys, self._storage.find(keys.values()), strict=True)
        return {sha256: one.size for sha256, one in found if one is not None}

    def open(self, sha256: str, part: range | None = None) -> BinaryIO:
        """Read ranges of the object as they are asked for."""
        with self._database.read() as tx:
            row = queries.find_blob(tx, sha256)
        if row is None or row.key is None:
            raise FileNotFoundError(sha256)
        key: str = row.key

        def read(wanted: range) -> bytes:
            nonlocal key
            try:
                return self._storage.read(key, wanted)
            except FileNotFoundError:
                now = self._keys([sha256]).get(sha256)
                if now is None or now == key:
                    raise
                key = now  # healed meanwhile: the same bytes by another name
                return self._storage.read(key, wanted)

        return cast("BinaryIO", io.BufferedReader(ObjectReader(read, row.size, part)))

    def placement(self, sync: FolderSync) -> ObjectPlacement:  # noqa: ARG002  (of folders only)
        """Bring bytes to objects of their own."""
        return ObjectPlacement(self._storage, self._database)

    def walk(self) -> Iterator[str]:
        """List the storage."""
        last = None
        for page in self._storage.walk():
            for one in page:
                sha256 = digest_of(one.key)
                if sha256 is not None and sha256 != last:
                    last = sha256
                    yield sha256

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

    def _keys(self, digests: Collection[str]) -> dict[str, str]:
        with self._database.read() as tx:
            return objects.keys_of(tx, digests)
