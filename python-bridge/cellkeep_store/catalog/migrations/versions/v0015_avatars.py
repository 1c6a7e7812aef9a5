"""Where pictures of persons are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "avatars",
        sa.Column("who", sa.Text(), primary_key=True),
        sa.Column("url", sa.Text(), nullable=False),
    )
