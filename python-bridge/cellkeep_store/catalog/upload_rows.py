"""Uploads whose pieces are objects: what is written down of them."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from cellkeep_store.catalog.many_rows import is_one_of
from cellkeep_store.catalog.tables import upload_pieces, uploads


def create(tx: Connection, upload_id: str, info: str, thumbnail: bytes | None) -> None:
    """Insert one without bytes; raise `IntegrityError` where there is one."""
    row = {"id": upload_id, "info": info, "thumbnail": thumbnail}
    tx.execute(insert(uploads).values(**row, received=0, version="", written_at=time.time()))


def describe(tx: Connection, upload_id: str, info: str, thumbnail: bytes | None) -> bool:
    """Replace the description, and the thumbnail where one is given; False where there is none."""
    values: dict[str, Any] = {"info": info, "written_at": time.time()}
    if thumbnail:
        values["thumbnail"] = thumbnail
    return tx.execute(update(uploads).where(uploads.c.id == upload_id).values(values)).rowcount > 0


def find(tx: Connection, upload_id: str) -> Row[Any] | None:
    """Return one, None where there is none."""
    return next(iter(find_all(tx, [upload_id])), None)


def find_all(tx: Connection, upload_ids: Collection[str]) -> list[Row[Any]]:
    """Return those of some that there are."""
    return list(tx.execute(select(uploads).where(is_one_of(tx, uploads.c.id, upload_ids))))


def begun(tx: Connection) -> list[Row[Any]]:
    """Return those that are no artifacts yet."""
    columns = (uploads.c.id, uploads.c.info, uploads.c.received, uploads.c.written_at)
    return list(tx.execute(select(*columns).where(uploads.c.received.is_not(None))))


def left(tx: Connection, before: float) -> list[str]:
    """Return the ids of those that nobody has written to since (Unix time)."""
    return list(tx.execute(select(uploads.c.id).where(uploads.c.written_at <= before)).scalars())


def change(tx: Connection, upload_id: str, seen: str, version: str, received: int | None) -> bool:
    """Say how many bytes there are now; False where somebody else has written meanwhile."""
    mine = (uploads.c.id == upload_id) & (uploads.c.version == seen)
    values = {"received": received, "version": version, "written_at": time.time()}
    return tx.execute(update(uploads).where(mine).values(values)).rowcount > 0


def touch(tx: Connection, upload_id: str) -> None:
    """Note that somebody goes on with one."""
    its = uploads.c.id == upload_id
    tx.execute(update(uploads).where(its).values(written_at=time.time()))


def add_piece(tx: Connection, upload_id: str, start: int, size: int, key: str) -> None:
    """Insert a piece."""
    row = {"upload_id": upload_id, "start": start, "size": size, "key": key}
    tx.execute(insert(upload_pieces).values(**row))


def pieces(tx: Connection, upload_id: str) -> list[Row[Any]]:
    """Return the pieces of one, in their order."""
    query = select(upload_pieces).where(upload_pieces.c.upload_id == upload_id)
    return list(tx.execute(query.order_by(upload_pieces.c.start)))


def cut(tx: Connection, upload_id: str, start: int) -> None:
    """Delete the pieces from an offset on."""
    its = (upload_pieces.c.upload_id == upload_id) & (upload_pieces.c.start >= start)
    tx.execute(delete(upload_pieces).where(its))


def remove(tx: Connection, upload_id: str) -> None:
    """Delete one with its pieces."""
    cut(tx, upload_id, 0)
    tx.execute(delete(uploads).where(uploads.c.id == upload_id))


def known_keys(tx: Connection, keys: Iterable[str]) -> set[str]:
    """Return those keys that are pieces."""
    query = select(upload_pieces.c.key).where(is_one_of(tx, upload_pieces.c.key, keys))
    return set(tx.execute(query).scalars())
