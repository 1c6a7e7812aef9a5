"""What the catalog knows of offers before they are stored, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cellkeep_core.errors import CellkeepError
from cellkeep_store.catalog import commit, moved, queries, rights
from cellkeep_store.catalog.person import Level
from cellkeep_store.catalog.shares import levels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from cellkeep_core.protocol import Offer, Receipt
    from cellkeep_store.catalog.person import Person


class Known(NamedTuple):
    """What the catalog knew of some offers.

    Attributes
    ----------
    receipts : dict of str to Receipt
        By the offers' ids.
    rows : dict of str to Row
        The blobs, by digest.
    used : int
        The bytes of all blobs, where there is a limit.
    limit : int or None
        The most they may be.
    refused : dict of str to CellkeepError
        Why nothing may be saved into some of the runs, by their ids.
    unmovable : dict of str to CellkeepError
        Why some offers cannot keep what they were in another store, by the offers' ids.
    """

    receipts: dict[str, Receipt | None]
    rows: dict[str, Row[Any]]
    used: int
    limit: int | None
    refused: dict[str, CellkeepError]
    unmovable: dict[str, CellkeepError]

    def about(self, offer: Offer) -> Receipt | CellkeepError | None:
        """Return the receipt that an offer got before, or why it is refused; None for a new one."""
        if offer.run.id in self.refused:
            return self.refused[offer.run.id]
        receipt = self.receipts.get(offer.id)
        if receipt is None and offer.id in self.receipts:
            return CellkeepError(
                f"The id of {offer.name!r} was already used.",
                hint="Save it again, so that it gets an id of its own.",
                code="ID_CONFLICT",
            )
        return commit.known_or_conflict(offer, receipt) or self.unmovable.get(offer.id)


def look_up(
    tx: Connection, offers: Sequence[Offer], limit: int | None, person: Person | None
) -> Known:
    """Return what the catalog knows of some offers, and may tell the person who makes them."""
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
    return Known(
        receipts,
        commit.find_blobs(tx, (offer.sha256 for offer in offers)),
        queries.stored_bytes(tx) if limit is not None else 0,
        limit,
        rights.refusals(tx, person, (offer.run.id for offer in offers), Level.ADD),
        moved.refusals(tx, person, offers),
    )
