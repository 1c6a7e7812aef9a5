"""Names across the runs of a notebook: one row for each, its versions counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, union_all
from sqlalchemy.sql.util import ClauseAdapter

from cellkeep_core.protocol import NameItem, NamePage
from cellkeep_store.catalog.condition import Condition, Source, hidden
from cellkeep_store.catalog.search import meant, page_of
from cellkeep_store.catalog.tables import facets

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
    return Condition(clause, clause, None if found else _latest_of_all(tx))


def _tested(each: Condition, later: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition of a later one, of which nothing is read where the name has the word."""
    return later if each.named is None else or_(each.named(facets.c.sort_name), later)


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
