"""Pages and counts of artifacts by any filter, fast at a million."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    case,
    func,
    select,
)

from cellkeep_core.errors import BadRequestError
from cellkeep_core.ids import MOST_BYTES
from cellkeep_core.protocol import ArtifactPage, Group, GroupPage
from cellkeep_store.catalog.addressing import find_exact
from cellkeep_store.catalog.condition import Condition, Order, Slice, hidden
from cellkeep_store.catalog.filters import ArtifactFilter, conditions
from cellkeep_store.catalog.first_rows import few_of, first_rows, past
from cellkeep_store.catalog.found import tell_where_found
from cellkeep_store.catalog.grouping import MINE, SHARED, By, group_column, own_runs
from cellkeep_store.catalog.many_rows import is_one_of
from cellkeep_store.catalog.queries import artifacts_by_seq, bad_cursor, page_size
from cellkeep_store.catalog.run_counts import of_runs, run_counts, sums_of
from cellkeep_store.catalog.tables import artifact_tags, artifacts, facets, runs
from cellkeep_store.catalog.words import MAX_QUERY_CHARACTERS, words_of

MAX_GROUPS = 10_000

MOST_DESCRIBED = 8 << 20
"""Characters of what describes the artifacts of a page: with more of it the page ends earlier."""

_KEYS: dict[str, ColumnElement[Any]] = {"name": facets.c.sort_name, "size": facets.c.size}
_DAY = 10  # characters of a time
_SIZES = select(
    artifacts.c.seq,
    sum(
        (
            func.length(func.coalesce(artifacts.c[name], ""))
            for name in ("preview", "notes", "saved_metadata")
        ),
        start=func.length(artifacts.c.provenance) + func.length(artifacts.c.metadata),
    ).label("size"),
)


def list_artifacts(
    tx: Connection,
    wanted: ArtifactFilter,
    order: Order,
    *,
    limit: int,
    cursor: str | None,
) -> ArtifactPage:
    """Return a page of artifacts, each with where the words of the search were found."""
    return page_of(tx, meant(tx, wanted), order, q=wanted.q, limit=limit, cursor=cursor)


def page_of(
    tx: Connection,
    found: list[Condition],
    order: Order,
    *,
    q: str | None,
    limit: int,
    cursor: str | None,
) -> ArtifactPage:
    """Return a page of what meets some conditions, which were made of these words and others."""
    key = _sort_key(order, found)
    after = [] if cursor is None else [past(key, order, *_position(cursor, key))]
    rows = first_rows(tx, found, Slice(order, key, after, page_size(limit) + 1))
    seqs = _in_one_answer(tx, [row.seq for row in rows[:limit]])
    there = artifacts_by_seq(tx, seqs)
    page = ArtifactPage(items=[there[seq] for seq in seqs])
    if len(rows) > len(seqs):
        page.next_cursor = _cursor(rows[len(seqs) - 1], key)
    words = words_of(q)
    if words:
        tell_where_found(tx, page.items, words)
    return page


def _in_one_answer(tx: Connection, seqs: list[int]) -> list[int]:
    """Return the first of some artifacts, as far as what describes them fits into one answer."""
    if len(seqs) < 2:
        return seqs
    query = _SIZES.where(is_one_of(tx, artifacts.c.seq, seqs))
    sizes: dict[int, int] = {row.seq: row.size for row in tx.execute(query).all()}
    total = 0
    for count, seq in enumerate(seqs):
        total += sizes[seq]
        if total > MOST_DESCRIBED and count:
            return seqs[:count]
    return seqs


def meant(tx: Connection, wanted: ArtifactFilter) -> list[Condition]:
    """Return the conditions of a filter; words that are an address mean that very artifact."""
    words = (wanted.q or "").strip()
    if "@" in words or "/" in words:
        found = find_exact(tx, words) if len(words) <= MAX_QUERY_CHARACTERS else None
        if found is not None:
            clause = facets.c.seq == found.seq
            this = Condition(clause, clause, select(facets.c.seq).where(clause))
            return [*conditions(tx, replace(wanted, q=None)), this]
    return conditions(tx, wanted)


def every_key(tx: Connection, wanted: ArtifactFilter) -> Iterator[tuple[str, str, int]]:
    """Yield id, digest and size of all that a filter means, newest first; nothing else is read."""
    plain = select(artifacts.c.id, artifacts.c.sha256, artifacts.c.size)
    query: Select[Any] = plain.join_from(facets, artifacts, facets.c.seq == artifacts.c.seq)
    query = _narrowed(tx, query, meant(tx, wanted))
    for row in tx.execute(query.order_by(facets.c.seq.desc())):
        yield row.id, row.sha256, row.size


def group_artifacts(
    tx: Connection, by: By, wanted: ArtifactFilter, *, limit: int = MAX_GROUPS
) -> GroupPage:
    """Return how many artifacts and bytes each group has, the one with the latest save first."""
    found = meant(tx, wanted)
    key = group_column(by)
    if found or by == "tag":
        sums = _counted(tx, key, found)
    elif key is facets.c.run_id:
        sums = of_runs()
        if by == "run":  # there is a row of each: no more need be read than are told of
            sums = sums.order_by(run_counts.c.last_seq.desc()).limit(limit + 1)
    else:
        sums = sums_of(key.name)
    query = _summed(tx, sums.subquery("sums"), by)
    rows = tx.execute(query.limit(limit + 1)).all()
    groups = [
        Group(
            key=row.key or "",
            label=row.label or "",
            artifacts=int(row.artifacts),
            bytes=int(row.bytes),
            last_seq=int(row.last),
        )
        for row in rows[:limit]
    ]
    return GroupPage(items=groups, more=len(rows) > limit)


def _counted(tx: Connection, key: ColumnElement[Any], found: list[Condition]) -> Select[Any]:
    """Count what meets some conditions, as `run_counts` has it of all."""
    # The rows are read in their own order, not by the group's index and one by one.
    ways = hidden(tx, key)
    sums = select(
        ways.label("key"),
        func.count().label("artifacts"),
        func.sum(facets.c.size).label("bytes"),
        func.max(facets.c.seq).label("last"),
    ).select_from(facets)
    if key is artifact_tags.c.tag:
        sums = sums.join(artifact_tags, artifact_tags.c.seq == facets.c.seq)
    return _narrowed(tx, sums, found).group_by(ways)


def _summed(tx: Connection, sums: Subquery, by: By) -> Select[Any]:
    """Return groups of what an index counted: runs to folders, hours to days."""
    key: ColumnElement[Any] = sums.c.key
    label = key
    if by == "day":
        key = label = func.substr(sums.c.key, 1, _DAY)
    elif by == "run":
        label = runs.c.name
    elif by == "folder":
        key = label = runs.c.folder
    elif by == "sharing":
        key = label = case((sums.c.key.in_(own_runs(tx)), MINE), else_=SHARED)
    last = func.max(sums.c.last)
    query = select(
        key.label("key"),
        label.label("label"),
        func.sum(sums.c.artifacts).label("artifacts"),
        func.sum(sums.c.bytes).label("bytes"),
        last.label("last"),
    ).select_from(sums)
    if by in ("run", "folder"):
        query = query.join(runs, runs.c.id == sums.c.key)
    return query.group_by(key, label).order_by(last.desc())


def _sort_key(order: Order, found: list[Condition]) -> ColumnElement[Any]:
    if order.sort != "time":
        try:
            return _KEYS[order.sort]
        except KeyError:
            raise BadRequestError(
                f"Artifacts cannot be sorted by {order.sort!r}.", hint="Sort by time, name or size."
            ) from None
    # Arrival is the order of time; with bounds on the time its own index knows where to begin.
    return facets.c.stored_at if any(each.sorts == "time" for each in found) else facets.c.seq


def _narrowed(tx: Connection, query: Select[Any], found: list[Condition]) -> Select[Any]:
    """Add the conditions, the narrowest first where there is a narrow one."""
    few = few_of(tx, found)
    if few is not None:
        query = query.where(few)
    return query.where(*(each.tested for each in found))


def _cursor(row: Any, key: ColumnElement[Any]) -> str:
    if key is facets.c.seq:
        return str(row.seq)
    return base64.urlsafe_b64encode(json.dumps([row.key, row.seq]).encode()).decode().rstrip("=")


def _position(cursor: str, key: ColumnElement[Any]) -> tuple[Any, int]:
    if key is facets.c.seq and cursor.isascii() and cursor.isdigit() and len(cursor) <= 16:
        return None, int(cursor)
    try:
        value, seq = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        wanted = key.type.python_type
        is_known = key is not facets.c.seq and type(value) is wanted and type(seq) is int
        # Databases count less far than Python.
        if is_known and all(abs(each) <= MOST_BYTES for each in (value, seq) if type(each) is int):
            return value, seq
    except (ValueError, TypeError, binascii.Error, RecursionError):
        pass
    raise bad_cursor()
