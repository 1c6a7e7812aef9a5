"""The metadata of runs as a search reads it: once for each run, however many artifacts it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Table, Text, UniqueConstraint, delete, insert

from cellkeep_store.catalog.column_types import Id, Sequence, metadata
from cellkeep_store.catalog.rows import cleaned, folded
from cellkeep_store.catalog.texts import MOST, metadata_lines

run_texts = Table(
    "run_texts",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("run_id", Id, ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("text", Text, nullable=False, doc="A line for each value, case folded."),
    UniqueConstraint("run_id", name="uq_run_texts_run"),
)


def text_of_run(its_metadata: Mapping[str, Any]) -> str:
    """Return what a run is found by beside its name, folder, notebook and tags."""
    return folded(cleaned("\n".join(metadata_lines(its_metadata))))[:MOST]


def put_run_text(tx: Connection, run_id: str, its_metadata: Mapping[str, Any]) -> None:
    """Write down what a run is found by, in place of what it was found by before."""
    tx.execute(delete(run_texts).where(run_texts.c.run_id == run_id))
    if its_metadata:
        tx.execute(insert(run_texts).values(run_id=run_id, text=text_of_run(its_metadata)))
