"""Which objects of a storage have the bytes of blobs, and which are on their way in or out.

A key is given once and never again. An object becomes a blob only by the row that its save wrote
before its bytes: whoever removes that row, or the blob's, in a transaction has decided what
becomes of the object, whatever locks were lost meanwhile. What has neither row is nobody's.

Small blobs of one save share an object, a pack. It is theirs until the last of them has left it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, exists, func, insert, literal, select, update

from cellkeep_core.ids import utc_now
from cellkeep_store.catalog.many_rows import insert_rows, is_one_of
from cellkeep_store.catalog.tables import blobs, objects

PLACING, LEAVING = "placing", "leaving"


class Place(NamedTuple):
    """Where in the storage the bytes of a blob are.

    Attributes
    ----------
    key : str
        Of the object.
    start : int or None
        The first byte in a pack; None where the object has these bytes and nothing else.
    """

    key: str
    start: int | None = None

    @property
    def may_be_addressed(self) -> bool:
        """Whether who gets the object's address gets no byte of another blob.

        The address of a pack shows all of it: those bytes are read through the service alone.
        """
        return self.start is None


def place(tx: Connection, coming: Iterable[tuple[str, str, int]], until: str) -> None:
    """Write down which objects are about to come, and until when at the latest.

    Parameters
    ----------
    coming : iterable of (str, str, int)
        Key, SHA-256 and size of each.
    """
    rows = [
        {"key": key, "sha256": sha256, "size": size, "state": PLACING, "until": until}
        for key, sha256, size in coming
    ]
    insert_rows(tx, objects, rows)


def take(tx: Connection, keys: Collection[str]) -> bool:
    """Remove the rows of what becomes blobs; return whether all of them were still there."""
    if not keys:
        return True
    mine = is_one_of(tx, objects.c.key, keys) & (objects.c.state == PLACING)
    return tx.execute(delete(objects).where(mine)).rowcount == len(keys)


def replace(tx: Connection, old: Row[Any], place: Place) -> None:
    """Make what is in another place the bytes of a blob."""
    tx.execute(update(blobs).where(blobs.c.sha256 == old.sha256).values(**place._asdict()))
    let_go(tx, old)


def let_go(tx: Connection, blob: Row[Any]) -> None:
    """Have the object go that a blob had, unless others share it."""
    if blob.key is None:
        return
    if blob.start is not None:
        shared = select(exists().where(blobs.c.key == blob.key))
        # Two that leave side by side may each see the other: then `collect` finds a pack that is
        # nobody's.
        if tx.execute(shared).scalar():
            return
    leave(tx, blob.key, blob.sha256, blob.size)


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


def places_of(tx: Connection, digests: Collection[str]) -> dict[str, Place]:
    """Return where blobs are, by digest."""
    query = select(blobs.c.sha256, blobs.c.key, blobs.c.start).where(
        is_one_of(tx, blobs.c.sha256, digests), blobs.c.key.is_not(None)
    )
    return {row.sha256: Place(row.key, row.start) for row in tx.execute(query)}


def packed_in(tx: Connection, keys: Collection[str]) -> list[Row[Any]]:
    """Return the blobs in those of some objects that are packs, in their order there."""
    its = is_one_of(tx, blobs.c.key, keys) & blobs.c.start.is_not(None)
    return list(tx.execute(select(blobs).where(its).order_by(blobs.c.key, blobs.c.start)))


def bytes_in(tx: Connection, keys: Collection[str]) -> dict[str, int]:
    """Return how many bytes of packs are those of blobs, by key."""
    its = is_one_of(tx, blobs.c.key, keys) & blobs.c.start.is_not(None)
    query = select(blobs.c.key, func.sum(blobs.c.size).label("bytes")).where(its)
    return {row.key: int(row.bytes) for row in tx.execute(query.group_by(blobs.c.key))}


def kept(tx: Connection, keys: Collection[str]) -> set[str]:
    """Return those of some keys that are blobs, or may become some."""
    # One statement, one state: an object goes from the one table to the other.
    of_blobs = select(blobs.c.key.label("key"), literal("").label("state")).where(
        is_one_of(tx, blobs.c.key, keys)
    )
    of_objects = select(objects.c.key, objects.c.state).where(
        is_one_of(tx, objects.c.key, keys), objects.c.state == PLACING
    )
    return {row.key for row in tx.execute(of_blobs.union(of_objects))}
