"""Which save a worker takes next: small ones first, fair between runs, versions in their order."""

from __future__ import annotations

import heapq
import threading
import time
from collections import OrderedDict, defaultdict, deque
from itertools import count
from typing import TYPE_CHECKING

from cellkeep_core.spool import Pack, PackedEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cellkeep.transfer.transfer import Transfer


class TransferQueue:
    """Transfers that are ready, and those that wait for their time or their turn.

    The runs take turns, so that ten thousand files of one do not hold up the figure of
    another. Two saves of one name in one run go one after the other: else the smaller,
    though saved last, would become the earlier version. Those of one pack go together, one
    pack at a time: two would only take the interpreter from each other.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._numbers = count()
        # In the order of their turns: the first run is the next.
        self._ready: OrderedDict[str, list[tuple[int, int, Transfer | Pack]]] = OrderedDict()
        self._later: list[tuple[float, int, list[Transfer]]] = []
        self._lines: defaultdict[tuple[str, str], deque[Transfer]] = defaultdict(deque)
        self._packs: dict[Pack, dict[Transfer, None]] = {}
        self._ready_packs: set[Pack] = set()
        self._aside: list[tuple[str, int, Pack]] = []
        self._pack_under_way: Pack | None = None

    def join(self, transfers: Sequence[Transfer]) -> None:
        """Put transfers in line, each behind earlier saves of its name."""
        with self._condition:
            for transfer in transfers:
                line = self._lines[_line_of(transfer)]
                if transfer not in line:
                    line.append(transfer)
                pack = _pack_of(transfer)
                if pack is not None:
                    self._packs.setdefault(pack, {})[transfer] = None
                if line[0] is transfer:
                    self._make_ready(transfer)

    def leave(self, transfer: Transfer) -> Transfer | None:
        """Take a transfer out of its line, and return the next where that one is ready now."""
        with self._condition:
            pack = _pack_of(transfer)
            if pack is not None and pack in self._packs:
                self._packs[pack].pop(transfer, None)
                if not self._packs[pack]:
                    del self._packs[pack]
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

    def again(self, transfers: list[Transfer], delay_s: float) -> None:
        """Make transfers that keep their places in line ready after a delay."""
        with self._condition:
            due = time.monotonic() + delay_s
            heapq.heappush(self._later, (due, next(self._numbers), transfers))
            self._condition.notify_all()

    def hurry(self) -> list[Transfer]:
        """Make everything that waits for its time ready now, and return it."""
        with self._condition:
            hurried = [one for _, _, transfers in self._later for one in transfers]
            self._later.clear()
            for transfer in hurried:
                self._make_ready(transfer)
            return hurried

    def take(self) -> list[Transfer]:
        """Return the next transfer, or the next pack's, claimed; block until there are some.

        A pack is handed over once `finished` was called for the one before.
        """
        with self._condition:
            while True:
                now = time.monotonic()
                while self._later and self._later[0][0] <= now:
                    for transfer in heapq.heappop(self._later)[2]:
                        self._make_ready(transfer)
                while self._ready:
                    taken = self._take_first()
                    if taken:
                        return taken
                self._condition.wait(self._later[0][0] - now if self._later else None)

    def finished(self, transfers: list[Transfer]) -> None:
        """Let the next pack be taken, where these were of one."""
        with self._condition:
            if _pack_of(transfers[0]) is not self._pack_under_way:
                return
            self._pack_under_way = None
            for run_id, size, pack in self._aside:
                self._push(run_id, size, pack)
            self._aside.clear()

    def _take_first(self) -> list[Transfer]:
        run_id, heap = self._ready.popitem(last=False)
        size, _, first = heapq.heappop(heap)
        if heap:
            self._ready[run_id] = heap  # behind the others
        # One may be here twice, paused or gone meanwhile: then it is passed over.
        if not isinstance(first, Pack):
            return [first] if first.claim() else []
        if self._pack_under_way is not None:
            self._aside.append((run_id, size, first))
            return []
        self._ready_packs.discard(first)
        mates = [one for one in self._packs.get(first, ()) if self._is_first(one) and one.claim()]
        if mates:
            self._pack_under_way = first
        return mates

    def _is_first(self, transfer: Transfer) -> bool:
        line = self._lines.get(_line_of(transfer))
        return line is not None and line[0] is transfer

    def _make_ready(self, transfer: Transfer) -> None:
        pack = _pack_of(transfer)
        if pack is None:
            self._push(transfer.offer.run.id, transfer.offer.size, transfer)
        elif pack not in self._ready_packs:
            self._ready_packs.add(pack)
            self._push(transfer.offer.run.id, transfer.offer.size, pack)

    def _push(self, run_id: str, size: int, what: Transfer | Pack) -> None:
        heapq.heappush(self._ready.setdefault(run_id, []), (size, next(self._numbers), what))
        self._condition.notify()


def _line_of(transfer: Transfer) -> tuple[str, str]:
    return transfer.offer.run.id, transfer.offer.name


def _pack_of(transfer: Transfer) -> Pack | None:
    entry = transfer.entry
    return entry.pack if isinstance(entry, PackedEntry) else None
