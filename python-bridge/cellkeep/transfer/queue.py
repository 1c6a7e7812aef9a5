"""Which save a worker takes next: small ones first, fair between runs, versions in their order."""

from __future__ import annotations

import heapq
import threading
import time
from collections import Counter, OrderedDict, defaultdict, deque
from contextlib import contextmanager
from itertools import count
from time import sleep as pause
from typing import TYPE_CHECKING

from cellkeep_core.held_locks import held_here
from cellkeep_core.spool import PackedEntry
from cellkeep_core.spool_pack import MOST_BYTES, MOST_ITEMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cellkeep.transfer.transfer import Transfer


_BURST = 4
"""So many small saves in one batch are a loop's, and more of them are to be expected."""

_PAUSE_S = 0.01
LONGEST_GATHERING_S = 0.25


class _Ready:
    """What is ready of one run: small ones as they came, of the large ones the smallest first."""

    def __init__(self) -> None:
        self.small: deque[Transfer] = deque()
        self.large: list[tuple[int, int, Transfer]] = []


class TransferQueue:
    """Transfers that are ready, and those that wait for their time or their turn.

    The runs take turns, so that ten thousand files of one do not hold up the figure of
    another. Two saves of one name in one run go one after the other: else the smaller,
    though saved last, would become the earlier version.

    Small ones that wait go together, all that are there at once, one batch at a time: two
    would only take the interpreter from each other. A small one that comes while a batch of
    its run is under way waits for the next; one of another run, if it is alone, does not.

    A signal handler may save while its own thread is in here: what joins then is put in line by
    the one that was interrupted, when it is done.
    """

    def __init__(self) -> None:
        # Entered itself, not by its condition: that is in Python, and Ctrl+C could come in between.
        self._lock = threading.RLock()
        self._condition = threading.Condition(self._lock)
        self._joining: deque[Transfer] = deque()
        self._joined = 0
        self._inside = False
        self._numbers = count()
        # In the order of their turns, the next run first.
        self._ready: OrderedDict[str, _Ready] = OrderedDict()
        self._later: list[tuple[float, int, list[Transfer]]] = []
        self._lines: defaultdict[tuple[str, str], deque[Transfer]] = defaultdict(deque)
        self._runs_of_batch: frozenset[str] = frozenset()
        self._taken: set[Transfer] = set()
        self._hurried: set[Transfer] = set()

    def join(self, transfers: Sequence[Transfer]) -> None:
        """Put transfers in line, each behind earlier saves of its name."""
        self._joining.extend(transfers)
        self._joined += len(transfers)
        with self._turn():
            pass

    def leave(self, transfer: Transfer) -> Transfer | None:
        """Take a transfer out of its line, and return the next where that one is ready now."""
        with self._turn():
            key = _line_of(transfer)
            line = self._lines.get(key)
            if line is None or transfer not in line:
                return None
            first = line[0] is transfer
            line.remove(transfer)
            if not line:
                del self._lines[key]
                return None
            if not first or line[0].claimed:  # it went in the same batch
                return None
            self._make_ready(line[0])
            return line[0]

    def behind(self, transfer: Transfer) -> list[Transfer]:
        """Return those that wait for this one, because they have its name."""
        with self._turn():
            return [one for one in self._lines.get(_line_of(transfer), ()) if one is not transfer]

    def hurry(self) -> list[Transfer]:
        """Make everything that waits for its time ready now, and return it."""
        with self._turn():
            waiting = [one for _, _, transfers in self._later for one in transfers]
            self._later.clear()
            for transfer in waiting:
                self._make_ready(transfer)
            # Their worker is about to put them in line: then without a delay.
            coming = [one for one in self._taken if one.parked]
            self._hurried.update(coming)
            return waiting + coming

    def take(self) -> list[Transfer]:
        """Return the next transfer, or the small ones that wait, claimed; block until there is one.

        Afterwards `finished` is to be called: a batch that comes next waits for it.
        """
        with self._turn():
            while True:
                now = time.monotonic()
                while self._later and self._later[0][0] <= now:
                    for transfer in heapq.heappop(self._later)[2]:
                        self._make_ready(transfer)
                taken = self._take_next()
                if taken:
                    self._taken.update(taken)
                    return taken
                self._inside = False  # others are, while this one waits
                self._condition.wait(self._later[0][0] - now if self._later else None)
                self._inside = True
                self._put_in_line()

    def gather(self, transfers: list[Transfer]) -> None:
        """Let what a loop is saving come together, before `finished` lets the next batch begin.

        A batch that is under way takes the interpreter from the loop, which then waits for it
        whenever it has written something.
        """
        if len(transfers) < _BURST:
            return
        latest = time.monotonic() + LONGEST_GATHERING_S
        joined = -1
        while joined != self._joined and time.monotonic() < latest:
            joined = self._joined
            pause(_PAUSE_S)

    def finished(self, transfers: list[Transfer], delay_s: Callable[[int], float]) -> None:
        """Let the next batch be taken; what has no receipt yet keeps its place, and has a delay."""
        with self._turn():
            if len(transfers) > 1:
                self._runs_of_batch = frozenset()
            parked = [one for one in transfers if one.parked]
            if parked:
                hurried = not self._hurried.isdisjoint(parked)
                due = time.monotonic() + (0 if hurried else delay_s(parked[0].attempts))
                heapq.heappush(self._later, (due, next(self._numbers), parked))
            self._taken.difference_update(transfers)
            self._hurried.difference_update(transfers)
            self._condition.notify_all()

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of a call of this queue."""
        return held_here(self._lock)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._lock:
            interrupted, self._inside = self._inside, True
            try:
                if not interrupted:
                    self._put_in_line()
                yield
            finally:
                self._inside = interrupted
        if self._joining and not interrupted:
            with self._turn():
                pass

    def _put_in_line(self) -> None:
        while self._joining:
            transfer = self._joining.popleft()
            line = self._lines[_line_of(transfer)]
            if transfer not in line:
                line.append(transfer)
            if line[0] is transfer:
                self._make_ready(transfer)

    def _take_next(self) -> list[Transfer]:
        for run_id in list(self._ready):
            taken = self._take_small(run_id) or self._take_large(run_id)
            ready = self._ready[run_id]
            if not ready.small and not ready.large:
                del self._ready[run_id]
            elif taken:
                self._ready.move_to_end(run_id)
            if taken:
                return taken
        return []

    def _take_small(self, run_id: str) -> list[Transfer]:
        if not self._ready[run_id].small:
            return []
        if not self._runs_of_batch:
            batch = self._claim_small(list(self._ready))
            if len(batch) > 1:
                self._runs_of_batch = frozenset(one.offer.run.id for one in batch)
            return batch
        alone = len(self._ready[run_id].small) == 1
        return self._claim_small([run_id]) if alone and run_id not in self._runs_of_batch else []

    def _take_large(self, run_id: str) -> list[Transfer]:
        large = self._ready[run_id].large
        while large:
            transfer = heapq.heappop(large)[2]
            # One that is here twice, or was paused or cancelled meanwhile, is skipped.
            if transfer.claim():
                return [transfer]
        return []

    def _claim_small(self, runs: list[str]) -> list[Transfer]:
        """Claim as many as go together, the runs taking turns, names in their order."""
        turns = deque(self._ready[run_id].small for run_id in runs)
        batch: list[Transfer] = []
        claimed: Counter[tuple[str, str]] = Counter()
        size = 0
        while turns and len(batch) < MOST_ITEMS and size < MOST_BYTES:
            small = turns.popleft()
            if not small:
                continue
            turns.append(small)
            transfer = small.popleft()
            key = _line_of(transfer)
            line, place = self._lines.get(key, ()), claimed[key]
            # As above; and those before it in its line are in this batch.
            if place >= len(line) or line[place] is not transfer or not transfer.claim():
                continue
            batch.append(transfer)
            size += transfer.offer.size
            claimed[key] += 1
            if place + 1 < len(line) and _is_small(line[place + 1]):
                small.append(line[place + 1])
        return batch

    def _make_ready(self, transfer: Transfer) -> None:
        run_id = transfer.offer.run.id
        ready = self._ready.setdefault(run_id, _Ready())
        if not _is_small(transfer):
            heapq.heappush(ready.large, (transfer.offer.size, next(self._numbers), transfer))
        else:
            ready.small.append(transfer)
            if run_id in self._runs_of_batch:
                return  # nobody can take it before `finished`
        self._condition.notify()


def _line_of(transfer: Transfer) -> tuple[str, str]:
    return transfer.offer.run.id, transfer.offer.name


def _is_small(transfer: Transfer) -> bool:
    return isinstance(transfer.entry, PackedEntry)
