"""Many artifacts that are saved together are followed together."""

from __future__ import annotations

from alembic import op

from cellkeep_store.catalog.migrations.many_rows import follow_statements

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Replace triggers of PostgreSQL; no table changes."""
    follow_statements(op.get_bind())
