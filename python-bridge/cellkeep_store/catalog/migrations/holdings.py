"""The triggers by which `holdings` and `usage` follow artifacts, the trash, and owners.

Triggers, as for `facets`: whatever saves, deletes, restores, purges or gives a run away cannot
forget them, and the figures are committed with what they count or not at all.
"""

# ruff: noqa: S608  (every part of the SQL is written here)

from __future__ import annotations

from sqlalchemy import Connection

_OWN = 4
"""`Level.OWN`, as it was when this was written."""

_OWNER = f"(SELECT s.who FROM shares s WHERE s.run_id = old.run_id AND s.level = {_OWN})"
_OF_RUN = """(
  SELECT sha256, size FROM artifacts WHERE run_id = {run}
  UNION ALL SELECT sha256, size FROM trash WHERE run_id = {run}) its"""

_FILL = (
    f"""INSERT INTO holdings (who, sha256, size, copies)
      SELECT s.who, its.sha256, MAX(its.size), COUNT(*) FROM shares s JOIN (
        SELECT run_id, sha256, size FROM artifacts
        UNION ALL SELECT run_id, sha256, size FROM trash) its ON its.run_id = s.run_id
      WHERE s.level = {_OWN} GROUP BY s.who, its.sha256""",
    "INSERT INTO usage (who, bytes) SELECT who, SUM(size) FROM holdings GROUP BY who",
)

_HOLD = f"""INSERT INTO holdings (who, sha256, size, copies)
  SELECT s.who, new.sha256, new.size, 1 FROM shares s
  WHERE s.run_id = new.run_id AND s.level = {_OWN}
  ON CONFLICT (who, sha256) DO UPDATE SET copies = holdings.copies + 1"""
_LET_GO = (
    f"UPDATE holdings SET copies = copies - 1 WHERE sha256 = old.sha256 AND who = {_OWNER}",
    f"DELETE FROM holdings WHERE sha256 = old.sha256 AND who = {_OWNER} AND copies <= 0",
)

# Name, after what, on which tables, when, and what is done: the same words in both databases.
_TRIGGERS = (
    ("held", "INSERT", ("artifacts", "trash"), "", (_HOLD,)),
    ("let_go", "DELETE", ("artifacts", "trash"), "", _LET_GO),
    (
        "turned_out",
        "UPDATE OF sha256",
        ("artifacts", "trash"),
        "old.sha256 <> new.sha256",
        (_HOLD, *_LET_GO),
    ),
    (
        "owned",
        "INSERT",
        ("shares",),
        f"new.level = {_OWN}",
        (
            f"""INSERT INTO holdings (who, sha256, size, copies)
              SELECT new.who, its.sha256, MAX(its.size), COUNT(*)
              FROM {_OF_RUN.format(run="new.run_id")} WHERE true GROUP BY its.sha256
              ON CONFLICT (who, sha256) DO UPDATE SET copies = holdings.copies + excluded.copies""",
        ),
    ),
    (
        "given_away",
        "DELETE",
        ("shares",),
        f"old.level = {_OWN}",
        (
            f"""UPDATE holdings SET copies = copies - (
                SELECT COUNT(*) FROM artifacts a
                WHERE a.run_id = old.run_id AND a.sha256 = holdings.sha256) - (
                SELECT COUNT(*) FROM trash t
                WHERE t.run_id = old.run_id AND t.sha256 = holdings.sha256)
              WHERE who = old.who
                AND sha256 IN (SELECT its.sha256 FROM {_OF_RUN.format(run="old.run_id")})""",
            f"""DELETE FROM holdings WHERE who = old.who AND copies <= 0
              AND sha256 IN (SELECT its.sha256 FROM {_OF_RUN.format(run="old.run_id")})""",
        ),
    ),
    (
        "counted",
        "INSERT",
        ("holdings",),
        "",
        (
            """INSERT INTO usage (who, bytes) VALUES (new.who, new.size)
              ON CONFLICT (who) DO UPDATE SET bytes = usage.bytes + excluded.bytes""",
        ),
    ),
    (
        "counted_off",
        "DELETE",
        ("holdings",),
        "",
        ("UPDATE usage SET bytes = bytes - old.size WHERE who = old.who",),
    ),
)


def follow_owners(tx: Connection) -> None:
    """Fill `holdings` and `usage`, and keep them up from now on."""
    for statement in _FILL:
        tx.exec_driver_sql(statement)
    for name, after, tables, when, done in _TRIGGERS:
        body = ";\n".join(done)
        if tx.dialect.name == "sqlite":
            end = f"BEGIN {body}; END"
        else:
            tx.exec_driver_sql(
                f"CREATE FUNCTION holdings_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN {body}; RETURN NULL; END $$"
            )
            end = f"EXECUTE FUNCTION holdings_{name}()"
        for table in tables:
            condition = f"WHEN ({when})" if when else ""
            tx.exec_driver_sql(
                f"CREATE TRIGGER holdings_{name}_{table} AFTER {after} ON {table} "
                f"FOR EACH ROW {condition} {end}"
            )
