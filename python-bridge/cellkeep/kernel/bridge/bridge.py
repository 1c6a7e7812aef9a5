"""The bridge between this kernel and the front ends that are attached to it.

The kernel sends on one comm (the feed), each front end on one of its own (control):
``docs/protocol.md`` says why.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from msgspec import UNSET, UnsetType

from cellkeep.context.execution import connected_notebooks
from cellkeep.context.names_held import Likeness
from cellkeep.errors import ArtifactNotFoundError
from cellkeep.kernel.bridge.feed import Feed
from cellkeep.kernel.bridge.front_ends import FrontEnds
from cellkeep.transfer.offers import Offers
from cellkeep.transfer.settings import DEFAULT_SMALL_PAYLOAD_LIMIT, small_payload_limit
from cellkeep_core import __version__
from cellkeep_core.protocol import (
    CaptureMessage,
    FrameMessage,
    HelloMessage,
    HintMessage,
    KeepMessage,
    KeptMessage,
    LookedMessage,
    LookMessage,
    Offer,
    OfferMessage,
    Receipt,
    Run,
    SnapshotMessage,
    StatusMessage,
    TransferAction,
)

if TYPE_CHECKING:
    from cellkeep.kernel.capture import Capture
    from cellkeep.transfer.engine import Engine
    from cellkeep.transfer.session import KernelSession
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.spool import SpoolEntry

_log = logging.getLogger("cellkeep")
# Columns that are told of a table.
_MOST_COLUMNS = 1000


@runtime_checkable
class Describable(Protocol):
    """A run, as far as front ends are told of it."""

    def describe(self) -> Run:
        """Return it as it travels."""


class Bridge:
    """What the kernel knows of its front ends, and says to them: their `FrontEndPort`.

    Parameters
    ----------
    session : KernelSession
        Whose saves the front ends are told of.
    capture : Capture or None
        What is in the shell; an attribute too, because it can be removed and installed again.
    """

    def __init__(self, session: KernelSession, capture: Capture | None) -> None:
        self.capture = capture
        self._session = session
        self.front_ends = FrontEnds()
        self.offers = Offers()
        self._process = os.getpid()
        self._feed = Feed()

    def open(self) -> None:
        """Open the feed. Control comms must be accepted by now: front ends open them at once."""
        limit = self.small_payload_limit()
        self._feed.open(HelloMessage(helper_version=__version__, small_payload_limit=limit))

    @property
    def _engine(self) -> Engine | None:
        return self._session.running_engine

    @property
    def alive(self) -> bool:
        """Whether this process is the kernel, not a fork of it that inherited its sockets."""
        return os.getpid() == self._process

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of asking or telling the front ends."""
        return self.front_ends.held_here() or self._feed.held_here()

    def small_payload_limit(self) -> int:
        """Return the largest payload that is sent with an offer, in bytes."""
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
        """Send everything that is under way, for a front end that may have missed messages."""
        run = self._session.current_run
        self._send_snapshot(client_id, run.describe() if isinstance(run, Describable) else UNSET)
        if self.capture is not None:
            self.capture.keeper.repeat(client_id)

    def send_run(self, run: Run) -> None:
        """Say which run saves go to from now on. With nobody attached a snapshot says it later."""
        if self.alive and self.front_ends.any():
            self._send_snapshot("", run)

    def send_hint(self, parameters: list[str]) -> bool:
        """Say that parameters changed, to the page that a person looks at; whether there is one."""
        looked_at = self.front_ends.uploader()
        if not self.alive or looked_at is None:
            return False
        self._feed.send(HintMessage(client_id=looked_at, parameters=parameters))
        return True

    def begin_run(self) -> None:
        """Begin another run, as `cellkeep.new_run()` does; every front end hears of it."""
        from cellkeep.api.current import new_run

        new_run()

    def _send_snapshot(self, client_id: str, run: Run | UnsetType) -> None:
        engine = self._engine
        transfers = [] if engine is None else [*engine.transfers(), *engine.copies.transfers()]
        statuses = [transfer.status() for transfer in transfers]
        self._feed.send(SnapshotMessage(client_id=client_id, transfers=statuses, run=run))

    def take_receipt(self, receipt: Receipt, client_id: str) -> None:
        """Pass a receipt on to the offer that waits for it, or to a save that gave up waiting."""
        offer = self.offers.find(receipt.offer_id, client_id)
        if offer is not None:
            offer.answer(receipt=receipt)
            return
        transfer = self._engine.find(receipt.offer_id) if self._engine is not None else None
        if transfer is not None and not transfer.stored(receipt):
            _log.warning("A receipt for %s is for other bytes.", receipt.offer_id)

    def heard(self, client_id: str) -> None:
        """Note that a front end spoke; saves that waited for one that was silent go on."""
        if self.front_ends.heard(client_id):
            self.send_what_waits()

    def send_what_waits(self) -> None:
        """Let saves that are parked in the spool try again now: somebody is there to take them."""
        if self._engine is not None:
            for transfer in self._engine.transfers():
                if transfer.parked:
                    self._engine.act(transfer, "retry")

    def keep(self, message: KeepMessage) -> None:
        """Keep the object behind an output, and answer on the feed."""
        if self.capture is not None:
            self.capture.keeper.request(message, self.send_kept)
            return
        error = ArtifactNotFoundError(
            "The kernel no longer knows what its outputs came from.",
            hint="Save the output as displayed, or run %load_ext cellkeep and its cell again.",
        )
        kept = KeptMessage(client_id=message.client_id, request_id=message.request_id)
        kept.error = error.info()
        self.send_kept(kept)

    def send_kept(self, kept: KeptMessage) -> None:
        """Answer a request to keep an object."""
        if self.alive:
            self._feed.send(kept)

    def look(self, message: LookMessage) -> None:
        """Say whether the object behind an output is still there, and of which likeness."""
        # Not at import: a new kernel waits for that.
        from cellkeep.codecs.previews.text_preview import short_name
        from cellkeep.codecs.refusal import refused_by_trial

        client_id, request_id = message.client_id, message.request_id
        looked = LookedMessage(client_id=client_id, request_id=request_id, there=False)
        shown = self.capture.memory.find(message.object_id) if self.capture is not None else None
        value = shown.value() if shown is not None else None
        if shown is not None and value is not None:
            looked.there = True
            like = Likeness.of_object(shown.kind, value)
            if like.columns is not None:
                looked.columns = [short_name(one) for one in sorted(like.columns)[:_MOST_COLUMNS]]
            if like.dimensions is not None:
                looked.dimensions = like.dimensions
            refused = refused_by_trial(shown.kind, value)
            if refused:
                looked.refused = refused
        if self.alive:
            self._feed.send(looked)

    def answer_heard(self, request_id: str) -> None:
        """Note that a front end acknowledged the answer to its request."""
        if self.capture is not None:
            self.capture.keeper.heard(request_id)

    def autokeep(self, message: CaptureMessage) -> None:
        """Keep what a notebook wants kept automatically, from now on."""
        if self.capture is not None:
            self.capture.auto.settings.set_notebook(message)

    def notebook_told(self, connection: str, path: str) -> None:
        """Note whose executions a connection asks for, and that a notebook has another path."""
        before = connected_notebooks.tell(connection, path)
        if before is not None:
            self.front_ends.renamed(before, path)
            if self.capture is not None:
                self.capture.auto.settings.renamed(before, path)

    def obey(self, action: TransferAction, transfer_id: str) -> None:
        """Do what a person's button says."""
        engine = self._engine
        found = engine.carrier_of(transfer_id) if engine is not None else None
        if found is not None:
            carrier, transfer = found
            carrier.act(transfer, action)
        elif self.capture is not None and action == "cancel":
            self.capture.keeper.cancel(transfer_id)  # a request to keep, by its id
