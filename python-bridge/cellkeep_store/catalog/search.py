"""Pages and counts of artifacts by any filter, fast at a hundred thousand.

A filter that few artifacts meet drives the query: their rows are read and sorted. Where
none is so narrow, the sort key's index is walked and each row is tested, which finds a page
soon, because many meet them. Either way few rows are read.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import ArtifactPage, Group, GroupPage
from cellkeep_store.catalog.addressing import find_exact
from cellkeep_store.catalog.condition import Condition, Source, hidden
from cellkeep_store.catalog.filters import ArtifactFilter, conditions
from cellkeep_store.catalog.found import found_in
from cellkeep_store.catalog.grouping import MINE, SHARED, By, group_column, own_runs
from cellkeep_store.catalog.queries import artifacts_by_seq, page_size
from cellkeep_store.catalog.tables import artifact_tags, artifacts, facets, runs
from cellkeep_store.catalog.words import MAX_QUERY_CHARACTERS, words_of
from cellkeep_store.settings.storage import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Sort = Literal["time", "name", "size"]

FEW = 2000
"""What is read and sorted at once, in about 5 ms."""

SEVERAL = 20_000
"""What is read and sorted where the order is not that of arrival, in about 40 ms."""

WALKED = 10_000
"""What is looked at in the sort key's order, in about 20 ms, before more than that is sorted."""

MAX_GROUPS = 10_000
_KEYS: dict[str, ColumnElement[Any]] = {"name": facets.c.sort_name, "size": facets.c.size}
_DAY = 10  # characters of a time


class Order(NamedTuple):
    """How pages are sorted."""

    sort: Sort = "time"
    descending: bool = True


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
    query: Select[Any] = select(facets.c.seq, key.label("key"))
    ways = [facets.c.seq] if key is facets.c.seq else [key, facets.c.seq]
    after = [] if cursor is None else [_after(cursor, key, order)]
    window = query.where(*after).order_by(*_directed(ways, order))
    several = _to_sort(tx, found, order, window, page_size(limit))
    if several is not None:
        # Hide the column from the planner, or it walks the key's index after all.
        key = hidden(tx, key)
        query = query.where(facets.c.seq.in_(several), *(each.tested for each in found))
    else:
        query = _narrowed(tx, query, found, order)
    ways = [facets.c.seq] if key is facets.c.seq else [key, facets.c.seq]
    query = query.order_by(*_directed(ways, order))
    if cursor is not None:
        query = query.where(_after(cursor, key, order))
    rows = tx.execute(query.limit(limit + 1)).all()
    there = artifacts_by_seq(tx, [row.seq for row in rows[:limit]])
    page = ArtifactPage(items=[there[row.seq] for row in rows[:limit]])
    if len(rows) > limit:
        page.next_cursor = _cursor(rows[limit - 1], key)
    words = words_of(q)
    for artifact in page.items if words else ():
        places = found_in(artifact, words)
        if places:
            artifact.found_in = places
    return page


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
    query = _narrowed(tx, query, meant(tx, wanted), None)
    for row in tx.execute(query.order_by(facets.c.seq.desc())):
        yield row.id, row.sha256, row.size


def group_artifacts(
    tx: Connection, by: By, wanted: ArtifactFilter, *, limit: int = MAX_GROUPS
) -> GroupPage:
    """Return how many artifacts and bytes each group has, the one with the latest save first."""
    found = meant(tx, wanted)
    key = group_column(by)
    # With filters the rows are read in their own order, not by the group's index and one by one.
    ways = key if not found else hidden(tx, key)
    sums = select(
        ways.label("key"),
        func.count().label("artifacts"),
        func.sum(facets.c.size).label("bytes"),
        func.max(facets.c.seq).label("last"),
    ).select_from(facets)
    if by == "tag":
        sums = sums.join(artifact_tags, artifact_tags.c.seq == facets.c.seq)
    sums = _narrowed(tx, sums, found, None).group_by(ways)
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
            raise CellkeepError(
                f"Artifacts cannot be sorted by {order.sort!r}.",
                hint="Sort by time, name or size.",
                code="BAD_REQUEST",
            ) from None
    # Arrival is the order of time; with bounds on the time its own index knows where to begin.
    return facets.c.stored_at if any(each.sorts == "time" for each in found) else facets.c.seq


