"""The numbers and short texts that runs are compared by."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from cellkeep_store.catalog.run_values import put_metadata_values, refresh_values

revision = "0003"
down_revision = "0002"

_PAGE = 500


def upgrade() -> None:
    """Make the table, and fill it from what is there."""
    op.create_table(
        "run_values",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column(
            "run_id",
            sa.String(32),
            sa.ForeignKey("runs.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Double()),
        sa.Column("text", sa.Text().with_variant(sa.Text(collation="C"), "postgresql")),
    )
    op.create_index("ix_run_values_run", "run_values", ["run_id", "name"])
    tx = op.get_bind()
    for run in tx.execute(sa.text("SELECT id, metadata FROM runs")).all():
        if run.metadata != "{}":
            put_metadata_values(tx, run.id, json.loads(run.metadata))
        names = sa.text("SELECT DISTINCT name FROM artifacts WHERE run_id = :run AND kind = 'json'")
        found = list(tx.execute(names, {"run": run.id}).scalars())
        for start in range(0, len(found), _PAGE):
            refresh_values(tx, run.id, found[start : start + _PAGE])
