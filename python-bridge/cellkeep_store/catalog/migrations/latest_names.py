"""The triggers by which `latest_names` follows `facets` and `shares`.

Whatever is not there has a later artifact of the same name and place, in a run that all see who see
its own. What is saved at once does not wait here: rows that another is taking out stay to him.
"""

# ruff: noqa: S608  (every part of the SQL is written here)

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep_store.catalog.migrations.older_texts import (
    all_older,
    keep,
    keep_own,
    keep_replaced,
    of_latest,
    text_of,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ROWS = "latest_names (seq, run_id, name, place, sort_name, text)"


def follow_latest(tx: Connection) -> None:
    """Fill `latest_names` and `older_texts`, and keep them up from now on."""
    fill(tx)
    sqlite = tx.dialect.name == "sqlite"
    for table, after, body in (
        ("facets", "INSERT", _saved_sqlite() if sqlite else _saved_postgres()),
        ("facets", "DELETE", _removed(sqlite=sqlite)),
        ("shares", "INSERT", _shared(sqlite=sqlite)),
        ("shares", "DELETE", _no_longer_shared(sqlite=sqlite)),
    ):
        name = f"latest_names_{table}_{after.lower()}"
        each = "FOR EACH ROW"
        if table == "facets" and after == "DELETE":
            here = "EXISTS (SELECT 1 FROM latest_names WHERE seq = old.seq)"
            if sqlite:
                each += f" WHEN {here}"
            else:
                body = f"IF {here} THEN {body}; END IF"
        if sqlite:
            tx.exec_driver_sql(
                f"CREATE TRIGGER {name} AFTER {after} ON {table} {each} BEGIN {body}; END"
            )
            continue
        if table == "facets" and after == "INSERT":
            each = "REFERENCING NEW TABLE AS added FOR EACH STATEMENT"
        tx.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {body}; RETURN NULL; END $$"
        )
        tx.exec_driver_sql(
            f"CREATE TRIGGER {name} AFTER {after} ON {table} {each} EXECUTE FUNCTION {name}()"
        )


def fill(tx: Connection) -> None:
    """Write down the latest of all there are, and of each run that has its own readers."""
    sqlite = tx.dialect.name == "sqlite"
    tx.exec_driver_sql("DELETE FROM latest_names")
    for which, by in (
        ("g.notebook IS NOT NULL", "g.name, g.notebook"),
        ("g.notebook IS NULL", "g.name, g.run_id"),
        ("g.run_id IN (SELECT run_id FROM shares)", "g.name, g.notebook, g.run_id"),
    ):
        seqs = f"SELECT max(g.seq) FROM facets g WHERE {which} GROUP BY {by}"
        tx.exec_driver_sql(_added(seqs, sqlite=sqlite))
    for statement in all_older(_place("f"), sqlite=sqlite):
        tx.exec_driver_sql(statement)


def _place(row: str) -> str:
    # No run's id has a slash.
    return f"coalesce('/' || {row}.notebook, {row}.run_id)"


def _row(row: str, *, sqlite: bool) -> str:
    its = f"{row}.seq, {row}.run_id, {row}.name, {_place(row)}, {row}.sort_name"
    return f"{its}, {text_of(row, sqlite=sqlite)}"


def _added(seqs: str, *, sqlite: bool) -> str:
    return f"""INSERT INTO {_ROWS} SELECT {_row("f", sqlite=sqlite)} FROM facets f
      WHERE f.seq IN ({seqs}) ON CONFLICT DO NOTHING"""


def _seen_with(older: str, newer: str) -> str:
    """Return whether all see the newer one's run who see the older one's."""
    return f"""({older}.run_id = {newer}.run_id OR NOT EXISTS (
      SELECT 1 FROM shares s WHERE s.run_id = {older}.run_id AND NOT EXISTS (
        SELECT 1 FROM shares t WHERE t.run_id = {newer}.run_id AND t.who = s.who)))"""


