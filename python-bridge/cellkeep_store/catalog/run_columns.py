"""The columns that the table of runs is sorted, grouped and filtered by, as SQL."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import unquote

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
    func,
    null,
    select,
)

from cellkeep_core.errors import BadRequestError
from cellkeep_store.catalog.rows import cleaned
from cellkeep_store.catalog.run_counts import of_runs, run_counts
from cellkeep_store.catalog.run_values import OF_METADATA
from cellkeep_store.catalog.tables import artifacts, run_tags, run_values, runs

_SECONDS_A_DAY = 86_400


class RunColumnSql(NamedTuple):
    """A column as it is compared: some hold numbers, some texts, those of values either."""

    number: ColumnElement[Any] | None = None
    text: ColumnElement[Any] | None = None


def column_of(tx: Connection, column: str) -> RunColumnSql:
    """Return a column by its id, or refuse one that there cannot be."""
    sqlite = tx.dialect.name == "sqlite"
    if column == "updated":
        return RunColumnSql(runs.c.last_change)
    if column == "created":
        return RunColumnSql(text=runs.c.created_at)
    if column in ("notebook", "folder"):
        return RunColumnSql(text=_plain(tx, runs.c[column]))
    if column == "name":
        # Its first line is the name, case folded.
        line = func.char(10) if sqlite else func.chr(10)
        first = (
            func.substr(runs.c.search, 1, func.instr(runs.c.search.concat(line), line) - 1)
            if sqlite
            else func.split_part(runs.c.search, line, 1)
        )
        return RunColumnSql(text=_plain(tx, first))
    if column == "tags":
        tags = select(run_tags.c.tag).where(run_tags.c.run_id == runs.c.id).correlate(runs)
        ordered = tags.order_by(run_tags.c.tag).subquery()
        joined = func.aggregate_strings(ordered.c.tag, ", ")
        return RunColumnSql(text=_plain(tx, select(joined).scalar_subquery()))
    if column in ("artifacts", "bytes"):
        counted = of_runs().where(run_counts.c.run_id == runs.c.id)
        its = counted.with_only_columns(run_counts.c[column]).scalar_subquery()
        return RunColumnSql(func.coalesce(its, 0))
    if column == "duration":
        return RunColumnSql(_duration(sqlite=sqlite))
    if column == "git_commit":
        return RunColumnSql(text=_plain(tx, _git_commit(sqlite=sqlite)))
    name, key = _name_and_key(column)
    here = and_(
        run_values.c.run_id == runs.c.id, run_values.c.name == name, run_values.c.key == key
    )
    return RunColumnSql(
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
    raise BadRequestError(
        f"The table of runs has no column {column[:80]!r}.",
        hint="It has name, notebook, folder, tags, created, updated, duration, artifacts, bytes, "
        "git_commit, and of what runs have `metadata:KEY`, `artifact:NAME` and "
        "`artifact:NAME:KEY`.",
    )


def _of_latest(its: ColumnElement[Any]) -> ColumnElement[Any]:
    latest = of_runs().where(run_counts.c.run_id == runs.c.id)
    latest = latest.with_only_columns(run_counts.c.last_seq)
    # Said by name: what stands two levels below is not tied to the run by itself.
    its_latest = latest.correlate(runs).scalar_subquery()
    return select(its).where(artifacts.c.seq == its_latest).correlate(runs).scalar_subquery()


def _git_commit(*, sqlite: bool) -> ColumnElement[Any]:
    if sqlite:
        return _of_latest(func.json_extract(artifacts.c.provenance, "$.git_commit"))
    # Not as JSON, of which PostgreSQL reads all. In a text, quotes stand behind a backslash.
    return _of_latest(func.substring(artifacts.c.provenance, '"git_commit":"([^"]*)"'))


def _duration(*, sqlite: bool) -> ColumnElement[Any]:
    # By the same clock as the run's beginning: that of where it was saved.
    end = _of_latest(artifacts.c.created_at)
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
