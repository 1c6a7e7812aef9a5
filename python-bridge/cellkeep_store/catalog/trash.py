"""What is to be deleted, and what is in the trash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Connection, Table, and_, func, or_, select

from cellkeep_core.protocol import TrashItem, TrashPage
from cellkeep_store.catalog import queries, search
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.catalog.many_rows import portions
from cellkeep_store.catalog.removal import Doomed
from cellkeep_store.catalog.rows import artifact_from
from cellkeep_store.catalog.shown import leave_out_all_unseen
from cellkeep_store.catalog.tables import artifacts, runs, trash


def find(
    tx: Connection, ids: list[str], where: ArtifactFilter | None, run_id: str | None
) -> Iterator[Doomed]:
    """Yield the artifacts that are meant, by id, filter or run."""
    plain = select(artifacts.c.id, artifacts.c.sha256, artifacts.c.size)
    for part in portions(ids, 500):
        yield from (Doomed(*row) for row in tx.execute(plain.where(artifacts.c.id.in_(part))))
    if run_id is not None:
        queries.get_run(tx, run_id)
        yield from (Doomed(*row) for row in search.every_key(tx, ArtifactFilter(run=run_id)))
    if where is not None:
        yield from (Doomed(*row) for row in search.every_key(tx, where))


def all_of(tx: Connection, ids: list[str] | None, *, before: str | None = None) -> list[Doomed]:
    """Return what is in the trash: all of it, or these, or what came before a time."""
    query = select(trash.c.id, trash.c.sha256, trash.c.size)
    if before is not None:
        query = query.where(trash.c.deleted_at < before)
    wanted = None if ids is None else set(ids)
    return [Doomed(*row) for row in tx.execute(query) if wanted is None or row.id in wanted]


def in_words(tx: Connection, table: Table, ids: list[str]) -> Iterator[tuple[str, str | None, str]]:
    """Yield run, id, and name with version, of artifacts or of what is in the trash."""
    for row in tx.execute(select(table).where(table.c.id.in_(ids))).all():
        kept = json.loads(row.artifact) if table is trash else row._mapping  # noqa: SLF001
        yield row.run_id, row.id, f"{kept['name']} v{kept['version']}"


def totals(tx: Connection) -> tuple[int, int]:
    """Return the number of artifacts in the trash, and their bytes."""
    row = tx.execute(select(func.count(), func.sum(trash.c.size))).one()
    return int(row[0]), int(row[1] or 0)


def page(tx: Connection, *, limit: int, cursor: str | None) -> TrashPage:
    """Return a page of the trash, the latest first."""
    query = (
        select(trash, runs.c.name.label("run_name"))
        .join_from(trash, runs, trash.c.run_id == runs.c.id)
        .order_by(trash.c.deleted_at.desc(), trash.c.id.desc())
        .limit(queries.page_size(limit) + 1)
    )
    if cursor is not None:
        # A time and an id; any other text finds nothing, which is harmless.
        moment, _, last = cursor.partition("_")
        before = and_(trash.c.deleted_at == moment, trash.c.id < last)
        query = query.where(or_(trash.c.deleted_at < moment, before))
    rows = tx.execute(query).all()
    count, size = totals(tx)
    found = TrashPage(items=[_item(row) for row in rows[:limit]], artifacts=count, bytes=size)
    for item in found.items:
        leave_out_all_unseen(tx, item.artifact)
    if len(rows) > limit:
        found.next_cursor = f"{rows[limit - 1].deleted_at}_{rows[limit - 1].id}"
    return found


def _item(row: Any) -> TrashItem:
    kept = json.loads(row.artifact)
    named = kept.pop("aliases")
    fields = SimpleNamespace(**kept, run_name=row.run_name, has_thumbnail=row.thumbnail is not None)
    artifact = artifact_from(cast("Any", fields))
    if named:
        artifact.aliases = named
    return TrashItem(artifact=artifact, deleted_at=row.deleted_at)
