"""Bytes in object storage: the key of each blob, and the objects that are none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the table; in a folder's store both stay empty."""
    op.add_column("blobs", sa.Column("key", sa.Text()))
    op.create_table(
        "objects",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("until", sa.String(24), nullable=False),
    )
    op.create_index("ix_objects_sha256", "objects", ["sha256"])
    op.create_index("ix_objects_state", "objects", ["state", "until"])
