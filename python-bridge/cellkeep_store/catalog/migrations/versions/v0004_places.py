"""An index for names across the runs of a notebook."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make it."""
    columns = ["name", "notebook", "seq", "run_id", "size"]
    op.create_index("ix_facets_place", "facets", columns)
