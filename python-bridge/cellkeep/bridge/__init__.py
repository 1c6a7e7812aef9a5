"""The bridge between this kernel and the front ends that are attached to it.

The kernel speaks on one comm (the feed), each front end on one of its own (control):
``docs/protocol.md`` says why. Importing this costs little; `start_bridge` opens the feed.
"""

from __future__ import annotations

import logging
import os
import threading
from typing import TYPE_CHECKING

from cellkeep.bridge.control import listen_for_front_ends
from cellkeep.bridge.feed import Feed
from cellkeep.bridge.front_ends import FrontEnds
from cellkeep.bridge.offers import Offers
from cellkeep.errors import ArtifactNotFoundError
from cellkeep.transfer.settings import DEFAULT_SMALL_PAYLOAD_LIMIT, small_payload_limit
from cellkeep_core import __version__
from cellkeep_core.protocol import (
    CaptureMessage,
    FrameMessage,
    HelloMessage,
    KeepMessage,
    KeptMessage,
    Offer,
    OfferMessage,
    Receipt,
    SnapshotMessage,
    StatusMessage,
    TransferAction,
)

if TYPE_CHECKING:
    from cellkeep.capture import Capture
    from cellkeep.transfer.board import StatusBoard
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.spool import SpoolEntry

_log = logging.getLogger("cellkeep")
_SECONDS_BEFORE_ADOPTION = 1.0
_bridge: Bridge | None = None


