"""Bytes that were checked, on their way into the store: the one algorithm that all routes share.

Always in this order: a look at what is known already; what is new into staging, its digest and
size verified, on the disk; then, under leases that keep a delete away, the files move to their
places and are waited for, and in one write transaction the catalog's rows are written. A crash
before the commit leaves a file that no artifact names, which the same save adopts later. What is
wrong with one offer is told of that one alone.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

from msgspec import UNSET

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import Receipt
from cellkeep_store.blobs.storage import Staged, require_free
from cellkeep_store.catalog import commit, quotas
from cellkeep_store.catalog.seen import Seen
from cellkeep_store.catalog.shares import remember_avatar
from cellkeep_store.filesystem import storage_errors
from cellkeep_store.ingest.arrival import portions
from cellkeep_store.ingest.known import Known, look_up
from cellkeep_store.ingest.packing import pack
from cellkeep_store.offers import require_size
from cellkeep_store.staging import StagedFiles, write_in
from cellkeep_store.syncing import FolderSync

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from typing import Any

    from sqlalchemy import Connection, Row

    from cellkeep_store.blobs.leases import Leases
    from cellkeep_store.blobs.storage import Blobs, Placement
    from cellkeep_store.catalog.database import Database
    from cellkeep_store.catalog.person import Person
    from cellkeep_store.ingest.arrival import Arrival
    from cellkeep_store.settings.limit import StoreLimit
    from cellkeep_store.staging import Staging

# Of one transaction, so that memory stays bounded.
MOST_BYTES = 64 << 20

Outcome = Receipt | CellkeepError | None


class _Decided(NamedTuple):
    """Which arrivals to commit, and what to answer the others.

    Attributes
    ----------
    told : dict of int to Receipt, CellkeepError or None
        The outcomes that are certain now, by the arrivals' indexes.
    taken : list of Arrival
        What is to be committed, no offer twice.
    """

    told: dict[int, Outcome]
    taken: list[Arrival]


class _Written(NamedTuple):
    """What a transaction has come to.

    Attributes
    ----------
    outcomes : dict of int to Receipt, CellkeepError or None
        By the arrivals' indexes.
    blobs : set of str
        The digests of theirs that the catalog has now.
    """

    outcomes: dict[int, Outcome]
    blobs: set[str]


class Committer:
    """Stores arrivals: one, or thousands with one sync and one transaction."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        leases: Leases,
        staging: Staging,
        limit: StoreLimit,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._leases = leases
        self._staging = staging
        self._limit = limit

    def store(
        self, arrivals: Sequence[Arrival], person: Person | None = None
    ) -> dict[int, Outcome]:
        """Store what can be stored; the outcome of each by its index.

        Parameters
        ----------
        person : Person, optional
            Who saves, where a service tells persons apart. Of what others have nothing is said:
            their bytes are asked for again, and are one with them once both are there.

        Returns
        -------
        dict of int to Receipt, CellkeepError or None
            The receipt, or why there is none; None where the bytes are wanted. An error of the
            store itself is told of each that it kept out.
        """
        outcomes: dict[int, Outcome] = {}
        for part in portions(arrivals, MOST_BYTES):
            try:
                with storage_errors(self._blobs.location):
                    outcomes |= self._store_part(part, person)
            except CellkeepError as error:
                # The store itself failed, not one offer: the next portions would fail as well.
                return outcomes | {
                    one.index: error for one in arrivals if one.index not in outcomes
                }
        return outcomes

    def _store_part(self, part: list[Arrival], person: Person | None) -> dict[int, Outcome]:
        # Look first, without lease or lock: it tells which bytes need not be written.
        with self._database.read() as tx:
            most = self._limit.bytes_in(tx)
            known = look_up(tx, [one.offer for one in part], self._limit, most, person)
        rows = known.rows
        if person is not None and rows:
            with self._database.read(Seen(person)) as tx:
                rows = commit.find_blobs(tx, known.rows)
        whole = self._in_place(
            {sha256: row.size for sha256, row in rows.items() if not row.damaged}
        )
        told, taken = self._decide(part, known, whole, may_bring=True)
        left = [one for one in part if one.index not in told]
        if not left:
            return told
        new = {
            one.offer.sha256: one
            for one in taken
            if one.has_bytes and one.offer.sha256 not in whole
        }
        with ExitStack() as stack:
            sync = stack.enter_context(FolderSync(self._staging.folder, files=len(new)))
            staged = self._stage(new, sync, stack.enter_context(StagedFiles(self._staging)))
            placement = self._blobs.placement(sync)
            if staged:
                placement.prepare(staged)
            outcomes = self._commit(left, whole, staged, known.rows, placement, most, person)
        # Bytes that were there at the look were not staged; a delete may have removed them since.
        gone = [one for one in left if one.index not in outcomes]
        return told | outcomes | (self._store_part(gone, person) if gone else {})

    def _stage(
        self, new: dict[str, Arrival], sync: FolderSync, files: StagedFiles
    ) -> dict[str, Staged]:
        """Bring bytes into staging; return where they are and how many, by digest."""
        if not new:
            return {}
        require_free(self._blobs, sum(one.in_memory for one in new.values()))
        staged = pack(new.values(), self._blobs.most_packed, files, sync)
        for sha256 in new.keys() - staged.keys():
            one = new[sha256]
            path = one.staged if one.stage is None else one.stage(files, sync)
            if one.content is not None:
                path = files.new(sha256)
                write_in(one.content, path, sync)
            assert path is not None or one.key is not None, "only what has bytes is new"
            staged[sha256] = Staged(path or "", one.offer.size, one.key)
        return staged

    def _commit(
        self,
        part: list[Arrival],
        whole: dict[str, int],
        staged: dict[str, Staged],
        before: Mapping[str, Row[Any]],
        placement: Placement,
        most: int | None,
        person: Person | None,
    ) -> dict[int, Outcome]:
        """Commit, and return the outcomes; those whose bytes were deleted meanwhile have none."""
        placed: Container[str] = ()
        kept: Container[str] = ()
        digests = {one.offer.sha256 for one in part}
        try:
            with placement, self._leases.shared(digests):
                # What is in its place now stays there for as long as we hold the leases.
                there = self._in_place({one: whole[one] for one in digests & whole.keys()})
                placed = staged
                placement.place(staged, before)

                def write(tx: Connection) -> _Written:
                    offers = [one.offer for one in part]
                    known = look_up(tx, offers, self._limit, most, person, writes=True)
                    return self._write(tx, part, known, there, staged, placement, person)

                if most is None:
                    runs = {one.offer.run.id for one in part}
                    outcomes, kept = self._database.write_runs(runs, write)
                else:  # which those who save side by side would pass together
                    with self._database.write() as tx:
                        outcomes, kept = write(tx)
        finally:
            # Without the shared leases: to be alone under them we would wait for ourselves.
            if unused := [sha256 for sha256 in staged if sha256 in placed and sha256 not in kept]:
                self._leases.remove_all(unused)
        return outcomes

    def _write(
        self,
        tx: Connection,
        part: list[Arrival],
        known: Known,
        there: dict[str, int],
        staged: dict[str, Staged],
        placement: Placement,
        person: Person | None,
    ) -> _Written:
        there = dict(placement.still_there(there, known.rows))
        for sha256, row in known.rows.items():
            if row.damaged and sha256 not in staged:
                there.pop(sha256, None)  # found out since the look
        there |= {sha256: one.size for sha256, one in staged.items()}
        outcomes, taken = self._decide(part, known, there, may_bring=False)
        digests = {one.offer.sha256 for one in taken}
        keys = placement.confirm(tx, digests, known.rows)
        healed = [sha256 for sha256 in staged if sha256 in known.rows]
        commit.mark_damaged(tx, healed, damaged=False)
        items = [(one.offer, one.thumbnail) for one in taken]
        receipts = commit.commit_offers(tx, items, known.rows, keys, person)
        if person is not None:
            quotas.remember_groups(tx, person)
            remember_avatar(tx, person)
        outcomes |= zip((one.index for one in taken), receipts, strict=True)
        by_id = {receipt.offer_id: receipt for receipt in receipts}
        for one in part:  # the same offer twice among them
            if one.index not in outcomes and one.offer.id in by_id:
                outcomes[one.index] = commit.known_or_conflict(one.offer, by_id[one.offer.id])
        return _Written(outcomes, known.rows.keys() | digests)

    def _decide(
        self, part: list[Arrival], known: Known, there: dict[str, int], *, may_bring: bool
    ) -> _Decided:
        """Decide in their order which arrivals to commit, and what to answer the others.

        Parameters
        ----------
        there : dict of str to int
            The sizes of the blobs that are in their places, by digest.
        may_bring : bool
            Whether the bytes that came with arrivals can be put there.
        """
        sizes = dict(there)
        told: dict[int, Outcome] = {}
        taken: dict[str, Arrival] = {}
        behind: dict[tuple[str, str], CellkeepError] = {}
        for one in part:
            offer = one.offer
            outcome = known.about(offer)
            if outcome is None and offer.moved is not UNSET:
                # Else the one that has no room could not come later: its number would be past.
                outcome = behind.get((offer.run.id, offer.name))
            if outcome is not None:
                told[one.index] = outcome
            elif offer.id in taken:
                continue
            elif offer.sha256 in sizes or (may_bring and one.has_bytes):
                size = sizes.get(offer.sha256, offer.size)
                try:
                    require_size(offer, size)
                    bounds = list(known.bounds(offer))
                    for bound in bounds:
                        bound.check(offer.sha256, size)
                except CellkeepError as error:
                    told[one.index] = behind[offer.run.id, offer.name] = error
                    continue
                for bound in bounds:
                    bound.take(offer.sha256, size)
                sizes[offer.sha256] = size
                taken[offer.id] = one
            elif not one.has_bytes:
                told[one.index] = None
        return _Decided(told, list(taken.values()))

    def _in_place(self, sizes: dict[str, int]) -> dict[str, int]:
        """Return those of some blobs that are in their places, with their sizes."""
        found = self._blobs.sizes(sizes) if sizes else {}
        return {sha256: size for sha256, size in sizes.items() if found.get(sha256) == size}
