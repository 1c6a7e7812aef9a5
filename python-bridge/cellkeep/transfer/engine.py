"""The saves of a process that are under way, on their way from the spool to the store."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from cellkeep.transfer import fork_gate
from cellkeep.transfer.board import StatusBoard
from cellkeep.transfer.carrier import Carrier
from cellkeep.transfer.delivery import deliver
from cellkeep.transfer.mirrors.copies import Copies
from cellkeep.transfer.notices import Notices
from cellkeep.transfer.reach import Reach
from cellkeep.transfer.threads import in_own_thread, start_thread
from cellkeep.transfer.together import deliver_together
from cellkeep.transfer.transfer import Transfer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cellkeep.errors import CellkeepError
    from cellkeep.transfer.front_end import FrontEndPort
    from cellkeep_core.spool import SpoolEntry


class Engine(Carrier):
    """All saves of this process that are under way, and the threads that carry them.

    Parameters
    ----------
    front_end : callable
        Returns the way to the front ends, or None where there is none.

    Attributes
    ----------
    copies : Copies
        What goes to mirrors when the store has it.
    """

    def __init__(self, front_end: Callable[[], FrontEndPort | None] = lambda: None) -> None:
        super().__init__(StatusBoard(), Notices(), ("cellkeep-worker-1", "cellkeep-worker-2"))
        self.reach = Reach(front_end)
        self.reach.link.tell = self.notices.once
        self.store = self.reach.store
        self.copies = Copies(self.board, self.notices, self.reach)
        self.adoption: threading.Thread | None = None
        self._preparing: list[threading.Thread] = []

    def submit_all(self, entries: Sequence[SpoolEntry]) -> list[Transfer]:
        """Start transfers of spool entries."""
        transfers = [self.track(entry) for entry in entries]
        self._start(transfers)
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
        self._track(transfer)
        return transfer

    def carrier_of(self, transfer_id: str) -> tuple[Carrier, Transfer] | None:
        """Return a save, or the copy of one to a mirror, by its id, and who carries it."""
        for carrier in (self, self.copies):
            found = carrier.find(transfer_id)
            if found is not None:
                return carrier, found
        return None

    def interrupted_here(self) -> bool:
        """Whether the calling code runs in the middle of something that the saves need.

        As a signal handler or a ``__del__`` does that interrupts a save inside of a lock, or runs
        in a thread of ours. No save can end before that code has returned.
        """
        return (
            in_own_thread()
            or self.held_here()
            or self.copies.held_here()
            or self.board.held_here()
            or self.notices.held_here()
            or fork_gate.gate.held_here()
            or self.reach.held_here()
        )

    def drain(self, timeout_s: float, run_id: str | None = None) -> list[Transfer]:
        """Wait as any carrier does, and first for what is being prepared on a thread."""
        deadline = time.monotonic() + timeout_s
        for thread in self._preparing:
            thread.join(max(deadline - time.monotonic(), 0))
        return super().drain(max(deadline - time.monotonic(), 0), run_id)

    def _moves(self, transfer: Transfer, hurried: dict[str, int]) -> bool:
        # Who waits for a save hears of its end before its copy has begun.
        begins = transfer.state == "stored" and self.copies.expects(transfer.id)
        return begins or super()._moves(transfer, hurried)

    def _changed(self, transfer: Transfer) -> None:
        super()._changed(transfer)
        if transfer.state in ("stored", "cancelled"):
            self.reach.http.discard(transfer.id)  # it was given up, or another route was first
            self.copies.save_ended(transfer)
        elif transfer.state == "paused":
            self.reach.http.pause(transfer.id)

    def _deliver(self, transfer: Transfer) -> None:
        deliver(transfer, self.reach)

    def _deliver_together(self, transfers: list[Transfer]) -> list[Transfer]:
        return deliver_together(transfers, self.reach, self._refuse)

    def _parked_words(self, transfer: Transfer, error: CellkeepError) -> str:
        return (
            f"{error.message} What you save waits in {transfer.entry.folder.parent} and goes to "
            "the store when it can; `cellkeep push` sends it later."
        )