def _narrowed(
    tx: Connection, query: Select[Any], found: list[Condition], order: Order | None
) -> Select[Any]:
    """Add the conditions, the narrowest first where there is a narrow one."""
    sort = None if order is None else order.sort
    # One value of an indexed column, newest first: its index has exactly this order.
    chosen: Condition | None = None
    if sort == "time" and not any(each.sorts == "time" for each in found):
        chosen = next((each for each in found if each.equal), None)
    if chosen is None or len(found) > 1:
        few = _few(tx, found, sort)
        if few is not None:
            listed: BindParameter[Any] = bindparam("few", few, expanding=True, literal_execute=True)
            return query.where(facets.c.seq.in_(listed), *(each.tested for each in found))
    for each in found:
        query = query.where(each.clause if each is chosen or each.sorts == sort else each.tested)
    return query


def _few(tx: Connection, found: list[Condition], sort: str | None) -> list[int] | None:
    """Return the ``seq`` of all that meet one filter, or all of them, where few do."""
    for each in found:
        if each.source is not None:
            some = _at_most_few(tx, each.source)
            if some is not None:
                return some
    if sort in (None, "time") or tx.dialect.name != "sqlite":
        # The walk goes through the same rows, and may end sooner; PostgreSQL chooses by itself.
        return None
    return _at_most_few(tx, select(facets.c.seq).where(*(each.tested for each in found)))


def _directed(ways: Sequence[ColumnElement[Any]], order: Order) -> list[ColumnElement[Any]]:
    return [way.desc() if order.descending else way.asc() for way in ways]


def _to_sort(
    tx: Connection, found: list[Condition], order: Order, walk: Select[Any], limit: int
) -> Source | None:
    """Return the filter to read and sort all of, where walking the sort key's index is no way.

    Names stand together: those that begin alike may all be at the end of the walk.
    """
    if order.sort == "time" or tx.dialect.name != "sqlite":
        return None
    sources = [
        each.source for each in found if each.source is not None and each.sorts != order.sort
    ]
    for source in sources:
        if _count(tx, source, SEVERAL) <= SEVERAL:
            return source
    walk = walk.with_only_columns(facets.c.seq)
    if not sources or _count(tx, walk, WALKED) <= WALKED:
        return None
    begin = walk.limit(WALKED)
    there = select(facets.c.seq).where(facets.c.seq.in_(begin), *(each.tested for each in found))
    return None if _count(tx, there, limit) > limit else sources[0]


def _count(tx: Connection, source: Source, most: int) -> int:
    """Return how many a query has, at most one more than that."""
    some = source.limit(most + 1).subquery()
    return int(tx.execute(select(func.count()).select_from(some)).scalar_one())


def _at_most_few(tx: Connection, source: Source) -> list[int] | None:
    some = tx.execute(source.limit(FEW + 1)).scalars().all()
    return None if len(some) > FEW else list(some)


def _after(cursor: str, key: ColumnElement[Any], order: Order) -> ColumnElement[bool]:
    value, seq = _position(cursor, key)
    seq_after = facets.c.seq < seq if order.descending else facets.c.seq > seq
    if key is facets.c.seq:
        return seq_after
    # Not `(key, seq) < (…)`: SQLite's planner uses only the first of them that way.
    reached = key <= value if order.descending else key >= value
    beyond = key < value if order.descending else key > value
    return and_(reached, or_(beyond, seq_after))


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
    raise CellkeepError(
        "The cursor is not one that this store gave.",
        hint="Begin again with the first page.",
        code="BAD_REQUEST",
    )
