"""Names across the runs of a notebook: one row for each, its versions counted."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.sql.visitors import replacement_traverse

from cellkeep_core.protocol import NameItem, NamePage, or_unset
from cellkeep_store.catalog.condition import (
    Clause,
    Condition,
    NamesWith,
    Order,
    Slice,
    Source,
    hidden,
)
from cellkeep_store.catalog.first_rows import sorted_rows
from cellkeep_store.catalog.last_of_name import is_last, last_of
from cellkeep_store.catalog.many_rows import is_one_of
from cellkeep_store.catalog.search import meant, page_of
from cellkeep_store.catalog.tables import facets, latest_names

_SAMPLE = 1000
"""Rows by which it is told whether most of all meet a search."""

_ENOUGH = {"sqlite": 0.5, "postgresql": 0.8}
"""How many of these meet it where each name is looked at, which costs PostgreSQL more."""

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cellkeep_store.catalog.filters import ArtifactFilter


def list_names(
    tx: Connection, wanted: ArtifactFilter, order: Order, *, limit: int, cursor: str | None
) -> NamePage:
    """Return a page of names, each with the latest of its artifacts that meet the filter.

    The counts are of those that meet it too.
    """
    found = meant(tx, wanted)
    page = page_of(
        tx, [*found, _latest_of(tx, found, order)], order, q=wanted.q, limit=limit, cursor=cursor
    )
    counts = _counts(tx, [artifact.seq for artifact in page.items], found)
    items = []
    for artifact in page.items:
        notebook, *sums = counts[artifact.seq]
        versions, runs, size = map(int, sums)
        item = NameItem(artifact=artifact, versions=versions, runs=runs, bytes=size)
        item.notebook = or_unset(notebook)
        items.append(item)
    return NamePage(items=items, next_cursor=page.next_cursor)


def _latest_of(tx: Connection, found: list[Condition], order: Order) -> Condition:
    """Return the condition that no later artifact of the name meets these."""
    clause = is_last(facets, found)
    if not found and order.sort != "size":  # by size the latest stand among all others
        return Condition(clause, clause, None, walk=partial(_walk, found))
    names = cache(partial(_names_with, found))

    def at_once() -> bool:
        # Oldest first, the latest stand after all that they replaced.
        return order == Order("time", descending=False) and names() is not None

    every = partial(_first_latest, tx, found, names)
    return Condition(clause, clause, None, every=every, at_once=at_once)


def _walk(found: list[Condition], order: Order, after: list[Clause]) -> Select[Any]:
    """Return the latest that meet these, in the order of names; where nothing is asked, of time.

    In another order an older one that meets something may stand anywhere.
    """
    its = latest_names.c
    key: Column[Any] = its.sort_name if order.sort == "name" else its.seq
    seq: ColumnElement[Any] = its.seq
    if found:
        seq = last_of(latest_names, found, lambda seq: seq <= its.seq)
    there = {facets.c.sort_name: its.sort_name, facets.c.seq: seq}
    query = select(seq.label("seq"), key.label("key")).where(
        is_last(latest_names), *_put(there, after)
    )
    if found:
        query = query.where(seq.is_not(None))
    return query.order_by(*(order.ways(key) if key is its.seq else order.ways(key, seq)))


def _put(there: dict[Any, Any], after: list[Clause]) -> list[Clause]:
    """Return conditions with other columns in the place of theirs."""
    return [
        replacement_traverse(each, {}, lambda element, **_: there.get(element)) for each in after
    ]


def _first_latest(
    tx: Connection,
    found: list[Condition],
    told: Callable[[], NamesWith | None],
    several: Callable[[], Condition | None],
    wanted: Slice,
) -> Sequence[Row[Any]]:
    """Return the first of the latest that meet these.

    Where one is met by several only (`drives`), all that meet it are grouped by name. Else each
    name is looked at, but where too many names have none: each of their versions would be.
    """
    order, key, after, most = wanted
    names = told()
    if names is not None:
        return _of_each(tx, found, names, wanted)
    drives = several()
    if drives is None:
        if order.sort == "name":
            return tx.execute(_walk(found, order, after).limit(most)).all()
        names = _names_if_most(tx, found)
        if names is not None:
            return _of_each(tx, found, names, wanted)
        if tx.dialect.name == "sqlite":  # PostgreSQL reads so many sooner as they stand
            drives = next((each for each in found if each.source is not None), None)
    meets = [each.tested for each in found if each is not drives]
    if drives is not None:
        meets.append(facets.c.seq.in_(cast("Source", drives.source)))
    # Hidden: SQLite would read all there are along the index of names.
    run = case((facets.c.notebook.is_(None), facets.c.run_id))
    its = (hidden(tx, each) for each in (facets.c.name, facets.c.notebook, run))
    last = select(func.max(facets.c.seq)).where(*meets).group_by(*its)
    rows = select(facets.c.seq, key.label("key")).where(facets.c.seq.in_(last), *after)
    return sorted_rows(tx, rows, wanted)


def _of_each(
    tx: Connection, found: list[Condition], names: NamesWith, wanted: Slice
) -> Sequence[Row[Any]]:
    order, key, after, most = wanted
    its = latest_names.c
    # Of a long text it is not known whether the latest has the words.
    older = last_of(
        latest_names, found, lambda seq: and_(seq <= its.seq, or_(seq < its.seq, its.text == ""))
    )
    seq = case((names.latest, its.seq), (names.older, older))
    told = select(its.seq.label("latest"), seq.label("seq"), its.sort_name)
    each = told.offset(literal_column("0")).subquery("each")
    by: ColumnElement[Any]
    if order.sort == "name":
        by = each.c.sort_name
    elif key is facets.c.seq:
        by = each.c.seq
    else:  # looked up, and not joined: see `_latest_meets`
        by = select(key).where(facets.c.seq == each.c.seq).correlate(each).scalar_subquery()
    keyed = select(each.c.latest, each.c.seq, by.label("key")).where(each.c.seq.is_not(None))
    rows = keyed.offset(literal_column("0")).subquery("rows")
    query = select(rows).where(*_put({key: rows.c.key, facets.c.seq: rows.c.seq}, after))
    query = query.order_by(*order.ways(rows.c.key, rows.c.seq))
    read = 2 * most
    while True:
        first = tx.execute(query.limit(read)).all()
        there = _each_once(tx, found, first)
        if len(there) >= most or len(first) < read:
            return there[:most]
        read *= 4


def _each_once(tx: Connection, found: list[Condition], rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Return the rows less those of names that have another: `latest_names` may have several."""
    its = latest_names.c
    listed = is_one_of(tx, its.seq, [row.latest for row in rows])
    sure = set(tx.execute(select(its.seq).where(listed, is_last(latest_names))).scalars())
    others = [row.seq for row in rows if row.latest not in sure]
    if not others:
        return list(rows)
    those = {row.seq for row in rows if row.latest in sure}
    listed = is_one_of(tx, facets.c.seq, [seq for seq in others if seq not in those])
    last = select(facets.c.seq).where(listed, is_last(facets, found))
    there = {seq: seq for seq in tx.execute(last).scalars()}
    return [row for row in rows if row.latest in sure or there.pop(row.seq, None)]


