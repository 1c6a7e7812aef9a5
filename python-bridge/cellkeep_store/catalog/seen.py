"""The catalog as one person sees it: the one place where reading is narrowed to their runs.

Each SELECT of such a connection gets common table expressions in front, named as the tables that it
reads, each with the rows of the person's runs alone. So pages, counts, facets, searches, steps of
lineage, names, links and whatever will be written later see these rows and no others: no query can
forget the condition. Both databases put the condition into the query's own plan (``NOT
MATERIALIZED``), so that its indexes serve as before. Connections without a person have no hook.
"""

# ruff: noqa: S608  (every part of the SQL is written here)

from __future__ import annotations

import re
import sqlite3
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, event

from cellkeep_store.catalog.person import Level, Person

SEEN_BY = "cellkeep_seen_by"

_OF_RUN = "EXISTS (SELECT 1 FROM seen_runs s WHERE s.run_id = t.run_id)"
# Asked of each row: a page reads few, and a person may have a hundred thousand runs.
# In this order: PostgreSQL takes a name for the expressions before it, else for the table itself.
_ROWS = {
    # What an artifact was made from: also what this store never had; never what it hides.
    "inputs": f"{_OF_RUN} OR NOT EXISTS (SELECT 1 FROM {{0}}runs r WHERE r.id = t.run_id)"
    " AND NOT EXISTS (SELECT 1 FROM {0}shares s WHERE s.run_id = t.run_id)",
    "blobs": f"sha256 IN (SELECT sha256 FROM {{0}}artifacts t WHERE {_OF_RUN}"
    f" UNION ALL SELECT sha256 FROM {{0}}trash t WHERE {_OF_RUN})",
    "thumbnails": f"artifact_id IN (SELECT id FROM {{0}}artifacts t WHERE {_OF_RUN})",
    "artifact_tags": f"seq IN (SELECT seq FROM {{0}}artifacts t WHERE {_OF_RUN})",
    "runs": "EXISTS (SELECT 1 FROM seen_runs s WHERE s.run_id = t.id)",
    **dict.fromkeys(
        (
            *("artifacts", "facets", "names", "former_names", "aliases", "trash", "receipts"),
            *("changes", "run_tags", "run_texts", "run_values", "run_counts", "activity"),
            *("notebook_files", "latest_names"),
        ),
        _OF_RUN,
    ),
}
OF_NO_RUN = frozenset(
    {
        *("about", "distinct_names", "objects", "older_texts", "shares", "texts"),
        *(
            "upload_pieces",
            "uploads",
            "avatars",
            "holdings",
            "members",
            "quotas",
            "usage",
            "usage_pending",
        ),
        *("presigned", "presigned_parts"),
    }
)
"""The others: read by their ids alone, which come from those above or are secrets, or (names and
older texts) to find rows of those above."""

_WORD = re.compile(rf"\b({'|'.join(_ROWS)})\b")
_READS = ("SELECT", "WITH")


class Seen(NamedTuple):
    """Whose runs are seen, and from which right on."""

    person: Person
    level: Level = Level.VIEW


def narrowed(engine: Engine) -> Engine:
    """Return the same database for connections that say by whom they are seen (`SEEN_BY`)."""
    narrow = engine.execution_options()
    event.listen(narrow, "before_cursor_execute", _narrow, retval=True)
    return narrow


def seen_by(tx: Connection) -> Seen | None:
    """Return whose eyes a connection has; None for all rows."""
    seen: Seen | None = tx.get_execution_options().get(SEEN_BY)
    return seen


def _narrow(
    tx: Connection, _cursor: object, statement: str, parameters: Any, *_: object
) -> tuple[str, Any]:
    seen = seen_by(tx)
    if seen is None or not statement.lstrip().startswith(_READS):
        return statement, parameters
    tables = tuple(sorted(set(_WORD.findall(statement))))
    if not tables:
        return statement, parameters
    whos = seen.person.called
    sqlite = tx.dialect.name == "sqlite"
    head = _head(tables, len(whos), sqlite=sqlite)
    if sqlite:
        return head + _rest(statement), (*whos, int(seen.level), *parameters)
    given = {f"seen_{at}": who for at, who in enumerate(whos)}
    return head + _rest(statement), {**parameters, **given, "seen_level": int(seen.level)}


@lru_cache(maxsize=1024)
def _head(tables: tuple[str, ...], people: int, *, sqlite: bool) -> str:
    schema = "main." if sqlite else ""
    marks = ["?" if sqlite else f"%(seen_{at})s::text" for at in range(people)]
    level = "?" if sqlite else "%(seen_level)s::int"
    # SQLite before 3.35 knows no hint, and puts what is used once into the query by itself.
    hint = "" if sqlite and sqlite3.sqlite_version_info < (3, 35) else "NOT MATERIALIZED "
    runs = (
        f"SELECT run_id FROM {schema}shares WHERE who IN ({', '.join(marks)}) AND level >= {level}"
    )
    parts = [f"seen_runs AS {hint}({runs})"]
    for table, rows in _ROWS.items():
        if table in tables:
            where = rows.format(schema)
            parts.append(f"{table} AS {hint}(SELECT * FROM {schema}{table} t WHERE {where})")
    return f"WITH {', '.join(parts)}"


def _rest(statement: str) -> str:
    """Return a statement as what follows the expressions; its own come after these."""
    statement = statement.lstrip()
    if statement.startswith("WITH RECURSIVE"):
        raise NotImplementedError("A recursive query cannot be narrowed to a person's runs.")
    return (
        f", {statement.removeprefix('WITH ')}" if statement.startswith("WITH ") else f" {statement}"
    )
