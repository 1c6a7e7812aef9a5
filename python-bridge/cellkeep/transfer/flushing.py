"""Bounded waits for saves under way, and one line that says what is left.

`flush`, the end of a run and the end of the process wait and report in the same way.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cellkeep.errors import tell
from cellkeep.transfer.adoption import adopt_again
from cellkeep.transfer.interrupting import HINT, require_wait_can_end, vain_wait
from cellkeep.transfer.progress_line import ProgressLine, say
from cellkeep.transfer.settings import exit_timeout_s
from cellkeep_core.text import counted, human_bytes

if TYPE_CHECKING:
    from cellkeep.transfer.engine import Engine
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.protocol import TransferStatus


_NOTHING_OF_THE_RUN = (
    "cellkeep: nothing of this run waits; everything that it saved is in the store."
)


@dataclass(frozen=True)
class Flushed:
    """The result of a wait for saves. True where nothing is left, for sure.

    Attributes
    ----------
    left : list of TransferStatus
        What did not reach the store: waits in the spool, is paused, or failed.
    message : str
        What is left, where it is and what happens next, in one line.
    waited : bool
        False where it ran in the middle of a save of its own thread, and could not wait.
    copies : list of TransferStatus
        What the store has, and its mirror does not have yet.
    """

    left: list[TransferStatus] = field(default_factory=list)
    message: str = "cellkeep: nothing waits; everything that was saved is in the store."
    waited: bool = True
    copies: list[TransferStatus] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.waited and not self.left

    def __repr__(self) -> str:
        return self.message


def flush(engine: Engine, timeout_s: float | None, run_id: str | None = None) -> Flushed:
    """Wait until nothing moves, show progress in one line, and warn of what is left.

    Parameters
    ----------
    engine : Engine
        Whose saves are waited for, and those that dead processes left.
    timeout_s : float, optional
        The longest wait; ``CELLKEEP_EXIT_TIMEOUT`` (30 s) by default.
    run_id : str, optional
        Only this run's saves; all by default.
    """
    if engine.interrupted_here():
        moving = [one for one in engine.transfers_of(run_id) if not one.ended]
        text = f"cellkeep: {vain_wait(moving)} {HINT}"
        tell(text)
        return Flushed([one.status() for one in moving], text, waited=False)
    left, unsent = _wait(engine, exit_timeout_s() if timeout_s is None else timeout_s, run_id)
    if not left and not unsent:
        engine.notices.emit()
        return Flushed() if run_id is None else Flushed(message=_NOTHING_OF_THE_RUN)
    engine.notices.take()  # says the same
    message = "\n".join([*([what_is_left(left)] if left else []), *copies_left(unsent)])
    tell(message)
    statuses, copied = ([one.status() for one in some] for some in (left, unsent))
    return Flushed(statuses, message, copies=copied)


class Patience:
    """How long to wait while no save of an engine makes progress.

    Parameters
    ----------
    engine : Engine
        Whose saves are waited for.
    transfer : Transfer, optional
        The one that is waited for.

    Raises
    ------
    SaveTimeoutError
        Where the wait could not end, because it would wait for its own thread.
    """

    def __init__(self, engine: Engine, transfer: Transfer | None = None) -> None:
        require_wait_can_end(engine, transfer)
        self._engine = engine
        self._seen = engine.progress
        self._since = time.monotonic()

    def is_over(self) -> bool:
        """Whether none made progress for ``CELLKEEP_EXIT_TIMEOUT`` seconds."""
        progress = self._engine.progress
        if progress != self._seen:
            self._seen, self._since = progress, time.monotonic()
        return time.monotonic() - self._since > exit_timeout_s()


def flush_at_exit(engine: Engine) -> None:
    """Wait for what is under way, show progress in one line, and say what is left."""
    if engine.interrupted_here():
        say(f"cellkeep: {vain_wait([one for one in engine.transfers() if not one.ended])}")
        return
    left, unsent = _wait(engine, exit_timeout_s(), in_notebook=False)
    said = engine.notices.take()
    if left:
        say(what_is_left(left))
    for text in copies_left(unsent):
        say(text)
    if not left and not unsent:
        for text in said:
            say(f"cellkeep: {text}")


def _wait(
    engine: Engine, allowed_s: float, run_id: str | None = None, *, in_notebook: bool = True
) -> tuple[list[Transfer], list[Transfer]]:
    """Wait for saves and copies, show progress, and return what of each did not arrive."""
    deadline = time.monotonic() + allowed_s
    of_run, copies = engine.transfers_of, engine.copies
    with ProgressLine(
        lambda: of_run(run_id) + copies.transfers_of(run_id), in_notebook=in_notebook
    ):
        # First, so that what dead processes left is waited for like all else: the last one
        # promised that this one sends its saves, and a worker may have died since.
        adopt_again(engine, allowed_s)
        left = engine.drain(max(deadline - time.monotonic(), 0), run_id)
        return left, copies.drain(max(deadline - time.monotonic(), 0), run_id)


def what_is_left(left: list[Transfer]) -> str:
    """Return one line that says what did not reach the store, where it is and what happens next."""
    size = human_bytes(sum(transfer.offer.size for transfer in left))
    return (
        f"cellkeep: {counted(len(left), 'save')} ({size}: {_names(left)}) did not reach the store"
        f"{_reason(left)}. Safe in {left[0].entry.folder.parent}; sent by the next process that "
        "uses cellkeep, or by `cellkeep push`."
    )


def copies_left(left: list[Transfer]) -> list[str]:
    """Return a line where copies did not reach a mirror: why, and what happens next."""
    if not left:
        return []
    return [
        f"cellkeep: {counted(len(left), 'copy', 'copies')} ({_names(left)}) did not reach a mirror"
        f"{_reason(left)}. The store has what was saved; the next process that uses cellkeep sends "
        "them."
    ]


def _names(left: list[Transfer]) -> str:
    more = ", …" if len(left) > 3 else ""
    return ", ".join(repr(transfer.offer.name) for transfer in left[:3]) + more


def _reason(left: list[Transfer]) -> str:
    return next((f" ({one.error.message})" for one in left if one.error is not None), "")
