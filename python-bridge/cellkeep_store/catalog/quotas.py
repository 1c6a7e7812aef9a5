"""How many bytes somebody's runs hold, and how many they may.

Bytes are their owner's, whoever saved them: each blob once, the trash included, and whatever
others have of the same bytes tells nothing. Triggers keep the sums (`holdings`, `usage`). Of the
quotas that may hold for a person their own comes first, then the largest of their groups, then
what the service gives everybody.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sqlalchemy import CompoundSelect, Select, delete, insert, select, union_all

from cellkeep_core.errors import QuotaReachedError
from cellkeep_core.text import human_bytes
from cellkeep_store.catalog.many_rows import is_one_of
from cellkeep_store.catalog.people_tables import bytes_held, holdings, members, quotas, usage
from cellkeep_store.catalog.person import called
from cellkeep_store.catalog.shares import owners_of
from cellkeep_store.catalog.tables import runs
from cellkeep_store.settings.limit import Bound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from cellkeep_store.catalog.person import Person

Origin = Literal["own", "group", "default"]


class Quota(NamedTuple):
    """The most bytes that somebody's runs may hold, and where that is said."""

    bytes: int
    origin: Origin


class Allowance(NamedTuple):
    """What somebody's runs hold, and may hold; None for as much as there is room."""

    held: int
    quota: Quota | None


def quotas_of(
    tx: Connection, names: Iterable[str], default: int | None, me: Person | None = None
) -> dict[str, Quota]:
    """Return the quotas of those persons who have one.

    Parameters
    ----------
    default : int or None
        What everybody may have of whom nothing else is said.
    me : Person, optional
        One of them whose groups are known better than they were when they last saved.
    """
    whos = {called("person", name): name for name in names}
    mine, groups = "", set[str]()
    if me is not None and called("person", me.name) in whos and me.groups:
        mine, groups = called("person", me.name), {called("group", one) for one in me.groups}
    said: CompoundSelect[Any] | Select[Any] = select(quotas, quotas.c.who.label("of")).where(
        is_one_of(tx, quotas.c.who, {*whos, *groups})
    )
    unknown = whos.keys() - {mine}
    if unknown:
        through = select(quotas, members.c.who).join(members, members.c.in_group == quotas.c.who)
        said = union_all(said, through.where(is_one_of(tx, members.c.who, unknown)))
    own: dict[str, int] = {}
    of_groups: dict[str, list[int]] = {}
    for row in tx.execute(said):
        if row.who in whos:
            own[row.who] = int(row.bytes)
        else:
            of_groups.setdefault(mine if row.of in groups else row.of, []).append(int(row.bytes))
    found: dict[str, Quota] = {}
    for who, name in whos.items():
        if who in own:
            found[name] = Quota(own[who], "own")
        elif who in of_groups:
            found[name] = Quota(max(of_groups[who]), "group")
        elif default is not None:
            found[name] = Quota(default, "default")
    return found


def said_quotas(tx: Connection, whos: Iterable[str]) -> dict[str, int]:
    """Return the quotas that are said of these persons and groups themselves, in bytes."""
    query = select(quotas).where(is_one_of(tx, quotas.c.who, whos))
    return {row.who: int(row.bytes) for row in tx.execute(query)}


def allowance(tx: Connection, person: Person, default: int | None) -> Allowance:
    """Return what a person's runs hold, and may hold."""
    its = bounded_allowance(tx, person, default)
    return Allowance(_held(tx, [person.name]).get(person.name, 0), None) if its is None else its


def bounded_allowance(tx: Connection, person: Person, default: int | None) -> Allowance | None:
    """Return what a person's runs hold, and may hold; None where they may hold any number."""
    quota = quotas_of(tx, [person.name], default, person).get(person.name)
    return quota and Allowance(_held(tx, [person.name]).get(person.name, 0), quota)


def bounds(
    tx: Connection,
    person: Person | None,
    run_ids: Iterable[str],
    digests: Iterable[str],
    default: int | None,
    *,
    owners: Mapping[str, str] | None = None,
    coming: int | None = None,
) -> dict[str, Bound]:
    """Return what bounds the saves of these digests into runs, for runs whose owner has a quota.

    Parameters
    ----------
    owners : mapping of str to str, optional
        The owners of those runs that have one, by their ids, where that was asked already.
    coming : int, optional
        How many bytes the transaction stores at the most, if it does. Others who store something
        of the same owners then wait for its end, so that no two fit into the same room, unless
        there is plenty for all (`_is_plenty`).
    """
    if person is None:
        return {}
    ids = sorted(set(run_ids))
    owner = _owners(tx, person, ids, owners_of(tx, ids) if owners is None else owners)
    found = quotas_of(tx, set(owner.values()), default, person)
    if not found:
        return {}
    held = _held(tx, found)
    if coming is not None:
        for name in sorted(found):
            held[name] = _hold(tx, name, found[name].bytes, held.get(name, 0), coming)
    whos = {called("person", name): name for name in found}
    query = select(holdings.c.who, holdings.c.sha256).where(
        holdings.c.who.in_(whos), is_one_of(tx, holdings.c.sha256, digests)
    )
    its: dict[str, set[str]] = {name: set() for name in found}
    for row in tx.execute(query):
        its[whos[row.who]].add(row.sha256)
    by_owner = {
        name: Bound(
            held.get(name, 0),
            quota.bytes,
            its[name],
            _own_refusal if name == person.name else partial(_others_refusal, name),
        )
        for name, quota in found.items()
    }
    return {run_id: by_owner[name] for run_id, name in owner.items() if name in by_owner}


