"""Packs of which blobs have left most are written anew, without those."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cellkeep_store.blobs.objects.placement import ObjectPlacement, remove_left
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.blobs.storage import Staged
from cellkeep_store.catalog import commit, objects
from cellkeep_store.catalog.database import Database


def sparse_packs(storage: ObjectStorage, database: Database) -> Iterator[str]:
    """Yield the keys of packs more than half of whose bytes are those of no blob."""
    for page in storage.walk():
        with database.read() as tx:
            used = objects.bytes_in(tx, [one.key for one in page])
        for one in page:
            if one.key in used and 2 * used[one.key] < one.size:
                yield one.key


def rewrite(storage: ObjectStorage, database: Database, folder: Path, key: str) -> None:
    """Bring what is left of a pack into a new one, as a save brings the bytes of damaged blobs.

    So a crash at any step, a save, a delete and another clean-up beside it leave each blob in the
    one place or the other. What is not what its digest says stays where it is, for `verify`.

    Parameters
    ----------
    folder : Path
        Of this machine, for the new pack on its way.
    """
    with database.read() as tx:
        rows = objects.packed_in(tx, [key])
    with tempfile.TemporaryDirectory(dir=folder) as own, Path(own, "pack").open("w+b") as pack:
        staged: dict[str, Staged] = {}
        for row in rows:
            content = storage.read(key, range(row.start, row.start + row.size))
            if hashlib.sha256(content).hexdigest() == row.sha256:
                staged[row.sha256] = Staged(pack.name, row.size, start=pack.tell())
                pack.write(content)
        pack.flush()
        with ObjectPlacement(storage, database) as placement:
            placement.place(staged, {row.sha256: row for row in rows})
            with database.write() as tx:
                now = commit.find_blobs(tx, staged)
                placement.confirm(tx, now.keys(), now)
    remove_left(storage, database, staged)
