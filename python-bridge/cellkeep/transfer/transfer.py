r"""One save on its way to the store, as a state machine that any thread may ask and move.

    queued -> hashing -> uploading -> stored
       |  \\________________________/ |
       |            parked: queued, with the reason, bytes in the spool
       +-> paused -> queued           +-> failed -> queued (retry)
       +-> cancelled

Only the worker that claimed a transfer moves it forward. A person's request (pause, cancel)
takes effect at once where no worker has it, else at the worker's next checkpoint.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Literal

from msgspec import UNSET

from cellkeep.errors import CellkeepError, SaveCancelledError
from cellkeep_core.held_locks import held_here
from cellkeep_core.ids import utc_text
from cellkeep_core.protocol import OutputPlace, Receipt, Route, TransferState, TransferStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep_core.protocol import Offer
    from cellkeep_core.spool import SpoolEntry

ENDED: frozenset[TransferState] = frozenset({"stored", "cancelled", "failed"})

_STEPS: dict[TransferState, int] = {"queued": 0, "paused": 0, "hashing": 1, "uploading": 2,
                                    "verifying": 3}  # fmt: skip
_LAST_STEP = 4


class Interrupted(Exception):  # noqa: N818  (it is no error: a person asked for it)
    """The worker is to let go of the transfer."""


class Transfer:
    """The bytes of one offer in the spool, and how far they have come.

    Parameters
    ----------
    entry : SpoolEntry
        The bytes and their offer.
    on_change : callable
        Called with the transfer after each change, outside its lock.
    """

    is_copy = False
    """Whether it brings what the store has to a mirror."""

    def __init__(self, entry: SpoolEntry, on_change: Callable[[Transfer], None]) -> None:
        self.entry = entry
        self.offer = entry.offer
        self.id = entry.offer.id
        self.error: CellkeepError | None = None
        self.receipt: Receipt | None = None
        self.attempts = 0
        self.ended_at: float | None = None
        self._on_change = on_change
        self._lock = threading.RLock()
        # Made for the first who waits: of thousands of saves hardly one is waited for.
        self._moved: threading.Condition | None = None
        self._state: TransferState = "queued"
        self._route: Route | None = None
        self._sent = 0
        self._furthest = (0, 0)
        self._updated_at = time.time()
        self._claimed = False
        self._requested: Literal["pause", "cancel"] | None = None

    # -- asking ------------------------------------------------------------------------

    @property
    def state(self) -> TransferState:
        """What a person sees of it."""
        return self._state

    @property
    def ended(self) -> bool:
        """Whether it is stored, cancelled or failed."""
        return self._state in ENDED

    @property
    def parked(self) -> bool:
        """Whether it waits in the spool for a store that could not take it."""
        return self._state == "queued" and self._route == "spool"

    @property
    def claimed(self) -> bool:
        """Whether a worker has it."""
        return self._claimed

    def status(self) -> TransferStatus:
        """Return what travels to the front end."""
        with self._lock:
            offer = self.offer
            status = TransferStatus(
                id=self.id,
                run_id=offer.run.id,
                run_name=offer.run.name,
                name=offer.name,
                category=offer.category,
                media_type=offer.media_type,
                codec=offer.codec,
                size=offer.size,
                origin="kernel",
                state=self._state,
                sent=self._sent,
                updated_at=utc_text(self._updated_at),
                summary=offer.summary,
            )
            place = output_place(offer)
            if place is not None:
                status.output = place
            if self._route is not None:
                status.route = self._route
            if self.receipt is not None:
                status.receipt = self.receipt
            if self.error is not None:
                status.error = self.error.info()
            return status

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of moving it, or of writing its bytes."""
        return held_here(self._lock) or self.entry.held_here()

    def new_ground(self) -> bool:
        """Whether it got further than when this was last asked.

        One that is tried again does not get further by repeating its steps.
        """
        with self._lock:
            reached = (_STEPS.get(self._state, _LAST_STEP), self._sent)
            if reached <= self._furthest:
                return False
            self._furthest = reached
            return True

    def wait_for(self, met: Callable[[], bool], timeout_s: float | None) -> bool:
        """Block until a condition on the transfer is met; False where the time ran out."""
        with self._lock:
            if self._moved is None:
                self._moved = threading.Condition(self._lock)
            return self._moved.wait_for(met, timeout_s)

    # -- what a worker does ------------------------------------------------------------

    def claim(self) -> bool:
        """Take the transfer for the calling worker; False where it is not to be worked on."""
        with self._lock:
            if self._claimed or self._state != "queued":
                return False
            self._claimed = True
            self.attempts += 1
            return True

    def release(self) -> None:
        """Let go of it, after the last move."""
        with self._lock:
            self._claimed = False
            request, self._requested = self._requested, None
            if self._state in ("stored", "cancelled"):
                self.entry.discard()
        # A request that came after the last checkpoint still holds, if there is anything left.
        if request == "cancel" and self._state != "stored":
            self.cancel()
        elif request == "pause" and self._state == "queued":
            self.pause()

    def checkpoint(self) -> None:
        """Raise `Interrupted` where it is to pause or cancel, or has ended meanwhile."""
        if self._requested is not None or self.ended:
            raise Interrupted

    def advance(self, state: TransferState, *, route: Route | None = None, sent: int = 0) -> None:
        """Move to a state on the way."""
        self._move(state, route=route, sent=sent)

    def interrupted(self) -> None:
        """Do what the person asked for."""
        request = self._requested
        if request == "pause":
            self._move("paused")
        elif request == "cancel":
            self._move("cancelled", error=_cancelled(self))

    def park(self, error: CellkeepError) -> None:
        """Leave it in the spool until the store can take it."""
        self._move("queued", route="spool", error=error)

    def fail(self, error: CellkeepError) -> None:
        """End it with the reason. Its bytes stay in the spool for a retry."""
        self._move("failed", route=self._route, error=error)

    def stored(self, receipt: Receipt, route: Route | None = None) -> bool:
        """End it with a receipt, by whichever route it came; False where it is not for this save.

        A receipt counts even after a cancel, which then came too late.
        """
        offer = self.offer
        if (receipt.offer_id, receipt.size, receipt.sha256) != (self.id, offer.size, offer.sha256):
            return False
        with self._lock:
            if self.receipt is None:
                self.receipt = receipt
            if not self._claimed:
                self.entry.discard()
        self._move("stored", route=route or self._route, sent=offer.size)
        return True

    def learn_in_fork(self, receipt: Receipt) -> None:
        """Note in a forked child that the parent's save ended well.

        Without the lock, which a thread of the parent may have held at the fork, and
        without touching the spool entry, which is the parent's.
        """
        self.offer.sha256 = receipt.sha256
        self.receipt = receipt
        self._sent = receipt.size
        self._state = "stored"

    # -- what a person does ------------------------------------------------------------

    def pause(self) -> bool:
        """Stop it where it is; False where it has ended."""
        return self._ask("pause", "paused")

    def cancel(self) -> bool:
        """Give it up and drop its bytes; False where it has ended."""
        if self._state == "failed" and not self._claimed:  # its bytes still wait
            self.entry.discard()
            self._move("cancelled", error=_cancelled(self))
            return True
        return self._ask("cancel", "cancelled")

    def requeue(self) -> bool:
        """Make a paused, failed or parked transfer ready again; False where it is none of them."""
        with self._lock:
            if self._requested == "pause":
                self._requested = None
                return False
            if self._claimed or not (self._state in ("paused", "failed") or self.parked):
                return False
            self.ended_at = None
        self._move("queued")
        return True

    def _ask(self, request: Literal["pause", "cancel"], then: TransferState) -> bool:
        with self._lock:
            if self.ended:
                return False
            if self._claimed:
                self._requested = request
                self._tell_waiting()
                return True
            # With the lock still held: a worker that claimed it now would find its bytes gone.
            self._state = then
            if request == "cancel":
                self.entry.discard()
        self._move(then, error=_cancelled(self) if request == "cancel" else None)
        return True

    def _tell_waiting(self) -> None:
        if self._moved is not None:
            self._moved.notify_all()

    def _move(
        self,
        state: TransferState,
        *,
        route: Route | None = None,
        sent: int = 0,
        error: CellkeepError | None = None,
    ) -> None:
        with self._lock:
            if self._state == "stored":
                return
            self._state = state
            self._route = route
            self._sent = sent
            self.error = error
            self._updated_at = time.time()
            if state in ENDED:
                self.ended_at = time.monotonic()
            self._tell_waiting()
        self._on_change(self)


def output_place(offer: Offer) -> OutputPlace | None:
    """Return which output of a notebook is saved; None where it is none, or that is not known."""
    provenance = offer.provenance
    cell_id, count = provenance.cell_id, provenance.execution_count
    index = provenance.output_index
    if cell_id is UNSET or count is UNSET or index is UNSET:
        return None
    return OutputPlace(
        cell_id=cell_id,
        execution_count=count,
        output_index=index,
        object_id=provenance.object_id,
        process=provenance.process,
    )


def _cancelled(transfer: Transfer) -> SaveCancelledError:
    return SaveCancelledError(
        f"The save of {transfer.offer.name!r} was cancelled.", hint="Save it again to keep it."
    )
