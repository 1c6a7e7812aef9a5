"""Which save a worker takes next: small ones first, and versions of a name in their order."""

from __future__ import annotations

import heapq
import threading
import time
from collections import defaultdict, deque
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cellkeep.transfer.transfer import Transfer


class TransferQueue:
    """Transfers that are ready, and those that wait for their time or their turn.

    Two saves of one name in one run go one after the other: else the smaller, though
    saved last, would become the earlier version.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._numbers = count()
        self._ready: list[tuple[int, int, Transfer]] = []
        self._later: list[tuple[float, int, Transfer]] = []
        self._lines: defaultdict[tuple[str, str], deque[Transfer]] = defaultdict(deque)

    def join(self, transfer: Transfer) -> None:
        """Put a transfer in line behind earlier saves of its name."""
        with self._condition:
            line = self._lines[_line_of(transfer)]
            if transfer not in line:
                line.append(transfer)
            if line[0] is transfer:
                self._make_ready(transfer)

    def leave(self, transfer: Transfer) -> Transfer | None:
        """Take a transfer out of its line, and return the next where that one is ready now."""
        with self._condition:
            key = _line_of(transfer)
            line = self._lines.get(key)
            if line is None or transfer not in line:
                return None
            first = line[0] is transfer
            line.remove(transfer)
            if not line:
                del self._lines[key]
                return None
            if not first:
                return None
            self._make_ready(line[0])
            return line[0]

    def behind(self, transfer: Transfer) -> list[Transfer]:
        """Return those that wait for this one, because they have its name."""
        with self._condition:
            return [one for one in self._lines.get(_line_of(transfer), ()) if one is not transfer]

    def again(self, transfer: Transfer, delay_s: float) -> None:
        """Make a transfer that keeps its place in line ready after a delay."""
        with self._condition:
            due = time.monotonic() + delay_s
            heapq.heappush(self._later, (due, next(self._numbers), transfer))
            self._condition.notify_all()

    def hurry(self) -> list[Transfer]:
        """Make everything that waits for its time ready now, and return it."""
        with self._condition:
            hurried = [transfer for _, _, transfer in self._later]
            self._later.clear()
            for transfer in hurried:
                self._make_ready(transfer)
            return hurried

    def take(self) -> Transfer:
        """Return the next transfer, claimed for the caller; block until there is one."""
        with self._condition:
            while True:
                now = time.monotonic()
                while self._later and self._later[0][0] <= now:
                    self._make_ready(heapq.heappop(self._later)[2])
                while self._ready:
                    transfer = heapq.heappop(self._ready)[2]
                    # One may be here twice, paused or gone meanwhile: then it is passed over.
                    if transfer.claim():
                        return transfer
                self._condition.wait(self._later[0][0] - now if self._later else None)

    def _make_ready(self, transfer: Transfer) -> None:
        heapq.heappush(self._ready, (transfer.offer.size, next(self._numbers), transfer))
        self._condition.notify()


def _line_of(transfer: Transfer) -> tuple[str, str]:
    return transfer.offer.run.id, transfer.offer.name
