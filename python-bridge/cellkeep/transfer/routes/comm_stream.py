"""The `comm` route for large payloads: frames, as many as the front end gives credit for.

For a kernel that can reach nothing else, such as one on another machine. The front end
continues the upload of this offer on its server from the byte that the server has, so it
does not matter who began it. A front end that falls silent is replaced by the next.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from cellkeep.errors import CellkeepError, StoreUnreachableError
from cellkeep.transfer.offers import PendingStream
from cellkeep.transfer.routes.comm import SILENCE_S, sent_offer

if TYPE_CHECKING:
    from cellkeep.transfer.front_end import FrontEndPort
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.protocol import Receipt

FRAME_BYTES = 512 * 1024
"""Far below the socket's limits, so that the messages of other comms find gaps between."""

MOST_HANDOVERS = 8
_SECONDS_BETWEEN_LOOKS = 0.25
_SECONDS_BETWEEN_NEWS = 0.1


def receipt_by_stream(transfer: Transfer, port: FrontEndPort | None) -> Receipt | None:
    """Send the bytes to a front end in frames, and wait for its receipt.

    Returns
    -------
    Receipt or None
        None where no front end is attached.

    Raises
    ------
    CellkeepError
        Why the front end's server did not take it; ``STORE_UNREACHABLE`` where front ends
        are attached and none of them answers.
    """
    if port is None or not port.front_ends.any():
        return None
    for _ in range(MOST_HANDOVERS):
        uploader = port.front_ends.uploader()
        if uploader is None:
            break
        transfer.checkpoint()
        with port.offers.pending(transfer.id, PendingStream(uploader)) as pending:
            transfer.advance("uploading", route="comm", sent=transfer.status().sent)
            if not sent_offer(port, uploader, port.send_streamed_offer, transfer):
                continue
            receipt = _send_frames(port, pending, transfer)
        if receipt is not None:
            return receipt
        if pending.refusal is not None:
            raise _refused(transfer, pending)
        port.front_ends.silence(uploader)
    if not port.front_ends.any():
        return None
    raise StoreUnreachableError(
        "This kernel reaches the store only through a page that shows its notebook, and none "
        "answers now: some kernels hear them only when the running cell ends.",
        hint="The save goes on by itself as soon as one is heard.",
    )


def _send_frames(port: FrontEndPort, pending: PendingStream, transfer: Transfer) -> Receipt | None:
    """Send what is asked for until there is a receipt, a refusal, or silence."""
    told_at = 0.0
    with transfer.entry.content.open("rb") as file:
        while not pending.over and pending.silent_s() < SILENCE_S:
            transfer.checkpoint()
            start, end = pending.wait_for_room(_SECONDS_BETWEEN_LOOKS)
            if time.monotonic() - told_at > _SECONDS_BETWEEN_NEWS:
                told_at, stored = time.monotonic(), pending.stored
                whole = stored >= transfer.offer.size
                transfer.advance("verifying" if whole else "uploading", route="comm", sent=stored)
            if pending.over or start >= end:
                continue
            file.seek(start)
            data = file.read(min(end - start, FRAME_BYTES))
            if not data:
                pending.sent(start, end)  # it asked for more than there is
                continue
            port.send_frame(transfer.id, pending.uploader, start, data)
            pending.sent(start, start + len(data))
    return pending.receipt


def _refused(transfer: Transfer, pending: PendingStream) -> CellkeepError:
    refusal = pending.refusal
    assert refusal is not None
    return CellkeepError(
        f"The store did not take {transfer.offer.name!r}: {refusal.message}",
        hint=refusal.hint or None,
        code=refusal.code,
    )
