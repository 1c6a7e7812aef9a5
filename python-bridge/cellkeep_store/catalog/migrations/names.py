"""The triggers by which `facets` follows artifacts with its names apart from its texts."""

# ruff: noqa: S608  (every part of the SQL is written here)

from __future__ import annotations

from sqlalchemy import Connection

from cellkeep_store.catalog.migrations.facets import has_trigrams

_COLUMNS = (
    "seq, run_id, name, sort_name, category, media_type, kind, size, stored_at, hour, version, "
    "notebook, text, text_id"
)

# The first line of what an artifact is found by is its name.
_SQLITE_REST = "substr(a.search, instr(a.search, char(10)) + 1) || char(10)"
_SQLITE_ROW = f"""
facets ({_COLUMNS}) SELECT a.seq, a.run_id, a.name,
  substr(a.search, 1, instr(a.search, char(10)) - 1), a.category, a.media_type, a.kind, a.size,
  a.stored_at, substr(a.stored_at, 1, 13), a.version, a.notebook,
  {_SQLITE_REST} || r.search, a.text_id
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
    f"""CREATE TRIGGER facets_of_run AFTER UPDATE OF search ON runs
    WHEN old.search <> new.search BEGIN
      UPDATE facets SET text = (SELECT {_SQLITE_REST} FROM artifacts a WHERE a.seq = facets.seq)
        || new.search WHERE run_id = new.id;
    END""",
    """CREATE TRIGGER facets_named AFTER INSERT ON facets
    WHEN NOT EXISTS (SELECT 1 FROM distinct_names WHERE sort_name = new.sort_name) BEGIN
      INSERT INTO distinct_names (sort_name) VALUES (new.sort_name);
    END""",
)

_FTS = (
    """CREATE TRIGGER facets_fts_changed AFTER UPDATE OF text ON facets BEGIN
      INSERT INTO facets_fts (facets_fts, rowid, text) VALUES ('delete', old.seq, old.text);
      INSERT INTO facets_fts (rowid, text) VALUES (new.seq, new.text);
    END""",
    "INSERT INTO facets_fts (facets_fts) VALUES ('rebuild')",
)

_POSTGRES_REST = "substr(a.search, strpos(a.search, E'\\n') + 1) || E'\\n'"
_POSTGRES = (
    f"""CREATE OR REPLACE FUNCTION facets_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF TG_OP <> 'INSERT' THEN DELETE FROM facets WHERE seq = old.seq; END IF;
      IF TG_OP = 'DELETE' THEN RETURN old; END IF;
      INSERT INTO distinct_names (sort_name) VALUES (split_part(new.search, E'\\n', 1))
        ON CONFLICT DO NOTHING;
      INSERT INTO facets ({_COLUMNS}) SELECT a.seq, a.run_id, a.name,
        split_part(a.search, E'\\n', 1), a.category, a.media_type, a.kind, a.size, a.stored_at,
        substr(a.stored_at, 1, 13), a.version, a.notebook, {_POSTGRES_REST} || r.search, a.text_id
      FROM artifacts a JOIN runs r ON r.id = a.run_id WHERE a.seq = new.seq;
      RETURN new;
    END $$""",
    f"""CREATE OR REPLACE FUNCTION facets_follow_run() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      UPDATE facets SET text = {_POSTGRES_REST} || new.search
        FROM artifacts a WHERE a.seq = facets.seq AND facets.run_id = new.id;
      RETURN new;
    END $$""",
)
_TRIGRAMS = "CREATE INDEX ix_facets_text ON facets USING gin (text gin_trgm_ops)"
_FOLLOWERS = ("facets_added", "facets_changed", "facets_of_run", "facets_fts_changed")


def take_names_out(tx: Connection) -> None:
    """Write the names down, each once, and have the texts of `facets` without them from now on."""
    sqlite = tx.dialect.name == "sqlite"
    indexed = has_trigrams(tx)
    # Nothing follows each row that changes: the index is made anew.
    kind, away = ("TRIGGER", _FOLLOWERS) if sqlite else ("INDEX", ("ix_facets_text",))
    for name in away:
        tx.exec_driver_sql(f"DROP {kind} IF EXISTS {name}")
    tx.exec_driver_sql("INSERT INTO distinct_names SELECT DISTINCT sort_name FROM facets")
    tx.exec_driver_sql("UPDATE facets SET text = substr(text, length(sort_name) + 2)")
    for statement in _SQLITE if sqlite else _POSTGRES:
        tx.exec_driver_sql(statement)
    if indexed:
        for statement in _FTS if sqlite else (_TRIGRAMS,):
            tx.exec_driver_sql(statement)
