"""Names across the runs of a notebook: one row for each, its versions counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, and_, case, exists, func, or_, select
from sqlalchemy.sql.util import ClauseAdapter

from cellkeep_core.protocol import NameItem, NamePage
from cellkeep_store.catalog.condition import Condition
from cellkeep_store.catalog.search import Order, meant, page_of
from cellkeep_store.catalog.tables import facets

if TYPE_CHECKING:
    from cellkeep_core.protocol import Artifact
    from cellkeep_store.catalog.filters import ArtifactFilter

Place = tuple[str, str | None, str | None]


def list_names(
    tx: Connection, wanted: ArtifactFilter, order: Order, *, limit: int, cursor: str | None
) -> NamePage:
    """Return a page of names, each with the latest of its artifacts that meet the filter.

    The counts are of those that meet it too.
    """
    found = meant(tx, wanted)
    page = page_of(tx, [*found, _latest_of(found)], order, q=wanted.q, limit=limit, cursor=cursor)
    counts = _counts(tx, [artifact.name for artifact in page.items], found)
    items = []
    for artifact in page.items:
        place = _place(tx, artifact)
        versions, runs, size = counts[place]
        item = NameItem(artifact=artifact, versions=versions, runs=runs, bytes=size)
        if place[1] is not None:
            item.notebook = place[1]
        items.append(item)
    return NamePage(items=items, next_cursor=page.next_cursor)


def _latest_of(found: list[Condition]) -> Condition:
    """Return the condition that no later artifact of the name meets these."""
    later = facets.alias("later")
    same_run = and_(facets.c.notebook.is_(None), later.c.run_id == facets.c.run_id)
    adapted = ClauseAdapter(later)
    clause = ~exists().where(
        later.c.name == facets.c.name,
        later.c.seq > facets.c.seq,
        or_(later.c.notebook == facets.c.notebook, and_(same_run, later.c.notebook.is_(None))),
        *(adapted.traverse(each.tested) for each in found),
    )
    return Condition(clause, clause, None)


def _place(tx: Connection, artifact: Artifact) -> Place:
    notebook = tx.execute(
        select(facets.c.notebook).where(facets.c.seq == artifact.seq)
    ).scalar_one()
    return (artifact.name, notebook, None if notebook is not None else artifact.run_id)


def _counts(
    tx: Connection, names: list[str], found: list[Condition]
) -> dict[Place, tuple[int, int, int]]:
    run = case((facets.c.notebook.is_(None), facets.c.run_id), else_=None).label("run")
    query = (
        select(
            facets.c.name,
            facets.c.notebook,
            run,
            func.count(),
            func.count(facets.c.run_id.distinct()),
            func.sum(facets.c.size),
        )
        .where(facets.c.name.in_(sorted(set(names))), *(each.tested for each in found))
        .group_by(facets.c.name, facets.c.notebook, run)
    )
    return {
        (name, notebook, run_id): (int(versions), int(runs), int(size))
        for name, notebook, run_id, versions, runs, size in tx.execute(query)
    }
