"""The cell that is running now: its number, its id, and its source as it was sent."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from cellkeep import environment

_MOST_ANNOUNCED = 500


@dataclass(frozen=True)
class Cell:
    """One execution of a cell.

    Attributes
    ----------
    key : str
        Differs from every other execution's in this process.
    count : int or None
        Its number, as in ``In [3]``.
    cell_id : str or None
        The notebook's id of the cell, where the front end sends it.
    source : str or None
        What was executed, whatever the cell says by now.
    """

    key: str
    count: int | None = None
    cell_id: str | None = None
    source: str | None = None


class AnnouncedCells:
    """Which cell a source is, where the execution itself does not say.

    Server-side execution sends the source without the cell. The front end that asks for it
    announces the cell before, and cells of one source run in the order in which they were
    announced. Safe to use from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_source: OrderedDict[str, list[str]] = OrderedDict()
        self._known: tuple[str, str | None] | None = None

    def announce(self, cell_id: str, source: str) -> None:
        """Note that a cell is about to run."""
        with self._lock:
            waiting = self._by_source.pop(source, [])
            self._by_source[source] = [one for one in waiting if one != cell_id] + [cell_id]
            while len(self._by_source) > _MOST_ANNOUNCED:
                self._by_source.popitem(last=False)

    def cell_of(self, key: str, source: str) -> str | None:
        """Return the cell that an execution is of; the same each time it is asked."""
        with self._lock:
            if self._known is None or self._known[0] != key:
                cells = self._by_source.get(source)
                # The last one stays: an execution that nobody announced is of it too.
                found = cells[0] if cells else None
                if cells and len(cells) > 1:
                    del cells[0]
                self._known = (key, found)
            return self._known[1]


announced_cells = AnnouncedCells()


def cell_now() -> Cell | None:
    """Return the cell that the calling thread runs for, or None where that would be a guess.

    A person's own thread outlives the cell that started it.
    """
    if threading.current_thread() is not threading.main_thread():
        return None
    shell = environment.ipython_shell()
    if shell is None:
        return None
    count = _number(shell)
    kernel = environment.jupyter_kernel()
    if kernel is None:
        return Cell(key=str(count), count=count, source=_last_input(shell))
    parent: dict[str, Any] = kernel.get_parent("shell")
    header = parent.get("header", {})
    if header.get("msg_type") != "execute_request":
        return Cell(key=str(header.get("msg_id", count)), count=count)
    metadata = parent.get("metadata") or {}
    cell_id = metadata.get("cellId") or metadata.get("cell_id")
    source = (parent.get("content") or {}).get("code")
    key, source = str(header["msg_id"]), source if isinstance(source, str) else None
    if not isinstance(cell_id, str):
        cell_id = announced_cells.cell_of(key, source) if source is not None else None
    return Cell(key=key, count=count, cell_id=cell_id, source=source)


def _number(shell: Any) -> int:
    # IPython counts on before `post_execute`, where Matplotlib shows the cell's figures; the
    # history has the cell from its start, and the next one not yet.
    count = int(shell.execution_count)
    in_history = len(shell.history_manager.input_hist_raw) - 1
    return min(count, in_history) if in_history > 0 else count


def _last_input(shell: Any) -> str | None:
    history = shell.history_manager.input_hist_raw
    return str(history[-1]) if len(history) > 1 else None