def _names_with(found: list[Condition]) -> NamesWith | None:
    """Return the names that meet these, by those of the words; None where none is told soon."""
    told = [None if each.names is None else each.names() for each in found]
    if not any(told):
        return None
    others = [each for each, names in zip(found, told, strict=True) if names is None]
    named = [each for each in told if each is not None]
    latest = [each.latest for each in named]
    if others:
        latest.append(_latest_meets(others))
    # What has one word in its latest may have another in an older one.
    older = [each.older if len(told) == 1 else or_(*each) for each in named]
    return NamesWith(and_(*latest), and_(*older))


def _names_if_most(tx: Connection, found: list[Condition]) -> NamesWith | None:
    """Return all names, where the latest of most of them meets these; else None."""
    its = latest_names.c
    some = select(its.seq).order_by(its.seq).limit(_SAMPLE).subquery()
    meet = select(func.count()).where(
        facets.c.seq.in_(select(some.c.seq)), *(each.tested for each in found)
    )
    count = select(func.count()).select_from(some)
    enough = _ENOUGH[tx.dialect.name] * tx.execute(count).scalar_one()
    most = tx.execute(meet).scalar_one() > enough
    return NamesWith(_latest_meets(found), true()) if most else None


def _latest_meets(found: list[Condition]) -> ColumnElement[Any]:
    # Of each row by its key, and not by a join, for which all of `facets` might be read.
    tests = select(and_(*(each.tested for each in found)))
    its = tests.where(facets.c.seq == latest_names.c.seq)
    return its.correlate(latest_names).scalar_subquery()


def _counts(tx: Connection, latest: list[int], found: list[Condition]) -> dict[int, list[Any]]:
    """Return notebook, versions, runs and bytes of the names whose latest these are."""
    one = facets.alias("one")
    in_notebook = facets.c.notebook == one.c.notebook
    in_run = and_(
        one.c.notebook.is_(None), facets.c.notebook.is_(None), facets.c.run_id == one.c.run_id
    )
    counts = {}
    # Two questions, as in `last_of_name`.
    for beside in (in_notebook, in_run):
        query = (
            select(
                one.c.seq,
                one.c.notebook,
                func.count(),
                func.count(facets.c.run_id.distinct()),
                func.sum(facets.c.size),
            )
            .join_from(one, facets, and_(facets.c.name == one.c.name, beside))
            .where(one.c.seq.in_(latest), *(each.tested for each in found))
            .group_by(one.c.seq, one.c.notebook)
        )
        for seq, *told in tx.execute(query):
            counts[seq] = told
    return counts
