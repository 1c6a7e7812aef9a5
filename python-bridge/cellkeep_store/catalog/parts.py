"""Blobs that are known by the digests of their parts, until somebody has read the whole.

The storage compares each part with its SHA-256; what the whole is said to have nobody has seen.
Such a blob is therefore another one than that of the digest it is said to have (`parts_identity`),
and becomes it, or one with it, here.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from cellkeep_core.ids import utc_now
from cellkeep_store.catalog import objects
from cellkeep_store.catalog.related import add_change
from cellkeep_store.catalog.tables import artifacts, blobs, runs, trash


def unread(tx: Connection) -> list[str]:
    """Return what blobs are known by that nobody has read yet, the oldest first."""
    of_parts = blobs.c.claimed.is_not(None) & blobs.c.damaged.is_(False)
    return list(
        tx.execute(select(blobs.c.sha256).where(of_parts).order_by(blobs.c.stored_at)).scalars()
    )


def become_whole(tx: Connection, row: Row[Any]) -> None:
    """Make a blob of parts the blob of the digest that it was found to have, as was claimed."""
    sha256, now = row.claimed, utc_now()
    there = tx.execute(select(blobs).where(blobs.c.sha256 == sha256)).first()
    if there is None:
        columns = {"size": row.size, "stored_at": row.stored_at, "damaged": False, "key": row.key}
        tx.execute(insert(blobs).values(sha256=sha256, **columns))
    elif there.damaged:
        objects.replace(tx, there, objects.Place(row.key))
        tx.execute(update(blobs).where(blobs.c.sha256 == sha256).values(damaged=False))
    else:
        objects.leave(tx, row.key, sha256, row.size)
    whole = {"sha256": sha256, "claimed": None}
    its = artifacts.c.sha256 == row.sha256
    changed = tx.execute(select(artifacts.c.id, artifacts.c.run_id).where(its)).all()
    tx.execute(update(artifacts).where(its).values(**whole))
    for one in tx.execute(select(trash).where(trash.c.sha256 == row.sha256)).all():
        kept = json.dumps({**json.loads(one.artifact), **whole})
        tx.execute(update(trash).where(trash.c.id == one.id).values(sha256=sha256, artifact=kept))
    tx.execute(delete(blobs).where(blobs.c.sha256 == row.sha256))
    for one in changed:
        seq = add_change(tx, "updated", one.run_id, now, one.id)
        tx.execute(update(runs).where(runs.c.id == one.run_id).values(last_change=seq))
