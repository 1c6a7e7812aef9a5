"""Front ends' requests to keep the object behind an output, done on a thread of their own.

A request may come while a cell runs, on a subshell's thread, which must not be blocked; and
what a worker says must not appear under some other cell. pyplot is never touched: a figure is
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

from cellkeep.context.provenance import add_cell, add_process
from cellkeep.errors import CellkeepError
from cellkeep.saving.selection import object_item
from cellkeep.transfer.session import current_session
from cellkeep_core.protocol import KeptMessage, Provenance

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.kernel.displays.memory import DisplayMemory, Shown
    from cellkeep_core.protocol import KeepMessage

# An answer may be lost in a flood of output, with no later message to reveal the gap.
_REPEATED_AFTER_S = (2.0, 5.0, 10.0, 20.0, 40.0)
_MOST_ANSWERS = 64
# A front end that hears nothing for longer saves what is displayed instead.
_HEARD_AFTER_S = 0.5
_log = logging.getLogger("cellkeep")


@dataclass
class _Answer:
    """The answer to one request; ``kept`` is None while it is under way."""

    client_id: str
    send: Callable[[KeptMessage], None]
    kept: KeptMessage | None = None
    repeats: int = 0
    due: float = 0.0
    heard: bool = False
    cancelled: bool = False


class Keeper:
    """Serves requests one after the other. Safe to use from any thread.

    A request is served once, however often it arrives: its id decides. One that waits for others,
    or takes over half a second, is first answered with neither a transfer nor an error: it was
    heard. The answer is sent again until the front end acknowledges it or over a minute has passed.

    Parameters
    ----------
    memory : DisplayMemory
        Knows the objects.
    """

    def __init__(self, memory: DisplayMemory) -> None:
        self._memory = memory
        self._requests: queue.SimpleQueue[KeepMessage | None] = queue.SimpleQueue()
        self._lock = threading.RLock()
        self._answers: OrderedDict[str, _Answer] = OrderedDict()
        self._thread: threading.Thread | None = None

    def request(self, message: KeepMessage, send: Callable[[KeptMessage], None]) -> None:
        """Accept a request, and return at once.

        Parameters
        ----------
        message : KeepMessage
            The request. One that was served before is answered again.
        send : callable
            Sends the answer.
        """
        with self._lock:
            answer = self._answers.get(message.request_id)
            is_new = answer is None
            waits = is_new and any(_is_to_do(one) for one in self._answers.values())
            if is_new:
                self._answers[message.request_id] = _Answer(message.client_id, send)
                self._forget_old()
            self._start()
        if is_new:
            self._requests.put(message)
            if waits:
                self._send(send, _heard(message))
        elif answer is not None and answer.kept is not None:
            send(answer.kept)

    def heard(self, request_id: str) -> None:
        """Note that the front end has the answer."""
        with self._lock:
            answer = self._answers.get(request_id)
            if answer is not None:
                answer.heard = True

    def cancel(self, request_id: str) -> None:
        """Drop a request that the front end gave up: it saved what is displayed."""
        with self._lock:
            answer = self._answers.get(request_id)
            if answer is None:
                return
            answer.cancelled = answer.heard = True
            kept = answer.kept
        if kept is not None and kept.transfer_id:
            _cancel(kept.transfer_id)

    def repeat(self, client_id: str) -> None:
        """Send a front end all its unacknowledged answers again: it has missed something."""
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
                message = self._requests.get(timeout=self._seconds_to_next())
            except queue.Empty:
                message = None
            if message is not None:
                self._answer(message)
            self._repeat_due()

    def _answer(self, message: KeepMessage) -> None:
        with self._lock:
            answer = self._answers[message.request_id]
            if answer.cancelled:
                return
        patience = threading.Timer(_HEARD_AFTER_S, self._send, (answer.send, _heard(message)))
        patience.daemon = True
        patience.start()
        kept = self._done(message)
        patience.cancel()
        with self._lock:
            answer.kept = kept
            answer.due = time.monotonic() + _REPEATED_AFTER_S[0]
        if not self._is_cancelled(answer):
            self._send(answer.send, kept)
        elif kept.transfer_id:
            _cancel(kept.transfer_id)

    def _is_cancelled(self, answer: _Answer) -> bool:
        with self._lock:
            return answer.cancelled

    def _done(self, message: KeepMessage) -> KeptMessage:
        kept = _heard(message)
        try:
            kept.transfer_id = keep(self._memory, message)
        except CellkeepError as error:
            kept.error = error.info()
        except Exception as error:  # noqa: BLE001  (whatever a codec or an object raises)
            _log.exception("An object could not be kept.")
            kept.error = CellkeepError(
                f"The kernel could not save it: {type(error).__name__}: {error}",
                hint="Save the output as displayed.",
            ).info()
        return kept

    def _seconds_to_next(self) -> float | None:
        with self._lock:
            due = [one.due for one in self._answers.values() if _is_open(one)]
        return max(min(due) - time.monotonic(), 0) if due else None

    def _repeat_due(self) -> None:
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


def _heard(message: KeepMessage) -> KeptMessage:
    return KeptMessage(client_id=message.client_id, request_id=message.request_id)


def _is_to_do(answer: _Answer) -> bool:
    return answer.kept is None and not answer.cancelled


def _is_open(answer: _Answer) -> bool:
    is_sent = answer.kept is not None and not answer.heard
    return is_sent and answer.repeats < len(_REPEATED_AFTER_S)


def _cancel(transfer_id: str) -> None:
    engine = current_session().engine
    transfer = engine.find(transfer_id)
    if transfer is not None:
        engine.act(transfer, "cancel")


def keep(memory: DisplayMemory, message: KeepMessage) -> str:
    """Save the object behind an output as it is now, and return the transfer's id.

    Raises
    ------
    ArtifactNotFoundError
        The object is gone; the output can still be saved as displayed.
    CellkeepError
        As of `Run.save`.
    """
    from cellkeep.api.current import current_run, run_described
    from cellkeep.saving.save import SaveOptions, capture_item

    shown, value = memory.object_of(message.object_id)
    item = object_item(value, message.name, allow_pickle=False)
    run = run_described(message.run) if message.run is not UNSET else current_run()
    new_version = message.new_version is True
    options = SaveOptions(message.category, new_version=new_version, mirror=run.mirror)
    entry, _ = capture_item(run.describe(), item, options, _provenance(message, shown))
    (transfer,) = current_session().engine.submit_all([entry])
    return transfer.id


def _provenance(message: KeepMessage, shown: Shown) -> Provenance:
    """Return what the front end says, but the source as it was executed, not as it is now."""
    provenance = msgspec.structs.replace(message.provenance, captured="object", object_id=shown.id)
    add_process(provenance, current_session().inputs.of_process)
    if shown.cell is not None:
        add_cell(provenance, shown.cell)
    return provenance
