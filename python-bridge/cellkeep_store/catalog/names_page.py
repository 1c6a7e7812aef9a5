"""Names across the runs of a notebook: one row for each, its versions counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.util import ClauseAdapter

from cellkeep_core.protocol import NameItem, NamePage
from cellkeep_store.catalog.condition import Condition, Source, hidden
from cellkeep_store.catalog.first_rows import at_most_few
from cellkeep_store.catalog.search import meant, page_of
from cellkeep_store.catalog.tables import facets

_SAMPLE = 1000
"""Rows by which it is told whether most of all meet a search."""

if TYPE_CHECKING:
    from cellkeep_store.catalog.filters import ArtifactFilter
    from cellkeep_store.catalog.first_rows import Order


def list_names(
    tx: Connection, wanted: ArtifactFilter, order: Order, *, limit: int, cursor: str | None
) -> NamePage:
    """Return a page of names, each with the latest of its artifacts that meet the filter.

    The counts are of those that meet it too.
    """
    found = meant(tx, wanted)
    page = page_of(
        tx, [*found, _latest_of(tx, found)], order, q=wanted.q, limit=limit, cursor=cursor
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


def _latest_of(tx: Connection, found: list[Condition]) -> Condition:
    """Return the condition that no later artifact of the name meets these."""
    later = facets.alias("later")
    adapted = ClauseAdapter(later)
    after = and_(
        later.c.name == facets.c.name,
        later.c.seq > facets.c.seq,
        *(_tested(each, adapted.traverse(each.tested)) for each in found),
    )
    # Two questions, not one with "or": each goes to one place of the index.
    beside = exists().where(after, later.c.notebook == facets.c.notebook)
    in_run = exists().where(after, later.c.notebook.is_(None), later.c.run_id == facets.c.run_id)
    clause = and_(
        or_(facets.c.notebook.is_(None), ~beside), or_(facets.c.notebook.is_not(None), ~in_run)
    )
    if not found:
        return Condition(clause, clause, _latest_of_all(tx))
    return Condition(clause, clause, None, every=lambda: _latest_that_meet(tx, found))


def _latest_that_meet(tx: Connection, found: list[Condition]) -> Source | None:
    """Return the latest that meets these of each name: its latest of all, or an older one.

    None where most names have none at all, and each of their versions would be looked at in vain.
    """
    has_one = _names_that_may(tx, found)
    if has_one is None:
        return None
    older = facets.alias("older")
    adapted = ClauseAdapter(older)
    before = select(older.c.seq).where(
        older.c.name == facets.c.name,
        older.c.seq < facets.c.seq,
        *(_tested(each, adapted.traverse(each.tested)) for each in found),
    )
    before = before.order_by(older.c.seq.desc()).limit(1)
    beside = before.where(older.c.notebook == facets.c.notebook)
    in_run = before.where(
        facets.c.notebook.is_(None),
        older.c.notebook.is_(None),
        older.c.run_id == facets.c.run_id,
    )
    either = func.coalesce(beside.scalar_subquery(), in_run.scalar_subquery())
    latest = case((and_(*(each.tested for each in found)), facets.c.seq), else_=either)
    return select(latest).where(facets.c.seq.in_(_latest_of_all(tx)), has_one)


def _names_that_may(tx: Connection, found: list[Condition]) -> ColumnElement[bool] | None:
    """Return which names may have one that meets these; None for too many of which few have."""
    for each in found:
        few = None if each.elsewhere is None else at_most_few(tx, each.elsewhere)
        if few is not None and each.named is not None:
            other = facets.alias("other")
            their_names = select(other.c.name).where(other.c.seq.in_(few))
            return or_(each.named(facets.c.sort_name), facets.c.name.in_(their_names))
    some = select(facets.c.seq).order_by(facets.c.seq).limit(_SAMPLE).subquery()
    meet = select(func.count()).where(
        facets.c.seq.in_(select(some.c.seq)), *(each.tested for each in found)
    )
    return true() if 2 * tx.execute(meet).scalar_one() > _SAMPLE else None


def _tested(each: Condition, other: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition of another version, not read where the name itself has the word."""
    return other if each.named is None else or_(each.named(facets.c.sort_name), other)


def _latest_of_all(tx: Connection) -> Source:
    last = select(func.max(facets.c.seq))
    return union_all(
        last.where(hidden(tx, facets.c.notebook).is_not(None)).group_by(
            facets.c.name, facets.c.notebook
        ),
        last.where(facets.c.notebook.is_(None)).group_by(facets.c.name, facets.c.run_id),
    )


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
