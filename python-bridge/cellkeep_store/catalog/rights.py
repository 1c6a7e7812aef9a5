"""Who may do what with a run: asked here by everything that writes. Reading is `seen`'s.

A run has an owner and is theirs alone, until it is shared with persons, groups or all. Where nobody
is told apart (person None) everything is allowed, and nothing is asked of the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, insert, or_, select

from cellkeep_core.errors import (
    ArtifactNotFoundError,
    BadRequestError,
    CellkeepError,
    RunNotFoundError,
)
from cellkeep_core.ids import utc_now
from cellkeep_store.catalog.activity import note
from cellkeep_store.catalog.people_tables import shares
from cellkeep_store.catalog.person import ALL, Level, Person, called
from cellkeep_store.catalog.quotas import require_room
from cellkeep_store.catalog.related import add_change
from cellkeep_store.catalog.shares import levels_of, shares_of
from cellkeep_store.catalog.tables import artifacts, runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

_MOST = 200
_MOST_CHARACTERS = 255


def refusals(
    tx: Connection,
    person: Person | None,
    run_ids: Iterable[str],
    level: Level,
    levels: Mapping[str, Level] | None = None,
) -> dict[str, CellkeepError]:
    """Return why somebody may not write to some of these runs, which may not be there yet.

    Parameters
    ----------
    levels : mapping of str to Level, optional
        What they may do with each (`levels_of`), where that was asked already.
    """
    if person is None:
        return {}
    ids = sorted(set(run_ids))
    if levels is None:
        levels = levels_of(tx, person, ids)
    refused: dict[str, CellkeepError] = {}
    for run_id in ids:
        has = levels.get(run_id, Level.NONE)
        if has < level and (has or _is_taken(tx, run_id)):
            refused[run_id] = _refusal(run_id, has, level)
    return refused


def require(tx: Connection, person: Person | None, run_id: str, level: Level) -> None:
    """Refuse who may not do so much with a run: it does not exist for whom it is not shared with.

    Raises
    ------
    RunNotFoundError
    CellkeepError
        ``FORBIDDEN`` for who may see it.
    """
    if person is not None:
        has = levels_of(tx, person, [run_id]).get(run_id, Level.NONE)
        if has < level:
            raise _refusal(run_id, has, level)


def require_artifact(tx: Connection, person: Person | None, artifact_id: str, level: Level) -> None:
    """Refuse who may not do so much with an artifact's run; see `require`."""
    if person is None:
        return
    query = select(artifacts.c.run_id).where(artifacts.c.id == artifact_id)
    run_id = tx.execute(query).scalar()
    try:
        require(tx, person, run_id or "", level)
    except RunNotFoundError:
        raise ArtifactNotFoundError(f"There is no artifact {artifact_id!r} in the store.") from None


def own(tx: Connection, person: Person | None, run_id: str) -> None:
    """Make a new run somebody's."""
    if person is not None:
        tx.execute(delete(shares).where(shares.c.run_id == run_id))
        tx.execute(
            insert(shares).values(
                run_id=run_id, who=called("person", person.name), level=int(Level.OWN)
            )
        )


def put_shares(
    tx: Connection,
    person: Person,
    run_id: str,
    wanted: list[tuple[str, str, Level]],
    owner: str | None,
    *,
    admin: bool,
    quota: int | None = None,
) -> None:
    """Share a run with these and nobody else; give it to an owner where one is said.

    Parameters
    ----------
    wanted : list of (kind, name, level)
        ``person``, ``group`` or ``all``, whom, and what they may do.
    owner : str, optional
        Whose it is from now on. Only its owner, and an admin, may say so.
    admin : bool
        Whether the person looks after the service, and so may do this with any run.
    quota : int, optional
        What the new owner may hold, where nothing else is said of them.

    Raises
    ------
    RunNotFoundError, QuotaReachedError
    CellkeepError
        ``FORBIDDEN``, ``BAD_REQUEST``.
    """
    _check(wanted, owner)
    if not tx.execute(select(exists().where(runs.c.id == run_id))).scalar():
        raise _refusal(run_id, Level.NONE, Level.VIEW)
    before = shares_of(tx, run_id)
    if not admin:
        changes_owner = owner not in (None, before[0])
        require(tx, person, run_id, Level.OWN if changes_owner else Level.MANAGE)
    now_owner = owner or before[0]
    rows = {called(kind, name): level for kind, name, level in wanted}
    if now_owner is not None:
        rows[called("person", now_owner)] = Level.OWN
    _write_shares(tx, run_id, rows)
    if owner not in (None, before[0]) and not admin:
        require_room(tx, owner, quota)
    told = ", ".join(f"{who} {Level(level).name.lower()}" for who, level in sorted(rows.items()))
    note(tx, person, "shared", run_id, told)
    add_change(tx, "run", run_id, utc_now())


def _write_shares(tx: Connection, run_id: str, rows: dict[str, Level]) -> None:
    """Write what changed: what an owner holds is counted anew where their row is."""
    query = select(shares.c.who, shares.c.level).where(shares.c.run_id == run_id)
    before = {row.who: row.level for row in tx.execute(query)}
    gone = [who for who, level in before.items() if rows.get(who) != level]
    tx.execute(delete(shares).where(shares.c.run_id == run_id, shares.c.who.in_(gone)))
    for who, level in rows.items():
        if before.get(who) != level:
            tx.execute(insert(shares).values(run_id=run_id, who=who, level=int(level)))


def _check(wanted: list[tuple[str, str, Level]], owner: str | None) -> None:
    names = [name for kind, name, _ in wanted if kind != ALL]
    if len(wanted) > _MOST or any(
        not is_name(name) for name in (*names, *([] if owner is None else [owner]))
    ):
        raise BadRequestError(
            f"A run is shared with at most {_MOST} persons and groups, each with a name of 1 to "
            f"{_MOST_CHARACTERS} printable characters.",
            hint="Nothing was changed. Share it with a group instead.",
        )
    if any(level >= Level.OWN for _, _, level in wanted):
        raise BadRequestError(
            "A run has one owner, who is said by `owner`.", hint="Nothing was changed."
        )
    if any(kind == ALL and level > Level.ADD for kind, _, level in wanted):
        raise BadRequestError(
            "All of the service may view a run or add to it, not manage it.",
            hint="Nothing was changed. Name the persons and groups who manage it.",
        )


def is_name(text: str) -> bool:
    """Return whether a person or group may be called so."""
    return 0 < len(text) <= _MOST_CHARACTERS and text.isprintable()


def _is_taken(tx: Connection, run_id: str) -> bool:
    taken = or_(exists().where(runs.c.id == run_id), exists().where(shares.c.run_id == run_id))
    return bool(tx.execute(select(taken)).scalar())


def _refusal(run_id: str, has: Level, level: Level) -> CellkeepError:
    if has == Level.NONE:
        return RunNotFoundError(f"There is no run {run_id!r} in the store.")
    verbs = {Level.ADD: "add to it", Level.MANAGE: "manage it", Level.OWN: "own it"}
    return CellkeepError(
        f"You may not do this with the run: it is shared with you to {has.name.lower()}.",
        hint=f"Nothing was changed. Ask its owner to let you {verbs.get(level, 'see it')}.",
        code="FORBIDDEN",
    )
