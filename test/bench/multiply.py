"""Make a large store of a smaller one: each of its runs again, year after year, by SQL alone.

A million saves one by one would take an hour; what is asked of the rows does not know how they
came. The triggers that keep `facets` and its index run for each of them.
"""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, insert, literal, select
from sqlalchemy.sql.elements import ColumnElement

from cellkeep_store import Store
from cellkeep_store.catalog.tables import artifacts, names, run_tags, runs

_CHANGES = 10_000_000  # more than a copy has


def multiply(store: Store, times: int) -> None:
    """Give a store `times` as many artifacts and runs as it has (at most 16 times)."""
    with store.database.read() as tx:
        last = tx.execute(select(func.max(artifacts.c.seq))).scalar_one()
    for copy in range(1, times):
        with store.database.write() as tx:
            _copy(tx, copy, last)
    with store.database.write() as tx:
        tx.exec_driver_sql("ANALYZE")


def _copy(tx: Connection, copy: int, last: int) -> None:
    digit, year = f"{copy:x}", str(2026 + copy)

    def other_id(column: ColumnElement[str]) -> ColumnElement[str]:
        return literal(digit) + func.substr(column, 1, 31)

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
    _insert(
        tx,
        artifacts,
        {
            "id": other_id(artifacts.c.id),
            "run_id": other_id(artifacts.c.run_id),
            "created_at": later(artifacts.c.created_at),
            "stored_at": later(artifacts.c.stored_at),
        },
        artifacts.c.seq <= last,
    )


def _insert(
    tx: Connection,
    table: Table,
    changed: dict[str, ColumnElement[str]],
    which: ColumnElement[bool],
) -> None:
    kept = [each for each in table.c if each is not artifacts.c.seq]
    values = [changed.get(each.name, each).label(each.name) for each in kept]
    query = select(*values).where(which).order_by(*table.primary_key)
    tx.execute(insert(table).from_select([each.name for each in kept], query))
