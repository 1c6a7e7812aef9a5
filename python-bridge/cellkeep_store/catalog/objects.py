"""Which objects of a storage are blobs, and which are on their way in or out.

A key is given once and never again. An object becomes a blob only by the row that its save wrote
before its bytes: whoever removes that row, or the blob's, in a transaction has decided what
becomes of the object, whatever locks were lost meanwhile. What has neither row is nobody's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, literal, select, update

from cellkeep_core.ids import utc_now
from cellkeep_store.catalog.many_rows import insert_rows, is_one_of
from cellkeep_store.catalog.tables import blobs, objects

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection, Row

PLACING, LEAVING = "placing", "leaving"


def place(tx: Connection, keys: Mapping[str, str], sizes: Mapping[str, int], until: str) -> None:
    """Write down that objects are about to come, by digest, and until when at the latest."""
    rows = [
        {"key": key, "sha256": sha256, "size": sizes[sha256], "state": PLACING, "until": until}
        for sha256, key in keys.items()
    ]
    insert_rows(tx, objects, rows)


def take(tx: Connection, keys: Sequence[str]) -> bool:
    """Remove the rows of what becomes blobs; return whether all of them were still there."""
    if not keys:
        return True
    mine = is_one_of(tx, objects.c.key, keys) & (objects.c.state == PLACING)
    return tx.execute(delete(objects).where(mine)).rowcount == len(keys)


def replace(tx: Connection, old: Row[Any], key: str) -> None:
    """Make another object the bytes of a blob."""
    tx.execute(update(blobs).where(blobs.c.sha256 == old.sha256).values(key=key))
    if old.key is not None:
        leave(tx, old.key, old.sha256, old.size)


def leave(tx: Connection, key: str, sha256: str, size: int) -> None:
    """Write down that an object is to go."""
    tx.execute(
        insert(objects).values(key=key, sha256=sha256, size=size, state=LEAVING, until=utc_now())
    )


def extend(tx: Connection, key: str, until: str) -> bool:
    """Give an object that comes more time; False where it is not expected any more."""
    mine = (objects.c.key == key) & (objects.c.state == PLACING)
    return tx.execute(update(objects).where(mine).values(until=until)).rowcount > 0


def give_up(tx: Connection, keys: Collection[str]) -> None:
    """Let those go that are no blobs yet."""
    mine = is_one_of(tx, objects.c.key, keys) & (objects.c.state == PLACING)
    tx.execute(update(objects).where(mine).values(state=LEAVING))


def expire(tx: Connection, sha256: str) -> None:
    """Let go what was to be placed by now."""
    late = (objects.c.state == PLACING) & (objects.c.until < utc_now())
    tx.execute(update(objects).where(late, objects.c.sha256 == sha256).values(state=LEAVING))


def leaving(tx: Connection, digests: Collection[str]) -> list[Row[Any]]:
    """Return the objects with these bytes that are to go."""
    its = is_one_of(tx, objects.c.sha256, digests) & (objects.c.state == LEAVING)
    return list(tx.execute(select(objects).where(its)))


def all_leaving(tx: Connection) -> list[Row[Any]]:
    """Return digest and size of all that is to go, or was to be placed by now."""
    late = (objects.c.state == PLACING) & (objects.c.until < utc_now())
    which = (objects.c.state == LEAVING) | late
    return list(tx.execute(select(objects.c.sha256, objects.c.size).where(which)))


def gone(tx: Connection, keys: Collection[str]) -> None:
    """Forget objects that have gone."""
    its = is_one_of(tx, objects.c.key, keys) & (objects.c.state == LEAVING)
    tx.execute(delete(objects).where(its))


def keys_of(tx: Connection, digests: Collection[str]) -> dict[str, str]:
    """Return the keys of blobs, by digest."""
    query = select(blobs.c.sha256, blobs.c.key).where(
        is_one_of(tx, blobs.c.sha256, digests), blobs.c.key.is_not(None)
    )
    return {row.sha256: row.key for row in tx.execute(query)}


def kept(tx: Connection, keys: Collection[str]) -> set[str]:
    """Return those of some keys that are blobs, or may become some."""
    # One statement, one state: an object goes from the one table to the other.
    of_blobs = select(blobs.c.key.label("key"), literal("").label("state")).where(
        is_one_of(tx, blobs.c.key, keys)
    )
    of_objects = select(objects.c.key, objects.c.state).where(
        is_one_of(tx, objects.c.key, keys), objects.c.state == PLACING
    )
    return {row.key for row in tx.execute(of_blobs.union_all(of_objects))}
