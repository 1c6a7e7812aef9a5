"""Make a large store of a smaller one: each of its runs again, year after year, by SQL alone.

A million saves one by one would take an hour; what is asked of the rows does not know how they
came. The indexes are made anew at the end, which takes minutes and not half an hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, func, insert, literal, select
from sqlalchemy.sql.elements import ColumnElement

from cellkeep_store import Store
from cellkeep_store.catalog.migrations.counts import fill as count_again
from cellkeep_store.catalog.migrations.latest_names import fill as find_latest_again
from cellkeep_store.catalog.run_texts import run_texts
from cellkeep_store.catalog.tables import artifacts, facets, names, run_tags, runs

_CHANGES = 10_000_000  # more than a copy has


def multiply(store: Store, times: int) -> None:
    """Give a store `times` as many artifacts and runs as it has (at most 256 times)."""
    with store.database.write() as tx:
        last = tx.execute(select(func.max(artifacts.c.seq))).scalar_one()
        with _without_indexes(tx):
            for copy in range(1, times):
                _copy(tx, copy, last)
        count_again(tx)
        find_latest_again(tx)
        if tx.dialect.name != "sqlite":
            # Rows that bring their numbers leave the sequences where they were.
            for table, key in (("artifacts", "seq"), ("run_texts", "id")):
                tx.exec_driver_sql(f"SELECT setval('{table}_{key}_seq', max({key})) FROM {table}")
        else:
            tx.exec_driver_sql("ANALYZE")
    if store.database.place.startswith("postgresql"):
        # As its own clean-up does sooner or later: indexes alone answer only for what it has seen.
        alone = store.database._engine.execution_options(isolation_level="AUTOCOMMIT")
        with alone.connect() as link:
            link.exec_driver_sql("VACUUM (ANALYZE)")


@contextmanager
def _without_indexes(tx: Connection) -> Iterator[None]:
    """Let what is large have no index meanwhile, and follow nothing."""
    if tx.dialect.name == "sqlite":
        away = (
            "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'facets' AND type = 'index'"
            " AND sql IS NOT NULL OR name IN ('facets_added', 'facets_fts_added',"
            " 'run_counts_insert', 'latest_names_facets_insert')"
        )
        back = "INSERT INTO facets_fts (facets_fts) VALUES ('rebuild')"
    else:
        away = (
            "SELECT 'index', indexname, indexdef FROM pg_indexes"
            " WHERE tablename IN ('facets', 'artifacts') AND starts_with(indexname, 'ix_')"
        )
        back = "SET session_replication_role = origin"
        # No trigger of ours, and no look at what foreign keys mean: these rows mean what is there.
        tx.exec_driver_sql("SET session_replication_role = replica")
        tx.exec_driver_sql("SET LOCAL maintenance_work_mem = '1GB'")
    gone = tx.exec_driver_sql(away).all()
    for kind, name, _ in gone:
        tx.exec_driver_sql(f"DROP {kind} {name}")
    yield
    for _, _, made_by in gone:
        tx.exec_driver_sql(made_by)
    tx.exec_driver_sql(back)


def _copy(tx: Connection, copy: int, last: int) -> None:
    digits, year = f"{copy:02x}", str(2026 + copy)

    def other_id(column: ColumnElement[str]) -> ColumnElement[str]:
        return literal(digits) + func.substr(column, 1, 30)

    def later(column: ColumnElement[str]) -> ColumnElement[str]:
        return func.replace(column, "2026", year)

    first = select(artifacts.c.run_id).where(artifacts.c.seq <= last)
    _insert(
        tx,
        runs,
        {
            "id": other_id(runs.c.id),
            "name": runs.c.name + f"-{year}",
            "created_at": later(runs.c.created_at),
            "updated_at": later(runs.c.updated_at),
            "last_change": runs.c.last_change + copy * _CHANGES,
        },
        runs.c.id.in_(first),
    )
    for table in (names, run_tags):
        _insert(tx, table, {"run_id": other_id(table.c.run_id)}, table.c.run_id.in_(first))
    texts = {"id": run_texts.c.id + copy * last, "run_id": other_id(run_texts.c.run_id)}
    _insert(tx, run_texts, texts, run_texts.c.run_id.in_(first))
    its = {
        "seq": artifacts.c.seq + copy * last,
        "id": other_id(artifacts.c.id),
        "run_id": other_id(artifacts.c.run_id),
        "created_at": later(artifacts.c.created_at),
        "stored_at": later(artifacts.c.stored_at),
    }
    _insert(tx, artifacts, its, artifacts.c.seq <= last)
    followed = {
        "seq": facets.c.seq + copy * last,
        "run_id": other_id(facets.c.run_id),
        "stored_at": later(facets.c.stored_at),
        "hour": later(facets.c.hour),
    }
    _insert(tx, facets, followed, facets.c.seq <= last)


def _insert(
    tx: Connection,
    table: Table,
    changed: dict[str, ColumnElement[Any]],
    which: ColumnElement[bool],
) -> None:
    values = [changed.get(each.name, each).label(each.name) for each in table.c]
    query = select(*values).where(which).order_by(*table.primary_key)
    tx.execute(insert(table).from_select([each.name for each in table.c], query))
