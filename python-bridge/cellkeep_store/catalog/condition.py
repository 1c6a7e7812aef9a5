"""One filter as a condition on `facets`, and the orders of what meets it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select
from sqlalchemy.sql.expression import CompoundSelect, UnaryExpression
from sqlalchemy.sql.operators import custom_op

Clause = ColumnElement[bool]
Rows = Sequence[Row[Any]]
Source = Select[Any] | CompoundSelect[Any]

Sort = Literal["time", "name", "size"]


class Order(NamedTuple):
    """How pages are sorted."""

    sort: str = "time"
    descending: bool = True

    def ways(self, *columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
        """Return columns as a query is ordered by them."""
        return [each.desc() if self.descending else each.asc() for each in columns]


class Slice(NamedTuple):
    """The first rows, `most` of them, that are behind a place in an order (`after`).

    They are sorted by `key`, and those that have the same one by their ``seq``.
    """

    order: Order
    key: ColumnElement[Any]
    after: list[Clause]
    most: int


class NamesWith(NamedTuple):
    """Rows of `latest_names` that have a word, as conditions.

    Attributes
    ----------
    latest : ColumnElement
        Those whose latest version has it.
    older : ColumnElement
        Of the others, at least those of which an older version has it.
    """

    latest: Clause
    older: Clause


class Condition(NamedTuple):
    """One filter.

    Attributes
    ----------
    clause : ColumnElement
        On `facets`, as the database's indexes can use it.
    tested : ColumnElement
        The same, so that SQLite does not choose an index for it.
    source : Select, optional
        The ``seq`` of all that match, by an index. None where there is no such way.
    are_many : callable
        Tells soon whether more match than a number; False where that is not known soon.
    sorts : str
        The sort key whose index answers it too.
    equal : bool
        Whether it asks for one value of an indexed column.
    named : callable, optional
        Of a word: gives the condition that a column, which is a name, has it.
    elsewhere : Select, optional
        Of a word: the ``seq`` of all that have it elsewhere.
    names : callable, optional
        Of a word: gives the rows of `latest_names` that have it, or None where they are not told
        soon.
    every : callable, optional
        Gives the first rows that meet this and the conditions before it, by a way that costs less
        than to test each that meets one of those; given what tells which of them only several meet.
    at_once : callable
        Tells whether `every` costs less than to look for a page in the order first.
    walk : callable, optional
        Gives those that meet this alone, in an order and behind a place, by an index that is
        shorter to walk than that of all artifacts.
    """

    clause: ColumnElement[bool]
    tested: ColumnElement[bool]
    source: Source | None
    are_many: Callable[[int], bool] = lambda _most: False
    sorts: str = ""
    equal: bool = False
    named: Callable[[ColumnElement[Any]], ColumnElement[bool]] | None = None
    elsewhere: Source | None = None
    names: Callable[[], NamesWith | None] | None = None
    every: Callable[[Callable[[], Condition | None], Slice], Rows] | None = None
    at_once: Callable[[], bool] = lambda: False
    walk: Callable[[Order, list[Clause]], Select[Any]] | None = None


def hidden(tx: Connection, its: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a column as SQLite cannot take an index for it; PostgreSQL knows better itself."""
    if tx.dialect.name != "sqlite":
        return its
    return UnaryExpression(its, operator=custom_op("+"), type_=its.type)
