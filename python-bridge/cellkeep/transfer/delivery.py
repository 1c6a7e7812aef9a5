"""How one save gets its receipt: hash, then the first route that works.

`have` moves no bytes; `comm` hands small ones to the front end; `store` puts them into the
store itself. Where none works the bytes stay in the spool, and the reason is raised.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from cellkeep.errors import CellkeepError, DigestMismatchError, StoreUnreachableError
from cellkeep.transfer.hashing import sha256_of
from cellkeep.transfer.routes.comm import receipt_by_comm
from cellkeep.transfer.routes.comm_stream import receipt_by_stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.transfer.routes.store import StoreRoute
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.protocol import Receipt, Route

_log = logging.getLogger("cellkeep")
_SECONDS_BETWEEN_NEWS = 0.1


def deliver(transfer: Transfer, store: StoreRoute) -> None:
    """Bring a claimed transfer to its receipt.

    Raises
    ------
    Interrupted
        Where the person paused or cancelled it.
    CellkeepError
        Where no route led to a receipt: the last route's reason.
    """
    _hash(transfer)
    transfer.checkpoint()
    receipt = _ask_store(transfer, store)
    route: Route = "have"
    if receipt is None:
        route, receipt = "comm", receipt_by_comm(transfer, store)
    if receipt is None:
        transfer.checkpoint()
        route, receipt = _put_or_stream(transfer, store)
    if not transfer.stored(receipt, route):
        raise DigestMismatchError(
            f"The receipt of {transfer.offer.name!r} is for other bytes than were offered.",
            hint="The bytes wait in the spool. Try it again with handle.retry().",
        )


def _hash(transfer: Transfer) -> None:
    if transfer.entry.hashed:
        return
    tell = _teller(lambda done: transfer.advance("hashing", sent=done))

    def after_piece(done: int) -> None:
        transfer.checkpoint()
        tell(done)

    transfer.advance("hashing")
    transfer.entry.set_digest(sha256_of(transfer.entry.content, after_piece))


def _put(transfer: Transfer, store: StoreRoute) -> Receipt:
    transfer.advance("uploading", route="store")
    tell = _teller(lambda done: transfer.advance("uploading", route="store", sent=done))
    return store.put(transfer.entry, tell)


def _put_or_stream(transfer: Transfer, store: StoreRoute) -> tuple[Route, Receipt]:
    try:
        return "store", _put(transfer, store)
    except StoreUnreachableError:
        receipt = receipt_by_stream(transfer)
        if receipt is None:
            raise
        return "comm", receipt


def _teller(tell: Callable[[int], None]) -> Callable[[int], None]:
    """Return a function that passes progress on at most ten times a second."""
    last = time.monotonic()

    def tell_now_and_then(done: int) -> None:
        nonlocal last
        if time.monotonic() - last > _SECONDS_BETWEEN_NEWS:
            last = time.monotonic()
            tell(done)

    return tell_now_and_then


def _ask_store(transfer: Transfer, store: StoreRoute) -> Receipt | None:
    try:
        return store.have(transfer.entry)
    except CellkeepError as error:
        # The comm may still work; if not, the store route says this again.
        _log.debug("The store could not be asked for %s: %s", transfer.id, error)
        return None
