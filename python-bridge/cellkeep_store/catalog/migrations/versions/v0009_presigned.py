"""Uploads whose bytes clients put into the object storage themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add tables and columns; in a folder's store they stay empty."""
    op.create_table(
        "presigned",
        sa.Column(
            "upload_id",
            sa.String(32),
            sa.ForeignKey("uploads.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("part_size", sa.BigInteger(), nullable=False),
        sa.Column("multipart", sa.Text()),
    )
    op.create_index("ix_blobs_key", "blobs", ["key"])
    op.add_column("blobs", sa.Column("claimed", sa.String(64)))
    op.create_index("ix_blobs_claimed", "blobs", ["claimed"])
    op.add_column("artifacts", sa.Column("claimed", sa.String(64)))
    op.add_column("receipts", sa.Column("verified", sa.String(8)))
    op.create_table(
        "presigned_parts",
        sa.Column(
            "upload_id",
            sa.String(32),
            sa.ForeignKey("presigned.upload_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("sha256", sa.String(64), nullable=False),
    )
