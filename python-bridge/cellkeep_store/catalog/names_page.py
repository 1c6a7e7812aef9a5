"""Names across the runs of a notebook: one row for each, its versions counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, case, func, select

from cellkeep_core.protocol import NameItem, NamePage
from cellkeep_store.catalog.filters import LATEST_IN_NOTEBOOK, ArtifactFilter
from cellkeep_store.catalog.search import Order, list_artifacts
from cellkeep_store.catalog.tables import facets

if TYPE_CHECKING:
    from cellkeep_core.protocol import Artifact

Place = tuple[str, str | None, str | None]


def list_names(
    tx: Connection, wanted: ArtifactFilter, order: Order, *, limit: int, cursor: str | None
) -> NamePage:
    """Return a page of names, each with its latest artifact; a filter is asked of that one."""
    latest = replace(wanted, alias=LATEST_IN_NOTEBOOK)
    page = list_artifacts(tx, latest, order, limit=limit, cursor=cursor)
    counts = _counts(tx, [artifact.name for artifact in page.items])
    items = []
    for artifact in page.items:
        versions, runs, size = counts[_place(tx, artifact)]
        items.append(NameItem(artifact=artifact, versions=versions, runs=runs, bytes=size))
    return NamePage(items=items, next_cursor=page.next_cursor)


def _place(tx: Connection, artifact: Artifact) -> Place:
    notebook = tx.execute(
        select(facets.c.notebook).where(facets.c.seq == artifact.seq)
    ).scalar_one()
    return (artifact.name, notebook, None if notebook is not None else artifact.run_id)


def _counts(tx: Connection, names: list[str]) -> dict[Place, tuple[int, int, int]]:
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
        .where(facets.c.name.in_(sorted(set(names))))
        .group_by(facets.c.name, facets.c.notebook, run)
    )
    return {
        (name, notebook, run_id): (int(versions), int(runs), int(size))
        for name, notebook, run_id, versions, runs, size in tx.execute(query)
    }
