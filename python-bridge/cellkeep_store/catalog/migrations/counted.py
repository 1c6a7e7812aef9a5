"""What PostgreSQL is told to expect of tables that a migration has filled."""

from __future__ import annotations

from sqlalchemy import Connection


def count_rows(tx: Connection, *tables: str) -> None:
    """Count what is in tables, except in empty ones.

    An empty table that was counted is expected to stay so: a connection's first save then plans to
    read all of it for each row, and does so until PostgreSQL counts by itself, a minute later.
    """
    if tx.dialect.name != "sqlite":
        for table in tables:
            if tx.exec_driver_sql(f"SELECT 1 FROM {table} LIMIT 1").first():  # noqa: S608
                tx.exec_driver_sql(f"ANALYZE {table}")