class Bridge:
    """What the kernel knows of its front ends, and says to them."""

    def __init__(self) -> None:
        self.front_ends = FrontEnds()
        self.offers = Offers()
        self._process = os.getpid()
        listen_for_front_ends(self)
        self._feed = Feed(
            HelloMessage(helper_version=__version__, small_payload_limit=self.small_payload_limit())
        )

    @property
    def alive(self) -> bool:
        """Whether this process is the kernel, not a fork of it that inherited its sockets."""
        return os.getpid() == self._process

    def small_payload_limit(self) -> int:
        """Return the largest payload that rides on an offer, in bytes."""
        chosen = small_payload_limit()
        if chosen is None:
            chosen = self.front_ends.small_payload_limit()
        return DEFAULT_SMALL_PAYLOAD_LIMIT if chosen is None else chosen

    def send_offer(self, offer: Offer, uploader: str, entry: SpoolEntry) -> None:
        """Send an offer with its bytes; one front end is to upload it."""
        message = OfferMessage(offer=offer, uploader=uploader, content=1)
        payloads = [entry.read_bytes()]
        thumbnail = entry.thumbnail
        if thumbnail:
            payloads.append(thumbnail)
            message.thumbnail = 2
        self._feed.send(message, *payloads)

    def send_streamed_offer(self, offer: Offer, uploader: str, entry: SpoolEntry) -> None:
        """Send an offer whose bytes follow in frames."""
        message = OfferMessage(offer=offer, uploader=uploader, streamed=True)
        thumbnail = entry.thumbnail
        if thumbnail:
            message.thumbnail = 1
        self._feed.send(message, *([thumbnail] if thumbnail else []))

    def send_frame(self, offer_id: str, uploader: str, offset: int, data: bytes) -> None:
        """Send some bytes of a streamed offer."""
        frame = FrameMessage(offer_id=offer_id, uploader=uploader, offset=offset, content=1)
        self._feed.send(frame, data)

    def send_statuses(self, changed: list[Transfer]) -> None:
        """Send the newest states of transfers. With nobody attached a snapshot comes later."""
        if self.alive and self.front_ends.any():
            self._feed.send(StatusMessage(transfers=[one.status() for one in changed]))

    def send_snapshot(self, client_id: str) -> None:
        """Send all that is under way, so that whatever a front end missed stays missed no more."""
        from cellkeep.transfer import engine_if_any

        engine = engine_if_any()
        transfers = engine.transfers() if engine is not None else []
        statuses = [transfer.status() for transfer in transfers]
        self._feed.send(SnapshotMessage(client_id=client_id, transfers=statuses))
        capture = _running_capture()
        if capture is not None:
            capture.keeper.repeat(client_id)

    def take_receipt(self, receipt: Receipt, client_id: str) -> None:
        """Pass a receipt on to the offer that waits for it, or to a save that gave up waiting."""
        offer = self.offers.find(receipt.offer_id, client_id)
        if offer is not None:
            offer.answer(receipt=receipt)
            return
        from cellkeep.transfer import engine_if_any

        engine = engine_if_any()
        transfer = engine.find(receipt.offer_id) if engine is not None else None
        if transfer is not None and not transfer.stored(receipt):
            _log.warning("A receipt for %s is for other bytes.", receipt.offer_id)

    def heard(self, client_id: str) -> None:
        """Note that a front end spoke; saves that waited for one that was silent go on."""
        if self.front_ends.heard(client_id):
            self.send_what_waits()

    def send_what_waits(self) -> None:
        """Let saves that are parked in the spool try again now: somebody is there to take them."""
        from cellkeep.transfer import engine_if_any

        engine = engine_if_any()
        for transfer in engine.transfers() if engine is not None else []:
            if engine is not None and transfer.parked:
                engine.act(transfer, "retry")

    def keep(self, message: KeepMessage) -> None:
        """Keep the object behind an output, and answer on the feed when that is under way."""
        capture = _running_capture()
        if capture is not None:
            capture.keeper.wish(message, self.send_kept)
            return
        error = ArtifactNotFoundError(
            "The kernel no longer knows what its outputs came from.",
            hint="Save the output as displayed, or run %load_ext cellkeep and its cell again.",
        )
        kept = KeptMessage(client_id=message.client_id, request_id=message.request_id)
        kept.error = error.info()
        self.send_kept(kept)

    def send_kept(self, kept: KeptMessage) -> None:
        """Say what became of a wish to keep an object."""
        if self.alive:
            self._feed.send(kept)

    def answer_heard(self, request_id: str) -> None:
        """Note that a front end acknowledged the answer to its wish."""
        capture = _running_capture()
        if capture is not None:
            capture.keeper.heard(request_id)

    def capture(self, message: CaptureMessage) -> None:
        """Keep what a notebook wants kept by itself, from now on."""
        capture = _running_capture()
        if capture is not None:
            capture.auto.settings.set_notebook(message)

    def obey(self, action: TransferAction, transfer_id: str) -> None:
        """Do what a person's button asks."""
        from cellkeep.transfer import engine_if_any

        engine = engine_if_any()
        transfer = engine.find(transfer_id) if engine is not None else None
        if engine is not None and transfer is not None:
            engine.act(transfer, action)
            return
        capture = _running_capture()
        if capture is not None and action == "cancel":
            capture.keeper.give_up(transfer_id)  # a wish to keep, by its request id


def _running_capture() -> Capture | None:
    from cellkeep.capture import running_capture

    return running_capture()


def start_bridge() -> Bridge:
    """Open the feed and listen for front ends; the second call changes nothing."""
    global _bridge
    if _bridge is None or not _bridge.alive:
        _bridge = Bridge()
        later = threading.Timer(_SECONDS_BEFORE_ADOPTION, _adopt_what_was_left)
        later.daemon = True
        later.start()
    return _bridge


def connect(board: StatusBoard) -> None:
    """Let the feed tell what the board is told."""
    bridge = running_bridge()
    if bridge is not None:
        board.listen(bridge.send_statuses)


def _adopt_what_was_left() -> None:
    # Only where an earlier process left something is the engine worth starting unasked.
    from cellkeep.transfer import engine
    from cellkeep_core.paths import spool_roots
    from cellkeep_core.spool_room import spool_usage

    try:
        if spool_usage(spool_roots())[0]:
            engine()
    except Exception:  # noqa: BLE001  (a thread's end; the next save looks again)
        _log.exception("The spool could not be looked at.")


def running_bridge() -> Bridge | None:
    """Return the bridge of this process, or None where there is none."""
    return _bridge if _bridge is not None and _bridge.alive else None
