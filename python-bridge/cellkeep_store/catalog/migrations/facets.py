"""The triggers by which `facets` follows artifacts and runs, and the index over its text.

Triggers, because whoever writes an artifact can then not forget it, and because a row and
what it is found by are committed together or not at all.
"""

# ruff: noqa: S608  (every part of the SQL is written here)

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

_SQLITE_ROW = """
SELECT a.seq, a.run_id, a.name, substr(a.search, 1, instr(a.search, char(10)) - 1), a.category,
  a.media_type, a.kind, a.size, a.stored_at, substr(a.stored_at, 1, 13), a.version,
  a.notebook, a.search || char(10) || r.search
FROM artifacts a JOIN runs r ON r.id = a.run_id
"""

_SQLITE_TRIGGERS = (
    f"""CREATE TRIGGER facets_added AFTER INSERT ON artifacts BEGIN
      INSERT INTO facets {_SQLITE_ROW} WHERE a.seq = new.seq;
    END""",
    f"""CREATE TRIGGER facets_changed AFTER UPDATE OF name, search ON artifacts BEGIN
      DELETE FROM facets WHERE seq = old.seq;
      INSERT INTO facets {_SQLITE_ROW} WHERE a.seq = new.seq;
    END""",
    """CREATE TRIGGER facets_removed BEFORE DELETE ON artifacts BEGIN
      DELETE FROM facets WHERE seq = old.seq;
    END""",
    """CREATE TRIGGER facets_of_run AFTER UPDATE OF search ON runs
    WHEN old.search <> new.search BEGIN
      UPDATE facets SET text = (SELECT a.search FROM artifacts a WHERE a.seq = facets.seq)
        || char(10) || new.search WHERE run_id = new.id;
    END""",
)

# The text is case folded already, by Python's rules, which know more than SQLite's.
_FTS = (
    """CREATE VIRTUAL TABLE facets_fts USING fts5(
      text, content='facets', content_rowid='seq', tokenize='trigram case_sensitive 1')""",
    "INSERT INTO facets_fts (facets_fts) VALUES ('rebuild')",
    """CREATE TRIGGER facets_fts_added AFTER INSERT ON facets BEGIN
      INSERT INTO facets_fts (rowid, text) VALUES (new.seq, new.text);
    END""",
    """CREATE TRIGGER facets_fts_removed AFTER DELETE ON facets BEGIN
      INSERT INTO facets_fts (facets_fts, rowid, text) VALUES ('delete', old.seq, old.text);
    END""",
    """CREATE TRIGGER facets_fts_changed AFTER UPDATE OF text ON facets BEGIN
      INSERT INTO facets_fts (facets_fts, rowid, text) VALUES ('delete', old.seq, old.text);
      INSERT INTO facets_fts (rowid, text) VALUES (new.seq, new.text);
    END""",
)

_POSTGRES_ROW = """
SELECT a.seq, a.run_id, a.name, split_part(a.search, E'\\n', 1), a.category, a.media_type,
  a.kind, a.size, a.stored_at, substr(a.stored_at, 1, 13), a.version,
  a.notebook, a.search || E'\\n' || r.search
FROM artifacts a JOIN runs r ON r.id = a.run_id
"""

_POSTGRES_TRIGGERS = (
    f"""CREATE FUNCTION facets_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF TG_OP <> 'INSERT' THEN DELETE FROM facets WHERE seq = old.seq; END IF;
      IF TG_OP = 'DELETE' THEN RETURN old; END IF;
      INSERT INTO facets {_POSTGRES_ROW} WHERE a.seq = new.seq;
      RETURN new;
    END $$""",
    """CREATE FUNCTION facets_follow_run() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      UPDATE facets SET text = a.search || E'\\n' || new.search
        FROM artifacts a WHERE a.seq = facets.seq AND facets.run_id = new.id;
      RETURN new;
    END $$""",
    """CREATE TRIGGER facets_added AFTER INSERT OR UPDATE OF name, search ON artifacts
      FOR EACH ROW EXECUTE FUNCTION facets_follow()""",
    """CREATE TRIGGER facets_removed BEFORE DELETE ON artifacts
      FOR EACH ROW EXECUTE FUNCTION facets_follow()""",
    """CREATE TRIGGER facets_of_run AFTER UPDATE OF search ON runs
      FOR EACH ROW WHEN (old.search <> new.search) EXECUTE FUNCTION facets_follow_run()""",
)

_TRIGRAMS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_facets_text ON facets USING gin (text gin_trgm_ops)",
)


def follow_artifacts(tx: Connection) -> None:
    """Fill `facets` and keep it up with artifacts and runs from now on."""
    sqlite = tx.dialect.name == "sqlite"
    tx.exec_driver_sql(f"INSERT INTO facets {_SQLITE_ROW if sqlite else _POSTGRES_ROW}")
    for statement in _SQLITE_TRIGGERS if sqlite else _POSTGRES_TRIGGERS:
        tx.exec_driver_sql(statement)
    try:
        # Where the database has no trigrams, searches read the narrow rows instead.
        with tx.begin_nested():
            for statement in _FTS if sqlite else _TRIGRAMS:
                tx.exec_driver_sql(statement)
    except sa.exc.DBAPIError as error:
        if not _is_missing(error):
            raise


def has_trigrams(tx: Connection) -> bool:
    """Return whether the database has an index over the text of `facets`."""
    if tx.dialect.name == "sqlite":
        query = "SELECT 1 FROM sqlite_master WHERE name = 'facets_fts'"
    else:
        query = "SELECT 1 FROM pg_indexes WHERE indexname = 'ix_facets_text'"
    return tx.exec_driver_sql(query).first() is not None


def _is_missing(error: sa.exc.DBAPIError) -> bool:
    # SQLite built without FTS5 or before its trigrams; PostgreSQL without pg_trgm, or where this
    # user may not add it.
    state = getattr(error.orig, "sqlstate", None)
    told = str(error.orig)
    return state in {"0A000", "42501", "58P01", "22023"} or any(
        part in told for part in ("no such module: fts5", "no such tokenizer", "error in tokenizer")
    )
