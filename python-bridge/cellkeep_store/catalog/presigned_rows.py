"""Uploads that clients put into the object storage themselves: what is written down of them.

An upload's row (`upload_rows`) says what it is; these say where its bytes go, and by which digests
the storage must compare its parts. A digest is said once: all addresses for a part carry it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from cellkeep_core.errors import CellkeepError
from cellkeep_store.catalog.many_rows import insert_rows
from cellkeep_store.catalog.tables import presigned, presigned_parts


def create(tx: Connection, upload_id: str, key: str, part_size: int) -> None:
    """Insert one; raise `IntegrityError` where there is one."""
    row = {"upload_id": upload_id, "key": key, "part_size": part_size}
    tx.execute(insert(presigned).values(**row))


def find(tx: Connection, upload_id: str) -> Row[Any] | None:
    """Return one, None where there is none."""
    return tx.execute(select(presigned).where(presigned.c.upload_id == upload_id)).first()


def set_multipart(tx: Connection, upload_id: str, multipart: str) -> bool:
    """Write down the storage's id of an upload in parts; False where there is one already."""
    new = (presigned.c.upload_id == upload_id) & presigned.c.multipart.is_(None)
    return tx.execute(update(presigned).where(new).values(multipart=multipart)).rowcount > 0


def remove(tx: Connection, upload_id: str) -> None:
    """Delete one with its parts; the upload itself stays."""
    tx.execute(delete(presigned).where(presigned.c.upload_id == upload_id))


def digests(tx: Connection, upload_id: str) -> dict[int, str]:
    """Return the SHA-256 of the parts of which it was said, by their numbers."""
    its = presigned_parts.c.upload_id == upload_id
    query = select(presigned_parts).where(its).order_by(presigned_parts.c.number)
    return {row.number: row.sha256 for row in tx.execute(query)}


def add_digests(tx: Connection, upload_id: str, said: Mapping[int, str]) -> bool:
    """Write down the SHA-256 of parts; False where there is no such upload.

    Raises
    ------
    CellkeepError
        ``ID_CONFLICT`` where another one was said of a part.
    """
    # Of two requests at once the second waits here, and then sees what the first has written.
    whole = select(presigned).where(presigned.c.upload_id == upload_id).with_for_update()
    if tx.execute(whole).first() is None:
        return False
    known = digests(tx, upload_id)
    if any(known.get(number, sha256) != sha256 for number, sha256 in said.items()):
        raise CellkeepError(
            "Parts of this upload were said to be other bytes before.",
            hint="Save it again, so that it gets an id of its own.",
            code="ID_CONFLICT",
        )
    rows = [
        {"upload_id": upload_id, "number": number, "sha256": sha256}
        for number, sha256 in said.items()
        if number not in known
    ]
    insert_rows(tx, presigned_parts, rows)
    return True
