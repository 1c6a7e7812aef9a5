"""Whom runs are shared with, as it is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from cellkeep_store.catalog.people_tables import shares
from cellkeep_store.catalog.person import ALL, Level, Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


def levels_of(tx: Connection, person: Person, run_ids: Iterable[str]) -> dict[str, Level]:
    """Return what somebody may do with each of some runs; nothing with those left out."""
    query = (
        select(shares.c.run_id, func.max(shares.c.level).label("level"))
        .where(shares.c.run_id.in_(sorted(set(run_ids))), shares.c.who.in_(person.called))
        .group_by(shares.c.run_id)
    )
    return {row.run_id: Level(row.level) for row in tx.execute(query)}


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
    query = select(shares.c.run_id, shares.c.who).where(
        shares.c.run_id.in_(run_ids), shares.c.level == Level.OWN
    )
    return {row.run_id: row.who.partition(":")[2] for row in tx.execute(query)}


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
