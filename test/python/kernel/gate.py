"""What is on its way to the store, held before it."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from cellkeep import Handle, Run
from cellkeep.transfer.routes.store import StoreRoute


class Gate:
    """Holds batches until it is opened.

    Attributes
    ----------
    batches : list of list of str
        The names in each batch that came to it.
    reached : Semaphore
        Released for each that it holds.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open = threading.Event()
        self.reached = threading.Semaphore(0)
        self.batches: list[list[str]] = []
        self._monkeypatch = monkeypatch
        put_many = StoreRoute.put_many

        def hold_many(route: StoreRoute, batch: Any) -> Any:
            self.batches.append([entry.offer.name for entry, _ in batch])
            self._hold()
            return put_many(route, batch)

        monkeypatch.setattr(StoreRoute, "put_many", hold_many)

    def _hold(self) -> None:
        self.reached.release()
        assert self.open.wait(30)

    def hold_single_saves(self) -> None:
        """Hold what goes alone, too."""
        put = StoreRoute.put

        def hold(route: StoreRoute, *of_one: Any) -> Any:
            self._hold()
            return put(route, *of_one)

        self._monkeypatch.setattr(StoreRoute, "put", hold)

    def hold_both_workers(self, run: Run | None = None) -> list[Handle]:
        """Give each worker a save, which goes alone, that it does not get done."""
        self.hold_single_saves()
        held = []
        for turn in range(2):
            held.append((run or Run()).save([turn], "output", name=f"held {turn}"))
            assert self.reached.acquire(timeout=20)
        return held
