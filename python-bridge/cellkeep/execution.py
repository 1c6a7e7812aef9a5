"""The cell that is running now: its number, its id, and its source as it was sent."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from cellkeep import environment


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
    return Cell(
        key=str(header["msg_id"]),
        count=count,
        cell_id=cell_id if isinstance(cell_id, str) else None,
        source=source if isinstance(source, str) else None,
    )


def _number(shell: Any) -> int:
    # IPython counts on before `post_execute`, where Matplotlib shows the cell's figures; the
    # history has the cell from its start, and the next one not yet.
    count = int(shell.execution_count)
    in_history = len(shell.history_manager.input_hist_raw) - 1
    return min(count, in_history) if in_history > 0 else count


def _last_input(shell: Any) -> str | None:
    history = shell.history_manager.input_hist_raw
    return str(history[-1]) if len(history) > 1 else None
