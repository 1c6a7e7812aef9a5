"""Bytes in object storage: the key of each blob, objects that are none, and uploads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add a column and tables; in a folder's store they stay empty."""
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
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("info", sa.Text(), nullable=False),
        sa.Column("thumbnail", sa.LargeBinary()),
        sa.Column("received", sa.BigInteger()),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("written_at", sa.Double(), nullable=False),
    )
    op.create_table(
        "upload_pieces",
        sa.Column(
            "upload_id",
            sa.String(32),
            sa.ForeignKey("uploads.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("start", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
    )
