"""The latest artifact of each name in a notebook (or, without one, in a run): few of all there are.

A list of names walks these by time or by name, where else it would pass all older versions. There
may be more than the latest, never fewer: who reads tests each. So nobody waits for them. A save
takes out the older ones that it can lock, and only those that nobody sees who does not see the new
one too; a deletion, or a change of rights, puts back what is the latest for somebody then. Triggers
do that (see `migrations`).
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from cellkeep_store.catalog.column_types import Id, Sequence, Sorted, metadata

latest_names = Table(
    "latest_names",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=False),
    Column("run_id", Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False, doc="``/`` and the notebook, or the run's id."),
    Column("sort_name", Sorted, nullable=False),
    Column("text", Text, nullable=False, doc="What only it is found by; empty where it is long."),
    Index("ix_latest_names_place", "name", "place"),
    Index("ix_latest_names_sort_name", "sort_name", "seq"),
)
