"""Names are found by a list of those there are, and what else is found without them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cellkeep_store.catalog.migrations.names import take_names_out

revision = "0011"
down_revision = "0010"

_SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table, and take the names out of the texts of `facets`."""
    op.create_table(
        "distinct_names",
        sa.Column("sort_name", _SORTED, primary_key=True),
        sqlite_with_rowid=False,
    )
    take_names_out(op.get_bind())
