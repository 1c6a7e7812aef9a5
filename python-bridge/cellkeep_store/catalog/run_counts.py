"""How many artifacts and bytes each run has of each kind, type, hour and notebook.

What a list is grouped by is summed from these: some rows for each run, where artifacts are a
hundred times as many. They are of single runs, so that a person's are summed without what the
person does not see, and saves into different runs never wait for a counter. Triggers keep them (see
`migrations`).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Select, String, Table, Text, func, select

from cellkeep_store.catalog.column_types import Id, metadata

OF_RUN = "run"
"""What is counted of the whole run; its value is empty."""

run_counts = Table(
    "run_counts",
    metadata,
    Column("counted", String(16), primary_key=True, doc="A column of `facets`, or `OF_RUN`."),
    Column("value", Text, primary_key=True, doc="What it holds; empty for none."),
    Column("run_id", Id, primary_key=True),
    Column("artifacts", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False, doc="The latest of these."),
    sqlite_with_rowid=False,
)


def of_runs() -> Select[tuple[str, int, int, int]]:
    """Return each run that has artifacts, with their number and bytes and the latest of them."""
    its = run_counts.c
    query = select(its.run_id.label("key"), its.artifacts, its.bytes, its.last_seq.label("last"))
    return query.where(its.counted == OF_RUN, its.value == "")


def sums_of(counted: str) -> Select[tuple[str, int, int, int]]:
    """Return each value of a column with the number, bytes and latest of its artifacts."""
    its = run_counts.c
    query = select(
        its.value.label("key"),
        func.sum(its.artifacts).label("artifacts"),
        func.sum(its.bytes).label("bytes"),
        func.max(its.last_seq).label("last"),
    )
    return query.where(its.counted == counted).group_by(its.value)
