"""The `comm` route: a small payload rides on an offer, and a front end uploads it.

The front end acknowledges an offer within two seconds and sends the receipt later, both on
its own control comm. While it uploads, the store is asked too, so that a cell that keeps
the kernel busy does not keep the receipt out.
"""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING

from cellkeep.errors import CellkeepError

if TYPE_CHECKING:
    from cellkeep.bridge import Bridge
    from cellkeep.bridge.offers import PendingOffer
    from cellkeep.transfer.routes.store import StoreRoute
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.protocol import Receipt

ACK_TIMEOUT_S = 2.0
RECEIPT_TIMEOUT_S = 10.0
SLOWEST_BYTES_PER_S = 1024 * 1024
_SECONDS_BETWEEN_LOOKS = 0.25
_log = logging.getLogger("cellkeep")
_SECONDS_BEFORE_ASKING_STORE = 1.0


def receipt_by_comm(transfer: Transfer, store: StoreRoute) -> Receipt | None:
    """Offer a small payload to a front end and wait for its receipt.

    Returns
    -------
    Receipt or None
        None where this route does not lead on: no front end, too large, no
        acknowledgement, refused, or no receipt in time. The next route takes over; should
        the front end's upload arrive as well, the offer's id makes the two one.
    """
    bridge = _bridge()
    if bridge is None or transfer.offer.size > bridge.small_payload_limit():
        return None
    uploader = bridge.front_ends.uploader()
    if uploader is None:
        return None
    with bridge.offers.pending(transfer.id, uploader) as pending:
        transfer.advance("uploading", route="comm")
        if not _offered(bridge, transfer, uploader):
            return None
        if not _acknowledged(pending, transfer):
            bridge.front_ends.silence(uploader)
            return pending.receipt
        transfer.advance("verifying", route="comm", sent=transfer.offer.size)
        return _receipt(pending, transfer, store)


def _bridge() -> Bridge | None:
    # Where nobody imported the bridge there is no kernel, hence no front end.
    bridge = sys.modules.get("cellkeep.bridge")
    return bridge.running_bridge() if bridge is not None else None


def _offered(bridge: Bridge, transfer: Transfer, uploader: str) -> bool:
    try:
        bridge.send_offer(transfer.offer, uploader, transfer.entry)
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


def _receipt(pending: PendingOffer, transfer: Transfer, store: StoreRoute) -> Receipt | None:
    begun = time.monotonic()
    allowed_s = RECEIPT_TIMEOUT_S + transfer.offer.size / SLOWEST_BYTES_PER_S
    while time.monotonic() - begun < allowed_s and not pending.over:
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
