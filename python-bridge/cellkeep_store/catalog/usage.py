"""Who holds how much, and what takes room: for who looks after a service.

Names of runs and artifacts are none of it: whoever looks after a service does not read in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, cast

from sqlalchemy import Connection, Row, Select, and_, case, func, or_, select

from cellkeep_core.protocol import LargeRun, Room, UnfinishedUpload, Usage, UsagePage, or_unset
from cellkeep_store.catalog import queries, trash
from cellkeep_store.catalog.condition import Order
from cellkeep_store.catalog.people_tables import activity, bytes_held, members, shares, usage
from cellkeep_store.catalog.person import Level, called
from cellkeep_store.catalog.quotas import quotas_of, said_quotas
from cellkeep_store.catalog.run_counts import of_runs, run_counts
from cellkeep_store.catalog.shares import avatars_of, owners_of
from cellkeep_store.catalog.tables import runs

Sort = Literal["bytes", "name", "last"]
"""What they hold, their names, or when they last did something."""

_PERSON, _GROUP = "person:", "group:"
_MOST_RUNS = 20
_MOST_UPLOADS = 100


def page(
    tx: Connection, order: Order, default: int | None, *, limit: int, cursor: str | None
) -> UsagePage:
    """Return a page of all who hold something, or of whom a quota is said."""
    rows = _listed().subquery()
    key = {"bytes": rows.c.bytes, "name": rows.c.name, "last": rows.c.last_seq}[order.sort]
    query = select(rows).limit(queries.page_size(limit) + 1)
    # Of equal ones the name decides, downwards as upwards, so that each has one place.
    query = query.order_by(*order.ways(key), rows.c.who)
    if cursor is not None:
        last = tx.execute(select(key).where(rows.c.who == cursor)).scalar()
        if last is None:
            raise queries.bad_cursor()
        beyond = key < last if order.descending else key > last
        query = query.where(or_(beyond, and_(key == last, rows.c.who > cursor)))
    found = tx.execute(query).all()
    told = UsagePage(items=_told(tx, list(found[:limit]), default))
    if len(found) > limit:
        told.next_cursor = found[limit - 1].who
    return told


def of(tx: Connection, who: str, default: int | None) -> Usage:
    """Return what one person or group holds and may hold."""
    row = tx.execute(_listed().where(usage.c.who == who)).first()
    if row is not None:
        return _told(tx, [row], default)[0]
    kind, _, name = who.partition(":")
    return Usage(kind=cast("Any", kind), name=name, bytes=0, runs=0)


def room(tx: Connection, unfinished: Sequence[UnfinishedUpload]) -> Room:
    """Return what takes room in the whole store."""
    trashed, trashed_bytes = trash.totals(tx)
    largest = of_runs().order_by(run_counts.c.bytes.desc(), run_counts.c.run_id).limit(_MOST_RUNS)
    its = largest.subquery()
    query = select(its, runs.c.updated_at).join(runs, runs.c.id == its.c.key)
    found = tx.execute(query.order_by(its.c.bytes.desc(), its.c.key)).all()
    owners = owners_of(tx, [row.key for row in found])
    told = Room(
        bytes=queries.stored_bytes(tx),
        upload_bytes=sum(upload.bytes for upload in unfinished),
        upload_count=len(unfinished),
        uploads=list(unfinished[:_MOST_UPLOADS]),
        trash_artifacts=trashed,
        trash_bytes=trashed_bytes,
        largest=[],
    )
    for row in found:
        run = LargeRun(
            run_id=row.key,
            artifacts=row.artifacts,
            bytes=row.bytes,
            updated_at=row.updated_at,
            owner=or_unset(owners.get(row.key)),
        )
        told.largest.append(run)
    return told


def _listed() -> Select[Any]:
    """Return all of whom there is something to say, with what they hold and did last."""
    its = usage.alias("its")
    of_members = (
        select(func.coalesce(func.sum(bytes_held(its)), 0))
        .join(members, members.c.who == its.c.who)
        .where(members.c.in_group == usage.c.who)
        .scalar_subquery()
    )
    is_group = usage.c.who.startswith(_GROUP, autoescape=True)
    name = case(
        (is_group, func.substr(usage.c.who, len(_GROUP) + 1)),
        else_=func.substr(usage.c.who, len(_PERSON) + 1),
    )
    last = (
        select(func.coalesce(func.max(activity.c.seq), 0))
        .where(activity.c.person == func.substr(usage.c.who, len(_PERSON) + 1))
        .scalar_subquery()
    )
    return select(
        usage.c.who,
        name.label("name"),
        case((is_group, of_members), else_=bytes_held()).label("bytes"),
        case((is_group, 0), else_=last).label("last_seq"),
    )


def _told(tx: Connection, rows: list[Row[Any]], default: int | None) -> list[Usage]:
    persons = [row.name for row in rows if row.who.startswith(_PERSON)]
    groups = [row.who for row in rows if row.who.startswith(_GROUP)]
    quota = quotas_of(tx, persons, default)
    of_groups = said_quotas(tx, groups)
    avatars = avatars_of(tx, persons)
    whos = [called("person", name) for name in persons]
    owned = _counts(
        tx,
        select(shares.c.who, func.count())
        .join(runs, runs.c.id == shares.c.run_id)
        .where(shares.c.who.in_(whos), shares.c.level == int(Level.OWN))
        .group_by(shares.c.who),
    )
    number = _counts(
        tx,
        select(members.c.in_group, func.count())
        .where(members.c.in_group.in_(groups))
        .group_by(members.c.in_group),
    )
    last = select(activity.c.seq, activity.c.at).where(
        activity.c.seq.in_([row.last_seq for row in rows])
    )
    times = {row.seq: row.at for row in tx.execute(last)}
    told = []
    for row in rows:
        kind = row.who.partition(":")[0]
        one = Usage(kind=kind, name=row.name, bytes=int(row.bytes), runs=owned.get(row.who, 0))
        if kind == "group":
            one.members = number.get(row.who, 0)
            if row.who in of_groups:
                one.quota_bytes, one.quota_from = of_groups[row.who], "own"
        elif row.name in quota:
            one.quota_bytes, one.quota_from = quota[row.name]
        if kind == "person" and row.name in avatars:
            one.avatar = avatars[row.name]
        if row.last_seq in times:
            one.last_at = times[row.last_seq]
        told.append(one)
    return told


def _counts(tx: Connection, query: Select[Any]) -> dict[str, int]:
    return {who: int(number) for who, number in tx.execute(query)}
