"""The versions that the names of some offers have, as they are taken in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from cellkeep_store.catalog import moved
from cellkeep_store.catalog.many_rows import insert_rows, is_one_of
from cellkeep_store.catalog.related import latest_of
from cellkeep_store.catalog.tables import artifacts, names, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from cellkeep_core.protocol import Offer

Name = tuple[str, str]


class LatestVersions:
    """The latest versions under the names of some offers, updated as offers are taken in.

    Attributes
    ----------
    latest : dict of (str, str) to dict
        The row of the latest artifact, by run and name.
    policy : dict of str to str
        What the runs that there are do with what is saved again (`RunSettings.versions`).
    """

    def __init__(self, tx: Connection, offers: Sequence[Offer]) -> None:
        self._stored: dict[Name, int] = {}
        self.latest: dict[Name, dict[str, Any]] = {}
        self.policy: dict[str, str] = {}
        by_run: defaultdict[str, set[str]] = defaultdict(set)
        for offer in offers:
            by_run[offer.run.id].add(offer.name)
        for run_id, its_names in by_run.items():
            known = self._read_versions(tx, run_id, its_names)
            if known:
                self._read_latest(tx, run_id, known)
        self._versions = dict(self._stored)

    def _read_versions(self, tx: Connection, run_id: str, its_names: set[str]) -> list[str]:
        """Read a run's rule, and the last version under its names; return those it has."""
        its = (names.c.run_id == runs.c.id) & is_one_of(tx, names.c.name, its_names)
        query = select(runs.c.versions, names.c.name, names.c.last_version)
        for row in tx.execute(query.outerjoin_from(runs, names, its).where(runs.c.id == run_id)):
            self.policy[run_id] = row.versions
            if row.name is not None:
                self._stored[run_id, row.name] = int(row.last_version)
        return [name for run, name in self._stored if run == run_id]

    def _read_latest(self, tx: Connection, run_id: str, its_names: list[str]) -> None:
        query = select(artifacts).select_from(latest_of(tx, run_id, its_names))
        for row in tx.execute(query):
            self.latest[run_id, row.name] = dict(row._mapping)  # noqa: SLF001  (its public name)

    def next_version(self, offer: Offer) -> int:
        """Give an offer its number."""
        key = offer.run.id, offer.name
        version, self._versions[key] = moved.next_version(offer, self._versions.get(key, 0))
        return version

    def write_names(self, tx: Connection) -> None:
        """Write down the last numbers that were given."""
        new, grown = [], []
        for (run_id, name), version in self._versions.items():
            if (run_id, name) not in self._stored:
                new.append({"run_id": run_id, "name": name, "last_version": version})
            elif self._stored[run_id, name] != version:
                grown.append({"of_run": run_id, "of_name": name, "last": version})
        insert_rows(tx, names, new)
        if grown:
            where = (names.c.run_id == bindparam("of_run")) & (names.c.name == bindparam("of_name"))
            tx.execute(update(names).where(where).values(last_version=bindparam("last")), grown)
