"""What persons did with runs, theirs or others', and with quotas: written once, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sqlalchemy import Connection, select

from cellkeep_core.ids import utc_now
from cellkeep_core.protocol import Activity, ActivityPage, or_unset
from cellkeep_store.catalog.many_rows import insert_rows
from cellkeep_store.catalog.people_tables import activity
from cellkeep_store.catalog.person import Person
from cellkeep_store.catalog.queries import number_of, page_size

Act = Literal[
    "saved", "read", "changed", "shared", "deleted", "restored", "purged", "limited", "ended"
]


def note(
    tx: Connection,
    person: Person | None,
    act: Act,
    run_id: str,
    what: str,
    artifact_id: str | None = None,
) -> None:
    """Write down what somebody did; nothing where persons are not told apart."""
    note_all(tx, person, act, [(run_id, artifact_id, what)])


def note_all(
    tx: Connection,
    person: Person | None,
    act: Act,
    done: Iterable[tuple[str, str | None, str]],
) -> None:
    """Write down what somebody did with several: run, artifact, and it in words."""
    if person is None:
        return
    now = utc_now()
    rows = [
        {
            "at": now,
            "person": person.name,
            "act": act,
            "run_id": run_id,
            "artifact_id": artifact_id,
            "what": what,
        }
        for run_id, artifact_id, what in done
    ]
    insert_rows(tx, activity, rows)


def page(tx: Connection, run_id: str | None, *, limit: int, cursor: str | None) -> ActivityPage:
    """Return what was done with a run, or with all, the latest first."""
    query = select(activity).order_by(activity.c.seq.desc()).limit(page_size(limit) + 1)
    if run_id is not None:
        query = query.where(activity.c.run_id == run_id)
    if cursor is not None:
        query = query.where(activity.c.seq < number_of(cursor))
    rows = tx.execute(query).all()
    found = ActivityPage(items=[])
    for row in rows[:limit]:
        item = Activity(
            seq=row.seq,
            at=row.at,
            person=row.person,
            act=row.act,
            what=row.what,
            run_id=or_unset(row.run_id or None),
            artifact_id=or_unset(row.artifact_id),
        )
        found.items.append(item)
    if len(rows) > limit:
        found.next_cursor = str(rows[limit - 1].seq)
    return found
