"""Bytes on their way to objects of their own."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Row

from cellkeep_core.errors import CellkeepError
from cellkeep_core.files import hash_file
from cellkeep_core.ids import is_sha256, new_id, utc_text
from cellkeep_store.blobs.objects.storage import BLOBS, ObjectStorage
from cellkeep_store.blobs.storage import Staged
from cellkeep_store.catalog import objects
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.objects import Place

# Longer than any transfer, and than clocks of servers differ: later the object is nobody's.
_LONGEST_S = 86_400.0


class ObjectPlacement:
    """A `Placement`: each file becomes an object with a key of its own, whosever bytes it has.

    A row says that it comes before it is there; the commit turns the row into the blob's key. So
    another save of the same bytes, a delete, and a database that restarts in between find the
    object a blob or nobody's, and never take it from a receipt. What a client has put there itself
    has its row already, and stays for another try where the commit fails.
    """

    def __init__(self, storage: ObjectStorage, database: Database) -> None:
        self._storage = storage
        self._database = database
        self._places: dict[str, Place] = {}
        self._before: Mapping[str, Row[Any]] = {}
        self._confirmed: set[str] = set()
        self._given: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Remove what has not become a blob; where that does not go, `collect` does it."""
        left = {one.key for one in self._places.values()} - self._given
        if kind is None:
            left -= self._confirmed
        if not left:
            return
        with suppress(CellkeepError, OSError):
            with self._database.note() as tx:
                # Where nobody knows whether the commit went through, the rows do.
                objects.give_up(tx, left)
            digests = {digest_of(key) or "" for key in left}
            remove_left(self._storage, self._database, digests, left)

    def prepare(self, digests: Collection[str]) -> None:
        """There is nothing to prepare."""

    def place(self, staged: Mapping[str, Staged], before: Mapping[str, Row[Any]]) -> None:
        """Write down the keys, then put the files, several at once."""
        if not staged:
            return
        self._before = before
        files: dict[str, tuple[str, str, int]] = {}
        for sha256, one in staged.items():
            if one.key is not None:
                self._given.add(one.key)
            elif one.path not in files:
                files[one.path] = _coming(sha256, one)
            key = one.key or files[one.path][0]
            self._places[sha256] = Place(key, one.start)
        with self._database.note() as tx:
            objects.place(tx, files.values(), until())
        self._storage.put({key: path for path, (key, _, _) in files.items()})

    def still_there(self, there: dict[str, int], rows: Mapping[str, Row[Any]]) -> dict[str, int]:
        """Return those that the catalog still has: the others' objects are to go."""
        return {sha256: size for sha256, size in there.items() if sha256 in rows}

    def confirm(
        self, tx: Connection, taken: Collection[str], rows: Mapping[str, Row[Any]]
    ) -> dict[str, Place]:
        """Take the rows of what becomes a blob, or the better place of one."""
        new = {sha256: place for sha256, place in self._places.items() if sha256 in taken}
        healing = {}
        for sha256 in new.keys() & rows.keys():
            place, row = new.pop(sha256), rows[sha256]
            # Found lost or damaged before; another save may have healed it meanwhile.
            before = self._before.get(sha256)
            if before is not None and (row.key, row.start) == (before.key, before.start):
                healing[sha256] = place
        mine = {one.key for one in (*new.values(), *healing.values())}
        if not objects.take(tx, mine):
            raise CellkeepError(
                "The bytes were on their way for more than a day, and were given up.",
                hint="Nothing was changed. Save it again.",
                code="CATALOG_BUSY",
            )
        for sha256, place in healing.items():
            objects.replace(tx, rows[sha256], place)
        self._confirmed = mine
        return new


def _coming(sha256: str, one: Staged) -> tuple[str, str, int]:
    """Return key, SHA-256 and size of the object that a staged file becomes."""
    if one.start is None:
        return new_key(sha256), sha256, one.size
    path = Path(one.path)
    sha256 = hash_file(path)
    return new_key(sha256), sha256, path.stat().st_size


def until() -> str:
    """Return until when an object is placed that is expected from now on."""
    return utc_text(time.time() + _LONGEST_S)


def new_key(sha256: str) -> str:
    """Return a key that was never given and never will be again."""
    return f"{BLOBS}/{sha256[:2]}/{sha256}/{new_id()}"


def folder_of(sha256: str) -> str:
    """Return where all objects with these bytes are."""
    return f"{BLOBS}/{sha256[:2]}/{sha256}"


def digest_of(key: str) -> str | None:
    """Return the digest that a key names, None for what is none of ours."""
    parts = key.split("/")
    return parts[2] if len(parts) == 4 and is_sha256(parts[2]) else None


def remove_left(
    storage: ObjectStorage,
    database: Database,
    digests: Collection[str],
    keys: Collection[str] | None = None,
) -> None:
    """Remove objects that are to go, and their rows.

    Parameters
    ----------
    digests : collection of str
        Whose.
    keys : collection of str, optional
        Which of them. Default: all.
    """
    with database.read() as tx:
        rows = [row for row in objects.leaving(tx, digests) if keys is None or row.key in keys]
    if not rows:
        return
    storage.remove(row.key for row in rows)
    with database.note() as tx:
        objects.gone(tx, [row.key for row in rows])
