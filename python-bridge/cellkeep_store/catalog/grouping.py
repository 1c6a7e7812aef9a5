"""What artifacts are put into groups by, and which of them are in one group."""

from __future__ import annotations

from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Select, and_, select

from cellkeep_core.errors import BadRequestError
from cellkeep_store.catalog.condition import Condition, hidden
from cellkeep_store.catalog.people_tables import shares
from cellkeep_store.catalog.person import Level, called
from cellkeep_store.catalog.seen import seen_by
from cellkeep_store.catalog.tables import artifact_tags, facets, runs

By = Literal[
    "run", "notebook", "folder", "day", "hour", "kind", "media_type", "category", "tag", "sharing"
]

_COLUMNS: dict[By, ColumnElement[Any]] = {
    "run": facets.c.run_id,
    "folder": facets.c.run_id,
    "day": facets.c.hour,
    "hour": facets.c.hour,
    "notebook": facets.c.notebook,
    "kind": facets.c.kind,
    "media_type": facets.c.media_type,
    "category": facets.c.category,
    "tag": artifact_tags.c.tag,
    "sharing": facets.c.run_id,
}
MINE, SHARED = "mine", "shared"
"""The groups by `sharing`: runs of the person who asks, and others' that are shared with them."""


def group_column(by: By) -> ColumnElement[Any]:
    """Return the column that is counted; runs are summed to folders, and hours to days."""
    if by not in get_args(By):
        raise BadRequestError(
            f"Artifacts cannot be grouped by {by!r}.",
            hint=f"Group them by {', '.join(get_args(By))}.",
        )
    return _COLUMNS[by]


def in_group(tx: Connection, group: str) -> Condition:
    """Return the condition of being in a group, written as ``by:key``.

    It means the very artifacts that the group's count has: those of exactly this folder, or
    of no notebook where the key is empty.
    """
    by, _, key = group.partition(":")
    its = group_column(by)  # type: ignore[arg-type]
    plain = hidden(tx, its)
    if by == "tag":
        tagged = facets.c.seq.in_(select(artifact_tags.c.seq).where(its == key))
        return Condition(tagged, tagged, select(artifact_tags.c.seq).where(its == key))
    if by == "folder":
        inside = select(runs.c.id).where(runs.c.folder == key)
        return _condition(its.in_(inside), plain.in_(inside))
    if by == "sharing":
        own = own_runs(tx)
        if key == MINE:
            return _condition(its.in_(own), plain.in_(own))
        return _condition(its.not_in(own), plain.not_in(own))
    if by in ("day", "hour"):
        # As a range of times, which have an index. "U" follows "T", and ";" does ":".
        begin, end = (f"{key}T", f"{key}U") if by == "day" else (f"{key}:", f"{key};")
        its, plain = facets.c.stored_at, hidden(tx, facets.c.stored_at)
        within = and_(its >= begin, its < end)
        tested = and_(plain >= begin, plain < end)
        return Condition(within, tested, select(facets.c.seq).where(within), sorts="time")
    if key == "":
        return _condition(its.is_(None), plain.is_(None), equal=True)
    return _condition(its == key, plain == key, equal=True)


def own_runs(tx: Connection) -> Select[Any]:
    """Return the ids of the runs of who asks: all, where nobody is told apart."""
    seen = seen_by(tx)
    if seen is None:
        return select(runs.c.id)
    whose = shares.c.who == called("person", seen.person.name)
    return select(shares.c.run_id).where(whose, shares.c.level == int(Level.OWN))


def _condition(
    clause: ColumnElement[bool], tested: ColumnElement[bool], *, equal: bool = False
) -> Condition:
    return Condition(clause, tested, select(facets.c.seq).where(clause), equal=equal)
