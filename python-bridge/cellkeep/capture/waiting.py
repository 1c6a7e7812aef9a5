"""``--wait``: block until the store has it, and show how far it is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from cellkeep.transfer.progress_line import ProgressLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cellkeep.handle import Handle


def wait_for(handles: Sequence[Handle], timeout_s: float) -> None:
    """Wait for saves to be stored; what takes over a second shows one line of progress.

    Raises
    ------
    SaveTimeoutError
        The time ran out. The saves go on.
    CellkeepError
        One of them failed or was cancelled, with the reason.
    """
    deadline = time.monotonic() + timeout_s
    with ProgressLine(lambda: [handle.transfer for handle in handles]):
        for handle in handles:
            handle.wait(max(deadline - time.monotonic(), 0))
