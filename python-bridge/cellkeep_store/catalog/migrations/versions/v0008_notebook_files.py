"""Which files the runs came from, by Jupyter's ids of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table. Of earlier runs no server has said which files they came from."""
    op.create_table(
        "notebook_files",
        sa.Column(
            "run_id",
            sa.String(32),
            sa.ForeignKey("runs.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("path", sa.Text(), primary_key=True),
        sa.Column("file_id", sa.Text(), nullable=False),
    )
    op.create_index("ix_notebook_files_path", "notebook_files", ["path"])
