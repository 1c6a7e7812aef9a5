"""In PostgreSQL, triggers that follow what a statement has inserted at once, not row by row.

SQLite has no such triggers, and needs none: it has no process of its own to be asked.
"""

# ruff: noqa: S608  (every part of the SQL is written here)

from __future__ import annotations

from sqlalchemy import Connection

_OWN = 4
"""`Level.OWN`, as it was when this was written."""

# What belongs to the rows is looked up for each: a join's plan, made for two thousand rows and
# kept, would read whole tables for one. Always in the same order, so that two do not wait in a
# circle.
_FOLLOW = (
    """CREATE FUNCTION facets_add() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO distinct_names (sort_name)
        SELECT DISTINCT split_part(a.search, E'\\n', 1) AS name FROM added a ORDER BY name
        ON CONFLICT DO NOTHING;
      INSERT INTO facets (seq, run_id, name, sort_name, category, media_type, kind, size, stored_at,
        hour, version, notebook, text, text_id)
      SELECT a.seq, a.run_id, a.name, split_part(a.search, E'\\n', 1), a.category, a.media_type,
        a.kind, a.size, a.stored_at, substr(a.stored_at, 1, 13), a.version, a.notebook,
        substr(a.search, strpos(a.search, E'\\n') + 1) || E'\\n'
          || (SELECT r.search FROM runs r WHERE r.id = a.run_id), a.text_id
      FROM added a;
      RETURN NULL;
    END $$""",
    "DROP TRIGGER facets_added ON artifacts",
    """CREATE TRIGGER facets_added AFTER INSERT ON artifacts REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION facets_add()""",
    """CREATE TRIGGER facets_changed AFTER UPDATE OF name, search, text_id ON artifacts
      FOR EACH ROW EXECUTE FUNCTION facets_follow()""",
    f"""CREATE FUNCTION holdings_add() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO holdings (who, sha256, size, copies)
        SELECT its.who, its.sha256, max(its.size), count(*) FROM (
          SELECT a.sha256, a.size, (
            SELECT s.who FROM shares s WHERE s.run_id = a.run_id AND s.level = {_OWN}) AS who
          FROM added a) its
        WHERE its.who IS NOT NULL GROUP BY its.who, its.sha256 ORDER BY its.who, its.sha256
        ON CONFLICT (who, sha256) DO UPDATE SET copies = holdings.copies + excluded.copies;
      RETURN NULL;
    END $$""",
    "DROP TRIGGER holdings_held_artifacts ON artifacts",
    """CREATE TRIGGER holdings_held_artifacts AFTER INSERT ON artifacts
      REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION holdings_add()""",
    """CREATE OR REPLACE FUNCTION holdings_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO usage (who, bytes)
        SELECT a.who, sum(a.size) FROM added a GROUP BY a.who ORDER BY a.who
        ON CONFLICT (who) DO UPDATE SET bytes = usage.bytes + excluded.bytes;
      RETURN NULL;
    END $$""",
    "DROP TRIGGER holdings_counted_holdings ON holdings",
    """CREATE TRIGGER holdings_counted_holdings AFTER INSERT ON holdings
      REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION holdings_counted()""",
)


def follow_statements(tx: Connection) -> None:
    """Replace the triggers that PostgreSQL calls for each artifact that is saved."""
    if tx.dialect.name != "sqlite":
        for statement in _FOLLOW:
            tx.exec_driver_sql(statement)
