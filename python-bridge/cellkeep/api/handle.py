"""What a save call returns: the state of the save, and a way to wait for it."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cellkeep.card.content import CardContent
from cellkeep.errors import CellkeepError, SaveCancelledError, SaveTimeoutError
from cellkeep.transfer.flushing import Patience, what_is_left
from cellkeep.transfer.session import current_session
from cellkeep_core.registry import registry
from cellkeep_core.spool import UNHASHED
from cellkeep_core.text import counted, human_bytes

if TYPE_CHECKING:
    from cellkeep.transfer.engine import Engine
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.folders import Skipped
    from cellkeep_core.protocol import Artifact, Preview, Receipt, TransferState, TransferStatus

_SECONDS_BETWEEN_LOOKS = 0.5


class Handle:
    """One save. Shown in a notebook it is a live card.

    Attributes
    ----------
    id : str
        The artifact's id, 32 hex digits.
    name : str
        The artifact's name.
    run : protocol.Run
        The run it belongs to: ``id``, ``name``, ``folder``, ``tags``, ``metadata``.
    size : int
        Its bytes.
    thumbnail : bytes or None
        A small PNG of it.
    """

    def __init__(self, transfer: Transfer, thumbnail: bytes | None = None) -> None:
        self.id = transfer.id
        self.name = transfer.offer.name
        self.size = transfer.offer.size
        self.run = transfer.offer.run
        self.transfer = transfer
        self.thumbnail = thumbnail
        self._process = os.getpid()

    @property
    def status(self) -> TransferState:
        """Its state: queued, hashing, uploading, verifying, stored, paused, cancelled or failed."""
        return self.transfer.state

    @property
    def digest(self) -> str | None:
        """SHA-256 of its bytes, 64 hex digits; None until it is computed."""
        sha256 = self.transfer.offer.sha256
        return None if sha256 == UNHASHED else sha256

    @property
    def version(self) -> int | None:
        """1 for the first artifact of this name in the run; None until it is stored."""
        receipt = self.transfer.receipt
        return receipt.version if receipt is not None else None

    @property
    def receipt(self) -> Receipt | None:
        """The store's receipt; None until it is stored."""
        return self.transfer.receipt

    @property
    def artifact(self) -> Artifact | None:
        """The artifact as the store's catalog has it; None until it is stored.

        Raises
        ------
        StoreUnreachableError
            Where the store cannot be asked from here.
        """
        receipt = self.transfer.receipt
        if receipt is None:
            return None
        return current_session().reader.artifact(receipt.run_id, receipt.name, receipt.version)

    @property
    def preview(self) -> Preview | None:
        """A few facts about the content that can be shown; None where there are none."""
        return self.content().preview

    @property
    def error(self) -> CellkeepError | None:
        """Why it failed, was cancelled, or waits in the spool; else None."""
        return self.transfer.error

    def transfer_status(self) -> TransferStatus:
        """Return its state as it is sent to the front end."""
        return self.transfer.status()

    def wait(self, timeout: float | None = None) -> Handle:
        """Block until the store has it, and return the handle.

        The saves run in threads, so this works while it keeps the kernel busy.

        Parameters
        ----------
        timeout : float, optional
            Seconds. By default as long as any save makes progress, and ``CELLKEEP_EXIT_TIMEOUT``
            seconds (30) after that: it never waits forever for a store that is unreachable.

        Raises
        ------
        SaveTimeoutError
            The time ran out, or it could not end here: at once, in a signal handler that interrupts
            a save. The save goes on.
        SaveCancelledError
            A person cancelled it.
        CellkeepError
            It failed, with the reason. `retry` tries again.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        patience = None if self.transfer.ended else Patience(_engine(), self.transfer)
        while not self._look(deadline):
            if deadline is not None and time.monotonic() >= deadline:
                raise self._timed_out(timeout)
            if deadline is None and patience is not None and patience.is_over():
                raise self._stuck()
        _engine().notices.emit()
        if self.status == "stored":
            return self
        error = self.transfer.error
        raise error or SaveCancelledError(f"The save of {self.name!r} was cancelled.")

    def result(self, timeout: float | None = None) -> Receipt:
        """Wait as `wait` does, and return the receipt."""
        self.wait(timeout)
        receipt = self.transfer.receipt
        assert receipt is not None
        return receipt

    def cancel(self) -> bool:
        """Cancel the save and drop its bytes from the spool; False where it has ended."""
        return _engine().act(self.transfer, "cancel")

    def pause(self) -> bool:
        """Pause the save; False where it has ended."""
        return _engine().act(self.transfer, "pause")

    def resume(self) -> bool:
        """Resume a paused save; False where it was not paused."""
        return _engine().act(self.transfer, "resume")

    def retry(self) -> bool:
        """Try again now, where it failed or waits in the spool; False where it does not.

        Raises
        ------
        SaveCancelledError
            It was cancelled, and its bytes are gone.
        """
        if self.status == "cancelled" and self.transfer.error is not None:
            raise self.transfer.error
        return _engine().act(self.transfer, "retry")

    def _look(self, deadline: float | None) -> bool:
        """Wait a little, and return whether the save has ended."""
        left = _SECONDS_BETWEEN_LOOKS
        if deadline is not None:
            left = min(left, max(deadline - time.monotonic(), 0))
        if self._process == os.getpid():
            ended = self.transfer.wait_for(lambda: self.transfer.ended, left)
        else:
            ended = self._look_from_fork(left)
        if not ended:
            _engine().notices.emit()
        return ended

    def _look_from_fork(self, left_s: float) -> bool:
        # The threads that carry it live in the parent; the store can tell when it is there.
        receipt = _engine().reach.receipt(self.id)
        if receipt is not None:
            self.transfer.learn_in_fork(receipt)
            return True
        time.sleep(min(left_s, 0.1))
        return False

    def _timed_out(self, timeout: float | None) -> SaveTimeoutError:
        error = self.transfer.error
        why = f" It waits in the spool: {error.message}" if error is not None else ""
        return SaveTimeoutError(
            f"The save of {self.name!r} did not end in {timeout:g} s; it is {self.status}.{why}",
            hint="It goes on by itself. Call wait() again to wait longer.",
        )

    def _stuck(self) -> SaveTimeoutError:
        return SaveTimeoutError(
            what_is_left([self.transfer]),
            hint="Nothing moved for a while. Call wait() again to wait longer, or go on: it "
            "does not need you.",
        )

    def __repr__(self) -> str:
        return f"<Handle {self.describe()}>"

    def describe(self, *, lasting: bool = False) -> str:
        """Return what it is and its state, in one line; of ``lasting`` states only the last."""
        transfer, offer = self.transfer, self.transfer.offer
        kind = registry().kind_of(offer.codec, offer.media_type)
        parts = [kind, human_bytes(offer.size), offer.category]
        if offer.summary:
            parts.insert(1, str(offer.summary))
        version = f" v{self.version}" if self.version is not None else ""
        state = f" {transfer.state}"
        if transfer.parked:
            state = " waits in the spool"
        elif lasting and not transfer.ended:
            state = ""
        reason = f": {transfer.error.message}" if transfer.error is not None else ""
        return f"{self.name!r}{version}{state}{reason} · {' · '.join(parts)}"

    def content(self) -> CardContent:
        """Return what its card shows."""
        text = f"<Handle {self.describe(lasting=True)}>"
        return CardContent(text, self.transfer, self.thumbnail)

    def _ipython_display_(self) -> None:
        from cellkeep.card.shown import show

        show(self._repr_mimebundle_, [self.transfer])

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        from cellkeep.card.bundle import card_bundle

        return card_bundle(self.content())


class Handles(Sequence[Handle]):
    """The saves of a directory or a list, in the order of their names in it.

    Attributes
    ----------
    skipped : list of Skipped
        What was not saved, each with ``path`` and ``reason``.
    """

    def __init__(self, handles: Iterable[Handle], skipped: Iterable[Skipped] = ()) -> None:
        self._handles = list(handles)
        self.skipped = list(skipped)

    def __len__(self) -> int:
        return len(self._handles)

    def __getitem__(self, index: Any) -> Any:
        return self._handles[index]

    @property
    def names(self) -> list[str]:
        """The artifacts' names."""
        return [handle.name for handle in self._handles]

    @property
    def size(self) -> int:
        """Bytes of all of them."""
        return sum(handle.size for handle in self._handles)

    def wait(self, timeout: float | None = None) -> Handles:
        """Block until the store has all of them; errors as in `Handle.wait`."""
        deadline = None if timeout is None else time.monotonic() + timeout
        for handle in self._handles:
            left = None if deadline is None else max(deadline - time.monotonic(), 0)
            handle.wait(left)
        return self

    def __repr__(self) -> str:
        return self._describe(self._handles)

    def _describe(self, told: Sequence[Handle]) -> str:
        """Return them in one line, with the states of some."""
        states = Counter(handle.status for handle in told)
        parts = [f"{count:,} {state}" for state, count in states.items()]
        if self.skipped:
            parts.append(f"{len(self.skipped):,} skipped")
        facts = [counted(len(self), "artifact"), human_bytes(self.size), ", ".join(parts)]
        return f"<Handles {' · '.join(filter(None, facts))}>"

    def _ipython_display_(self) -> None:
        from cellkeep.card.shown import show

        show(self._repr_mimebundle_, [handle.transfer for handle in self._handles])

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        from cellkeep.card.bundle import cards_bundle

        contents = [handle.content() for handle in self._handles]
        text = self._describe([handle for handle in self._handles if handle.transfer.ended])
        return cards_bundle(text, contents, self.skipped)


def _engine() -> Engine:
    return current_session().engine
