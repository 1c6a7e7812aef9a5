"""The first names whose last version that meets some conditions is known by `latest_names`.

Of most names that is the latest. These are read in the order of the list, by an index where that is
time or name, as far as a page of them goes; the few of which only an older version meets them are
looked for as far, and both are put together.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    and_,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.sql.visitors import replacement_traverse

from cellkeep_store.catalog.condition import Clause, Condition, NamesWith, Order, Slice
from cellkeep_store.catalog.last_of_name import is_last, last_of
from cellkeep_store.catalog.many_rows import is_one_of
from cellkeep_store.catalog.tables import facets, latest_names

_SAMPLE = 1000
"""Rows by which it is told whether most of all meet a search."""

if TYPE_CHECKING:
    from collections.abc import Sequence


def names_in_order(
    tx: Connection, found: list[Condition], names: NamesWith, wanted: Slice
) -> Sequence[Row[Any]]:
    """Return the first of some names, with ``latest``, ``seq`` and ``key``."""
    its, (order, key, _, most) = latest_names.c, wanted
    by: Column[Any] | None
    # The key where `latest_names` has it.
    by = its.sort_name if order.sort == "name" else its.seq if key is facets.c.seq else None
    read = 2 * most
    while True:
        query = select(its.seq.label("latest"), its.seq, its.sort_name).where(names.latest)
        latest = tx.execute(_keyed(query.subquery(), wanted).limit(read)).all()
        end = latest[-1] if len(latest) == read else None
        up_to = [] if end is None or by is None else [_before_or_at(by, order, end)]
        if by is None:
            are_most = most_names(tx, names.latest)
        else:
            are_most = bool(up_to) and _are_passed(tx, wanted, by, up_to, 2 * read)
        # An older version may be the oldest of all, but is not newer than the latest.
        bounds = [] if order == Order("time", descending=False) else up_to
        older = _older(found, names, bounds, are_most=are_most)
        others = tx.execute(_keyed(older, wanted).limit(read)).all()
        rows = sorted([*latest, *others], key=attrgetter("key", "seq"), reverse=order.descending)
        there = _each_once(tx, found, rows[:read])
        if len(there) >= most or len(rows) < read:
            return there[:most]
        read *= 4


def _older(
    found: list[Condition], names: NamesWith, bounds: list[Clause], *, are_most: bool
) -> Subquery:
    """Return the last versions that meet these, of names whose latest does not.

    Parameters
    ----------
    bounds : list of ColumnElement
        On `latest_names`: which are looked at.
    are_most : bool
        Whether most names are those whose latest does: what fewer meet is asked first.
    """
    its = latest_names.c
    # Of a long text it is not known whether the latest has the words.
    seq = last_of(
        latest_names, found, lambda seq: and_(seq <= its.seq, or_(seq < its.seq, its.text == ""))
    )
    which = (
        case((names.latest, false()), else_=names.older)
        if are_most
        else case((names.older, names.latest.is_not(true())), else_=false())
    )
    query = select(its.seq.label("latest"), seq.label("seq"), its.sort_name).where(*bounds, which)
    # Each version is looked up once, although it is sorted by and tested.
    return query.offset(literal_column("0")).subquery()


def _before_or_at(by: Column[Any], order: Order, end: Row[Any]) -> Clause:
    """Return the condition that a row is not behind the last one that was read."""
    clause: Clause = by >= end.key if order.descending else by <= end.key
    return clause


def _are_passed(
    tx: Connection, wanted: Slice, by: Column[Any], up_to: list[Clause], most: int
) -> bool:
    """Return whether no more names than so many are passed up to a place."""
    seq = latest_names.c.seq
    after = put({wanted.key: by, facets.c.seq: seq}, wanted.after)
    passed = select(seq).where(*after, *up_to).limit(most + 1).subquery()
    return bool(tx.execute(select(func.count()).select_from(passed)).scalar_one() <= most)


def _keyed(names: Subquery, wanted: Slice) -> Select[Any]:
    """Return names in an order and behind a place."""
    order, key, after, _ = wanted
    its: Any = names.c
    by: ColumnElement[Any] = its.seq
    if order.sort == "name":
        by = its.sort_name
    elif key is not facets.c.seq:  # looked up, and not joined: see `_latest_meets`
        of_row = select(key).where(facets.c.seq == its.seq).correlate(names).scalar_subquery()
        keyed = select(its.latest, its.seq, of_row.label("key"))
        its = keyed.offset(literal_column("0")).subquery().c
        by = its.key
    query = select(its.latest, its.seq, by.label("key")).where(its.seq.is_not(None))
    query = query.where(*put({key: by, facets.c.seq: its.seq}, after))
    return query.order_by(*(order.ways(by) if by is its.seq else order.ways(by, its.seq)))


def _each_once(tx: Connection, found: list[Condition], rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Return the rows less those of names that have another: `latest_names` may have several."""
    its = latest_names.c
    listed = is_one_of(tx, its.seq, [row.latest for row in rows])
    sure = set(tx.execute(select(its.seq).where(listed, is_last(latest_names))).scalars())
    others = [row.seq for row in rows if row.latest not in sure]
    if not others:
        return list(rows)
    those = {row.seq for row in rows if row.latest in sure}
    listed = is_one_of(tx, facets.c.seq, [seq for seq in others if seq not in those])
    last = select(facets.c.seq).where(listed, is_last(facets, found))
    there = {seq: seq for seq in tx.execute(last).scalars()}
    return [row for row in rows if row.latest in sure or there.pop(row.seq, None)]


def most_names(tx: Connection, clause: ColumnElement[Any], enough: float = 0.5) -> bool:
    """Return whether more than so many of the oldest rows of `latest_names` meet a condition."""
    its = latest_names.c
    some = select(its.seq).order_by(its.seq).limit(_SAMPLE).subquery()
    meet = select(func.count()).where(its.seq.in_(select(some.c.seq)), clause)
    count = select(func.count()).select_from(some)
    return bool(tx.execute(meet).scalar_one() > enough * tx.execute(count).scalar_one())


def put(there: dict[Any, Any], after: list[Clause]) -> list[Clause]:
    """Return conditions with other columns in the place of theirs."""
    return [
        replacement_traverse(each, {}, lambda element, **_: there.get(element)) for each in after
    ]
