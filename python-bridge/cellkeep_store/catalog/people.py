"""Whom runs are shared with, and what persons did: ``store.people``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from msgspec import UNSET

from cellkeep_core.errors import BadRequestError
from cellkeep_core.protocol import (
    ActivityPage,
    Artifact,
    Contact,
    ContactList,
    Quota,
    Room,
    RunShares,
    Share,
    UnfinishedUpload,
    Usage,
    UsagePage,
    or_unset,
)
from cellkeep_core.text import human_bytes
from cellkeep_store.catalog import activity, quotas, rights, usage
from cellkeep_store.catalog.condition import Order
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.person import Level, Person, called
from cellkeep_store.catalog.quotas import Allowance
from cellkeep_store.catalog.shares import acquaintances, levels_of, shares_of
from cellkeep_store.catalog.shown import in_words
from cellkeep_store.settings.limit import StoreLimit

_MOST_CONTACTS = 20


class People:
    """What one person of a service may know and say of others.

    Parameters
    ----------
    person : Person, optional
        Who asks. Without one nobody is told apart, and there is nothing to share.
    """

    def __init__(self, database: Database, limit: StoreLimit, person: Person | None = None) -> None:
        self._database = database
        self._limit = limit
        self._person = person

    def shares(self, run_id: str, *, admin: bool = False) -> RunShares:
        """Return whom a run is shared with, for who manages it, or looks after the service."""
        with self._database.read() as tx:
            if not admin:
                rights.require(tx, self._person, run_id, Level.MANAGE)
            return _told(*shares_of(tx, run_id))

    def put_shares(self, run_id: str, wanted: RunShares, *, admin: bool = False) -> RunShares:
        """Share a run with these and nobody else; see `rights.put_shares`."""
        assert self._person is not None, "only in a service runs are shared"
        given: list[tuple[str, str, Level]] = [
            (each.kind, each.name or "", Level[each.level.upper()]) for each in wanted.shares
        ]
        with self._database.write() as tx:
            rights.put_shares(
                *(tx, self._person, run_id, given, wanted.owner or None),
                admin=admin,
                quota=self._limit.quota,
            )
            return _told(*shares_of(tx, run_id))

    def contacts(self, word: str, fellows: Iterable[str] = ()) -> ContactList:
        """Return whom the person may know of, and so share a run with by a few letters.

        Their own groups and those who are of them; whose runs they see; and with whom the runs
        that they manage are shared. Nobody else's name is told: of others it has to be known.

        Parameters
        ----------
        word : str
            What their names have, in any case.
        fellows : iterable of str
            Who is of the person's groups, as far as the identity provider says it.
        """
        person = self._person
        if person is None:
            return ContactList(items=[])
        with self._database.read() as tx:
            known = acquaintances(tx, person)
        known |= {("person", name) for name in fellows}
        known |= {("group", name) for name in person.groups}
        known.discard(("person", person.name))
        wanted = word.casefold()
        found = sorted(
            (one for one in known if wanted in one[1].casefold()),
            key=lambda one: (not one[1].casefold().startswith(wanted), one[1].casefold(), one[0]),
        )
        return ContactList(
            items=[
                Contact(kind=cast("Any", kind), name=name) for kind, name in found[:_MOST_CONTACTS]
            ]
        )

    def note_reads(self, read: Sequence[Artifact]) -> None:
        """Write down what the person read of what is somebody else's."""
        person = self._person
        if person is None:
            return
        with self._database.write() as tx:
            levels = levels_of(tx, person, {artifact.run_id for artifact in read})
            others = (one for one in read if levels.get(one.run_id) != Level.OWN)
            done = ((one.run_id, one.id, f"{one.name} v{one.version}") for one in others)
            activity.note_all(tx, person, "read", done)

    def activity(
        self,
        run_id: str | None,
        limit: int = 100,
        cursor: str | None = None,
        *,
        admin: bool = False,
    ) -> ActivityPage:
        """Return what persons did with a run, or with all of the store, the latest first.

        Raises
        ------
        RunNotFoundError
        CellkeepError
            ``FORBIDDEN`` for who is neither the run's owner nor an admin.
        """
        with self._database.read() as tx:
            if not admin:
                rights.require(tx, self._person, run_id or "", Level.OWN)
            return activity.page(tx, run_id, limit=limit, cursor=cursor)

    def allowance(self) -> Allowance | None:
        """Return what the person's runs hold, and may hold; None without a quota, or a person."""
        if self._person is None:
            return None
        with self._database.read() as tx:
            return quotas.bounded_allowance(tx, self._person, self._limit.quota)

    def usage(self, order: Order, *, limit: int = 100, cursor: str | None = None) -> UsagePage:
        """Return what persons and groups hold and may hold; for who looks after the service."""
        with self._database.read() as tx:
            return usage.page(tx, order, self._limit.quota, limit=limit, cursor=cursor)

    def put_quota(self, wanted: Quota) -> Usage:
        """Say how much a person's runs, or those of each member of a group, may hold.

        Parameters
        ----------
        wanted : Quota
            Without ``limit_bytes`` what holds for everybody holds for them again.

        Raises
        ------
        CellkeepError
            ``BAD_REQUEST``.
        """
        if not rights.is_name(wanted.name):
            raise BadRequestError(
                "A quota is for a name of 1 to 255 printable characters.",
                hint="Nothing was changed.",
            )
        who = called(wanted.kind, wanted.name)
        with self._database.write() as tx:
            most = wanted.limit_bytes
            quotas.put_quota(tx, who, None if most is UNSET else most)
            now = "as everybody" if most is UNSET else human_bytes(most)
            activity.note(tx, self._person, "limited", "", f"{who} {now}")
            return usage.of(tx, who, self._limit.quota)

    def note_ended(self, owner: str | None, size: int) -> None:
        """Write down that somebody's upload of so many bytes was ended by this person."""
        who = called("person", owner) if owner is not None else "nobody"
        with self._database.write() as tx:
            activity.note(tx, self._person, "ended", "", f"{who} {human_bytes(size)}")

    def room(self, unfinished: Sequence[UnfinishedUpload]) -> Room:
        """Return what takes room in the whole store, and nothing of what it is.

        Parameters
        ----------
        unfinished : sequence of UnfinishedUpload
            The uploads that have begun and not ended, the largest first.
        """
        limit = self._limit.bytes
        with self._database.read() as tx:
            found = usage.room(tx, unfinished)
        found.limit_bytes = or_unset(limit)
        found.default_quota_bytes = or_unset(self._limit.quota)
        return found


def _told(owner: str | None, others: list[tuple[str, str, Level]]) -> RunShares:
    shares = [
        Share(kind=cast("Any", kind), level=in_words(level), name=or_unset(name or None))
        for kind, name, level in others
    ]
    return RunShares(shares=shares, owner=or_unset(owner))
