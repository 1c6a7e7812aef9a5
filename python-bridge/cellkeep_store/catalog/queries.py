"""What is read from the catalog."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, or_, select

from cellkeep_core.errors import (
    ArtifactNotFoundError,
    BadRequestError,
    CellkeepError,
    RunNotFoundError,
)
from cellkeep_core.limits import MAX_PAGE
from cellkeep_core.protocol import (
    Artifact,
    ChangeEvent,
    Receipt,
    RunInfo,
    RunPage,
    or_unset,
)
from cellkeep_store.catalog.many_rows import is_one_of, portions
from cellkeep_store.catalog.rows import artifact_from, receipt_from, run_from, settings_from
from cellkeep_store.catalog.run_counts import of_runs, run_counts
from cellkeep_store.catalog.shown import leave_out_unseen, tell_rights
from cellkeep_store.catalog.tables import (
    aliases,
    artifacts,
    blobs,
    changes,
    facets,
    names,
    receipts,
    run_tags,
    runs,
    thumbnails,
)
from cellkeep_store.catalog.words import search_text

IMPORTED = "imported_from"
"""The key in a run's metadata that says it came with an archive, and of which store."""

_BEGINNING = re.compile(r"[0-9a-f]{8,32}")
_SEARCHED = ("search", "text_id", "notebook")  # what artifacts are found by, and nobody is told

ARTIFACT = select(
    *(column for column in artifacts.c if column.name not in _SEARCHED),
    runs.c.name.label("run_name"),
    exists().where(thumbnails.c.artifact_id == artifacts.c.id).label("has_thumbnail"),
).join_from(artifacts, runs, artifacts.c.run_id == runs.c.id)

_ALIASES = select(aliases.c.artifact_id, aliases.c.alias).order_by(aliases.c.alias)


def find_receipt(tx: Connection, offer_id: str) -> Receipt | None:
    """Return the receipt of an offer."""
    row = tx.execute(select(receipts).where(receipts.c.offer_id == offer_id)).first()
    return None if row is None else receipt_from(row)


def find_blob(tx: Connection, sha256: str) -> Row[Any] | None:
    """Return a blob's row."""
    return tx.execute(select(blobs).where(blobs.c.sha256 == sha256)).first()


def blob_of(tx: Connection, artifact_id: str) -> str | None:
    """Return what the bytes of an artifact are known by, None where there is no such artifact."""
    return tx.execute(select(artifacts.c.sha256).where(artifacts.c.id == artifact_id)).scalar()


def get_run(tx: Connection, run_id: str) -> RunInfo:
    """Return a run, or raise `RunNotFoundError`."""
    found = run_infos(tx, select(runs).where(runs.c.id == run_id))
    if not found:
        raise RunNotFoundError(f"There is no run {run_id!r} in the store.")
    return found[0]


def id_begins(text: str) -> ColumnElement[bool] | None:
    """Return the condition that a run's id begins so; None of a text that no id begins with."""
    if _BEGINNING.fullmatch(text) is None:
        return None
    return and_(runs.c.id >= text, runs.c.id < f"{text}g")


def list_runs(
    tx: Connection,
    *,
    limit: int,
    cursor: str | None,
    q: str | None,
    folder: str | None = None,
    notebook: str | None = None,
    tag: str | None = None,
    name: str | None = None,
) -> RunPage:
    """Return a page of runs, the one with the latest save first."""
    query = select(runs).order_by(runs.c.last_change.desc()).limit(page_size(limit) + 1)
    if name is None:
        query = query.where(is_listed())
    else:  # an id, or its beginning, means its run whatever it holds
        named = and_(runs.c.name == _composed(name), is_listed())
        begins = id_begins(name)
        query = query.where(named if begins is None else or_(begins, named))
    if cursor is not None:
        query = query.where(runs.c.last_change < number_of(cursor))
    for word in search_text(q).split() if q else ():
        query = query.where(runs.c.search.contains(word, autoescape=True))
    if folder is not None:
        query = query.where(runs.c.folder == folder)
    if notebook is not None:
        query = query.where(runs.c.notebook == notebook)
    if tag is not None:
        query = query.where(runs.c.id.in_(select(run_tags.c.run_id).where(run_tags.c.tag == tag)))
    rows = tx.execute(query).all()
    page = RunPage(items=run_infos(tx, rows[:limit]))
    if len(rows) > limit:
        page.next_cursor = str(rows[limit - 1].last_change)
    return page


