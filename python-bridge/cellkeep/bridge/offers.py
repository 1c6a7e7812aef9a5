"""Offers that were sent to a front end, and what it answered."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cellkeep_core.protocol import Receipt


class PendingOffer:
    """One offer that waits for its acknowledgement, then for its receipt."""

    def __init__(self, uploader: str) -> None:
        self.uploader = uploader
        self.acknowledged = False
        self.receipt: Receipt | None = None
        self.over = False
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

    def answer(self, *, receipt: Receipt | None = None, over: bool = False) -> None:
        """Note the front end's answer: an acknowledgement, a receipt, or the end without one."""
        with self._condition:
            if receipt is not None:
                self.receipt = receipt
            self.acknowledged = self.acknowledged or not over or receipt is not None
            self.over = self.over or over or receipt is not None
            self._condition.notify_all()


class Offers:
    """The offers under way, by id."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: dict[str, PendingOffer] = {}

    @contextmanager
    def pending(self, offer_id: str, uploader: str) -> Iterator[PendingOffer]:
        """Expect answers to an offer as long as the block runs."""
        offer = PendingOffer(uploader)
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
