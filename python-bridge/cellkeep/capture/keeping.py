"""A front end's wish to keep the object behind an output, done on a thread of its own.

The wish may come while a cell runs, on a subshell's thread, which must not be held up; and
what a worker says must not land under some other cell. pyplot is never touched: a figure is
rendered by its codec, on a canvas of its own.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET

from cellkeep.errors import CellkeepError
from cellkeep.provenance import add_cell, add_process
from cellkeep.selection import object_item
from cellkeep_core.protocol import KeptMessage, Provenance

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.capture.memory import DisplayMemory, Shown
    from cellkeep_core.protocol import KeepMessage

# An answer may be lost in a flood of output, and then nothing after it need show the gap.
_REPEATED_AFTER_S = (2.0, 5.0, 10.0, 20.0, 40.0)
_MOST_ANSWERS = 64
# By then a front end that hears nothing would save what is displayed instead.
_HEARD_AFTER_S = 0.5
_log = logging.getLogger("cellkeep")


@dataclass
class _Answer:
    """What became of one wish; ``kept`` is None while it is under way."""

    client_id: str
    send: Callable[[KeptMessage], None]
    kept: KeptMessage | None = None
    repeats: int = 0
    due: float = 0.0
    heard: bool = False
    given_up: bool = False


class Keeper:
    """Does wishes one after the other. Safe to use from any thread.

    A wish is done once, however often it arrives: its request id decides. One that takes over
    half a second is first answered with neither a transfer nor an error: it was heard. The
    answer is sent again until the front end acknowledges it or over a minute has passed.

    Parameters
    ----------
    memory : DisplayMemory
        Knows the objects.
    """

    def __init__(self, memory: DisplayMemory) -> None:
        self._memory = memory
        self._wishes: queue.SimpleQueue[KeepMessage | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, _Answer] = OrderedDict()
        self._thread: threading.Thread | None = None

    def wish(self, message: KeepMessage, send: Callable[[KeptMessage], None]) -> None:
        """Take a wish, and return at once.

        Parameters
        ----------
        message : KeepMessage
            The wish. One that was done before is answered again.
        send : callable
            Sends the answer.
        """
        with self._lock:
            answer = self._answers.get(message.request_id)
            is_new = answer is None
            if is_new:
                self._answers[message.request_id] = _Answer(message.client_id, send)
                self._forget_old()
            self._start()
        if is_new:
            self._wishes.put(message)
        elif answer is not None and answer.kept is not None:
            send(answer.kept)

    def heard(self, request_id: str) -> None:
        """Note that the front end has the answer."""
        with self._lock:
            answer = self._answers.get(request_id)
            if answer is not None:
                answer.heard = True

    def give_up(self, request_id: str) -> None:
        """Drop a wish that the front end no longer has: it saved what is displayed."""
        with self._lock:
            answer = self._answers.get(request_id)
            if answer is None:
                return
            answer.given_up = answer.heard = True
            kept = answer.kept
        if kept is not None and kept.transfer_id:
            _cancel(kept.transfer_id)

    def repeat(self, client_id: str) -> None:
        """Send a front end all its answers once more: it has missed something."""
        with self._lock:
            missed = [
                (answer.send, answer.kept)
                for answer in self._answers.values()
                if answer.kept is not None and answer.client_id == client_id and not answer.heard
            ]
        for send, kept in missed:
            send(kept)

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="cellkeep-keep", daemon=True)
            self._thread.start()

    def _forget_old(self) -> None:
        for request_id, answer in list(self._answers.items()):
            if len(self._answers) <= _MOST_ANSWERS:
                return
            if answer.kept is not None:
                del self._answers[request_id]

    def _work(self) -> None:
        while True:
            try:
                message = self._wishes.get(timeout=self._seconds_to_next())
            except queue.Empty:
                message = None
            if message is not None:
                self._answer(message)
            self._send_due()

    def _answer(self, message: KeepMessage) -> None:
        with self._lock:
            answer = self._answers[message.request_id]
            if answer.given_up:
                return
        heard = KeptMessage(client_id=message.client_id, request_id=message.request_id)
        patience = threading.Timer(_HEARD_AFTER_S, self._send, (answer.send, heard))
        patience.daemon = True
        patience.start()
        kept = self._done(message)
        patience.cancel()
        with self._lock:
            answer.kept = kept
            answer.due = time.monotonic() + _REPEATED_AFTER_S[0]
        if not self._is_given_up(answer):
            self._send(answer.send, kept)
        elif kept.transfer_id:
            _cancel(kept.transfer_id)

    def _is_given_up(self, answer: _Answer) -> bool:
        with self._lock:
            return answer.given_up

    def _done(self, message: KeepMessage) -> KeptMessage:
        kept = KeptMessage(client_id=message.client_id, request_id=message.request_id)
        try:
            kept.transfer_id = keep(self._memory, message)
        except CellkeepError as error:
            kept.error = error.info()
        except Exception as error:  # noqa: BLE001  (whatever a codec or an object raises)
            _log.exception("An object could not be kept.")
            kept.error = CellkeepError(
                f"The kernel could not keep it: {type(error).__name__}: {error}",
                hint="Save the output as displayed.",
            ).info()
        return kept

    def _seconds_to_next(self) -> float | None:
        with self._lock:
            due = [one.due for one in self._answers.values() if _is_open(one)]
        return max(min(due) - time.monotonic(), 0) if due else None

    def _send_due(self) -> None:
        now = time.monotonic()
        with self._lock:
            due = [one for one in self._answers.values() if _is_open(one) and one.due <= now]
            for answer in due:
                answer.repeats += 1
                if answer.repeats < len(_REPEATED_AFTER_S):
                    answer.due = now + _REPEATED_AFTER_S[answer.repeats]
        for answer in due:
            assert answer.kept is not None
            self._send(answer.send, answer.kept)

    def _send(self, send: Callable[[KeptMessage], None], kept: KeptMessage) -> None:
        try:
            send(kept)
        except Exception:  # noqa: BLE001  (a thread's end; it is sent again)
            _log.warning("An answer could not be sent.", exc_info=True)


def _is_open(answer: _Answer) -> bool:
    is_sent = answer.kept is not None and not answer.heard
    return is_sent and answer.repeats < len(_REPEATED_AFTER_S)


def _cancel(transfer_id: str) -> None:
    from cellkeep.transfer import engine

    transfer = engine().find(transfer_id)
    if transfer is not None:
        engine().act(transfer, "cancel")


def keep(memory: DisplayMemory, message: KeepMessage) -> str:
    """Save the object behind an output as it is now, and return the transfer's id.

    Raises
    ------
    ArtifactNotFoundError
        The object is gone; the output can still be saved as displayed.
    CellkeepError
        As of `Run.save`.
    """
    from cellkeep.current import current_run, run_described
    from cellkeep.saving import SaveOptions, capture_item
    from cellkeep.transfer import engine

    shown, value = memory.object_of(message.object_id)
    item = object_item(value, message.name, allow_pickle=False)
    run = run_described(message.run) if message.run is not UNSET else current_run()
    options = SaveOptions(message.category, new_version=message.new_version is True)
    entry, _ = capture_item(run.describe(), item, options, _provenance(message, shown))
    (transfer,) = engine().submit_all([entry])
    return transfer.id


def _provenance(message: KeepMessage, shown: Shown) -> Provenance:
    """Return what the front end says, but the source as it was executed, not as it is now."""
    provenance = msgspec.structs.replace(message.provenance, captured="object")
    add_process(provenance)
    if shown.cell is not None:
        add_cell(provenance, shown.cell)
    return provenance
