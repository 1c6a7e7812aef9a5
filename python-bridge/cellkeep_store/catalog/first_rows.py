"""The first rows of what meets some conditions, in an order, by the way that reads few rows.

A filter that few artifacts meet drives the query: their rows are read and sorted. Where none is so
narrow, the sort key's index is walked and each row is tested, which finds a page soon where those
that match are spread over it. Where the beginning of the walk has no page of them, what the
narrowest filter finds is read and sorted after all. By name, words that stand in names are found by
the names there are.
"""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    func,
    literal_column,
    or_,
    select,
)

from cellkeep_store.catalog.condition import Clause, Condition, Order, Slice, Source, hidden
from cellkeep_store.catalog.distinct_names import rows_in_order
from cellkeep_store.catalog.many_rows import at_most, is_one_of
from cellkeep_store.catalog.tables import facets

if TYPE_CHECKING:
    from collections.abc import Sequence

FEW = 2000
"""What is read and sorted at once, in about 5 ms."""

SEVERAL = 50_000
"""What a filter is narrow with, where the walk finds no page: sorted in about 100 ms."""

WALKED = 5000
"""What is looked at in the sort key's order, in about 10 ms, before others than these are."""

FARTHEST = 50_000
"""What is looked at so where the first of them have some that match, and no page of them."""


def first_rows(tx: Connection, found: list[Condition], wanted: Slice) -> Sequence[Row[Any]]:
    """Return the first rows that meet all filters, with ``seq`` and ``key``."""
    order, key, after, most = wanted
    query: Select[Any] = select(facets.c.seq, key.label("key")).where(*after)
    # One value of an indexed column, newest first: its index has exactly this order.
    by_arrival = key is facets.c.seq
    chosen = next((each for each in found if each.equal), None) if by_arrival else None
    narrow = [each for each in found if each.source is not None and each.sorts != order.sort]
    walk = query.where(
        *(
            each.clause if each is chosen or each.sorts == order.sort else each.tested
            for each in found
        )
    )
    walk = walk.order_by(*_directed(key, order)).limit(most)
    if len(found) == 1 and found[0].walk is not None:
        return tx.execute(found[0].walk(order, after).limit(most)).all()
    if not narrow or (chosen is not None and len(found) == 1):
        return tx.execute(walk).all()
    few = few_of(tx, found)
    if few is not None:
        tested = (each.tested for each in found)
        return sorted_rows(tx, query.where(few, *tested), wanted)
    if chosen is not None:
        return tx.execute(walk).all()
    if order.sort == "name":
        rows = _by_words_in_names(tx, found, wanted)
        if rows is not None:
            return rows
    begin = [*after, *(each.clause for each in found if each.sorts == order.sort)]
    far = FARTHEST + 1 if any(each.at_once() for each in found) else WALKED
    while far <= FARTHEST:
        end = _walked(tx, wanted, begin, far)
        rows = tx.execute(walk.where(*end)).all()
        if not end or len(rows) == most:
            return rows
        # As far again as a page of them stands, if they go on like this.
        far = 2 * far * most // len(rows) if rows else FARTHEST + 1
    # They are not spread over the walk: names that begin alike may all be at its end.
    several = partial(_several_of, tx, narrow)
    for each in found:
        if each.every is not None:
            return each.every(several, wanted)
    drives = several() or narrow[0]
    # What its own source gives need not be tested for it again.
    tested = (each.tested for each in found if each is not drives)
    query = query.where(facets.c.seq.in_(cast("Source", drives.source)), *tested)
    return sorted_rows(tx, query, wanted)


def few_of(tx: Connection, found: list[Condition]) -> ColumnElement[bool] | None:
    """Return the condition of being one of those that meet one of the filters, where few do."""
    for each in found:
        is_source = each.source is not None and not each.are_many(FEW)
        some = at_most_few(tx, cast("Source", each.source)) if is_source else None
        if some is not None:
            return is_one_of(tx, facets.c.seq, some)
    return None


