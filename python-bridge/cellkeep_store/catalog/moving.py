"""Notebooks that are renamed or moved: what came from them says where they are now."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Row,
    String,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from cellkeep_core.ids import utc_now
from cellkeep_store.catalog.related import add_change
from cellkeep_store.catalog.rows import searchable
from cellkeep_store.catalog.tables import artifacts, metadata, runs
from cellkeep_store.catalog.texts import search_again

# Jupyter's ids of the files that runs came from, by which they are followed when they move.
notebook_files = Table(
    "notebook_files",
    metadata,
    Column("run_id", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("path", Text, primary_key=True, doc="As the contents API writes it."),
    Column("file_id", Text, nullable=False),
    Index("ix_notebook_files_path", "path"),
)


class NotebookFile(NamedTuple):
    """A run, the path of a notebook that it came from, and Jupyter's id of that file."""

    run_id: str
    path: str
    file_id: str


def note_notebook(tx: Connection, file: NotebookFile) -> None:
    """Note which file a run came from; a run that is gone meanwhile came from none."""
    if tx.execute(select(runs.c.id).where(runs.c.id == file.run_id)).first() is None:
        return
    of_path = (notebook_files.c.run_id == file.run_id) & (notebook_files.c.path == file.path)
    tx.execute(delete(notebook_files).where(of_path))
    tx.execute(insert(notebook_files).values(file._asdict()))


def files_in(tx: Connection, path: str) -> list[NotebookFile]:
    """Return what is known of the file of a path, or of those in a folder."""
    found = select(notebook_files).where(_is_in(notebook_files.c.path, path))
    return [NotebookFile(*row) for row in tx.execute(found)]


def files_by_id(tx: Connection, file_id: str) -> list[NotebookFile]:
    """Return which runs came from the file of an id, and its path as it is known."""
    found = select(notebook_files).where(notebook_files.c.file_id == file_id)
    return [NotebookFile(*row) for row in tx.execute(found)]


def cells_of(tx: Connection, file: NotebookFile) -> set[str]:
    """Return ids of the cells of a notebook that a run has something of, of its newest 1,000."""
    found = (
        select(artifacts.c.provenance)
        .where(artifacts.c.run_id == file.run_id, artifacts.c.notebook == file.path)
        .order_by(artifacts.c.seq.desc())
        .limit(1000)
    )
    cells = (json.loads(row.provenance).get("cell_id") for row in tx.execute(found))
    return {cell for cell in cells if cell}


def move_notebooks(
    tx: Connection, kernel_ids: Collection[str], run_ids: Collection[str], before: str, after: str
) -> list[str]:
    """Follow a file or folder to its new path, and return the ids of the runs that changed.

    Parameters
    ----------
    kernel_ids, run_ids : collection of str
        Whose runs are meant, and which. A path alone says too little: servers of different
        folders may share a store.
    before, after : str
        Paths as the contents API writes them.
    """
    changed = []
    meant = or_(runs.c.kernel_id.in_(kernel_ids), runs.c.id.in_(run_ids))
    for run in tx.execute(select(runs).where(meant)).all():
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
        _move_files(tx, run.id, before, after)
        change = add_change(tx, "run", run.id, utc_now())
        new: dict[str, object] = {"last_change": change}
        if of_run:
            name = PurePosixPath(of_run).name if run.name == _name(run.notebook) else run.name
            search = searchable(name, run.folder, of_run, *json.loads(run.tags))
            new |= {"notebook": of_run, "name": name, "search": search}
        tx.execute(update(runs).where(runs.c.id == run.id).values(**new))
        changed.append(run.id)
    return changed


def _move_files(tx: Connection, run_id: str, before: str, after: str) -> None:
    for file in files_in(tx, before):
        if file.run_id == run_id:
            of_path = (notebook_files.c.run_id == run_id) & (notebook_files.c.path == file.path)
            tx.execute(delete(notebook_files).where(of_path))
            note_notebook(tx, file._replace(path=_moved(file.path, before, after) or file.path))


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
