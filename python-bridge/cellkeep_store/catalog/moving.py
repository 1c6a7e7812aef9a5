"""Notebooks that are renamed or moved: what came from them says where they are now."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select, update

from cellkeep_core.ids import utc_now
from cellkeep_store.catalog.related import add_change
from cellkeep_store.catalog.rows import searchable
from cellkeep_store.catalog.tables import artifacts, runs
from cellkeep_store.catalog.texts import search_again

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Column, ColumnElement, Connection, Row


def move_notebooks(
    tx: Connection, kernel_ids: Collection[str], before: str, after: str
) -> list[str]:
    """Follow a file or folder to its new path, and return the ids of the runs that changed.

    Parameters
    ----------
    kernel_ids : collection of str
        Whose runs are meant. A path alone says too little: servers of different folders may
        share a store.
    before, after : str
        Paths as the contents API writes them.
    """
    changed = []
    for run in tx.execute(select(runs).where(runs.c.kernel_id.in_(kernel_ids))).all():
        found = select(artifacts).where(
            artifacts.c.run_id == run.id, _is_in(artifacts.c.notebook, before)
        )
        rows = tx.execute(found).all()
        of_run = run.notebook is not None and _moved(run.notebook, before, after)
        if not rows and not of_run:
            continue
        if rows:
            values = [_values_of(row, _moved(row.notebook, before, after)) for row in rows]
            tx.execute(update(artifacts).where(artifacts.c.seq == bindparam("of_seq")), values)
            for row in rows:
                search_again(tx, row.id)
        change = add_change(tx, "run", run.id, utc_now())
        new: dict[str, object] = {"last_change": change}
        if of_run:
            name = PurePosixPath(of_run).name if run.name == _name(run.notebook) else run.name
            search = searchable(name, run.folder, of_run, *json.loads(run.tags))
            new |= {"notebook": of_run, "name": name, "search": search}
        tx.execute(update(runs).where(runs.c.id == run.id).values(**new))
        changed.append(run.id)
    return changed


def _values_of(row: Row[Any], path: str | None) -> dict[str, object]:
    provenance = json.loads(row.provenance)
    if "notebook" in provenance:
        provenance["notebook"] = path
    return {
        "of_seq": row.seq,
        "notebook": path,
        "provenance": json.dumps(provenance, ensure_ascii=False, separators=(",", ":")),
    }


def _is_in(column: Column[str | None], path: str) -> ColumnElement[bool]:
    return or_(column == path, column.startswith(f"{path}/", autoescape=True))


def _moved(path: str, before: str, after: str) -> str | None:
    if path == before:
        return after
    return after + path[len(before) :] if path.startswith(f"{before}/") else None


def _name(path: str) -> str:
    return PurePosixPath(path).name
