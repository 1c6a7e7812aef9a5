"""Reading and writing many rows in few statements."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    String,
    Table,
    Text,
    any_,
    bindparam,
    case,
    cast,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from cellkeep_store.catalog.condition import Source

# Rows in one INSERT. More of them make it no faster.
_ROWS = 500
_LIMIT_VARIABLE_NUMBER = 9  # `sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER`


def is_one_of(
    tx: Connection, column: Column[Any], values: Iterable[str] | Iterable[int]
) -> ColumnElement[bool]:
    """Return the condition that a column equals one of many values, with one parameter for all."""
    wanted: list[Any] = sorted(set(values))
    if len(wanted) == 1:  # a single save, the most frequent case, takes the fastest form
        is_it: ColumnElement[bool] = column == wanted[0]
        return is_it
    if tx.dialect.name == "sqlite":
        # With a parameter for each, SQLAlchemy would spend more time on them than SQLite does.
        listed: BindParameter[str] = bindparam(
            None, json.dumps(wanted, ensure_ascii=False), unique=True
        )
        return column.in_(select(func.json_each(listed).table_valued("value").c.value))
    if issubclass(column.type.python_type, int):
        # As one text: the driver would write each number by itself.
        numbers = bindparam(None, f"{{{','.join(map(str, wanted))}}}", type_=Text, unique=True)
        return column == any_(cast(numbers, ARRAY(BigInteger)))
    return column == any_(bindparam(None, wanted, type_=ARRAY(Text), unique=True))


def at_most(tx: Connection, source: Source, most: int) -> list[int] | None:
    """Return the numbers that a query finds, or None where they are more than so many."""
    if tx.dialect.name == "sqlite":
        found = tx.execute(source.limit(most + 1)).scalars().all()
        return None if len(found) > most else list(found)
    # In one row: each row costs the server more than it costs the database.
    rows = source.limit(most + 1).subquery("rows")
    number = rows.c[0]
    listed = case((func.count() <= most, func.array_agg(number, type_=ARRAY(BigInteger))))
    count, numbers = tx.execute(select(func.count(), listed).select_from(rows)).one()
    return None if count > most else numbers or []


def portions(items: list[str], size: int) -> list[list[str]]:
    """Return a list in pieces of so many items."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def insert_rows(tx: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    if not rows:
        return
    # Straight to the driver, because SQLAlchemy would process each value of each row; these tables
    # have only types that the driver knows.
    columns = tuple(rows[0])
    if tx.dialect.name != "sqlite":
        arrays = tuple([row[column] for row in rows] for column in columns)
        tx.exec_driver_sql(_insert_arrays(table, columns), arrays)
        return
    # Many rows in a statement, because the text index flushes its pending terms when a statement
    # begins.
    values = itemgetter(*columns)
    most = max(1, min(_ROWS, _most_parameters(tx) // len(columns)))
    for start in range(0, len(rows), most):
        part = rows[start : start + most]
        statement = _insert_statement(table, columns, len(part))
        tx.exec_driver_sql(statement, tuple(chain.from_iterable(map(values, part))))


@cache
def _insert_arrays(table: Table, columns: tuple[str, ...]) -> str:
    """Return PostgreSQL's INSERT of any number of rows, by an array for each column."""
    arrays = ", ".join(f"%b::{_postgres_type(table.c[column].type)}[]" for column in columns)
    return f"INSERT INTO {_names_of(table, columns)} SELECT * FROM unnest({arrays})"  # noqa: S608


def _postgres_type(kind: TypeEngine[Any]) -> str:
    # As `text`, whatever its length: a cast would cut it, the column refuses it.
    if isinstance(kind, String):
        return "text"
    return kind.compile(postgresql.dialect())  # type: ignore[no-untyped-call]


def _most_parameters(tx: Connection) -> int:
    connection: sqlite3.Connection = tx.connection.driver_connection  # type: ignore[assignment]
    return connection.getlimit(_LIMIT_VARIABLE_NUMBER)


@cache
def _names_of(table: Table, columns: tuple[str, ...]) -> str:
    preparer = sqlite.dialect().identifier_preparer
    quoted: Callable[[str], str] = preparer.quote
    return f"{preparer.format_table(table)} ({', '.join(map(quoted, columns))})"


def _insert_statement(table: Table, columns: tuple[str, ...], count: int) -> str:
    row = f"({', '.join('?' * len(columns))})"
    all_rows = ", ".join([row] * count)
    return f"INSERT INTO {_names_of(table, columns)} VALUES {all_rows}"  # noqa: S608  (our names)
