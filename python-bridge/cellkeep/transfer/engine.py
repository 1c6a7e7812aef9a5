"""The worker threads that bring saves from the spool to the store."""

from __future__ import annotations

import logging
import random
import threading
import time
from typing import TYPE_CHECKING

from cellkeep.errors import CellkeepError
from cellkeep.transfer import fork_gate
from cellkeep.transfer.board import StatusBoard
from cellkeep.transfer.delivery import deliver
from cellkeep.transfer.notices import Notices
from cellkeep.transfer.queue import TransferQueue
from cellkeep.transfer.reach import Reach
from cellkeep.transfer.threads import in_own_thread, start_thread
from cellkeep.transfer.together import deliver_together
from cellkeep.transfer.transfer import Interrupted, Transfer
from cellkeep_core.held_locks import held_here
from cellkeep_core.spool import full_or_unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cellkeep.transfer.front_end import FrontEndPort
    from cellkeep_core.protocol import TransferAction
    from cellkeep_core.spool import SpoolEntry

WORKERS = 2
FIRST_BACKOFF_S = 1.0
LONGEST_BACKOFF_S = 60.0
REMEMBERED_S = 60.0
_SECONDS_BETWEEN_LOOKS = 0.02
# After these errors a save waits in the spool and is retried; any other error ends it.
_WAITS = frozenset({"STORE_UNREACHABLE", "STORE_FULL", "CATALOG_BUSY", "TIMEOUT"})
_log = logging.getLogger("cellkeep")


