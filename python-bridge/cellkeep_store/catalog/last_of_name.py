"""The last version of a name in its notebook or, without one, in its run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, case, func, or_, select
from sqlalchemy.sql.util import ClauseAdapter

from cellkeep_store.catalog.condition import Condition
from cellkeep_store.catalog.tables import facets, latest_names

Among = Callable[[ColumnElement[Any]], ColumnElement[bool]]


def last_of(its: Table, found: Iterable[Condition], among: Among) -> ColumnElement[Any]:
    """Return the last version that meets some conditions, of the name and place of a row.

    Parameters
    ----------
    its : Table
        `facets` or `latest_names`, which the row is of.
    found : iterable of Condition
        What it is to meet.
    among : callable
        Gives the condition on the number (`seq`) of versions that are among those.
    """
    has_none, *rows = _versions(its, found, among)
    in_run, beside = (
        each.order_by(each.selected_columns.seq.desc()).limit(1).scalar_subquery() for each in rows
    )
    return case((has_none, in_run), else_=beside)


def is_last(its: Table, found: Iterable[Condition] = ()) -> ColumnElement[bool]:
    """Return the condition that no later version of a row's name meets these."""
    has_none, in_run, beside = _versions(its, found, lambda seq: seq > its.c.seq)
    return and_(or_(has_none, ~beside.exists()), or_(~has_none, ~in_run.exists()))


def _versions(
    its: Table, found: Iterable[Condition], among: Among
) -> tuple[ColumnElement[bool], Select[Any], Select[Any]]:
    """Return whether a row has no notebook, and versions of its name in its run and notebook.

    Two questions, not one with "or": each goes to one place of the index.
    """
    one = facets.alias()  # without a name: a condition may ask for the last of a name itself
    adapted = ClauseAdapter(one)
    # Not read where the name itself has the word.
    meets = (
        each if named is None else or_(named(its.c.sort_name), each)
        for named, each in ((each.named, adapted.traverse(each.tested)) for each in found)
    )
    rows = select(one.c.seq).where(one.c.name == its.c.name, among(one.c.seq), *meets)
    notebook: ColumnElement[Any] = facets.c.notebook
    has_none: ColumnElement[bool] = notebook.is_(None)
    if its is latest_names:
        notebook, has_none = func.substr(its.c.place, 2), func.substr(its.c.place, 1, 1) != "/"
    in_run = rows.where(one.c.notebook.is_(None), one.c.run_id == its.c.run_id)
    return has_none, in_run, rows.where(one.c.notebook == notebook)
