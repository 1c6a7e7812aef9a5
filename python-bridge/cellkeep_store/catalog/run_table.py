"""The table of runs: a row for each, with what they can be compared by."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec import UNSET
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    false,
    func,
    null,
    or_,
    select,
)

from cellkeep_core.errors import BadRequestError
from cellkeep_core.protocol import (
    Provenance,
    RunCondition,
    RunGroup,
    RunInfo,
    RunRow,
    RunTable,
    from_json,
    or_unset,
)
from cellkeep_store.catalog.queries import bad_cursor, is_listed, page_size, run_infos
from cellkeep_store.catalog.rows import cleaned, folded
from cellkeep_store.catalog.run_columns import RunColumnSql, column_of
from cellkeep_store.catalog.run_counts import of_runs, run_counts
from cellkeep_store.catalog.run_values import short_text
from cellkeep_store.catalog.tables import artifacts, run_tags, runs
from cellkeep_store.catalog.value_columns import columns_there_are, value_from, values_of
from cellkeep_store.catalog.words import search_text

MOST_CONDITIONS = 10
MOST_GROUPS = 20_000
_MOST_CHOICES = 100
_NOTHING = 2
_PARTS = ("kind", "number", "text")
_COMMIT = re.compile(r"[0-9a-f]{4,40}")
_Position = tuple[list[tuple[int, Any]], str]
_LARGEST = 1e300
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
        Words, each to be found in name, folder, notebook or tags, in any case; four characters
        and more of a git commit find it by its beginning.
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


def run_table(
    tx: Connection,
    wanted: RunFilter,
    *,
    group: str | None = None,
    sort: str = "updated",
    descending: bool = True,
    limit: int,
    cursor: str | None,
    offset: int = 0,
) -> RunTable:
    """Return a page of the table; runs that have nothing in the column sorted by come last."""
    if cursor is not None and offset:
        raise BadRequestError("A page begins after a cursor or at an offset, not at both.")
    meant = _conditions(tx, wanted)
    keys = [_Key(sort, column_of(tx, sort), "sort", descending)]
    if group is not None:
        keys.insert(0, _Key(group, column_of(tx, group), "group", descending=False))
    listed = select(runs, *(each for key in keys for each in key.labelled()))
    rows = listed.where(*meant).subquery("rows")
    ways = [each for key in keys for each in key.ways(rows.c)]
    query = select(rows).order_by(*ways, rows.c.id).limit(page_size(limit) + 1).offset(offset)
    if cursor is not None:
        query = query.where(_after(_position(cursor, len(keys)), keys, rows.c))
    found = tx.execute(query).all()
    table = RunTable(
        items=_run_rows(tx, found[:limit]),
        total=int(tx.execute(select(func.count()).select_from(runs).where(*meant)).scalar_one()),
    )
    if cursor is None and offset == 0:
        table.columns = columns_there_are(tx)
        if group is not None:
            table.groups = _groups(tx, keys[0], select(runs, *keys[0].labelled()).where(*meant))
    if len(found) > limit:
        table.next_cursor = _cursor(found[limit - 1], keys)
    return table


@dataclass(frozen=True)
class _Key:
    """What rows are ordered by: numbers, texts, nothing, each kind by itself."""

    by: str
    column: RunColumnSql
    name: str
    descending: bool

    def parts(self) -> tuple[ColumnElement[Any], ColumnElement[Any], ColumnElement[Any]]:
        number, text = (null() if its is None else its for its in self.column)
        kind = case((number.is_not(None), 0), (text.is_not(None), 1), else_=_NOTHING)
        return kind, number, text

    def labelled(self) -> list[ColumnElement[Any]]:
        return [
            part.label(f"{self.name}_{of}") for part, of in zip(self.parts(), _PARTS, strict=True)
        ]

    def of(self, rows: Any) -> tuple[Any, Any, Any]:
        kind, number, text = (getattr(rows, f"{self.name}_{of}") for of in _PARTS)
        return kind, number, text

    def ways(self, rows: Any) -> list[ColumnElement[Any]]:
        kind, *values = self.of(rows)
        return [kind, *(its.desc() if self.descending else its.asc() for its in values)]


def _groups(tx: Connection, key: _Key, listed: Select[Any]) -> list[RunGroup]:
    rows = listed.subquery("rows")
    kind, number, text = key.of(rows.c)
    # Names come together in any case, and are shown as one of them writes it.
    shown = func.min(rows.c.name) if key.by == "name" else text
    query = (
        select(kind, number.label("number"), shown.label("text"), func.count().label("runs"))
        .group_by(kind, number, text)
        .order_by(*key.ways(rows.c))
        .limit(MOST_GROUPS + 1)
    )
    found = tx.execute(query).all()
    if len(found) > MOST_GROUPS:
        raise BadRequestError(
            f"The runs have more than {MOST_GROUPS:,} different values there.",
            hint="Group them by another column.",
        )
    return [RunGroup(runs=row.runs, value=or_unset(value_from(row))) for row in found]


def _conditions(tx: Connection, wanted: RunFilter) -> list[ColumnElement[bool]]:
    words = search_text(wanted.q).split() if wanted.q else []
    meant = [is_listed(), *(_has_word(tx, word) for word in words)]
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
        raise BadRequestError(f"The table takes at most {MOST_CONDITIONS} conditions.")
    return meant + [_condition(tx, each) for each in wanted.conditions]


def _has_word(tx: Connection, word: str) -> ColumnElement[bool]:
    near = runs.c.search.contains(word, autoescape=True)
    if not _COMMIT.fullmatch(word):
        return near
    commit = column_of(tx, "git_commit").text
    return near if commit is None else or_(near, commit.startswith(word))


def _condition(tx: Connection, wanted: RunCondition) -> ColumnElement[bool]:
    column, value = column_of(tx, wanted.column), None if wanted.value is UNSET else wanted.value
    its = [each for each in column if each is not None]
    if wanted.op == "present":
        return or_(*(each.is_not(None) for each in its))
    if wanted.op == "missing":
        return and_(*(each.is_(None) for each in its))
    if wanted.op == "in":
        if not isinstance(value, list) or not 0 < len(value) <= _MOST_CHOICES:
            raise BadRequestError(f"`in` takes a list of 1 to {_MOST_CHOICES} values.")
        return or_(*(_compared(wanted.column, column, "eq", each) for each in value))
    return _compared(wanted.column, column, wanted.op, value)


def _compared(name: str, column: RunColumnSql, op: str, value: Any) -> ColumnElement[bool]:
    if isinstance(value, str):
        if column.text is None:
            return false()
        text = _short(value)
        if op == "contains":
            return func.lower(column.text).contains(text.lower(), autoescape=True)
        return _COMPARED[op](column.text, folded(text) if name == "name" else text)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or op == "contains" or abs(value) > _LARGEST:
        raise BadRequestError(f"{repr(value)[:60]} is not a value that {op!r} compares with.")
    return false() if column.number is None else _COMPARED[op](column.number, float(value))


def _after(position: _Position, keys: list[_Key], rows: Any) -> ColumnElement[bool]:
    values, run_id = position
    beyond: ColumnElement[bool] = rows.id > run_id
    for key, (at_kind, at_value) in reversed(list(zip(keys, values, strict=True))):
        kind, number, text = key.of(rows)
        if at_kind < _NOTHING:
            its = number if at_kind == 0 else text
            further = its < at_value if key.descending else its > at_value
            beyond = or_(further, and_(its == at_value, beyond))
        beyond = or_(kind > at_kind, and_(kind == at_kind, beyond))
    return beyond


def _cursor(row: Row[Any], keys: list[_Key]) -> str:
    told: list[Any] = []
    for key in keys:
        kind, number, text = key.of(row)
        told += [kind, float(number) if kind == 0 else text]  # None where there is nothing
    packed = json.dumps([*told, row.id]).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _position(cursor: str, keys: int) -> _Position:
    try:
        *told, run_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        kinds, values = told[::2], told[1::2]
        wanted = {0: float, 1: str, _NOTHING: type(None)}
        plain = "".join(map(str, [*values, run_id]))
        if (
            len(kinds) == len(values) == keys
            and all(type(value) is wanted[kind] for kind, value in zip(kinds, values, strict=True))
            and type(run_id) is str
            and cleaned(plain) == plain
        ):
            return [(int(kind), value) for kind, value in zip(kinds, values, strict=True)], run_id
    except (ValueError, TypeError, KeyError, binascii.Error, RecursionError):
        pass
    raise bad_cursor()


def _run_rows(tx: Connection, found: Sequence[Row[Any]]) -> list[RunRow]:
    infos = run_infos(tx, found)
    ids = [row.id for row in found]
    values = values_of(tx, ids)
    latest = of_runs().where(run_counts.c.run_id.in_(ids)).with_only_columns(run_counts.c.last_seq)
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