class Engine:
    """All saves of this process that are under way, and the threads that carry them.

    Parameters
    ----------
    front_end : callable
        Returns the way to the front ends, or None where there is none.
    """

    def __init__(self, front_end: Callable[[], FrontEndPort | None] = lambda: None) -> None:
        self.board = StatusBoard()
        self.notices = Notices()
        self.reach = Reach(front_end)
        self.store = self.reach.store
        self.adoption: threading.Thread | None = None
        self._queue = TransferQueue()
        self._lock = threading.RLock()
        self._transfers: dict[str, Transfer] = {}
        self._workers: list[threading.Thread] = []
        self._preparing: list[threading.Thread] = []
        self._forgot_at = 0.0
        self.progress = 0
        """Counts how often any save got further than before."""

    def submit_all(self, entries: Sequence[SpoolEntry]) -> list[Transfer]:
        """Start transfers of spool entries."""
        transfers = [self.track(entry) for entry in entries]
        self._start_workers()
        self._queue.join(transfers)
        for transfer in transfers:
            self.board.changed(transfer)
        return transfers

    def prepare(self, name: str, work: Callable[..., object], *args: object) -> None:
        """Do on a thread what ends in a save; `drain` waits for that, too."""
        with self._lock:
            thread = start_thread(name, work, *args)
            still = [one for one in self._preparing if one.is_alive()]
            self._preparing = still if thread is None else [*still, thread]

    def track(self, entry: SpoolEntry) -> Transfer:
        """Create an entry's transfer without starting it."""
        transfer = Transfer(entry, self._changed)
        with self._lock:
            self._forget_old()
            self._transfers[transfer.id] = transfer
        return transfer

    def find(self, transfer_id: str) -> Transfer | None:
        """Return a transfer that is under way or ended in the last minute."""
        with self._lock:
            return self._transfers.get(transfer_id)

    def transfers(self) -> list[Transfer]:
        """Return those under way, and those that ended in the last minute, oldest first."""
        with self._lock:
            self._forget_old()
            return list(self._transfers.values())

    def transfers_of(self, run_id: str | None) -> list[Transfer]:
        """Return those of one run, or all where none is given."""
        return [one for one in self.transfers() if run_id in (None, one.offer.run.id)]

    def act(self, transfer: Transfer, action: TransferAction) -> bool:
        """Do what a person asks of a transfer; False where it no longer applies."""
        if action == "cancel":
            return transfer.cancel()
        if action == "pause":
            return transfer.pause()
        with self._lock:  # it may have ended so long ago that it was forgotten
            self._transfers[transfer.id] = transfer
        self._start_workers()
        if not transfer.requeue():
            return False
        self._queue.join([transfer])
        return True

    def interrupted_here(self) -> bool:
        """Whether the calling code runs in the middle of something that the saves need.

        As a signal handler or a ``__del__`` does that interrupts a save inside of a lock, or runs
        in a thread of ours. No save can end before that code has returned.
        """
        return (
            in_own_thread()
            or held_here(self._lock)
            or self._queue.held_here()
            or self.board.held_here()
            or self.notices.held_here()
            or fork_gate.gate.held_here()
            or self.reach.held_here()
            or any(one.held_here() for one in self.transfers() if not one.ended)
        )

    def drain(self, timeout_s: float, run_id: str | None = None) -> list[Transfer]:
        """Wait until no save makes progress any more, and return what did not reach the store.

        Saves that wait for an unreachable store are tried once more at once. Paused and failed
        saves are not waited for.

        Parameters
        ----------
        timeout_s : float
            The longest wait, in seconds.
        run_id : str, optional
            Only this run's saves; all by default.
        """
        deadline = time.monotonic() + timeout_s
        for thread in self._preparing:
            thread.join(max(deadline - time.monotonic(), 0))
        tried = {one.id: one.attempts for one in self.transfers() if one.parked}
        hurried = {one.id: tried.get(one.id, 0) for one in self._queue.hurry()}

        # Polled, not woken by each change: a look asks every one of perhaps thousands of saves.
        while any(self._moves(transfer, hurried) for transfer in self.transfers_of(run_id)):
            if time.monotonic() >= deadline:
                break
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        self.board.settle()
        return [
            one for one in self.transfers_of(run_id) if one.state not in ("stored", "cancelled")
        ]

    @staticmethod
    def _moves(transfer: Transfer, hurried: dict[str, int]) -> bool:
        if transfer.parked:
            return transfer.attempts <= hurried.get(transfer.id, -1)
        return not transfer.ended and transfer.state != "paused"

    def _changed(self, transfer: Transfer) -> None:
        self.progress += transfer.new_ground()
        self.board.changed(transfer)
        if transfer.state in ("stored", "cancelled"):
            self.reach.http.discard(transfer.id)  # it was given up, or another route was first
        elif transfer.state == "paused":
            self.reach.http.pause(transfer.id)
        if transfer.ended or transfer.state == "paused":
            successor = self._queue.leave(transfer)
            if successor is not None and successor.parked:
                successor.requeue()

    def _forget_old(self) -> None:
        now = time.monotonic()
        if now - self._forgot_at < 1:
            return
        self._forgot_at, horizon = now, now - REMEMBERED_S
        for transfer in list(self._transfers.values()):
            if transfer.ended_at is not None and transfer.ended_at < horizon:
                self._transfers.pop(transfer.id, None)

    # -- the workers -------------------------------------------------------------------

    def _start_workers(self) -> None:
        with self._lock:
            while len(self._workers) < WORKERS:
                worker = start_thread(f"cellkeep-worker-{len(self._workers) + 1}", self._work)
                if worker is None:
                    return
                self._workers.append(worker)

    def _work(self) -> None:
        while True:
            transfers = self._queue.take()
            self.carry_all(transfers)
            self._queue.gather(transfers)
            self._queue.finished(transfers, backoff_s)

    def carry_all(self, transfers: list[Transfer]) -> None:
        """Carry the claimed transfers of one pack, or one alone, and release them. Never raises."""
        if len(transfers) > 1:
            try:
                transfers = deliver_together(transfers, self.reach, self._refuse)
            except Exception:  # noqa: BLE001  (each alone tells the person what is wrong)
                _log.exception("%d saves could not be carried together.", len(transfers))
        parked: set[Transfer] = set()
        for transfer in transfers:
            if transfer in parked:  # an earlier save of its name waits, and so it does
                transfer.release()
                continue
            self.carry(transfer)
            if transfer.parked:
                parked.update(self._queue.behind(transfer))

    def carry(self, transfer: Transfer) -> None:
        """Carry a claimed transfer as far as it goes now, and release it. Never raises."""
        try:
            deliver(transfer, self.reach)
        except Interrupted:
            transfer.interrupted()
        except CellkeepError as error:
            self._refuse(transfer, error)
        except OSError as error:
            transfer.fail(full_or_unreachable(error, transfer.entry.folder))
        except Exception as error:  # noqa: BLE001  (a worker lives on; the save says why)
            _log.exception("The save of %r failed.", transfer.offer.name)
            transfer.fail(
                CellkeepError(
                    f"The save of {transfer.offer.name!r} failed: {error!r}.",
                    hint="The bytes wait in the spool. Try it again with handle.retry().",
                )
            )
        finally:
            transfer.release()

    def _refuse(self, transfer: Transfer, error: CellkeepError) -> None:
        if error.code in _WAITS:
            self._park(transfer, error)
        else:
            transfer.fail(error)

    def _park(self, transfer: Transfer, error: CellkeepError) -> None:
        transfer.park(error)
        for waiting in self._queue.behind(transfer):
            waiting.park(error)
        self.notices.once(
            error.code,
            f"{error.message} What you save waits in {transfer.entry.folder.parent} and goes to "
            "the store when it can; `cellkeep push` sends it later.",
        )


def backoff_s(attempts: int) -> float:
    """Return the pause before the next try: full jitter, doubling, between 0 and 60 seconds."""
    longest = min(LONGEST_BACKOFF_S, FIRST_BACKOFF_S * 2 ** min(attempts - 1, 10))
    return random.uniform(0, longest)  # noqa: S311  (spreads load; guards nothing)