def _by_words_in_names(
    tx: Connection, found: list[Condition], wanted: Slice
) -> Sequence[Row[Any]] | None:
    """Return the first rows by name, where few have all words elsewhere; else None.

    Whoever has a word in the name stands together with others of that name: these names are gone
    through in order. The few others are read and sorted.
    """
    order, key, after, most = wanted
    words = [each for each in found if each.named is not None]
    few = (at_most_few(tx, each.elsewhere) for each in words if each.elsewhere is not None)
    elsewhere = next((some for some in few if some is not None), None)
    if elsewhere is None:
        return None

    def has_one(name: ColumnElement[Any]) -> ColumnElement[bool]:
        return or_(*(each.named(name) for each in words if each.named is not None))

    query = select(facets.c.seq, key.label("key")).where(*after, *(each.tested for each in found))
    named = rows_in_order(tx, has_one, query, order).limit(most)
    rows = {row.seq: row for row in tx.execute(named)}
    others = sorted_rows(tx, query.where(is_one_of(tx, facets.c.seq, elsewhere)), wanted)
    rows |= {row.seq: row for row in others}
    place = attrgetter("key", "seq")
    return sorted(rows.values(), key=place, reverse=order.descending)[:most]


def sorted_rows(tx: Connection, query: Select[Any], wanted: Slice) -> Sequence[Row[Any]]:
    """Return the rows of a query in order, without a walk along the sort key's index."""
    order, key, _, most = wanted
    if tx.dialect.name == "sqlite":
        its = key if key is facets.c.seq else hidden(tx, key)
        return tx.execute(query.order_by(*_directed(its, order)).limit(most)).all()
    # All of them before any order: else PostgreSQL walks the index, as if they were spread over it.
    rows = query.offset(literal_column("0")).subquery("rows")
    ways = [rows.c.seq] if key is facets.c.seq else [rows.c.key, rows.c.seq]
    return tx.execute(select(rows).order_by(*order.ways(*ways)).limit(most)).all()


def _walked(tx: Connection, wanted: Slice, begin: list[Clause], far: int) -> list[Clause]:
    """Return the condition of the walk's first rows; nothing where it has no more than those."""
    order, key = wanted.order, wanted.key
    query = select(facets.c.seq, key.label("key")).where(*begin).order_by(*_directed(key, order))
    row = tx.execute(query.offset(far).limit(1)).first()
    if row is None:
        return []
    return [past(key, Order(order.sort, not order.descending), row.key, row.seq)]


def past(key: ColumnElement[Any], order: Order, value: Any, seq: int) -> ColumnElement[bool]:
    """Return the condition of being behind a place in an order."""
    seq_after = facets.c.seq < seq if order.descending else facets.c.seq > seq
    if key is facets.c.seq:
        return seq_after
    # Not `(key, seq) < (…)`: SQLite's planner uses only the first of them that way.
    reached = key <= value if order.descending else key >= value
    beyond = key < value if order.descending else key > value
    return and_(reached, or_(beyond, seq_after))


def _directed(key: ColumnElement[Any], order: Order) -> list[ColumnElement[Any]]:
    return order.ways(key) if key is facets.c.seq else order.ways(key, facets.c.seq)


def _several_of(tx: Connection, narrow: list[Condition]) -> Condition | None:
    """Return the first condition that no more than several meet."""
    return next((each for each in narrow if _are_several(tx, each)), None)


def _are_several(tx: Connection, condition: Condition) -> bool:
    if condition.source is None:
        return False
    total = 0
    for part in _parts(tx, condition.source):
        some = part.limit(SEVERAL + 1 - total).subquery()
        total += int(tx.execute(select(func.count()).select_from(some)).scalar_one())
        if total > SEVERAL:
            return False
    return True


def at_most_few(tx: Connection, source: Source) -> list[int] | None:
    """Return what a source gives, where it is no more than is read and sorted at once."""
    some: list[int] = []
    for part in _parts(tx, source):
        found = at_most(tx, part, FEW - len(some))
        if found is None:
            return None
        some += found
    return some


def _parts(tx: Connection, source: Source) -> Sequence[Any]:
    """Return what is to be read one after the other, as far as is needed, to read few of a source.

    Of a union PostgreSQL plans each part to be read to its end, a word's rows in all of an index.
    """
    if tx.dialect.name == "sqlite" or isinstance(source, Select):
        return [source]
    return source.selects
