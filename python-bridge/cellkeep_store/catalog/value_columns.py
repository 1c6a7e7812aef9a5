"""What the table of runs shows of `run_values`: the values of some runs, and the columns."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from cellkeep_core.protocol import RunColumn
from cellkeep_store.catalog.run_values import column_id
from cellkeep_store.catalog.tables import run_values

MOST_COLUMNS = 200
_WHOLE = 2**53


def values_of(tx: Connection, ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return the values of some runs, by run and by the id of the column."""
    found: dict[str, dict[str, Any]] = {}
    query = select(run_values).where(run_values.c.run_id.in_(ids))
    for row in tx.execute(query.order_by(run_values.c.name, run_values.c.key)):
        its = found.setdefault(row.run_id, {})
        if len(its) < MOST_COLUMNS:
            its[column_id(row.name, row.key)] = value_from(row)
    return found


def value_from(row: Row[Any]) -> float | int | str | None:
    """Return the value of a row with a number, a text or neither."""
    number: float | None = row.number
    if number is None:
        text: str | None = row.text
        return text
    return int(number) if number.is_integer() and abs(number) < _WHOLE else number


def columns_there_are(tx: Connection) -> list[RunColumn]:
    """Return the columns that runs have, those of the most runs first."""
    # Counted from the index alone: of 200,000 values that takes a fifth of the time.
    count = func.count()
    counted = (
        select(
            run_values.c.name,
            run_values.c.key,
            count.label("runs"),
            func.min(run_values.c.run_id).label("one"),
        )
        .group_by(run_values.c.name, run_values.c.key)
        .order_by(count.desc(), run_values.c.name, run_values.c.key)
        .limit(MOST_COLUMNS)
        .subquery("counted")
    )
    its = and_(
        run_values.c.name == counted.c.name,
        run_values.c.key == counted.c.key,
        run_values.c.run_id == counted.c.one,
    )
    query = select(counted, run_values.c.number.is_not(None).label("number")).join(run_values, its)
    return [
        RunColumn(
            id=column_id(row.name, row.key),
            label=".".join(part for part in (row.name, row.key) if part),
            runs=row.runs,
            number=bool(row.number),
        )
        for row in tx.execute(query.order_by(counted.c.runs.desc(), counted.c.name, counted.c.key))
    ]
