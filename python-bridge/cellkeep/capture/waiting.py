"""``--wait``: block until the store has it, and show how far it is."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cellkeep import environment
from cellkeep.errors import SaveTimeoutError
from cellkeep.text import human_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cellkeep.handle import Handle

_QUIET_S = 1.0
_SECONDS_BETWEEN = 0.5


def wait_for(handles: Sequence[Handle], timeout_s: float) -> None:
    """Wait for saves to be stored; what takes over a second shows one line of progress.

    Raises
    ------
    SaveTimeoutError
        The time ran out. The saves go on.
    CellkeepError
        One of them failed or was cancelled, with the reason.
    """
    begun = time.monotonic()
    deadline = begun + timeout_s
    shown: Any = None
    for handle in handles:
        while True:
            left = deadline - time.monotonic()
            with suppress(SaveTimeoutError):
                handle.wait(max(min(left, _SECONDS_BETWEEN), 0))
                break
            if time.monotonic() >= deadline:
                handle.wait(0)  # says how far it is
            if time.monotonic() - begun > _QUIET_S:
                shown = _show(Progress(handles), shown)
    if shown is not None:
        _show(Progress(handles), shown)


class Progress:
    """How far several saves are, as one line."""

    def __init__(self, handles: Sequence[Handle]) -> None:
        statuses = [handle.transfer_status() for handle in handles]
        stored = [one for one in statuses if one.state == "stored"]
        done = sum(one.size if one.state == "stored" else one.sent for one in statuses)
        size = human_bytes(sum(one.size for one in statuses))
        self._line = f"{len(stored)} of {len(statuses)} stored · {human_bytes(done)} of {size}"

    def __repr__(self) -> str:
        return self._line


def _show(progress: Progress, shown: Any) -> Any:
    from IPython.display import display

    if shown is None:
        return display(progress, display_id=True)  # type: ignore[no-untyped-call]
    # A terminal cannot change a line that it has printed.
    if environment.jupyter_kernel() is not None:
        shown.update(progress)
    return shown
