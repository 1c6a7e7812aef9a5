"""The triggers by which `run_counts` follows `facets`, the same words in both databases."""

# ruff: noqa: S608  (every part of the SQL is written here)

from __future__ import annotations

from sqlalchemy import Connection

_COLUMNS = ("kind", "media_type", "category", "hour", "notebook")
_COUNTS = "run_counts (counted, value, run_id, artifacts, bytes, last_seq)"


def count_artifacts(tx: Connection) -> None:
    """Fill `run_counts` and keep it up with `facets` from now on."""
    fill(tx)
    if tx.dialect.name == "sqlite":
        for after, body in (("INSERT", _added()), ("DELETE", _removed(sqlite=True))):
            tx.exec_driver_sql(
                f"CREATE TRIGGER run_counts_{after.lower()} AFTER {after} ON facets "
                f"FOR EACH ROW BEGIN {body}; END"
            )
        return
    # What is saved together is counted together, as the rows themselves are followed.
    every = "REFERENCING NEW TABLE AS added FOR EACH STATEMENT"
    for after, which, body in (
        ("INSERT", every, _all_added()),
        ("DELETE", "FOR EACH ROW", _removed(sqlite=False)),
    ):
        name = f"run_counts_{after.lower()}"
        tx.exec_driver_sql(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {body}; RETURN NULL; END $$"
        )
        tx.exec_driver_sql(
            f"CREATE TRIGGER {name} AFTER {after} ON facets {which} EXECUTE FUNCTION {name}()"
        )


def fill(tx: Connection) -> None:
    """Count all that there is."""
    tx.exec_driver_sql("DELETE FROM run_counts")
    for counted, value in _counters(""):
        tx.exec_driver_sql(
            f"INSERT INTO {_COUNTS} SELECT '{counted}', {value} AS value, run_id, count(*), "
            f"sum(size), max(seq) FROM facets GROUP BY 2, 3"
        )


def _counters(row: str) -> list[tuple[str, str]]:
    return [("run", "''"), *((each, f"coalesce({row}{each}, '')") for each in _COLUMNS)]


def _added() -> str:
    rows = ", ".join(
        f"('{counted}', {value}, new.run_id, 1, new.size, new.seq)"
        for counted, value in _counters("new.")
    )
    return f"""INSERT INTO {_COUNTS} VALUES {rows}
      ON CONFLICT (counted, value, run_id) DO UPDATE SET
        artifacts = run_counts.artifacts + 1, bytes = run_counts.bytes + excluded.bytes,
        last_seq = CASE WHEN run_counts.last_seq > excluded.last_seq
          THEN run_counts.last_seq ELSE excluded.last_seq END"""


def _all_added() -> str:
    counters = ", ".join(f"('{counted}', {value})" for counted, value in _counters("a."))
    # In one order, so that two that save into one run do not wait in a circle.
    return f"""INSERT INTO {_COUNTS}
      SELECT its.counted, its.value, a.run_id, count(*), sum(a.size), max(a.seq)
      FROM added a CROSS JOIN LATERAL (VALUES {counters}) its (counted, value)
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      ON CONFLICT (counted, value, run_id) DO UPDATE SET
        artifacts = run_counts.artifacts + excluded.artifacts,
        bytes = run_counts.bytes + excluded.bytes,
        last_seq = greatest(run_counts.last_seq, excluded.last_seq)"""


def _removed(*, sqlite: bool) -> str:
    # SQLite would take the index of the column itself, in which the run's rows are few of many.
    hidden = "+" if sqlite else ""
    parts = []
    for (counted, value), (_, its) in zip(_counters("old."), _counters("f."), strict=True):
        here = f"counted = '{counted}' AND value = {value} AND run_id = old.run_id"
        parts += [
            f"DELETE FROM run_counts WHERE {here} AND artifacts <= 1",
            f"""UPDATE run_counts SET artifacts = artifacts - 1, bytes = bytes - old.size,
              last_seq = CASE WHEN last_seq <> old.seq THEN last_seq ELSE coalesce((
                SELECT f.seq FROM facets f WHERE f.run_id = old.run_id AND {hidden}{its} = {value}
                ORDER BY f.seq DESC LIMIT 1), 0) END
              WHERE {here}""",
        ]
    return ";\n".join(parts)