def run_infos(tx: Connection, found: Select[Any] | list[Row[Any]] | Any) -> list[RunInfo]:
    """Return runs with what they hold: those of a query of `runs`, or of its rows."""
    rows = tx.execute(found).all() if isinstance(found, Select) else found
    counted = tx.execute(of_runs().where(run_counts.c.run_id.in_([row.id for row in rows])))
    totals = {its.key: (its.artifacts, its.bytes) for its in counted}
    empty = [row.id for row in rows if row.id not in totals]
    emptied = set(tx.execute(select(names.c.run_id).where(names.c.run_id.in_(empty))).scalars())
    infos = []
    for row in rows:
        count, size = totals.get(row.id, (0, 0))
        info = RunInfo(
            run=run_from(row),
            artifacts=count,
            bytes=size,
            updated_at=row.updated_at,
            settings=settings_from(row),
            emptied=or_unset(row.id in emptied or None),
        )
        infos.append(info)
    tell_rights(tx, infos)
    return infos


def is_listed() -> ColumnElement[bool]:
    """Return the condition on `runs` that one has artifacts, or never had any.

    A run of which everything is deleted is out of sight until something of it comes back. Its
    row stays, as its names do: their numbers are never given again.
    """
    has_artifacts = exists().where(facets.c.run_id == runs.c.id)
    had_artifacts = exists().where(names.c.run_id == runs.c.id)
    return or_(has_artifacts, ~had_artifacts)


def artifacts_of(tx: Connection, query: Select[Any]) -> list[Artifact]:
    """Return the artifacts of a query of `ARTIFACT`, with their aliases."""
    found = [artifact_from(row) for row in tx.execute(query).all()]
    by_id = {artifact.id: artifact for artifact in found}
    for part in portions(list(by_id), 500):
        its = _ALIASES.where(is_one_of(tx, aliases.c.artifact_id, part))
        for row in tx.execute(its).all():
            artifact = by_id[row.artifact_id]
            artifact.aliases = [*(artifact.aliases or ()), row.alias]
    leave_out_unseen(tx, found)
    return found


def artifacts_by_seq(tx: Connection, seqs: list[int]) -> dict[int, Artifact]:
    """Return artifacts by their order of arrival."""
    found = artifacts_of(tx, ARTIFACT.where(is_one_of(tx, artifacts.c.seq, seqs))) if seqs else []
    return {artifact.seq: artifact for artifact in found}


def get_artifact(tx: Connection, artifact_id: str) -> Artifact:
    """Return an artifact, or raise `ArtifactNotFoundError`."""
    found = artifacts_of(tx, ARTIFACT.where(artifacts.c.id == artifact_id))
    if not found:
        raise ArtifactNotFoundError(f"There is no artifact {artifact_id!r} in the store.")
    return found[0]


def find_artifact(tx: Connection, run_id: str, name: str, version: int | None) -> Artifact:
    """Return a version of a name in a run, the latest by default."""
    where = and_(artifacts.c.run_id == run_id, artifacts.c.name == _composed(name))
    query = ARTIFACT.where(where).order_by(artifacts.c.version.desc()).limit(1)
    if version is not None:
        query = query.where(artifacts.c.version == version)
    found = artifacts_of(tx, query)
    if not found:
        what = f"{name!r}" if version is None else f"version {version} of {name!r}"
        raise ArtifactNotFoundError(f"There is no {what} in this run.")
    return found[0]


