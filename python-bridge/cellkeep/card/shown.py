"""Cards on the page: drawn once, and once more when their saves have ended.

So a notebook's file says how a save ended, for whoever reads it without a kernel.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any

from cellkeep.context import environment
from cellkeep.transfer.session import current_session
from cellkeep_core.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cellkeep.transfer.transfer import Transfer

# nbconvert and papermill take no display that comes after its cell has ended, so where nobody looks
# on, the cell that shows a card ends when its saves have: at once where the store is in reach. What
# takes longer than this goes on, and its card says nothing of its state.
_PATIENCE_S = 30.0
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
    card = _ShownCard(bundle, transfers)
    card.draw()
    if not card.is_final:
        card.follow()


class _ShownCard:
    """A card in an output, which is drawn again when its saves have ended."""

    def __init__(self, bundle: Callable[[], dict[str, Any]], transfers: Sequence[Transfer]) -> None:
        self._bundle = bundle
        self._transfers = transfers
        self._ids = {transfer.id for transfer in transfers}
        self._display_id = new_id()
        self._board = current_session().engine.board
        self._lock = threading.RLock()
        self._drawn: list[str] | None = None
        self._events = environment.ipython_shell().events  # type: ignore[union-attr]

    @property
    def is_final(self) -> bool:
        """Whether it says how all of its saves ended, and none of them can be tried again."""
        return self._drawn is not None and set(self._drawn) <= {"stored", "cancelled"}

    def draw(self) -> None:
        """Show how its saves stand, where that differs from what it says."""
        with self._lock:
            states = [one.state if one.ended else "" for one in self._transfers]
            if states == self._drawn:
                return
            is_update = self._drawn is not None
            self._drawn = states
            _publish(self._bundle(), self._display_id, update=is_update)

    def follow(self) -> None:
        """Draw it again when its saves have ended: while its cell runs, or later."""
        self._board.listen(self._on_changed)
        self._events.register("post_run_cell", self._on_cell_ended)
        self._board.changed(self._transfers[0])  # it may have ended since the card was drawn

    def _on_changed(self, changed: list[Transfer]) -> None:
        if any(one.id in self._ids for one in changed) and self._have_ended():
            self._draw_again()

    def _on_cell_ended(self, _result: Any = None) -> None:
        self._events.unregister("post_run_cell", self._on_cell_ended)
        front_end = current_session().front_end
        if front_end is not None and front_end.front_ends.any():
            return
        deadline = time.monotonic() + _PATIENCE_S
        for one in self._transfers:
            one.wait_for(
                lambda one=one: one.ended or one.parked,  # type: ignore[misc]
                max(deadline - time.monotonic(), 0),
            )
        if self._have_ended():
            self._draw_again()

    def _have_ended(self) -> bool:
        return all(one.ended for one in self._transfers)

    def _draw_again(self) -> None:
        self.draw()
        if self.is_final:
            self._board.ignore(self._on_changed)


def _publish(bundle: dict[str, Any], display_id: str, *, update: bool) -> None:
    shell: Any = environment.ipython_shell()
    try:
        shell.display_pub.publish(
            bundle, metadata={}, transient={"display_id": display_id}, update=update
        )
    except Exception:  # noqa: BLE001  (the save itself is not concerned)
        _log.warning("A card could not be shown.", exc_info=True)
