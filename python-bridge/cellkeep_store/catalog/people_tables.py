"""The catalog's tables of the people of a service: what they may do, did, and hold."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    FromClause,
    Index,
    Integer,
    String,
    Table,
    Text,
    func,
    select,
)

from cellkeep_store.catalog.column_types import Id, Sequence, Sha256, Time, metadata

# Who may do what with a run, in a service that tells persons apart (see `rights`). Rows outlive
# their run, as its receipts do: its id is never somebody else's.
shares = Table(
    "shares",
    metadata,
    Column("run_id", Id, primary_key=True),
    Column("who", Text, primary_key=True, doc="`person:name`, `group:name` or `all`."),
    Column("level", Integer, nullable=False, doc="1 view, 2 add, 3 manage, 4 own."),
    Index("ix_shares_who", "who", "run_id"),
)

# What persons did. Triggers refuse every change of a row, and its removal.
activity = Table(
    "activity",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    Column("at", Time, nullable=False),
    Column("person", Text, nullable=False),
    Column("act", String(16), nullable=False),
    Column("run_id", Id, nullable=False, doc="Empty where it was done with none."),
    Column("artifact_id", Id),
    Column("what", Text, nullable=False, doc="In words: name and version, or who may do what."),
    Index("ix_activity_run", "run_id", "seq"),
    Index("ix_activity_person", "person", "seq"),
    sqlite_autoincrement=True,
)

# How often somebody's runs, the trash included, have some bytes. Triggers keep it and `usage`
# (see `migrations`), so that a save asks for one row and never counts.
holdings = Table(
    "holdings",
    metadata,
    Column("who", Text, primary_key=True, doc="`person:name`, the owner."),
    Column("sha256", Sha256, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("copies", BigInteger, nullable=False),
)

# Whom there is something to say of: the bytes of a person's `holdings`, each blob once.
usage = Table(
    "usage",
    metadata,
    Column("who", Text, primary_key=True, doc="`person:name` or `group:name`."),
    Column("bytes", BigInteger, nullable=False, doc="0 for a group: it owns no run."),
)

# In PostgreSQL what saves add to `usage` while another one has its row: who finds it free takes
# these along. So an owner's runs are saved into side by side.
usage_pending = Table(
    "usage_pending",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    Column("who", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Index("ix_usage_pending_who", "who"),
)


def bytes_held(its: FromClause = usage) -> ColumnElement[Any]:
    """Return what somebody's runs hold, by their row of `usage` (or an alias)."""
    pending = select(func.coalesce(func.sum(usage_pending.c.bytes), 0)).where(
        usage_pending.c.who == its.c.who
    )
    return its.c.bytes + pending.scalar_subquery()


quotas = Table(
    "quotas",
    metadata,
    Column("who", Text, primary_key=True, doc="`person:name`, or `group:name` for each member."),
    Column("bytes", BigInteger, nullable=False),
)

# Of which groups persons were when they last saved: others save into their runs as well.
members = Table(
    "members",
    metadata,
    Column("who", Text, primary_key=True, doc="`person:name`."),
    Column("in_group", Text, primary_key=True, doc="`group:name`."),
    Index("ix_members_group", "in_group"),
)

# Where pictures of persons were when they last saved.
avatars = Table(
    "avatars",
    metadata,
    Column("who", Text, primary_key=True, doc="`person:name`."),
    Column("url", Text, nullable=False),
)
