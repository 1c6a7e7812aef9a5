"""The `comm` route: a small payload is sent with its offer, and a front end uploads it.

The front end acknowledges an offer within two seconds, again twice a second while it
uploads, and sends the receipt, all on its own control comm. One that falls silent is
replaced by the next. While it uploads, the store is asked too, so that a cell that keeps
the kernel busy does not keep the receipt out.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from cellkeep.errors import CellkeepError
from cellkeep.transfer.offers import PendingOffer

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.transfer.front_end import FrontEndPort
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.protocol import Offer, Receipt
    from cellkeep_core.spool import SpoolEntry

    FindReceipt = Callable[[str], Receipt | None]

ACK_TIMEOUT_S = 2.0
SILENCE_S = 2.0
"""A front end that works on an offer says so twice a second; after this it counts as gone."""

RECEIPT_TIMEOUT_S = 10.0
SLOWEST_BYTES_PER_S = 1024 * 1024
_SECONDS_BETWEEN_LOOKS = 0.25
_log = logging.getLogger("cellkeep")
_SECONDS_BEFORE_ASKING_STORE = 1.0


def receipt_by_comm(
    transfer: Transfer, port: FrontEndPort | None, find_receipt: FindReceipt
) -> Receipt | None:
    """Offer a small payload to a front end and wait for its receipt.

    Parameters
    ----------
    transfer : Transfer
        The save.
    port : FrontEndPort or None
        The way to the front ends.
    find_receipt : callable
        Asks the store itself for the receipt of an offer's id.

    Returns
    -------
    Receipt or None
        None where this route does not lead on: no front end, too large, no
        acknowledgement, refused, or no receipt in time. The next route takes over; should
        the front end's upload arrive as well, the offer's id makes the two one.
    """
    if port is None or transfer.offer.size > port.small_payload_limit():
        return None
    while (uploader := port.front_ends.uploader()) is not None:
        transfer.checkpoint()
        with port.offers.pending(transfer.id, PendingOffer(uploader)) as pending:
            transfer.advance("uploading", route="comm")
            if not sent_offer(port, uploader, port.send_offer, transfer):
                continue
            if _acknowledged(pending, transfer):
                transfer.advance("verifying", route="comm", sent=transfer.offer.size)
                receipt = _receipt(pending, transfer, find_receipt)
            else:
                receipt = pending.receipt
        if receipt is not None:
            return receipt
        if pending.silent_s() < SILENCE_S and not pending.left:
            return None  # refused, or too slow
        port.front_ends.silence(uploader)
    return None


def sent_offer(
    port: FrontEndPort,
    uploader: str,
    send: Callable[[Offer, str, SpoolEntry], None],
    transfer: Transfer,
) -> bool:
    """Send an offer; False where that failed, and its front end is passed over from now on."""
    try:
        send(transfer.offer, uploader, transfer.entry)
    except Exception:  # noqa: BLE001  (whatever ails the sockets, the store may be there)
        _log.warning("An offer could not be sent to the front end.", exc_info=True)
        port.front_ends.silence(uploader)
        return False
    return True


def _acknowledged(pending: PendingOffer, transfer: Transfer) -> bool:
    deadline = time.monotonic() + ACK_TIMEOUT_S
    while time.monotonic() < deadline and not pending.over:
        transfer.checkpoint()
        if pending.wait_for_ack(_SECONDS_BETWEEN_LOOKS):
            return True
    return pending.acknowledged


def _receipt(
    pending: PendingOffer, transfer: Transfer, find_receipt: FindReceipt
) -> Receipt | None:
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
                receipt = find_receipt(transfer.id)
            except CellkeepError:
                continue  # it is reached by the front end alone
            if receipt is not None:
                return receipt
    return pending.receipt