def get_thumbnail(tx: Connection, artifact_id: str) -> bytes | None:
    """Return an artifact's thumbnail."""
    query = select(thumbnails.c.png).where(thumbnails.c.artifact_id == artifact_id)
    png = tx.execute(query).scalar()
    return None if png is None else bytes(png)


def list_changes(tx: Connection, seq: int, limit: int, last: int | None) -> list[ChangeEvent]:
    """Return the changes after one, in order, up to the last that is certain.

    A change of an artifact that was deleted since has its id only; its delete follows.
    """
    query = select(changes).where(changes.c.seq > seq).order_by(changes.c.seq)
    if last is not None:
        query = query.where(changes.c.seq <= last)
    rows = tx.execute(query.limit(page_size(limit))).all()
    ids = {row.artifact_id for row in rows if row.artifact_id and row.kind != "deleted"}
    there = {}
    # In portions: a statement takes so many parameters and no more.
    for part in portions(sorted(ids), 500):
        for artifact in artifacts_of(tx, ARTIFACT.where(artifacts.c.id.in_(part))):
            there[artifact.id] = artifact
    return [
        ChangeEvent(
            seq=row.seq,
            kind=row.kind,
            run_id=row.run_id,
            artifact_id=or_unset(row.artifact_id or None),
            artifact=or_unset(there.get(row.artifact_id)),
        )
        for row in rows
    ]


def last_change(tx: Connection) -> int:
    """Return the seq of the latest change, 0 where there is none."""
    return int(tx.execute(select(func.max(changes.c.seq))).scalar() or 0)


def totals(tx: Connection) -> tuple[int, int, int]:
    """Return the numbers of listed runs and of artifacts, and the bytes of all blobs."""
    return (
        int(tx.execute(select(func.count()).select_from(runs).where(is_listed())).scalar() or 0),
        int(tx.execute(select(func.sum(of_runs().subquery().c.artifacts))).scalar() or 0),
        stored_bytes(tx),
    )


def stored_bytes(tx: Connection) -> int:
    """Return the bytes of all blobs."""
    return int(tx.execute(select(func.sum(blobs.c.size))).scalar() or 0)


def blob_page(tx: Connection, after: str, limit: int) -> list[Row[Any]]:
    """Return rows of blobs in order of their digest, from after one on."""
    query = select(blobs).where(blobs.c.sha256 > after).order_by(blobs.c.sha256).limit(limit)
    return list(tx.execute(query).all())


def all_blobs(tx: Connection) -> Iterator[Row[Any]]:
    """Yield every row of blobs, not all in memory at once."""
    yield from tx.execution_options(yield_per=1000).execute(select(blobs))


def integrity_problems(tx: Connection) -> list[str]:
    """Return what the database finds wrong with itself; PostgreSQL looks by itself."""
    if tx.dialect.name != "sqlite":
        return []
    told = [str(row[0]) for row in tx.exec_driver_sql("PRAGMA quick_check(20)") if row[0] != "ok"]
    strays = tx.exec_driver_sql("PRAGMA foreign_key_check")
    told.extend(f"a row of {row[0]} names a row of {row[2]} that is not there" for row in strays)
    return told


def names_of_blob(tx: Connection, sha256: str) -> list[str]:
    """Return ``run/name v1`` of each artifact that has a blob."""
    query = ARTIFACT.where(artifacts.c.sha256 == sha256).order_by(artifacts.c.seq)
    return [f"{row.run_name}: {row.name} v{row.version}" for row in tx.execute(query)]


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def page_size(limit: int) -> int:
    """Return the size of a page that is asked for, or refuse it."""
    if not 1 <= limit <= MAX_PAGE:
        raise BadRequestError(f"A page has 1 to {MAX_PAGE} rows, not {limit}.")
    return limit


def number_of(cursor: str) -> int:
    """Return the number that a cursor is, or refuse it."""
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 16):
        raise bad_cursor()
    return int(cursor)


def bad_cursor() -> CellkeepError:
    """Return the error of a cursor that no page gave."""
    return BadRequestError(
        "The cursor is not one that this store gave.", hint="Begin again with the first page."
    )
