"""The end of the process: a bounded wait for saves under way, and a truthful last word."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from typing import TYPE_CHECKING

from cellkeep.text import counted, human_bytes
from cellkeep.transfer.settings import exit_timeout_s

if TYPE_CHECKING:
    from cellkeep.transfer.engine import Engine
    from cellkeep.transfer.transfer import Transfer

_QUIET_S = 1.0


def flush_at_exit(engine: Engine) -> None:
    """Wait for what is under way, show progress in one line, and say what is left."""
    done = threading.Event()
    teller = threading.Thread(target=_tell_progress, args=(engine, done), daemon=True)
    with contextlib.suppress(RuntimeError):  # no new threads this late in the process
        teller.start()
    deadline = time.monotonic() + exit_timeout_s()
    if engine.adoption is not None:  # the last process promised that this one sends its saves
        engine.adoption.join(exit_timeout_s())
    left = engine.drain(max(deadline - time.monotonic(), 0))
    done.set()
    if teller.is_alive():
        teller.join(1.0)
    said = engine.notices.take()
    if left:
        _say(what_is_left(left))
    else:
        for text in said:
            _say(f"cellkeep: {text}")


def what_is_left(left: list[Transfer]) -> str:
    """Return one line that says what did not reach the store, where it is and how it goes on."""
    size = human_bytes(sum(transfer.offer.size for transfer in left))
    names = ", ".join(repr(transfer.offer.name) for transfer in left[:3])
    more = ", …" if len(left) > 3 else ""
    reason = next((f" ({one.error.message})" for one in left if one.error is not None), "")
    return (
        f"cellkeep: {counted(len(left), 'save')} ({size}: {names}{more}) did not reach the store"
        f"{reason}. Safe in {left[0].entry.folder.parent}; sent by the next process that uses "
        "cellkeep, or by `cellkeep push`."
    )


def _tell_progress(engine: Engine, done: threading.Event) -> None:
    if done.wait(_QUIET_S):
        return
    begun = time.monotonic()
    shown = False
    while True:
        under_way = [one for one in engine.transfers() if not one.ended]
        size = human_bytes(sum(one.offer.size for one in under_way))
        line = (
            f"cellkeep: {counted(len(under_way), 'save')} under way ({size}), "
            f"{time.monotonic() - begun + _QUIET_S:.0f} s"
        )
        terminal = _is_terminal()
        if terminal or not shown:  # a log file gets one line, a terminal a line that moves
            _say(line, end="\r" if terminal else "\n")
            shown = True
        if done.wait(0.5):
            if terminal:
                _say("", end="\n")
            return


def _is_terminal() -> bool:
    try:
        return sys.stderr.isatty()
    except (AttributeError, ValueError):
        return False


def _say(text: str, end: str = "\n") -> None:
    # stderr may be closed, or a kernel's whose sockets are gone.
    with contextlib.suppress(Exception):
        sys.stderr.write(text + end)
        sys.stderr.flush()
