"""The latest of each name is written down."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cellkeep_store.catalog.migrations.counted import count_rows
from cellkeep_store.catalog.migrations.latest_names import follow_latest

revision = "0016"
down_revision = "0015"

_SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table and fill it."""
    tx = op.get_bind()
    op.create_table(
        "latest_names",
        sa.Column("seq", _SEQUENCE, primary_key=True, autoincrement=False),
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("sort_name", _SORTED, nullable=False),
    )
    follow_latest(tx)
    for name, columns in (
        ("place", ["name", "place"]),
        ("sort_name", ["sort_name", "seq"]),
    ):
        op.create_index(f"ix_latest_names_{name}", "latest_names", columns)
    count_rows(tx, "latest_names")
