"""Who may do what with which run, and what persons did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_APPEND_ONLY = {
    "sqlite": (
        """CREATE TRIGGER activity_stays BEFORE DELETE ON activity BEGIN
          SELECT RAISE(ABORT, 'what was done stays written down');
        END""",
        """CREATE TRIGGER activity_is_true BEFORE UPDATE ON activity BEGIN
          SELECT RAISE(ABORT, 'what was done stays written down');
        END""",
    ),
    "postgresql": (
        """CREATE FUNCTION activity_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          RAISE EXCEPTION 'what was done stays written down';
        END $$""",
        """CREATE TRIGGER activity_stays BEFORE UPDATE OR DELETE ON activity
          FOR EACH ROW EXECUTE FUNCTION activity_stays()""",
        """CREATE TRIGGER activity_is_kept BEFORE TRUNCATE ON activity
          EXECUTE FUNCTION activity_stays()""",
    ),
}


def upgrade() -> None:
    """Make the tables. What is there already is nobody's, until an admin says whose."""
    op.create_table(
        "shares",
        sa.Column("run_id", sa.String(32), primary_key=True),
        sa.Column("who", sa.Text(), primary_key=True),
        sa.Column("level", sa.Integer(), nullable=False),
    )
    op.create_index("ix_shares_who", "shares", ["who", "run_id"])
    op.create_table(
        "activity",
        sa.Column("seq", _SEQUENCE, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("act", sa.String(16), nullable=False),
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("artifact_id", sa.String(32)),
        sa.Column("what", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_activity_run", "activity", ["run_id", "seq"])
    for statement in _APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
