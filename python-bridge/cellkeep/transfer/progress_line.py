"""One line of progress: updated in place where possible, seldom repeated in a log."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Self

from cellkeep.context import environment
from cellkeep_core.text import counted, human_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.transfer.transfer import Transfer

_QUIET_S = 1.0
_SECONDS_BETWEEN = 0.5
_SECONDS_BETWEEN_IN_LOG = 5.0


class ProgressLine:
    """Shows the saves under way while a block runs; silent for the first second.

    In a notebook it is one output, changed in place; in a terminal one line, written over;
    anywhere else a line every five seconds at most.

    Parameters
    ----------
    transfers : callable
        Returns the saves that are waited for.
    in_notebook : bool, default True
        Whether it may use an output of the cell that runs.
    """

    def __init__(
        self, transfers: Callable[[], list[Transfer]], *, in_notebook: bool = True
    ) -> None:
        self._transfers = transfers
        self._done = threading.Event()
        self._begun = time.monotonic()
        self._thread = threading.Thread(target=self._tell, name="cellkeep-progress", daemon=True)
        self._output: Any = None
        # A thread's output appears under whatever cell runs, so only a waiting cell may show it.
        main = threading.current_thread() is threading.main_thread()
        self._in_notebook = in_notebook and main and environment.jupyter_kernel() is not None

    def __enter__(self) -> Self:
        with contextlib.suppress(RuntimeError):  # no new threads late in the process
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self._thread.is_alive():
            self._thread.join(1.0)
        if self._output is not None:
            self._show(self._line())

    def _tell(self) -> None:
        if self._done.wait(_QUIET_S):
            return
        terminal = not self._in_notebook and _is_terminal()
        told_at = float("-inf")
        while True:
            now = time.monotonic()
            if self._in_notebook:
                self._show(self._line())
            elif terminal or now - told_at >= _SECONDS_BETWEEN_IN_LOG:
                say(self._line(), end="\r" if terminal else "\n")
                told_at = now
            if self._done.wait(_SECONDS_BETWEEN):
                break
        if terminal:
            say("", end="\n")

    def _line(self) -> str:
        transfers = self._transfers()
        under_way = [one for one in transfers if not one.ended]
        waited = f"{time.monotonic() - self._begun:.0f} s"
        if not under_way:
            return f"cellkeep: waited {waited}"
        size = human_bytes(sum(one.offer.size for one in under_way))
        copies = sum(one.is_copy for one in under_way)
        saves = len(under_way) - copies
        counts = [counted(saves, "save")] if saves else []
        counts += [counted(copies, "copy", "copies")] if copies else []
        return f"cellkeep: {' and '.join(counts)} under way ({size}), {waited}"

    def _show(self, line: str) -> None:
        # The wait must go on even where the kernel's sockets fail.
        with contextlib.suppress(Exception):
            from IPython.display import display

            if self._output is None:
                self._output = display(_Shown(line), display_id=True)  # type: ignore[no-untyped-call]
            else:
                self._output.update(_Shown(line))


class _Shown:
    """A line whose type tells auto-capture that it is not the person's own output."""

    def __init__(self, line: str) -> None:
        self._line = line

    def __repr__(self) -> str:
        return self._line


def say(text: str, end: str = "\n") -> None:
    """Write a line to stderr, where there is one."""
    # stderr may be closed, or a kernel's whose sockets are gone.
    with contextlib.suppress(Exception):
        sys.stderr.write(text + end)
        sys.stderr.flush()


def _is_terminal() -> bool:
    try:
        return sys.stderr.isatty()
    except (AttributeError, ValueError):
        return False
