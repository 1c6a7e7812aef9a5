"""Names across the runs of a notebook: one row for each, its versions counted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.sql.util import ClauseAdapter
from sqlalchemy.sql.visitors import replacement_traverse

from cellkeep_core.protocol import NameItem, NamePage
from cellkeep_store.catalog.condition import Clause, Condition, Order, hidden
from cellkeep_store.catalog.first_rows import at_most_few, sorted_rows
from cellkeep_store.catalog.many_rows import is_one_of
from cellkeep_store.catalog.search import meant, page_of
from cellkeep_store.catalog.tables import facets, latest_names

_SAMPLE = 1000
"""Rows by which it is told whether most of all meet a search."""

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        if notebook is not None:
            item.notebook = notebook
        items.append(item)
    return NamePage(items=items, next_cursor=page.next_cursor)


def _latest_of(tx: Connection, found: list[Condition], order: Order) -> Condition:
    """Return the condition that no later artifact of the name meets these."""
    later = facets.alias("later")
    adapted = ClauseAdapter(later)
    after = and_(
        later.c.name == facets.c.name,
        later.c.seq > facets.c.seq,
        *(_tested(each, facets.c.sort_name, adapted.traverse(each.tested)) for each in found),
    )
    # Two questions, not one with "or": each goes to one place of the index.
    beside = exists().where(after, later.c.notebook == facets.c.notebook)
    in_run = exists().where(after, later.c.notebook.is_(None), later.c.run_id == facets.c.run_id)
    clause = and_(
        or_(facets.c.notebook.is_(None), ~beside), or_(facets.c.notebook.is_not(None), ~in_run)
    )
    if not found and order.sort != "size":  # by size the latest stand among all others
        return Condition(clause, clause, None, walk=partial(_walk, found))
    return Condition(clause, clause, None, every=partial(_first_latest, tx, found))


def _walk(found: list[Condition], order: Order, after: list[Clause]) -> Select[Any]:
    """Return the latest that meet these, in the order of names; where nothing is asked, of time.

    In another order an older one that meets something may stand anywhere.
    """
    its = latest_names.c
    key: Column[Any] = its.sort_name if order.sort == "name" else its.seq
    seq: ColumnElement[Any] = its.seq
    if found:
        seq = _last_that_meets(found, facets.c.seq <= its.seq)
    there = {facets.c.sort_name: its.sort_name, facets.c.seq: seq}
    query = select(seq.label("seq"), key.label("key")).where(_is_latest(), *_put(there, after))
    if found:
        query = query.where(seq.is_not(None))
    ways = [key] if key is its.seq else [key, seq]
    return query.order_by(*(way.desc() if order.descending else way.asc() for way in ways))


def _put(there: dict[Any, Any], after: list[Clause]) -> list[Clause]:
    """Return conditions with other columns in the place of theirs."""
    return [
        replacement_traverse(each, {}, lambda element, **_: there.get(element)) for each in after
    ]


def _last_that_meets(found: list[Condition], among: ColumnElement[bool]) -> ColumnElement[Any]:
    """Return the latest that meets these of a name of `latest_names`, if there is one."""
    its = latest_names.c
    one = facets.alias("one")
    adapted = ClauseAdapter(one)
    rows = select(one.c.seq).where(
        one.c.name == its.name,
        adapted.traverse(among),
        *(_tested(each, its.sort_name, adapted.traverse(each.tested)) for each in found),
    )
    rows = rows.order_by(one.c.seq.desc()).limit(1)
    beside = rows.where(one.c.notebook == _notebook())
    in_run = rows.where(one.c.notebook.is_(None), one.c.run_id == its.place)
    return case((_in_notebook(), beside.scalar_subquery()), else_=in_run.scalar_subquery())


def _is_latest() -> ColumnElement[bool]:
    """Return the condition on `latest_names` that nothing later of the name is seen."""
    its = latest_names.c
    later = facets.alias("later")
    after = and_(later.c.name == its.name, later.c.seq > its.seq)
    beside = exists().where(after, later.c.notebook == _notebook())
    in_run = exists().where(after, later.c.notebook.is_(None), later.c.run_id == its.place)
    return and_(or_(~_in_notebook(), ~beside), or_(_in_notebook(), ~in_run))


def _in_notebook() -> ColumnElement[bool]:
    return func.substr(latest_names.c.place, 1, 1) == "/"


def _notebook() -> ColumnElement[str]:
    return func.substr(latest_names.c.place, 2)


def _first_latest(
    tx: Connection,
    found: list[Condition],
    order: Order,
    key: ColumnElement[Any],
    after: list[Clause],
    most: int,
) -> Sequence[Row[Any]]:
    """Return the first of the latest that meet these, each name being looked at.

    Where too many names have none, each of their versions would be: then all that meet one are.
    """
    if order.sort == "name":
        return tx.execute(_walk(found, order, after).limit(most)).all()
    which = _names_that_may(tx, found)
    source = next((each.source for each in found if each.source is not None), None)
    if which is None and source is not None:
        # Hidden: SQLite would read all there are along the index of names.
        run = case((facets.c.notebook.is_(None), facets.c.run_id))
        its = (hidden(tx, each) for each in (facets.c.name, facets.c.notebook, run))
        last = select(func.max(facets.c.seq)).where(*(each.tested for each in found)).group_by(*its)
        if tx.dialect.name == "sqlite":  # PostgreSQL reads so many sooner as they stand
            last = last.where(facets.c.seq.in_(source))
        rows = select(facets.c.seq, key.label("key")).where(facets.c.seq.in_(last), *after)
        return sorted_rows(tx, rows, order, key, most)
    return _of_each(tx, found, true() if which is None else which, order, key, after, most)


def _of_each(
    tx: Connection,
    found: list[Condition],
    which: ColumnElement[bool],
    order: Order,
    key: ColumnElement[Any],
    after: list[Clause],
    most: int,
) -> Sequence[Row[Any]]:
    its = latest_names.c
    # Of each row by its key, and not by a join, for which all of `facets` might be read.
    tests = and_(*(_tested(each, its.sort_name, each.tested) for each in found))
    meets = select(tests).where(facets.c.seq == its.seq).correlate(latest_names).scalar_subquery()
    older = _last_that_meets(found, facets.c.seq < its.seq)
    rows = select(its.seq.label("latest"), case((meets, its.seq), else_=older).label("seq"))
    rows = rows.where(which)
    each = rows.offset(literal_column("0")).subquery("each")
    query: Select[Any]
    if key is facets.c.seq:
        behind = _put({facets.c.seq: each.c.seq}, after)
        query = select(each, each.c.seq.label("key")).where(each.c.seq.is_not(None), *behind)
        ways: list[ColumnElement[Any]] = [each.c.seq]
    else:
        query = select(each, key.label("key")).where(*after)
        query = query.join_from(each, facets, facets.c.seq == each.c.seq)
        ways = [key, each.c.seq]
    query = query.order_by(*(way.desc() if order.descending else way.asc() for way in ways))
    read = 2 * most
    while True:
        first = tx.execute(query.limit(read)).all()
        # What is no longer the latest of its name may stand there for a while.
        listed = is_one_of(tx, its.seq, [row.latest for row in first])
        exact = set(tx.execute(select(its.seq).where(listed, _is_latest())).scalars())
        there = [row for row in first if row.latest in exact]
        if len(there) >= most or len(first) < read:
            return there[:most]
        read *= 4


def _names_that_may(tx: Connection, found: list[Condition]) -> ColumnElement[bool] | None:
    """Return which of `latest_names` may have one that meets these; None for too many to ask."""
    its = latest_names.c
    for each in found:
        few = None if each.elsewhere is None else at_most_few(tx, each.elsewhere)
        if few is not None and each.named is not None:
            other = facets.alias("other")
            their_names = select(other.c.name).where(other.c.seq.in_(few))
            return or_(each.named(its.sort_name), its.name.in_(their_names))
    some = select(its.seq).order_by(its.seq).limit(_SAMPLE).subquery()
    meet = select(func.count()).where(
        facets.c.seq.in_(select(some.c.seq)), *(each.tested for each in found)
    )
    count = select(func.count()).select_from(some)
    return true() if 2 * tx.execute(meet).scalar_one() > tx.execute(count).scalar_one() else None


def _tested(
    each: Condition, name: ColumnElement[Any], other: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Return the condition of another version, not read where the name itself has the word."""
    return other if each.named is None else or_(each.named(name), other)


def _counts(tx: Connection, latest: list[int], found: list[Condition]) -> dict[int, list[Any]]:
    """Return notebook, versions, runs and bytes of the names whose latest these are."""
    one = facets.alias("one")
    in_notebook = facets.c.notebook == one.c.notebook
    in_run = and_(
        one.c.notebook.is_(None), facets.c.notebook.is_(None), facets.c.run_id == one.c.run_id
    )
    counts = {}
    # Two questions, as above.
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
