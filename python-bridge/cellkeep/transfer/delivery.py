"""How one save gets its receipt: hash, then the first route that works.

`have` moves no bytes; `store` puts them into the store's folder itself, where they are not
there already, which is then `have` as well; `comm` hands small
ones to a front end; `http` sends them to the server; large ones go to a front end in frames
where nothing else is in reach. A route that fails gives way to the
next, which goes on where it was: what an upload has reached belongs to the offer's id.
Where none works the bytes stay in the spool, and the reason is raised.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from cellkeep.errors import CellkeepError, DigestMismatchError, StoreUnreachableError
from cellkeep.transfer.hashing import sha256_of, synced_meanwhile
from cellkeep.transfer.routes.comm import receipt_by_comm
from cellkeep.transfer.routes.comm_stream import receipt_by_stream
from cellkeep.transfer.settings import allowed_routes
from cellkeep_core.server_file import is_named

if TYPE_CHECKING:
    from cellkeep.transfer.reach import Reach
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.protocol import Receipt, Route
    from cellkeep_core.spool import PackedEntry

    Batch = Sequence[tuple[PackedEntry, memoryview]]
    PutMany = Callable[[Batch], list[Receipt | CellkeepError | None]]

_log = logging.getLogger("cellkeep")
_SECONDS_BETWEEN_NEWS = 0.1
# Errors of one route that say nothing about the others; any other error is final.
_NEXT = frozenset(
    {"STORE_UNREACHABLE", "CATALOG_BUSY", "TIMEOUT", "FORBIDDEN", "SIGNED_OUT", "INTERNAL"}
)


class Way(NamedTuple):
    """One way to a receipt; None means that the next one is tried."""

    route: Route
    carry: Callable[[Transfer, Reach], Receipt | None]


def deliver(transfer: Transfer, reach: Reach) -> None:
    """Bring a claimed transfer to its receipt.

    Raises
    ------
    Interrupted
        Where the person paused or cancelled it.
    CellkeepError
        Where no route led to a receipt: why the most direct one did not.
    """
    # Bytes for another machine need not be synced to this one's disk.
    _hash(transfer, sync=reach.standing() != "another")
    reason: CellkeepError | None = None
    for way in _ways(reach):
        transfer.checkpoint()
        try:
            receipt = way.carry(transfer, reach)
        except CellkeepError as error:
            if error.code not in _NEXT:
                raise
            _log.debug("The route %s was closed to %s: %s", way.route, transfer.id, error)
            # Where a page is attached but does not answer, that is what the save waits for.
            reason = error if way is _STREAM else reason or error
            continue
        if receipt is not None:
            # The store's folder looks for itself whether it has the bytes; then none move.
            moved = way is not _STORE or transfer.state == "uploading"
            _end(transfer, receipt, way.route if moved else "have")
            return
    raise reason or StoreUnreachableError(
        "No route leads from here to a store.",
        hint="What was saved waits in the spool. Is CELLKEEP_ROUTES too narrow, or the notebook "
        "not open?",
    )


def together(reach: Reach) -> tuple[Route, PutMany] | None:
    """Return the route by which many small saves go in one step; None where each goes alone."""
    allowed = allowed_routes()
    standing = reach.standing()
    if standing == "shown" and (allowed is None or "store" in allowed):
        return "store", reach.store.put_many
    http = allowed is None or "http" in allowed
    if standing == "another" and http and reach.link.address() is not None:
        return "http", reach.http.put_many
    # Where nobody said which store is shown, a front end brings each to the right one.
    return None


def _ways(reach: Reach) -> Iterator[Way]:
    """Yield the ways that are open, in the order in which they are tried."""
    allowed = allowed_routes()
    for way in _ORDER[reach.standing()]:
        # Where the folder may not be used, it is not asked what it has either.
        needs: str = "store" if way is _HAVE else way.route
        if way.route == "comm" and is_named():
            continue  # a page's store need not be that of the server that a person named
        if allowed is None or {needs, way.route} <= allowed:
            yield way


def _end(transfer: Transfer, receipt: Receipt, route: Route) -> None:
    if not transfer.stored(receipt, route):
        raise DigestMismatchError(
            f"The receipt of {transfer.offer.name!r} is for other bytes than were offered.",
            hint="The bytes wait in the spool. Try it again with handle.retry().",
        )


def _hash(transfer: Transfer, *, sync: bool) -> None:
    if transfer.entry.hashed:
        return
    tell = _teller(lambda done: transfer.advance("hashing", sent=done))

    def after_piece(done: int) -> None:
        transfer.checkpoint()
        tell(done)

    transfer.advance("hashing")
    entry = transfer.entry
    with synced_meanwhile(entry) if sync else nullcontext():
        sha256 = sha256_of(entry.content, after_piece, entry.digest_soon)
    entry.set_digest(sha256)


def _put(transfer: Transfer, reach: Reach) -> Receipt:
    tell = _teller(lambda done: transfer.advance("uploading", route="store", sent=done))

    def moved(done: int) -> None:
        transfer.checkpoint()
        if done:
            tell(done)
        else:
            transfer.advance("uploading", route="store")

    return reach.store.put(transfer.entry, moved)


def _send(transfer: Transfer, reach: Reach) -> Receipt | None:
    if reach.link.address() is None:
        return None
    transfer.advance("uploading", route="http")
    tell = _teller(lambda done: transfer.advance("uploading", route="http", sent=done))
    return reach.http.put(transfer.entry, transfer.checkpoint, tell)


def _teller(tell: Callable[[int], None]) -> Callable[[int], None]:
    """Return a function that passes progress on at most ten times a second."""
    last = time.monotonic()

    def tell_now_and_then(done: int) -> None:
        nonlocal last
        if time.monotonic() - last > _SECONDS_BETWEEN_NEWS:
            last = time.monotonic()
            tell(done)

    return tell_now_and_then


_HAVE = Way("have", lambda transfer, reach: reach.store.have(transfer.entry))
_STORE = Way("store", _put)
_COMM = Way(
    "comm", lambda transfer, reach: receipt_by_comm(transfer, reach.front_end(), reach.receipt)
)
_HTTP = Way("http", _send)
_STREAM = Way("comm", lambda transfer, reach: receipt_by_stream(transfer, reach.front_end()))

_ORDER = {
    "shown": (_STORE, _COMM, _HTTP, _STREAM),
    # Which store is shown is unknown: a front end takes small ones to the right one.
    "unknown": (_HAVE, _COMM, _STORE, _HTTP, _STREAM),
    "another": (_COMM, _HTTP, _STREAM),
}
"""The ways in the order in which they are tried, by `Reach.standing`."""
