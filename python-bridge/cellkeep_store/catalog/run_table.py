"""The table of runs: a row for each, with what they can be compared by."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from msgspec import UNSET
from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Float,
    and_,
    case,
    cast,
    collate,
    extract,
    false,
    func,
    null,
    or_,
    select,
)

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import Provenance, RunCondition, RunRow, RunTable, from_json
from cellkeep_store.catalog.filters import cleaned, search_text
from cellkeep_store.catalog.queries import is_listed, page_size, run_infos
from cellkeep_store.catalog.rows import folded
from cellkeep_store.catalog.run_values import OF_METADATA, short_text
from cellkeep_store.catalog.tables import artifacts, facets, run_tags, run_values, runs
from cellkeep_store.catalog.value_columns import columns_there_are, values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Row

    from cellkeep_core.protocol import RunInfo

MOST_CONDITIONS = 10
_MOST_CHOICES = 100
_NOTHING = 2
_LARGEST = 1e300
_SECONDS_A_DAY = 86_400
_COMPARED: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    "eq": lambda its, value: its == value,
    "ne": lambda its, value: its != value,
    "lt": lambda its, value: its < value,
    "le": lambda its, value: its <= value,
    "gt": lambda its, value: its > value,
    "ge": lambda its, value: its >= value,
}


@dataclass(frozen=True, kw_only=True)
class RunFilter:
    """What runs of the table must be like; what is None is not asked for.

    Attributes
    ----------
    q : str
        Words, each to be found in name, folder, notebook or tags, in any case.
    notebook, tag : str
        Equal to the notebook's path, to one of the tags.
    folder : str
        Their folder, or one above it.
    conditions : tuple of RunCondition
        What they must be like in single columns; all of them, at most 10.
    """

    q: str | None = None
    notebook: str | None = None
    folder: str | None = None
    tag: str | None = None
    conditions: tuple[RunCondition, ...] = ()


class _Column(NamedTuple):
    """A column as it is compared: some hold numbers, some texts, those of values either."""

    number: ColumnElement[Any] | None = None
    text: ColumnElement[Any] | None = None


def run_table(
    tx: Connection,
    wanted: RunFilter,
    *,
    sort: str = "updated",
    descending: bool = True,
    limit: int,
    cursor: str | None,
) -> RunTable:
    """Return a page of the table; runs that have nothing in the column sorted by come last."""
    meant = _conditions(tx, wanted)
    order = _column(tx, sort)
    number, text = (_or_null(its) for its in order)
    # Numbers, texts, nothing: each kind is sorted by itself.
    kind = case((number.is_not(None), 0), (text.is_not(None), 1), else_=2)
    listed = select(runs, kind.label("kind"), number.label("number"), text.label("text"))
    rows = listed.where(*meant).subquery("rows")
    ways = [rows.c.kind, _way(rows.c.number, descending), _way(rows.c.text, descending), rows.c.id]
    query = select(rows).order_by(*ways).limit(page_size(limit) + 1)
    if cursor is not None:
        query = query.where(_after(cursor, rows.c, descending=descending))
    found = tx.execute(query).all()
    table = RunTable(
        items=_run_rows(tx, found[:limit]),
        total=int(tx.execute(select(func.count()).select_from(runs).where(*meant)).scalar_one()),
    )
    if cursor is None:
        table.columns = columns_there_are(tx)
    if len(found) > limit:
        table.next_cursor = _cursor(found[limit - 1])
    return table


def _column(tx: Connection, column: str) -> _Column:
    sqlite = tx.dialect.name == "sqlite"
    its = facets.c.run_id == runs.c.id
    if column == "updated":
        return _Column(runs.c.last_change)
    if column == "created":
        return _Column(text=runs.c.created_at)
    if column in ("notebook", "folder"):
        return _Column(text=_plain(tx, runs.c[column]))
    if column == "name":
        # Its first line is the name, case folded.
        line = func.char(10) if sqlite else func.chr(10)
        first = (
            func.substr(runs.c.search, 1, func.instr(runs.c.search.concat(line), line) - 1)
            if sqlite
            else func.split_part(runs.c.search, line, 1)
        )
        return _Column(text=_plain(tx, first))
    if column == "artifacts":
        return _Column(select(func.count()).where(its).scalar_subquery())
    if column == "bytes":
        return _Column(
            select(func.coalesce(func.sum(facets.c.size), 0)).where(its).scalar_subquery()
        )
    if column == "duration":
        return _Column(_duration(sqlite=sqlite))
    name, key = _name_and_key(column)
    here = and_(
        run_values.c.run_id == runs.c.id, run_values.c.name == name, run_values.c.key == key
    )
    return _Column(
        select(run_values.c.number).where(here).scalar_subquery(),
        select(run_values.c.text).where(here).scalar_subquery(),
    )


def _name_and_key(column: str) -> tuple[str, str]:
    of, *parts = column.split(":")
    names = [cleaned(unquote(part)) for part in parts]
    if of == "metadata" and len(names) == 1:
        return OF_METADATA, names[0]
    if of == "artifact" and len(names) in (1, 2) and names[0]:
        return names[0], names[1] if len(names) == 2 else ""
    raise CellkeepError(
        f"The table of runs has no column {column[:80]!r}.",
        hint="It has name, notebook, folder, created, updated, duration, artifacts, bytes, and the "
        "ids that the answer lists under `columns`.",
        code="BAD_REQUEST",
    )


def _duration(*, sqlite: bool) -> ColumnElement[Any]:
    latest = select(func.max(facets.c.seq)).where(facets.c.run_id == runs.c.id).scalar_subquery()
    # By the same clock as the run's beginning: that of where it was saved.
    end = select(artifacts.c.created_at).where(artifacts.c.seq == latest).scalar_subquery()
    if sqlite:
        days = func.julianday(end) - func.julianday(runs.c.created_at)
        # A number of days holds milliseconds and no more.
        return func.max(func.round(days * _SECONDS_A_DAY, 3), 0.0)
    moment = DateTime(timezone=True)
    seconds = extract("epoch", cast(end, moment) - cast(runs.c.created_at, moment))
    # `greatest` passes over what is missing.
    return case((end.is_not(None), func.greatest(cast(seconds, Float), 0.0)), else_=null())


def _plain(tx: Connection, its: ColumnElement[Any]) -> ColumnElement[Any]:
    # One order everywhere: PostgreSQL's own follows the language of whoever made the database.
    return its if tx.dialect.name == "sqlite" else collate(its, "C")


def _or_null(its: ColumnElement[Any] | None) -> ColumnElement[Any]:
    return null() if its is None else its


def _way(its: ColumnElement[Any], descending: bool) -> ColumnElement[Any]:
    return its.desc() if descending else its.asc()


def _conditions(tx: Connection, wanted: RunFilter) -> list[ColumnElement[bool]]:
    words = search_text(wanted.q).split() if wanted.q else []
    meant = [is_listed(), *(runs.c.search.contains(word, autoescape=True) for word in words)]
    if wanted.notebook is not None:
        meant.append(runs.c.notebook == cleaned(wanted.notebook))
    if wanted.folder is not None:
        folder = cleaned(wanted.folder).rstrip("/")
        below = and_(runs.c.folder >= f"{folder}/", runs.c.folder < f"{folder}0")
        meant.append(or_(runs.c.folder == (folder or "/"), below))
    if wanted.tag is not None:
        tagged = select(run_tags.c.run_id).where(run_tags.c.tag == cleaned(wanted.tag))
        meant.append(runs.c.id.in_(tagged))
    if len(wanted.conditions) > MOST_CONDITIONS:
        raise _bad(f"The table takes at most {MOST_CONDITIONS} conditions.")
    return meant + [_condition(tx, each) for each in wanted.conditions]


def _condition(tx: Connection, wanted: RunCondition) -> ColumnElement[bool]:
    column, value = _column(tx, wanted.column), None if wanted.value is UNSET else wanted.value
    its = [each for each in column if each is not None]
    if wanted.op == "present":
        return or_(*(each.is_not(None) for each in its))
    if wanted.op == "missing":
        return and_(*(each.is_(None) for each in its))
    if wanted.op == "in":
        if not isinstance(value, list) or not 0 < len(value) <= _MOST_CHOICES:
            raise _bad(f"`in` takes a list of 1 to {_MOST_CHOICES} values.")
        return or_(*(_compared(wanted.column, column, "eq", each) for each in value))
    return _compared(wanted.column, column, wanted.op, value)


def _compared(name: str, column: _Column, op: str, value: Any) -> ColumnElement[bool]:
    if isinstance(value, str):
        if column.text is None:
            return false()
        text = _short(value)
        if op == "contains":
            return func.lower(column.text).contains(text.lower(), autoescape=True)
        return _COMPARED[op](column.text, folded(text) if name == "name" else text)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or op == "contains" or abs(value) > _LARGEST:
        raise _bad(f"{repr(value)[:60]} is not a value that {op!r} compares with.")
    return false() if column.number is None else _COMPARED[op](column.number, float(value))


def _after(cursor: str, its: Any, *, descending: bool) -> ColumnElement[bool]:
    kind, value, run_id = _position(cursor)
    beyond = its.id > run_id
    if kind < _NOTHING:
        column = its.number if kind == 0 else its.text
        further = column < value if descending else column > value
        beyond = or_(further, and_(column == value, beyond))
    return or_(its.kind > kind, and_(its.kind == kind, beyond))


def _cursor(row: Row[Any]) -> str:
    value = float(row.number) if row.kind == 0 else row.text  # None where there is nothing
    told = json.dumps([row.kind, value, row.id])
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _position(cursor: str) -> tuple[int, Any, str]:
    try:
        kind, value, run_id = json.loads(
            base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        )
        wanted = {0: float, 1: str, _NOTHING: type(None)}[kind]
        if (
            type(value) is wanted
            and type(run_id) is str
            and cleaned(f"{value}{run_id}") == (f"{value}{run_id}")
        ):
            return int(kind), value, run_id
    except (ValueError, TypeError, KeyError, binascii.Error, RecursionError):
        pass
    raise CellkeepError(
        "The cursor is not one that this store gave.",
        hint="Begin again with the first page.",
        code="BAD_REQUEST",
    )


def _run_rows(tx: Connection, found: Sequence[Row[Any]]) -> list[RunRow]:
    infos = run_infos(tx, found)
    ids = [row.id for row in found]
    values = values_of(tx, ids)
    latest = (
        select(func.max(facets.c.seq)).where(facets.c.run_id.in_(ids)).group_by(facets.c.run_id)
    )
    query = select(artifacts.c.run_id, artifacts.c.created_at, artifacts.c.provenance)
    ends = {row.run_id: row for row in tx.execute(query.where(artifacts.c.seq.in_(latest)))}
    return [_run_row(info, values.get(info.run.id, {}), ends.get(info.run.id)) for info in infos]


def _run_row(info: RunInfo, values: dict[str, Any], end: Any) -> RunRow:
    row = RunRow(run=info, values=values)
    if end is not None:
        lasted = datetime.fromisoformat(end.created_at) - datetime.fromisoformat(
            info.run.created_at
        )
        row.duration_s = max(0.0, round(lasted.total_seconds(), 3))
        row.git_commit = from_json(end.provenance, Provenance).git_commit
    return row


def _short(text: str) -> str:
    return short_text(cleaned(text))


def _bad(message: str) -> CellkeepError:
    return CellkeepError(message, code="BAD_REQUEST")
