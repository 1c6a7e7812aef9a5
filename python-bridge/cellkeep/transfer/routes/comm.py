"""The `comm` route: a small payload rides on an offer, and a front end uploads it.

The front end acknowledges an offer within two seconds, again twice a second while it
uploads, and sends the receipt, all on its own control comm. One that falls silent is
replaced by the next. While it uploads, the store is asked too, so that a cell that keeps
the kernel busy does not keep the receipt out.
"""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING

from cellkeep.bridge.offers import PendingOffer
from cellkeep.errors import CellkeepError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.bridge import Bridge
    from cellkeep.transfer.reach import Reach
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.protocol import Offer, Receipt
    from cellkeep_core.spool import SpoolEntry

ACK_TIMEOUT_S = 2.0
SILENCE_S = 2.0
"""A front end that works on an offer says so twice a second; after this it is taken for gone."""

RECEIPT_TIMEOUT_S = 10.0
SLOWEST_BYTES_PER_S = 1024 * 1024
_SECONDS_BETWEEN_LOOKS = 0.25
_log = logging.getLogger("cellkeep")
_SECONDS_BEFORE_ASKING_STORE = 1.0


def receipt_by_comm(transfer: Transfer, store: Reach) -> Receipt | None:
    """Offer a small payload to a front end and wait for its receipt.

    Returns
    -------
    Receipt or None
        None where this route does not lead on: no front end, too large, no
        acknowledgement, refused, or no receipt in time. The next route takes over; should
        the front end's upload arrive as well, the offer's id makes the two one.
    """
    bridge = the_bridge()
    if bridge is None or transfer.offer.size > bridge.small_payload_limit():
        return None
    while (uploader := bridge.front_ends.uploader()) is not None:
        transfer.checkpoint()
        with bridge.offers.pending(transfer.id, PendingOffer(uploader)) as pending:
            transfer.advance("uploading", route="comm")
            if not sent_offer(bridge, uploader, bridge.send_offer, transfer):
                continue
            if _acknowledged(pending, transfer):
                transfer.advance("verifying", route="comm", sent=transfer.offer.size)
                receipt = _receipt(pending, transfer, store)
            else:
                receipt = pending.receipt
        if receipt is not None:
            return receipt
        if pending.silent_s() < SILENCE_S and not pending.left:
            return None  # refused, or too slow
        bridge.front_ends.silence(uploader)
    return None


def the_bridge() -> Bridge | None:
    """Return this kernel's bridge; None where nobody imported it: there is no front end then."""
    bridge = sys.modules.get("cellkeep.bridge")
    return bridge.running_bridge() if bridge is not None else None


def sent_offer(
    bridge: Bridge,
    uploader: str,
    send: Callable[[Offer, str, SpoolEntry], None],
    transfer: Transfer,
) -> bool:
    """Send an offer; False where that failed, and its front end is passed over from now on."""
    try:
        send(transfer.offer, uploader, transfer.entry)
    except Exception:  # noqa: BLE001  (whatever ails the sockets, the store may be there)
        _log.warning("An offer could not be sent to the front end.", exc_info=True)
        bridge.front_ends.silence(uploader)
        return False
    return True


def _acknowledged(pending: PendingOffer, transfer: Transfer) -> bool:
    deadline = time.monotonic() + ACK_TIMEOUT_S
    while time.monotonic() < deadline and not pending.over:
        transfer.checkpoint()
        if pending.wait_for_ack(_SECONDS_BETWEEN_LOOKS):
            return True
    return pending.acknowledged


def _receipt(pending: PendingOffer, transfer: Transfer, store: Reach) -> Receipt | None:
    begun = time.monotonic()
    allowed_s = RECEIPT_TIMEOUT_S + transfer.offer.size / SLOWEST_BYTES_PER_S
    while not pending.over and pending.silent_s() < SILENCE_S:
        if time.monotonic() - begun > allowed_s:
            return None
        transfer.checkpoint()
        if pending.wait_for_end(_SECONDS_BETWEEN_LOOKS):
            break
        if time.monotonic() - begun > _SECONDS_BEFORE_ASKING_STORE:
            try:
                receipt = store.receipt(transfer.id)
            except CellkeepError:
                continue  # it is reached by the front end alone
            if receipt is not None:
                return receipt
    return pending.receipt
