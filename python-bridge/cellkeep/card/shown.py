"""Cards on the page: drawn once, and once more when their saves have ended.

So a notebook's file says how a save ended, for whoever reads it without a kernel.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from cellkeep.context import environment
from cellkeep.transfer.session import current_session
from cellkeep_core.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cellkeep.transfer.transfer import Transfer

# Where nobody looks on, a card waits so long for its save: nbconvert takes no display that comes
# after the last cell has ended. The first save of a process takes over a second.
_PATIENCE_S = 3.0
_log = logging.getLogger("cellkeep")


def show(bundle: Callable[[], dict[str, Any]], transfers: Sequence[Transfer]) -> None:
    """Display what a bundle says now, and again when all of its saves have ended.

    Raises
    ------
    NotImplementedError
        Not in a Jupyter kernel: IPython takes the bundle itself.
    """
    if environment.jupyter_kernel() is None:
        raise NotImplementedError
    session = current_session()
    if session.front_end is None or not session.front_end.front_ends.any():
        deadline = time.monotonic() + _PATIENCE_S
        for transfer in transfers:
            _wait(transfer, deadline)
    display_id = new_id()
    had_ended = _ended(transfers)
    _publish(bundle(), display_id, update=False)
    if had_ended:
        return

    ids = {transfer.id for transfer in transfers}
    board = session.engine.board

    def on_changed(changed: list[Transfer]) -> None:
        if any(one.id in ids for one in changed) and _ended(transfers):
            board.ignore(on_changed)
            _publish(bundle(), display_id, update=True)

    board.listen(on_changed)
    board.changed(transfers[0])  # it may have ended since the card was drawn


def _ended(transfers: Sequence[Transfer]) -> bool:
    return all(transfer.ended for transfer in transfers)


def _wait(transfer: Transfer, deadline: float) -> None:
    transfer.wait_for(
        lambda: transfer.ended or transfer.parked, max(deadline - time.monotonic(), 0)
    )


def _publish(bundle: dict[str, Any], display_id: str, *, update: bool) -> None:
    shell: Any = environment.ipython_shell()
    try:
        shell.display_pub.publish(
            bundle, metadata={}, transient={"display_id": display_id}, update=update
        )
    except Exception:  # noqa: BLE001  (the save itself is not concerned)
        _log.warning("A card could not be shown.", exc_info=True)