def require_room(tx: Connection, name: str, default: int | None) -> None:
    """Refuse what would give somebody more than they may hold; to be asked once they have it.

    Raises
    ------
    QuotaReachedError
    """
    quota = quotas_of(tx, [name], default).get(name)
    if quota is not None and _held(tx, [name]).get(name, 0) > quota.bytes:
        raise QuotaReachedError(
            f"{name} may not hold so much more: it would be over their quota.",
            hint="Nothing was changed. Ask them to make room first.",
        )


def remember_groups(tx: Connection, person: Person) -> None:
    """Write down of which groups somebody is, where the identity provider says of any."""
    if not person.groups:  # a hub that does not answer says the same as one that knows of none
        return
    its = called("person", person.name)
    now = {called("group", one) for one in person.groups}
    before = set(tx.execute(select(members.c.in_group).where(members.c.who == its)).scalars())
    if now == before:
        return
    tx.execute(delete(members).where(members.c.who == its))
    tx.execute(insert(members), [{"who": its, "in_group": group} for group in sorted(now)])
    for group in sorted(now):
        mention(tx, group)


def put_quota(tx: Connection, who: str, limit_bytes: int | None) -> None:
    """Say how many bytes somebody's runs, or those of each member of a group, may hold."""
    tx.execute(delete(quotas).where(quotas.c.who == who))
    if limit_bytes is not None:
        tx.execute(insert(quotas).values(who=who, bytes=limit_bytes))
        mention(tx, who)


def mention(tx: Connection, who: str) -> None:
    """Have somebody be listed among those who hold something."""
    if tx.execute(select(usage.c.who).where(usage.c.who == who)).first() is None:
        tx.execute(insert(usage).values(who=who, bytes=0))


def _owners(
    tx: Connection, person: Person, run_ids: list[str], owners: Mapping[str, str]
) -> Mapping[str, str]:
    """Return whose runs are, or will be where they are not there yet; some are nobody's."""
    others = [run_id for run_id in run_ids if run_id not in owners]
    if not others:
        return owners
    nobodys = set(tx.execute(select(runs.c.id).where(runs.c.id.in_(others))).scalars())
    return {**owners, **{run_id: person.name for run_id in others if run_id not in nobodys}}


def _hold(tx: Connection, name: str, most: int, held: int, coming: int) -> int:
    """Keep an owner's room as it is until the transaction ends; return what they hold then.

    Alone, or beside others where there is plenty. SQLite has one writer at a time anyway.
    """
    who = called("person", name)
    mention(tx, who)
    row = select(usage.c.who).where(usage.c.who == who)
    beside = _is_plenty(most, held, coming)
    if beside:
        # Beside whoever changes the sum, too, which leaves the key as it is.
        tx.execute(row.with_for_update(read=True, key_share=True))
        held = _held(tx, [name])[name]
    if not beside or not _is_plenty(most, held, coming):
        # Of two who share it and both want it alone, one is undone and done again (`write_runs`).
        tx.execute(row.with_for_update())
        held = _held(tx, [name])[name]
    return held


def _is_plenty(most: int, held: int, coming: int) -> bool:
    """Return whether as many saves as a database has connections could all be stored.

    128 of them at once, each of one 256th of the quota, fill its other half.
    """
    return held + coming <= most // 2 and coming <= most // 256


def _held(tx: Connection, names: Iterable[str]) -> dict[str, int]:
    whos = {called("person", name): name for name in names}
    query = select(usage.c.who, bytes_held().label("bytes")).where(is_one_of(tx, usage.c.who, whos))
    return {whos[row.who]: int(row.bytes) for row in tx.execute(query)}


def _own_refusal(most: int, used: int, size: int) -> QuotaReachedError:
    return QuotaReachedError(
        f"Your quota is {human_bytes(most)}: your runs hold {human_bytes(used)}, and "
        f"{human_bytes(size)} more are to be stored.",
        hint="Nothing was changed. Delete what you no longer need and empty the trash, or ask who "
        "looks after the service for more.",
    )


def _others_refusal(owner: str, _most: int, _used: int, _size: int) -> QuotaReachedError:
    # How much others hold is not told.
    return QuotaReachedError(
        f"The run belongs to {owner}, whose quota has no room for this.",
        hint=f"Nothing was changed. Save it into a run of your own, or ask {owner} to make room.",
    )
