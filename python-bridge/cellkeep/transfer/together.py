"""How the saves of one pack get their receipts: one request for all of them.

They were hashed when they were captured, so all that is left is the store's part. What it
does not take in one step goes on alone, by whatever route leads on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cellkeep.errors import CellkeepError
from cellkeep.transfer.delivery import together
from cellkeep.transfer.transfer import Interrupted
from cellkeep_core.protocol import Receipt

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.transfer.reach import Reach
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.spool import PackedEntry


def deliver_together(
    transfers: list[Transfer], reach: Reach, refuse: Callable[[Transfer, CellkeepError], None]
) -> list[Transfer]:
    """Bring claimed transfers of one pack to their receipts.

    Parameters
    ----------
    transfers : list of Transfer
        Claimed; those that are not returned are released here.
    refuse : callable
        Called with a transfer that the store refuses, and why.

    Returns
    -------
    list of Transfer
        Those to be carried alone, still claimed: the person wished something of them, or
        no store is within reach of this process.
    """
    way = together(reach)
    if way is None:
        return transfers
    route, put_many = way
    ready, alone = [], []
    for transfer in transfers:
        try:
            transfer.checkpoint()
        except Interrupted:
            alone.append(transfer)
        else:
            transfer.advance("uploading", route=route)
            ready.append(transfer)
    if not ready:
        return alone
    entries = [cast("PackedEntry", transfer.entry) for transfer in ready]
    pack = entries[0].pack
    try:
        outcomes = put_many(pack, entries)
    except CellkeepError as error:
        if error.code == "STORE_UNREACHABLE":
            return [*alone, *ready]
        outcomes = [error] * len(ready)
    # All at once: each would write to the pack's list of those that are gone.
    pack.drop(outcome.offer_id for outcome in outcomes if isinstance(outcome, Receipt))
    for transfer, outcome in zip(ready, outcomes, strict=True):
        if isinstance(outcome, Receipt) and transfer.stored(outcome, route):
            transfer.release()
        elif isinstance(outcome, CellkeepError) and outcome.code != "STORE_UNREACHABLE":
            refuse(transfer, outcome)
            transfer.release()
        else:
            alone.append(transfer)
    return alone
