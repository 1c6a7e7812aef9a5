"""What older versions of a name in a notebook (or, without one, in a run) were found by.

A list of names asks for the last version of each that meets words. `latest_names` has the text of
the latest; where that does not have them, each older version would be read, of a name that has none
as well. These short texts say of which names an older one may have them: each text that has left
`latest_names`, once, numbers alike, but where the version that followed has the same. So hardly any
save adds one, and most names have none. They may say more than there is, never less: who finds a
word in them asks the versions. What is not a version's own, its notebook and its run, is asked
where it stands. Triggers write them (see `migrations`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Select,
    Table,
    Text,
    and_,
    case,
    delete,
    exists,
    func,
    or_,
    select,
)

from cellkeep_store.catalog.column_types import Sequence, metadata
from cellkeep_store.catalog.condition import NamesWith
from cellkeep_store.catalog.latest_names import latest_names
from cellkeep_store.catalog.run_counts import run_counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep_store.catalog.condition import Source

    Has = Callable[[ColumnElement[Any]], ColumnElement[bool]]

older_texts = Table(
    "older_texts",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False, doc="As in `latest_names`."),
    Column("text", Text, nullable=False, doc="Empty where it may be any."),
    Index("ix_older_texts_place", "name", "place"),
)


def without_numbers(word: str) -> str:
    """Return the longest part of a word without a digit: what has the word has this."""
    return max(re.split("[0-9]+", word), key=len)


def names_with(
    tx: Connection, has_it: Has, has_part: Has | None, of_runs: Source, *, in_name: bool
) -> NamesWith:
    """Return the names that have a word in their rows, and in no text beside them.

    Parameters
    ----------
    has_it : callable
        Gives the condition that a column has the word.
    has_part : callable, optional
        The same of the word `without_numbers`. None where that is the word.
    of_runs : Select
        The ids of the runs that have it.
    in_name : bool
        Whether any name has it.
    """
    its, old = latest_names.c, older_texts.c
    latest = [has_it(its.text)]
    same_name = and_(its.name == old.name, its.place == old.place)
    part = has_part or has_it
    written = select(its.seq).join_from(older_texts, latest_names, same_name)
    older = [its.text == "", its.seq.in_(written.where(or_(old.text == "", part(old.text))))]
    if has_part is not None:
        older.append(has_part(its.text))
    if in_name:
        latest.insert(0, has_it(its.sort_name))
    in_path = is_in_path(tx, has_it)
    if tx.execute(_places(in_path).limit(1)).first():
        latest.append(its.place.in_(_places(in_path)))
    if tx.execute(of_runs.limit(1)).first():
        latest.append(its.run_id.in_(of_runs))
        older.append(its.place.in_(_places(run_counts.c.run_id.in_(of_runs))))
        older.append(its.place == "/")  # which is counted as no notebook
    return NamesWith(or_(*latest), or_(*older))


def is_in_path(tx: Connection, has_it: Has) -> ColumnElement[bool]:
    """Return whether a row of `run_counts` is of a notebook whose path has a word, in ASCII."""
    its = run_counts.c
    path_has_it = and_(has_it(func.lower(its.value)), _is_ascii(tx, its.value))
    return and_(its.counted == "notebook", path_has_it)


def _places(which: ColumnElement[bool]) -> Select[Any]:
    its = run_counts.c
    place = case((its.value == "", its.run_id), else_="/" + its.value)
    return select(place).where(its.counted == "notebook", which)


def _is_ascii(tx: Connection, its: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return whether a path is folded in the same way here and there."""
    if tx.dialect.name == "sqlite":
        return func.glob("*[^\x01-\x7f]*", its) == 0
    return func.octet_length(its) == func.length(its)


def forget_older_texts(tx: Connection) -> None:
    """Remove the texts of names that no artifact has any more; nobody else writes meanwhile."""
    its, old = latest_names.c, older_texts.c
    there = exists().where(its.name == old.name, its.place == old.place)
    tx.execute(delete(older_texts).where(~there))
