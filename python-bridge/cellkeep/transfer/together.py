"""How small saves that wait get their receipts: one request for all of them.

They were hashed when they were captured, so all that is left is the store's part. What it
does not take in one step is sent alone, by any route.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cellkeep.errors import CellkeepError
from cellkeep.transfer.delivery import together
from cellkeep.transfer.transfer import Interrupted
from cellkeep_core.protocol import Receipt
from cellkeep_core.spool_pack import contents_of, discard_all

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cellkeep.transfer.reach import Reach
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.spool import PackedEntry


def deliver_together(
    transfers: list[Transfer], reach: Reach, refuse: Callable[[Transfer, CellkeepError], None]
) -> list[Transfer]:
    """Bring claimed transfers, whose entries are in packs, to their receipts.

    Parameters
    ----------
    transfers : list of Transfer
        Claimed; those that are not returned are released here.
    refuse : callable
        Called with a transfer that cannot be stored, and why.

    Returns
    -------
    list of Transfer
        Those to be carried alone, still claimed: they are to be paused or cancelled, or
        no store is within reach of this process.
    """
    way = together(reach)
    if way is None:
        return transfers
    route, put_many = way
    entries = [cast("PackedEntry", transfer.entry) for transfer in transfers]
    ready, alone = [], []
    batch: list[tuple[PackedEntry, memoryview]] = []
    for transfer, entry, content in zip(transfers, entries, contents_of(entries), strict=True):
        try:
            transfer.checkpoint()
        except Interrupted:
            alone.append(transfer)
            continue
        if isinstance(content, CellkeepError):
            refuse(transfer, content)
            transfer.release()
            continue
        transfer.advance("uploading", route=route)
        ready.append(transfer)
        batch.append((entry, content))
    if not ready:
        return alone
    outcomes: Sequence[Receipt | CellkeepError | None]
    try:
        outcomes = put_many(batch)
    except CellkeepError as error:
        if error.code == "STORE_UNREACHABLE":
            return [*alone, *ready]
        outcomes = [error] * len(ready)
    # All at once: each would write to its pack's list of those that are gone.
    pairs = zip(batch, outcomes, strict=True)
    discard_all(entry for (entry, _), outcome in pairs if isinstance(outcome, Receipt))
    for transfer, outcome in zip(ready, outcomes, strict=True):
        if isinstance(outcome, Receipt) and transfer.stored(outcome, route):
            transfer.release()
        elif isinstance(outcome, CellkeepError) and outcome.code != "STORE_UNREACHABLE":
            refuse(transfer, outcome)
            transfer.release()
        else:
            alone.append(transfer)
    return alone
