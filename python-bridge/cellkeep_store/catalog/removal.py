"""The trash, and what leaves the catalog for good, each function inside a write transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, exists, func, insert, or_, select

from cellkeep_core.ids import utc_now
from cellkeep_core.protocol import Provenance, from_json
from cellkeep_store.catalog import objects
from cellkeep_store.catalog.many_rows import portions
from cellkeep_store.catalog.moving import notebook_files
from cellkeep_store.catalog.related import add_change, input_rows, put_artifact_tags
from cellkeep_store.catalog.run_texts import run_texts
from cellkeep_store.catalog.run_values import MAY_HAVE_VALUES, refresh_values
from cellkeep_store.catalog.tables import (
    aliases,
    artifacts,
    blobs,
    former_names,
    inputs,
    names,
    run_tags,
    run_values,
    runs,
    thumbnails,
    trash,
)
from cellkeep_store.catalog.texts import forget_texts, search_again

_COLUMNS = [column.name for column in artifacts.columns]


class Doomed(NamedTuple):
    """An artifact that is to go."""

    id: str
    sha256: str
    size: int


def _forget_blob(tx: Connection, sha256: str) -> bool:
    """Remove the row of a blob that neither an artifact nor the trash has.

    With it goes the only name of an object in the storage: nobody can take that up again.
    """
    used = or_(
        exists().where(artifacts.c.sha256 == sha256), exists().where(trash.c.sha256 == sha256)
    )
    if tx.execute(select(used)).scalar():
        return False
    row = tx.execute(select(blobs).where(blobs.c.sha256 == sha256)).first()
    tx.execute(delete(blobs).where(blobs.c.sha256 == sha256))
    if row is not None:
        objects.let_go(tx, row)
    return True


def trash_artifacts(tx: Connection, ids: list[str]) -> int:
    """Move artifacts to the trash, with all that `restore` needs; return how many there were."""
    now = utc_now()
    rows = tx.execute(select(artifacts).where(artifacts.c.id.in_(ids))).all()
    pictures = {
        row.artifact_id: row.png
        for row in tx.execute(select(thumbnails).where(thumbnails.c.artifact_id.in_(ids)))
    }
    named: dict[str, list[str]] = {}
    for row in tx.execute(select(aliases).where(aliases.c.artifact_id.in_(ids))):
        named.setdefault(row.artifact_id, []).append(row.alias)
    for row in rows:
        kept = {column: getattr(row, column) for column in _COLUMNS}
        tx.execute(
            insert(trash).values(
                id=row.id,
                run_id=row.run_id,
                sha256=row.sha256,
                size=row.size,
                deleted_at=now,
                artifact=json.dumps({**kept, "aliases": named.get(row.id, [])}),
                thumbnail=pictures.get(row.id),
            )
        )
    _remove_rows(tx, rows, now)
    return len(rows)


def trash_older(tx: Connection, run_id: str, name: str, version: int) -> None:
    """Move the versions of a name before one to the trash: a run that overwrites."""
    query = select(artifacts.c.id).where(
        artifacts.c.run_id == run_id, artifacts.c.name == name, artifacts.c.version < version
    )
    ids = list(tx.execute(query).scalars())
    if ids:
        trash_artifacts(tx, ids)


def restore(tx: Connection, ids: list[str]) -> list[str]:
    """Bring artifacts back from the trash as they were; return those that were there."""
    rows = tx.execute(select(trash).where(trash.c.id.in_(ids))).all()
    now = utc_now()
    for row in rows:
        kept = json.loads(row.artifact)
        its_aliases = kept.pop("aliases")
        kept["text_id"] = None  # it went with the artifact
        tx.execute(delete(trash).where(trash.c.id == row.id))
        tx.execute(insert(artifacts).values(**kept))
        put_artifact_tags(tx, kept["seq"], json.loads(kept["tags"]))
        used = input_rows(row.id, from_json(kept["provenance"], Provenance))
        if used:
            tx.execute(insert(inputs), used)
        if row.thumbnail is not None:
            tx.execute(insert(thumbnails).values(artifact_id=row.id, png=row.thumbnail))
        for alias in its_aliases:
            _restore_alias(tx, kept, alias)
        search_again(tx, row.id)
        add_change(tx, "stored", row.run_id, now, row.id)
    _refresh_values(tx, ((row.run_id, json.loads(row.artifact)["name"]) for row in rows))
    return [row.id for row in rows]


def delete_rows(tx: Connection, ids: list[str]) -> list[Doomed]:
    """Delete artifacts, without the trash; return the blobs whose files are free now."""
    rows = tx.execute(select(artifacts).where(artifacts.c.id.in_(ids))).all()
    _remove_rows(tx, rows, utc_now())
    return _freed(tx, rows)


def purge(tx: Connection, ids: list[str]) -> tuple[int, list[Doomed]]:
    """Empty the trash of these; return how many went, and the blobs whose files are free now."""
    rows = tx.execute(select(trash).where(trash.c.id.in_(ids))).all()
    tx.execute(delete(trash).where(trash.c.id.in_(ids)))
    return len(rows), _freed(tx, rows)


def remove_run(tx: Connection, run_id: str, *, forget_numbers: bool) -> bool:
    """Remove a run that nothing belongs to any more; return whether it went.

    Parameters
    ----------
    forget_numbers : bool
        Also one that had artifacts, whose names and numbers may then be given again.
    """
    used = or_(
        exists().where(artifacts.c.run_id == run_id), exists().where(trash.c.run_id == run_id)
    )
    if not forget_numbers:
        used = or_(used, exists().where(names.c.run_id == run_id))
    if tx.execute(select(used)).scalar():
        return False
    for table in (names, former_names, run_tags, run_texts, run_values, aliases, notebook_files):
        tx.execute(delete(table).where(table.c.run_id == run_id))
    gone = tx.execute(delete(runs).where(runs.c.id == run_id)).rowcount > 0
    if gone:
        add_change(tx, "deleted", run_id, utc_now())
    return gone


def freed_by(tx: Connection, doomed: Iterable[Doomed]) -> int:
    """Return the bytes of the blobs that nothing but these artifacts has, in trash or out."""
    count: dict[str, int] = {}
    sizes: dict[str, int] = {}
    for each in doomed:
        count[each.sha256] = count.get(each.sha256, 0) + 1
        sizes[each.sha256] = each.size
    total = 0
    for part in portions(sorted(count), 500):
        used: dict[str, int] = dict.fromkeys(part, 0)
        for table in (artifacts, trash):
            query = select(table.c.sha256, func.count()).where(table.c.sha256.in_(part))
            for sha256, number in tx.execute(query.group_by(table.c.sha256)):
                used[sha256] += number
        total += sum(sizes[sha256] for sha256 in part if used[sha256] <= count[sha256])
    return total


def expired(tx: Connection, days_ago: Callable[[int], str]) -> list[Doomed]:
    """Return what is past its run's retention; an artifact with an alias is kept.

    Parameters
    ----------
    days_ago : callable
        Gives the time of the protocol so many days ago.
    """
    found: dict[str, Doomed] = {}
    keeping = select(runs.c.id, runs.c.keep_days, runs.c.keep_last).where(
        or_(runs.c.keep_days.is_not(None), runs.c.keep_last.is_not(None))
    )
    for run in tx.execute(keeping).all():
        rank = func.row_number().over(
            partition_by=artifacts.c.name, order_by=artifacts.c.version.desc()
        )
        its = (
            select(
                artifacts.c.id,
                artifacts.c.sha256,
                artifacts.c.size,
                artifacts.c.stored_at,
                rank.label("rank"),
            )
            .where(artifacts.c.run_id == run.id)
            .subquery()
        )
        over = []
        if run.keep_days is not None:
            over.append(its.c.stored_at < days_ago(run.keep_days))
        if run.keep_last is not None:
            over.append(its.c.rank > run.keep_last)
        named = exists().where(aliases.c.artifact_id == its.c.id)
        for row in tx.execute(select(its).where(or_(*over), ~named)):
            found[row.id] = Doomed(row.id, row.sha256, row.size)
    return list(found.values())


def _remove_rows(tx: Connection, rows: Any, now: str) -> None:
    ids = [row.id for row in rows]
    tx.execute(delete(thumbnails).where(thumbnails.c.artifact_id.in_(ids)))
    tx.execute(delete(artifacts).where(artifacts.c.id.in_(ids)))
    forget_texts(tx, (row.text_id for row in rows if row.text_id is not None))
    for row in rows:
        add_change(tx, "deleted", row.run_id, now, row.id)
    _refresh_values(tx, ((row.run_id, row.name) for row in rows if row.kind in MAY_HAVE_VALUES))


def _refresh_values(tx: Connection, changed: Iterable[tuple[str, str]]) -> None:
    by_run: dict[str, set[str]] = {}
    for run_id, name in changed:
        by_run.setdefault(run_id, set()).add(name)
    for run_id, its_names in by_run.items():
        refresh_values(tx, run_id, its_names)


def _freed(tx: Connection, rows: Iterable[Row[Any]]) -> list[Doomed]:
    sizes = {row.sha256: Doomed(row.id, row.sha256, row.size) for row in rows}
    return [each for sha256, each in sizes.items() if _forget_blob(tx, sha256)]


def _restore_alias(tx: Connection, kept: dict[str, Any], alias: str) -> None:
    where = (
        (aliases.c.run_id == kept["run_id"])
        & (aliases.c.name == kept["name"])
        & (aliases.c.alias == alias)
    )
    # Another version may have been given the alias meanwhile: that later choice stands.
    if tx.execute(select(exists().where(where))).scalar():
        return
    tx.execute(
        insert(aliases).values(
            run_id=kept["run_id"], name=kept["name"], alias=alias, artifact_id=kept["id"]
        )
    )