def _latest(row: str, more: str) -> str:
    """Return the latest of a row's name and place that meets a condition, by one index."""
    its = f"SELECT g.seq FROM facets g WHERE g.name = {row}.name AND"
    last = f"AND {more} ORDER BY g.seq DESC LIMIT 1"
    return f"""CASE WHEN {row}.notebook IS NULL
      THEN ({its} g.notebook IS NULL AND g.run_id = {row}.run_id {last})
      ELSE ({its} g.notebook = {row}.notebook {last}) END"""


def _saved_sqlite() -> str:
    # An older one whose row is written anew is not the latest.
    here = f"latest_names.name = new.name AND latest_names.place = {_place('new')}"
    own = text_of("new", sqlite=True)
    its = f"l.name = new.name AND l.place = {_place('new')} AND l.seq < new.seq"
    return f"""INSERT INTO {_ROWS} SELECT {_row("new", sqlite=True)} WHERE NOT EXISTS (
        SELECT 1 FROM latest_names WHERE {here}
          AND seq > new.seq AND {_seen_with("new", "latest_names")});
      {keep_replaced("new", f"latest_names l WHERE {its}")};
      {keep_own("new", _place("new"), own)};
      DELETE FROM latest_names WHERE {here}
        AND seq < new.seq AND {_seen_with("latest_names", "new")}"""


def _saved_postgres() -> str:
    # What belongs to each row is looked up for it, and not joined: see `many_rows`. Of a name that
    # is saved more than once, the last alone.
    later = f"g.seq > a.seq AND {_seen_with('a', 'g')}"
    own = text_of("a", sqlite=False)
    its = f"l.name = a.name AND l.place = {_place('a')} AND l.seq < a.seq"
    older = f"(SELECT * FROM latest_names l WHERE {its} OFFSET 0) l WHERE true"
    return f"""INSERT INTO {_ROWS} SELECT {_row("a", sqlite=False)} FROM added a
        WHERE {_latest("a", later)} IS NULL;
      {keep_replaced("a", f"added a CROSS JOIN LATERAL {older}")};
      {keep_own("a", _place("a"), own, "FROM added a")};
      DELETE FROM latest_names WHERE seq = ANY (ARRAY(
        SELECT its.seq FROM added a CROSS JOIN LATERAL (
          SELECT l.seq FROM latest_names l WHERE {its} AND {_seen_with("l", "a")}
          FOR UPDATE SKIP LOCKED) its))"""


def _removed(*, sqlite: bool) -> str:
    to_all = _latest("old", "true")
    to_one = _latest("old", _seen_by("w.who"))
    to_each = f"SELECT {to_one} FROM shares w WHERE w.run_id = old.run_id"
    return f"""{keep(of_latest("latest_names l WHERE l.seq = old.seq"))};
      DELETE FROM latest_names WHERE seq = old.seq;
      {_added(f"SELECT {to_all}", sqlite=sqlite)};
      {_added(to_each, sqlite=sqlite)}"""


def _shared(*, sqlite: bool) -> str:
    seqs = f"SELECT max(o.seq) FROM facets o {_OF_RUN.format('new')}"
    return _added(seqs, sqlite=sqlite)


def _no_longer_shared(*, sqlite: bool) -> str:
    to_one = _latest("r", _seen_by("old.who"))
    its = f"SELECT max(o.seq) FROM facets o {_OF_RUN.format('old')}"
    seqs = f"SELECT {to_one} FROM facets r WHERE r.seq IN ({its})"
    return f"""{keep(of_latest("latest_names l WHERE l.run_id = old.run_id"))};
      {_added(seqs, sqlite=sqlite)}"""


_OF_RUN = "WHERE o.run_id = {}.run_id GROUP BY o.name, o.notebook"


def _seen_by(who: str) -> str:
    return f"EXISTS (SELECT 1 FROM shares t WHERE t.run_id = g.run_id AND t.who = {who})"
