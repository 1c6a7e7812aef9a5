"""The triggers by which `facets` follows the texts of artifacts too, and the index over those."""

# ruff: noqa: S608  (every part of the SQL is written here)

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from cellkeep_store.catalog.migrations.facets import has_trigrams

_COLUMNS = (
    "seq, run_id, name, sort_name, category, media_type, kind, size, stored_at, hour, version, "
    "notebook, text, text_id"
)

_SQLITE_ROW = f"""
facets ({_COLUMNS}) SELECT a.seq, a.run_id, a.name,
  substr(a.search, 1, instr(a.search, char(10)) - 1), a.category, a.media_type, a.kind, a.size,
  a.stored_at, substr(a.stored_at, 1, 13), a.version, a.notebook,
  a.search || char(10) || r.search, a.text_id
FROM artifacts a JOIN runs r ON r.id = a.run_id
"""

_SQLITE = (
    f"""CREATE TRIGGER facets_added AFTER INSERT ON artifacts BEGIN
      INSERT INTO {_SQLITE_ROW} WHERE a.seq = new.seq;
    END""",
    f"""CREATE TRIGGER facets_changed AFTER UPDATE OF name, search, text_id ON artifacts BEGIN
      DELETE FROM facets WHERE seq = old.seq;
      INSERT INTO {_SQLITE_ROW} WHERE a.seq = new.seq;
    END""",
)

_FTS = (
    """CREATE VIRTUAL TABLE texts_fts USING fts5(
      text, content='texts', content_rowid='id', tokenize='trigram case_sensitive 1')""",
    "INSERT INTO texts_fts (texts_fts) VALUES ('rebuild')",
    """CREATE TRIGGER texts_fts_added AFTER INSERT ON texts BEGIN
      INSERT INTO texts_fts (rowid, text) VALUES (new.id, new.text);
    END""",
    """CREATE TRIGGER texts_fts_removed AFTER DELETE ON texts BEGIN
      INSERT INTO texts_fts (texts_fts, rowid, text) VALUES ('delete', old.id, old.text);
    END""",
)

_POSTGRES = (
    f"""CREATE OR REPLACE FUNCTION facets_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF TG_OP <> 'INSERT' THEN DELETE FROM facets WHERE seq = old.seq; END IF;
      IF TG_OP = 'DELETE' THEN RETURN old; END IF;
      INSERT INTO facets ({_COLUMNS}) SELECT a.seq, a.run_id, a.name,
        split_part(a.search, E'\\n', 1), a.category, a.media_type, a.kind, a.size, a.stored_at,
        substr(a.stored_at, 1, 13), a.version, a.notebook, a.search || E'\\n' || r.search,
        a.text_id
      FROM artifacts a JOIN runs r ON r.id = a.run_id WHERE a.seq = new.seq;
      RETURN new;
    END $$""",
    """CREATE TRIGGER facets_added AFTER INSERT OR UPDATE OF name, search, text_id ON artifacts
      FOR EACH ROW EXECUTE FUNCTION facets_follow()""",
)


def stop_following(tx: Connection) -> None:
    """Remove the triggers that know nothing of texts."""
    if tx.dialect.name == "sqlite":
        tx.exec_driver_sql("DROP TRIGGER facets_added")
        tx.exec_driver_sql("DROP TRIGGER facets_changed")
    else:
        tx.exec_driver_sql("DROP TRIGGER facets_added ON artifacts")


def follow_again(tx: Connection) -> None:
    """Let `facets` follow artifacts, their texts included, and index the texts."""
    sqlite = tx.dialect.name == "sqlite"
    for statement in _SQLITE if sqlite else _POSTGRES:
        tx.exec_driver_sql(statement)
    if not has_trigrams(tx):
        return
    for statement in (
        _FTS if sqlite else ("CREATE INDEX ix_texts_text ON texts USING gin (text gin_trgm_ops)",)
    ):
        tx.exec_driver_sql(statement)


def take_texts(tx: Connection, changed: list[dict[str, object]]) -> None:
    """Write into `artifacts` and `facets` what artifacts are found by.

    Parameters
    ----------
    changed : list of dict
        The `seq`, `search` and `text_id` of each.
    """
    if not changed:
        return
    tx.execute(
        sa.text("UPDATE artifacts SET search = :search, text_id = :text_id WHERE seq = :seq"),
        changed,
    )
    line = "char(10)" if tx.dialect.name == "sqlite" else "E'\\n'"
    tx.execute(sa.text("UPDATE facets SET text_id = :text_id WHERE seq = :seq"), changed)
    tx.execute(
        sa.text(
            f"UPDATE facets SET text = :search || {line} || "
            "(SELECT r.search FROM runs r WHERE r.id = facets.run_id) "
            f"WHERE seq = :seq AND text <> :search || {line} || "
            "(SELECT r.search FROM runs r WHERE r.id = facets.run_id)"
        ),
        changed,
    )
