"""Offers that were sent to a front end, and what it answered."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cellkeep_core.protocol import ErrorInfo, Receipt


class PendingOffer:
    """One offer that waits for its acknowledgement, then for its receipt.

    A front end repeats its acknowledgement twice a second as long as it works on the offer:
    a page that was closed or killed says nothing more, and nothing of that.
    """

    def __init__(self, uploader: str) -> None:
        self.uploader = uploader
        self.acknowledged = False
        self.receipt: Receipt | None = None
        self.refusal: ErrorInfo | None = None
        self.over = False
        self._heard_at = time.monotonic()
        self._condition = threading.Condition()

    def wait_for_ack(self, timeout_s: float) -> bool:
        """Block until the front end has it; False where it has not said so in time."""
        with self._condition:
            self._condition.wait_for(lambda: self.acknowledged or self.over, timeout_s)
            return self.acknowledged

    def wait_for_end(self, timeout_s: float) -> bool:
        """Block until there is a receipt, or there will be none; False where time ran out."""
        with self._condition:
            return self._condition.wait_for(lambda: self.over, timeout_s)

    @property
    def left(self) -> bool:
        """Whether its front end went away without an answer."""
        return self.over and self.receipt is None and self.refusal is None

    def silent_s(self) -> float:
        """Return the seconds since the front end last spoke of it."""
        return time.monotonic() - self._heard_at

    def answer(
        self,
        *,
        receipt: Receipt | None = None,
        over: bool = False,
        refusal: ErrorInfo | None = None,
    ) -> None:
        """Note the front end's answer: an acknowledgement, a receipt, or the end without one."""
        with self._condition:
            self._heard_at = time.monotonic()
            self.refusal = refusal or self.refusal
            if receipt is not None:
                self.receipt = receipt
            self.acknowledged = self.acknowledged or not over or receipt is not None
            self.over = self.over or over or receipt is not None
            self._condition.notify_all()


class PendingStream(PendingOffer):
    """An offer whose bytes are sent in frames, as far as its front end has room for them.

    Each credit grants the bytes from `offset` on, `window` of them. The next one begins where
    the last ended; one that begins lower asks for bytes again that were lost on the way.

    Attributes
    ----------
    position : int or None
        The next byte to send; None until the first credit.
    granted : int
        The first byte that may not be sent yet.
    stored : int
        Bytes that the server has.
    """

    def __init__(self, uploader: str) -> None:
        super().__init__(uploader)
        self.position: int | None = None
        self.granted = 0
        self.stored = 0

    def credit(self, offset: int, window: int, stored: int) -> None:
        """Note what the front end has room for; without a window it only says it is there."""
        with self._condition:
            if self.position is None or offset != self.granted:
                self.position = offset
            self.granted = offset + window
            self.stored = stored
        self.answer()

    def wait_for_room(self, timeout_s: float) -> tuple[int, int]:
        """Block until something may be sent, or it is over; the byte range, empty if nothing."""
        with self._condition:
            self._condition.wait_for(lambda: self.over or self._room() > 0, timeout_s)
            start = self.position or 0
            return start, start + max(self._room(), 0)

    def sent(self, start: int, end: int) -> None:
        """Note that bytes were sent, unless the front end asked for others meanwhile."""
        with self._condition:
            if self.position == start:
                self.position = end

    def _room(self) -> int:
        return 0 if self.position is None else self.granted - self.position


P = TypeVar("P", bound=PendingOffer)


class Offers:
    """The offers under way, by id."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._pending: dict[str, PendingOffer] = {}

    @contextmanager
    def pending(self, offer_id: str, offer: P) -> Iterator[P]:
        """Expect answers to an offer as long as the block runs."""
        with self._lock:
            self._pending[offer_id] = offer
        try:
            yield offer
        finally:
            with self._lock:
                self._pending.pop(offer_id, None)

    def find(self, offer_id: str, client_id: str) -> PendingOffer | None:
        """Return an offer that waits for this front end's answer."""
        with self._lock:
            offer = self._pending.get(offer_id)
        return offer if offer is not None and offer.uploader == client_id else None

    def give_up(self, client_id: str) -> None:
        """End the offers that a front end took and left."""
        with self._lock:
            gone = [offer for offer in self._pending.values() if offer.uploader == client_id]
        for offer in gone:
            offer.answer(over=True)
