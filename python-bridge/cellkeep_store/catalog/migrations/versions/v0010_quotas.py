"""How many bytes everybody's runs hold and may hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cellkeep_store.catalog.migrations.holdings import follow_owners

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the tables, and count what there is."""
    op.create_table(
        "holdings",
        sa.Column("who", sa.Text(), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("copies", sa.BigInteger(), nullable=False),
    )
    for name in ("usage", "quotas"):
        op.create_table(
            name,
            sa.Column("who", sa.Text(), primary_key=True),
            sa.Column("bytes", sa.BigInteger(), nullable=False),
        )
    op.create_table(
        "members",
        sa.Column("who", sa.Text(), primary_key=True),
        sa.Column("in_group", sa.Text(), primary_key=True),
    )
    op.create_index("ix_members_group", "members", ["in_group"])
    op.create_index("ix_trash_run", "trash", ["run_id", "sha256"])
    op.create_index("ix_activity_person", "activity", ["person", "seq"])
    follow_owners(op.get_bind())
