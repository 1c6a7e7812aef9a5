"""The cell that is running now: its number, its id, and its source as it was sent."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from cellkeep.context import environment

_MOST_ANNOUNCED = 500
_MOST_CONNECTIONS = 200
# An announcement and its execution were seen up to 100 ms apart on a busy machine.
LATE_S = 0.5


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
    connection : str or None
        The session of the connection that asked for it.
    """

    key: str
    count: int | None = None
    cell_id: str | None = None
    source: str | None = None
    connection: str | None = None

    @property
    def notebook(self) -> str | None:
        """The notebook that it is of, by its path now; None where nobody told."""
        return connected_notebooks.of(self.connection)


class ConnectedNotebooks:
    """Knows which notebook asks for an execution: several may share a kernel.

    Front ends tell it of their connections, and again when a notebook is renamed or moved. It
    stays known when they are gone: a long cell's saves are of its notebook still. Safe to use
    from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._paths: OrderedDict[str, str] = OrderedDict()

    def tell(self, connection: str, path: str) -> str | None:
        """Note whose connection it is; return the path that is no longer one's, if any."""
        with self._lock:
            before = self._paths.pop(connection, None)
            self._paths[connection] = path
            if len(self._paths) > _MOST_CONNECTIONS:
                self._paths.popitem(last=False)
            return before if before not in self._paths.values() else None

    def of(self, connection: str | None) -> str | None:
        """Return the path of a connection's notebook."""
        with self._lock:
            return self._paths.get(connection) if connection is not None else None


connected_notebooks = ConnectedNotebooks()

T = TypeVar("T")


class AnnouncedCells(Generic[T]):
    """Finds the cell of a source, where the execution itself does not say.

    Server-side execution sends the source without the cell. The front end that asks for it
    announces the cell as well, and cells of one source run in the order in which they were
    announced. The two travel by different ways, so that the announcement may come a moment
    after the execution has begun: it is waited for, at most `LATE_S`, where announcements are
    heard while a cell runs. Safe to use from any thread.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: OrderedDict[str, list[T]] = OrderedDict()
        self._last: OrderedDict[str, T] = OrderedDict()
        self._known: tuple[str, T | None] = ("", None)
        self._is_heard_aside = False

    def announce(self, cell: T, source: str) -> None:
        """Note that a cell is about to run, or has just begun."""
        aside = threading.current_thread() is not threading.main_thread()
        with self._changed:
            self._is_heard_aside = self._is_heard_aside or aside
            waiting = self._waiting.pop(source, [])
            self._waiting[source] = [one for one in waiting if one != cell] + [cell]
            while len(self._waiting) > _MOST_ANNOUNCED:
                self._waiting.popitem(last=False)
            self._changed.notify_all()

    def cell_of(self, key: str, source: str) -> T | None:
        """Return the cell that an execution is of; the same each time it is asked."""
        with self._changed:
            known_key, found = self._known
            if known_key == key and found is not None:
                return found
            if known_key != key and self._is_heard_aside:
                self._changed.wait_for(lambda: source in self._waiting, LATE_S)
            self._known = (key, self._take(source))
            return self._known[1]

    def _take(self, source: str) -> T | None:
        waiting = self._waiting.pop(source, [])
        if not waiting:
            # An execution that nobody announced is of the source's last cell too.
            return self._last.get(source)
        found, *others = waiting
        if others:
            self._waiting[source] = others
        self._last.pop(source, None)
        self._last[source] = found
        if len(self._last) > _MOST_ANNOUNCED:
            self._last.popitem(last=False)
        return found


# By the cell's id and the connection of its notebook.
announced_cells = AnnouncedCells[tuple[str, str | None]]()


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
        history = shell.history_manager.input_hist_raw
        source = str(history[-1]) if len(history) > 1 else None
        return Cell(key=str(count), count=count, source=source)
    parent = _request_of(kernel)
    header = parent.get("header", {})
    connection = header.get("session")
    if header.get("msg_type") != "execute_request":
        return Cell(str(header.get("msg_id", count)), count, connection=connection)
    metadata = parent.get("metadata") or {}
    cell_id = metadata.get("cellId") or metadata.get("cell_id")
    source = (parent.get("content") or {}).get("code")
    key, source = str(header["msg_id"]), source if isinstance(source, str) else None
    if not isinstance(cell_id, str):
        announced = announced_cells.cell_of(key, source) if source is not None else None
        cell_id, connection = announced or (None, connection)
    return Cell(key, count, cell_id, source, connection)


def _request_of(kernel: Any) -> dict[str, Any]:
    """Return the message that the kernel is at; kernels other than ipykernel have one channel."""
    try:
        request = kernel.get_parent("shell")
    except TypeError:
        request = kernel.get_parent()
    return request or {}


def _number(shell: Any) -> int:
    # IPython counts on before `post_execute`, where Matplotlib shows the cell's figures; the
    # history has the cell from its start, and the next one not yet.
    count = int(shell.execution_count)
    in_history = len(shell.history_manager.input_hist_raw) - 1
    return min(count, in_history) if in_history > 0 else count
