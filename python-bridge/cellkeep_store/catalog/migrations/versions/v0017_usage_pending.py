"""In PostgreSQL an owner's saves do not wait for each other where what they hold is counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_PENDING = (
    # Whoever finds the sum free takes along what others left beside it; who does not, leaves a row.
    """CREATE FUNCTION usage_add(its TEXT, given BIGINT) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
      PERFORM 1 FROM usage u WHERE u.who = its FOR NO KEY UPDATE SKIP LOCKED;
      IF FOUND THEN
        WITH gone AS (DELETE FROM usage_pending p WHERE p.who = its RETURNING p.bytes)
        UPDATE usage u SET bytes = u.bytes + given + coalesce((SELECT sum(g.bytes) FROM gone g), 0)
        WHERE u.who = its;
      ELSE
        -- A conflict would wait for whoever has the row.
        IF NOT EXISTS (SELECT 1 FROM usage u WHERE u.who = its) THEN
          INSERT INTO usage (who, bytes) VALUES (its, 0) ON CONFLICT DO NOTHING;
        END IF;
        INSERT INTO usage_pending (who, bytes) VALUES (its, given);
      END IF;
    END $$""",
    """CREATE OR REPLACE FUNCTION holdings_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM usage_add(its.who, its.bytes) FROM (
        SELECT a.who, sum(a.size)::bigint AS bytes FROM added a GROUP BY a.who ORDER BY a.who) its;
      RETURN NULL;
    END $$""",
    """CREATE OR REPLACE FUNCTION holdings_counted_off() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM usage_add(old.who, -old.size);
      RETURN NULL;
    END $$""",
)


def upgrade() -> None:
    """Make the table, which stays empty in SQLite, and replace triggers of PostgreSQL."""
    op.create_table(
        "usage_pending",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_usage_pending_who", "usage_pending", ["who"])
    tx = op.get_bind()
    if tx.dialect.name != "sqlite":
        for statement in _PENDING:
            tx.exec_driver_sql(statement)
