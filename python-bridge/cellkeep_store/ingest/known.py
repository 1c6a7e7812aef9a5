"""What the catalog knows of offers before they are stored, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cellkeep_core.errors import CellkeepError
from cellkeep_store.catalog import commit, moved, queries, quotas, rights
from cellkeep_store.catalog.person import Level
from cellkeep_store.catalog.shares import Standing, levels_of, standing
from cellkeep_store.offers import id_conflict
from cellkeep_store.settings.limit import Bound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Row

    from cellkeep_core.protocol import Offer, Receipt
    from cellkeep_store.catalog.person import Person
    from cellkeep_store.settings.limit import StoreLimit


class Known(NamedTuple):
    """What the catalog knew of some offers.

    Attributes
    ----------
    receipts : dict of str to Receipt
        By the offers' ids.
    rows : dict of str to Row
        The blobs, by digest.
    store : Bound or None
        What keeps all blobs within the store's limit, where it has one.
    owners : dict of str to Bound
        What keeps the runs of their owners within a quota, by the runs' ids.
    refused : dict of str to CellkeepError
        Why nothing may be saved into some of the runs, by their ids.
    unmovable : dict of str to CellkeepError
        Why some offers cannot keep what they were in another store, by the offers' ids.
    """

    receipts: dict[str, Receipt | None]
    rows: dict[str, Row[Any]]
    store: Bound | None
    owners: dict[str, Bound]
    refused: dict[str, CellkeepError]
    unmovable: dict[str, CellkeepError]

    def about(self, offer: Offer) -> Receipt | CellkeepError | None:
        """Return the receipt that an offer got before, or why it is refused; None for a new one."""
        if offer.run.id in self.refused:
            return self.refused[offer.run.id]
        receipt = self.receipts.get(offer.id)
        if receipt is None and offer.id in self.receipts:
            return id_conflict(offer, "")
        return commit.known_or_conflict(offer, receipt) or self.unmovable.get(offer.id)

    def bounds(self, offer: Offer) -> Iterator[Bound]:
        """Yield what the bytes of an offer have to fit into."""
        if self.store is not None:
            yield self.store
        owner = self.owners.get(offer.run.id)
        if owner is not None:
            yield owner


def look_up(
    tx: Connection,
    offers: Sequence[Offer],
    limit: StoreLimit,
    most: int | None,
    person: Person | None,
    *,
    writes: bool = False,
) -> Known:
    """Return what the catalog knows of some offers, and may tell the person who makes them.

    Parameters
    ----------
    most : int or None
        The store's limit, as it was before this transaction.
    writes : bool, default False
        Whether it is the transaction that stores them: what bounds them does not change until
        its end.
    """
    receipts: dict[str, Receipt | None] = {
        **commit.find_receipts(tx, (offer.id for offer in offers))
    }
    if person is not None and receipts:
        seen = levels_of(tx, person, (one.run_id for one in receipts.values() if one))
        # Of what others have saved under that id nothing is told.
        receipts = {
            its_id: one if one is not None and one.run_id in seen else None
            for its_id, one in receipts.items()
        }
    run_ids = {offer.run.id for offer in offers}
    digests = {offer.sha256 for offer in offers}
    coming = sum(offer.size for offer in offers) if writes else None
    rows = commit.find_blobs(tx, digests)
    its = Standing({}, {}) if person is None else standing(tx, person, run_ids)
    return Known(
        receipts,
        rows,
        None if most is None else Bound(queries.stored_bytes(tx), most, rows, limit.refusal),
        quotas.bounds(tx, person, run_ids, digests, limit.quota, owners=its.owners, coming=coming),
        rights.refusals(tx, person, run_ids, Level.ADD, its.levels),
        moved.refusals(tx, person, offers),
    )
