"""Blobs that share an object."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say where in an object a blob begins; those there are have one each."""
    op.add_column("blobs", sa.Column("start", sa.BigInteger()))
