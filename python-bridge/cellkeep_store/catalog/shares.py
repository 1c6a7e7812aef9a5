"""Whom runs are shared with, as it is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, or_, select

from cellkeep_store.catalog.many_rows import is_one_of
from cellkeep_store.catalog.people_tables import avatars, shares
from cellkeep_store.catalog.person import ALL, Level, Person, called

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


class Standing(NamedTuple):
    """What somebody may do with each of some runs, and whose these are; by the runs' ids.

    Left out are runs with which they may do nothing, and those that are nobody's.
    """

    levels: dict[str, Level]
    owners: dict[str, str]


def standing(tx: Connection, person: Person, run_ids: Iterable[str]) -> Standing:
    """Return what somebody may do with each of some runs, and whose these are."""
    whos = person.called
    theirs = or_(is_one_of(tx, shares.c.who, whos), shares.c.level == int(Level.OWN))
    query = select(shares).where(is_one_of(tx, shares.c.run_id, run_ids), theirs)
    found = Standing({}, {})
    for row in tx.execute(query):
        if row.who in whos:
            before = found.levels.get(row.run_id, Level.NONE)
            found.levels[row.run_id] = max(before, Level(row.level))
        if row.level == Level.OWN:
            found.owners[row.run_id] = row.who.partition(":")[2]
    return found


def levels_of(tx: Connection, person: Person, run_ids: Iterable[str]) -> dict[str, Level]:
    """Return what somebody may do with each of some runs; nothing with those left out."""
    return standing(tx, person, run_ids).levels


def shares_of(tx: Connection, run_id: str) -> tuple[str | None, list[tuple[str, str, Level]]]:
    """Return a run's owner, and kind, name and level of whom it is shared with."""
    query = select(shares.c.who, shares.c.level).where(shares.c.run_id == run_id)
    owner, others = None, []
    for row in tx.execute(query.order_by(shares.c.who)):
        kind, _, name = row.who.partition(":")
        if row.level == Level.OWN:
            owner = name
        else:
            others.append((kind, name, Level(row.level)))
    return owner, others


def owners_of(tx: Connection, run_ids: list[str]) -> dict[str, str]:
    """Return the owners of runs that have one."""
    return {run_id: name for run_id, (name, _) in pictured_owners_of(tx, run_ids).items()}


def pictured_owners_of(tx: Connection, run_ids: list[str]) -> dict[str, tuple[str, str | None]]:
    """Return the owners of runs that have one, and where a picture of each is."""
    query = (
        select(shares.c.run_id, shares.c.who, avatars.c.url)
        .outerjoin(avatars, avatars.c.who == shares.c.who)
        .where(shares.c.run_id.in_(run_ids), shares.c.level == Level.OWN)
    )
    return {row.run_id: (row.who.partition(":")[2], row.url) for row in tx.execute(query)}


def avatars_of(tx: Connection, names: Iterable[str]) -> dict[str, str]:
    """Return where pictures of those persons are who have one."""
    whos = {called("person", name): name for name in names}
    query = select(avatars).where(avatars.c.who.in_(sorted(whos)))
    return {whos[row.who]: row.url for row in tx.execute(query)} if whos else {}


def remember_avatar(tx: Connection, person: Person) -> None:
    """Write down where a picture of somebody is, where the identity provider says of one."""
    name, url = person.name, person.avatar_url
    if not url or avatars_of(tx, [name]).get(name) == url:
        return
    who = called("person", name)
    tx.execute(delete(avatars).where(avatars.c.who == who))
    tx.execute(insert(avatars).values(who=who, url=url))


def acquaintances(tx: Connection, person: Person) -> set[tuple[str, str]]:
    """Return kind and name of whose runs a person sees, and who sees those that they manage."""
    its, theirs = shares.alias("its"), shares.alias("theirs")
    query = (
        select(theirs.c.who)
        .distinct()
        .where(
            its.c.who.in_(person.called),
            theirs.c.run_id == its.c.run_id,
            theirs.c.who != ALL,
            or_(its.c.level >= int(Level.MANAGE), theirs.c.level == int(Level.OWN)),
        )
    )
    parts = (who.partition(":") for who in tx.execute(query).scalars())
    return {(kind, name) for kind, _, name in parts}
