"""The names that artifacts have, each once: thousands, where artifacts are a million.

What has a word in its name stands together in the order of names, far from where a page begins, and
is too much to be sorted. By these it is found where it stands. Triggers add to them (see
`migrations`); a name that no artifact has any more stays until the next clean-up, and does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    any_,
    delete,
    exists,
    func,
    select,
    true,
)

from cellkeep_store.catalog.column_types import Sorted, metadata
from cellkeep_store.catalog.condition import Order
from cellkeep_store.catalog.many_rows import is_one_of
from cellkeep_store.catalog.tables import facets

distinct_names = Table(
    "distinct_names",
    metadata,
    Column("sort_name", Sorted, primary_key=True, doc="The name, case folded."),
    sqlite_with_rowid=False,
)


def is_in_a_name(
    tx: Connection, has_it: Callable[[ColumnElement[Any]], ColumnElement[bool]]
) -> bool:
    """Return whether there is a name of some kind."""
    its = distinct_names.c.sort_name
    return tx.execute(select(its).where(has_it(its)).limit(1)).first() is not None


def rows_named(
    tx: Connection, has_it: Callable[[ColumnElement[Any]], ColumnElement[bool]]
) -> Select[Any]:
    """Return the artifacts whose names are of some kind."""
    found = select(distinct_names.c.sort_name).where(has_it(distinct_names.c.sort_name))
    rows = select(facets.c.seq)
    if tx.dialect.name == "sqlite":
        return rows.where(facets.c.sort_name.in_(found))
    # One array: else PostgreSQL may read all artifacts rather than look for each name.
    return rows.where(facets.c.sort_name == any_(func.array(found.scalar_subquery())))


def rows_in_order(
    tx: Connection,
    has_it: Callable[[ColumnElement[Any]], ColumnElement[bool]],
    query: Select[Any],
    order: Order,
) -> Select[Any]:
    """Return what a query of ``seq`` and ``key``, a name, has of such names, by these.

    The first of them come without a look at the others: name by name, as far as they are read.
    """
    name = distinct_names.c.sort_name
    found = select(name).where(has_it(name))
    if tx.dialect.name == "sqlite":
        # It takes the names in their order itself, and from each the index as it stands.
        rows = query.where(facets.c.sort_name.in_(found))
        return rows.order_by(*order.ways(facets.c.sort_name, facets.c.seq))
    each = found.order_by(*order.ways(name)).subquery("each")
    of_one = query.where(facets.c.sort_name == each.c.sort_name)
    one = of_one.order_by(*order.ways(facets.c.seq)).lateral("one")
    both = select(one.c.seq, one.c.key).select_from(each.join(one, true()))
    return both.order_by(*order.ways(each.c.sort_name, one.c.seq))


def unused_names(tx: Connection) -> list[str]:
    """Return the names that no artifact has any more."""
    name = distinct_names.c.sort_name
    return list(tx.execute(select(name).where(~_used())).scalars())


def forget_names(tx: Connection, names: Sequence[str]) -> None:
    """Remove those of some names that no artifact has; nobody else writes meanwhile."""
    its = distinct_names.c.sort_name
    tx.execute(delete(distinct_names).where(is_one_of(tx, its, names), ~_used()))


def _used() -> ColumnElement[bool]:
    return exists().where(facets.c.sort_name == distinct_names.c.sort_name)
