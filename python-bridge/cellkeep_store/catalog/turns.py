"""Which writers of a PostgreSQL catalog wait for which, and which changes are certain.

Who saves into some runs locks these, and shares the catalog with those who save into others. Who
does anything else has the catalog alone. Always the catalog first, then the runs by their numbers:
nobody waits in a circle for these.

Changes are numbered as they are written and seen as they are committed, which several writers do
in another order. So each writer holds a lock that says which number was the last before its own,
and what is read ends before the numbers of those that have not ended.
"""

from __future__ import annotations

from collections.abc import Collection
from zlib import crc32

from sqlalchemy import Connection

MOST_RUNS = 64
"""With more of them a writer has the catalog alone: a database has room for some thousand locks."""

_CATALOG = 0x63656C6C6B656570  # "cellkeep": one catalog to a database, so one lock
_RUNS = 0x72756E73  # "runs": locks of two numbers
_NUMBERED = 0x636B  # "ck": the first of four parts of a lock's number, the others are the change's

_LAST_NUMBER = "SELECT last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM changes_seq_seq"
_FIRST_UNDER_WAY = f"""
SELECT min((classid::bigint & 65535) << 32 | objid::bigint) FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = {_NUMBERED}
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""  # noqa: S608  (every part of the SQL is written here)


def lock_all() -> str:
    """Return the statement that waits until nobody else writes."""
    return f"SELECT pg_advisory_xact_lock({_CATALOG})"


def lock_runs(runs: Collection[str]) -> str:
    """Return the statements that wait until nobody else writes into some runs.

    The last of them says after which number those of this writer's changes come. Who has the
    catalog alone need not say it: nobody has a later number before that writer has ended.
    """
    numbers = sorted({number_of(run_id) for run_id in runs})
    locks = (f"SELECT pg_advisory_xact_lock({_RUNS}, {number})" for number in numbers)
    begins = f"SELECT pg_advisory_xact_lock_shared(({_NUMBERED}::bigint << 48) | ({_LAST_NUMBER}))"
    return "; ".join([f"SELECT pg_advisory_xact_lock_shared({_CATALOG})", *locks, begins])


def certain_change(tx: Connection) -> int:
    """Return a number up to which all changes have been committed that ever will be.

    For a look at the changes that begins afterwards, each statement of the connection seeing the
    state of its own time. The order matters: whoever has a number up to the first answer took the
    lock before that, and has either ended by the second or is found by it.
    """
    last = int(tx.exec_driver_sql(_LAST_NUMBER).scalar_one())
    under_way = tx.exec_driver_sql(_FIRST_UNDER_WAY).scalar()
    return last if under_way is None else min(last, int(under_way))


def number_of(name: str) -> int:
    """Return a name's number in locks, 32 bits with a sign; those that share it wait together."""
    number = crc32(name.encode())
    return number - (1 << 32) if number >= 1 << 31 else number
