"""The latest of each name is written down with its text, and so are older texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cellkeep_store.catalog.migrations.counted import count_rows
from cellkeep_store.catalog.migrations.latest_names import follow_latest

revision = "0018"
down_revision = "0017"

_SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TRIGGERS = ("facets_insert", "facets_delete", "shares_insert", "shares_delete")


def upgrade() -> None:
    """Make the tables, and fill them."""
    tx = op.get_bind()
    sqlite = tx.dialect.name == "sqlite"
    for name in _TRIGGERS:
        of_table = "" if sqlite else f" ON {name.split('_')[0]}"
        tx.exec_driver_sql(f"DROP TRIGGER IF EXISTS latest_names_{name}{of_table}")
    tx.exec_driver_sql("DROP TABLE IF EXISTS latest_names")
    op.create_table(
        "latest_names",
        sa.Column("seq", _SEQUENCE, primary_key=True, autoincrement=False),
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("sort_name", _SORTED, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_table(
        "older_texts",
        sa.Column("id", _SEQUENCE, primary_key=True, autoincrement=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    follow_latest(tx)
    for table, name, columns in (
        ("latest_names", "place", ["name", "place"]),
        ("latest_names", "sort_name", ["sort_name", "seq"]),
        ("older_texts", "place", ["name", "place"]),
    ):
        op.create_index(f"ix_{table}_{name}", table, columns)
    count_rows(tx, "latest_names", "older_texts")
