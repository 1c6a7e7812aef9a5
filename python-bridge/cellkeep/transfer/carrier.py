"""Threads that bring what waits in a spool to where it belongs, and what of it is under way."""

from __future__ import annotations

import logging
import random
import threading
import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from cellkeep.errors import CellkeepError
from cellkeep.transfer.queue import TransferQueue
from cellkeep.transfer.threads import start_thread
from cellkeep.transfer.transfer import Interrupted, Transfer
from cellkeep_core.held_locks import held_here
from cellkeep_core.spool import full_or_unreachable

if TYPE_CHECKING:
    from cellkeep.transfer.board import StatusBoard
    from cellkeep.transfer.notices import Notices
    from cellkeep_core.protocol import TransferAction

FIRST_BACKOFF_S = 1.0
LONGEST_BACKOFF_S = 60.0
REMEMBERED_S = 60.0
_SECONDS_BETWEEN_LOOKS = 0.02
# After these errors a transfer waits in the spool and is retried; any other error ends it.
_WAITS = frozenset(
    {
        "STORE_UNREACHABLE",
        "STORE_FULL",
        "QUOTA_REACHED",
        "CATALOG_BUSY",
        "TIMEOUT",
        "MIRROR_UNREACHABLE",
    }
)
_log = logging.getLogger("cellkeep")


class Carrier(ABC):
    """Transfers of one destination that are under way, and the threads that carry them.

    Parameters
    ----------
    board : StatusBoard
        Hears of each change.
    notices : Notices
        Takes what the threads have to say.
    threads : tuple of str
        The names of the threads, as many as there are to be.
    """

    def __init__(self, board: StatusBoard, notices: Notices, threads: tuple[str, ...]) -> None:
        self.board = board
        self.notices = notices
        self.progress = 0
        """Counts how often any transfer got further than before."""
        self._thread_names = threads
        self._queue = TransferQueue()
        self._lock = threading.RLock()
        self._transfers: dict[str, Transfer] = {}
        self._workers: list[threading.Thread] = []
        self._forgot_at = 0.0

    @abstractmethod
    def _deliver(self, transfer: Transfer) -> None:
        """Bring a claimed transfer to its end, or raise `Interrupted` or why that cannot be."""

    @abstractmethod
    def _parked_words(self, transfer: Transfer, error: CellkeepError) -> str:
        """Return what a person hears of a transfer that waits."""

    def _deliver_together(self, transfers: list[Transfer]) -> list[Transfer]:
        """Bring claimed transfers to their end in one step; return those to be carried alone."""
        return transfers

    def _start(self, transfers: list[Transfer]) -> None:
        """Put tracked transfers in line, and tell of them."""
        self._start_workers()
        self._queue.join(transfers)
        for transfer in transfers:
            self.board.changed(transfer)

    def _track(self, transfer: Transfer) -> None:
        with self._lock:
            self._forget_old()
            self._transfers[transfer.id] = transfer

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

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of a call of these."""
        return (
            held_here(self._lock)
            or self._queue.held_here()
            or any(one.held_here() for one in self.transfers() if not one.ended)
        )

    def drain(self, timeout_s: float, run_id: str | None = None) -> list[Transfer]:
        """Wait until none makes progress any more, and return what did not arrive.

        Transfers that wait for what cannot be reached are tried once more at once. Paused and
        failed ones are not waited for.

        Parameters
        ----------
        timeout_s : float
            The longest wait, in seconds.
        run_id : str, optional
            Only this run's; all by default.
        """
        deadline = time.monotonic() + timeout_s
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

    def _moves(self, transfer: Transfer, hurried: dict[str, int]) -> bool:
        # One that a worker has taken again says so only when it gets on.
        if transfer.parked and not transfer.claimed:
            return transfer.attempts <= hurried.get(transfer.id, -1)
        # Of one that is stored, the worker that has it still removes the bytes from the spool.
        return transfer.claimed or (not transfer.ended and transfer.state != "paused")

    def _changed(self, transfer: Transfer) -> None:
        self.progress += transfer.new_ground()
        self.board.changed(transfer)
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
            while len(self._workers) < len(self._thread_names):
                worker = start_thread(self._thread_names[len(self._workers)], self._work)
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
        """Carry claimed transfers that go together, or one alone, and release them.

        Never raises.
        """
        if len(transfers) > 1:
            try:
                transfers = self._deliver_together(transfers)
            except Exception:  # noqa: BLE001  (each alone tells the person what is wrong)
                _log.exception("%d saves could not be carried together.", len(transfers))
        parked: set[Transfer] = set()
        for transfer in transfers:
            if transfer in parked:  # an earlier save of its name waits, and so it does
                transfer.release()
                continue
            self._carry(transfer)
            if transfer.parked:
                parked.update(self._queue.behind(transfer))

    def _carry(self, transfer: Transfer) -> None:
        """Carry a claimed transfer as far as it goes now, and release it. Never raises."""
        try:
            self._deliver(transfer)
        except Interrupted:
            transfer.interrupted()
        except CellkeepError as error:
            self._refuse(transfer, error)
        except OSError as error:
            transfer.fail(full_or_unreachable(error, transfer.entry.folder))
        except Exception as error:  # noqa: BLE001  (a worker lives on; the save says why)
            what = f"The {'copy' if transfer.is_copy else 'save'} of {transfer.offer.name!r}"
            _log.exception("%s failed.", what)
            hint = (
                "The store has it. The next process that uses cellkeep tries it again."
                if transfer.is_copy
                else "The bytes wait in the spool. Try it again with handle.retry()."
            )
            transfer.fail(CellkeepError(f"{what} failed: {error!r}.", hint=hint))
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
        self.notices.once(error.code, self._parked_words(transfer, error))


def backoff_s(attempts: int) -> float:
    """Return the pause before the next try: full jitter, doubling, between 0 and 60 seconds."""
    longest = min(LONGEST_BACKOFF_S, FIRST_BACKOFF_S * 2 ** min(attempts - 1, 10))
    return random.uniform(0, longest)  # noqa: S311  (spreads load; guards nothing)
