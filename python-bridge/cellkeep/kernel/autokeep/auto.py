"""Captures outputs automatically, at the moment they are displayed."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cellkeep.context.execution import Cell, cell_now
from cellkeep.errors import CellkeepError, tell
from cellkeep.kernel.autokeep.labels import GivenNames, Labels
from cellkeep.kernel.autokeep.printed import PrintedText
from cellkeep.kernel.autokeep.settings import CaptureSettings, What

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cellkeep.api.handle import Handle
    from cellkeep.kernel.displays.hooks import Output
    from cellkeep_core.protocol import Category

_PICTURES = ("image/", "application/vnd.plotly.", "application/vnd.vega")


@dataclass
class _Execution:
    """What was captured of one execution of a cell."""

    key: str
    labels: Labels
    digests: set[str] = field(default_factory=set)
    waiting: dict[object, tuple[Output, Any]] = field(default_factory=dict)
    clears: bool = False
    clear_before_next: bool = False

    def clear(self) -> None:
        """Forget what was shown so far: what comes next takes its place, and its names."""
        self.clear_before_next = False
        self.waiting.clear()
        self.labels.begin_again()


@dataclass
class _Collection:
    """Everything that a block of code displays, wanted by name."""

    name: str
    category: Category
    handles: list[Handle] = field(default_factory=list)


class AutoCapture:
    """Keeps what the settings want, under names that stay the same when a cell runs again.

    Parameters
    ----------
    shell : InteractiveShell
        Whose variables give names.
    """

    def __init__(self, shell: Any) -> None:
        self.settings = CaptureSettings()
        self.each_update = False
        self.printed = PrintedText(self.settings)
        self._shell = shell
        self._lock = threading.RLock()
        self._execution: _Execution | None = None
        self._collection: _Collection | None = None
        self._said: set[str] = set()
        self._given = GivenNames()

    def take(self, output: Output) -> None:
        """Look at an output that was displayed, and keep it where that is wanted."""
        if self._collection is None and not self.settings.any:
            return
        with self._lock:
            self._take(output)

    def cleared(self, *, wait: bool) -> None:
        """Note that the cell's outputs so far are taken away, now or when the next one comes.

        A cell that does so once is taken for one that draws again and again: from then on its
        outputs are kept when it ends, as they are by then.
        """
        if self._collection is not None or not self.settings.any:
            return
        with self._lock:
            execution = self._execution_of(cell_now())
            execution.clears = True
            if wait:
                execution.clear_before_next = True
            else:
                execution.clear()

    def cell_ended(self, result: Any = None) -> None:
        """Keep the last state of displays that may have been updated, and what was printed."""
        if self._collection is None and not self.settings.any:
            return
        with self._lock:
            self._keep_waiting()
            if self._collection is None:
                self._keep_text(result)

    @contextmanager
    def collecting(self, name: str, category: Category) -> Iterator[list[Handle]]:
        """Keep each thing that is displayed in a block, as NAME-1, NAME-2 and so on."""
        before, self._collection = self._collection, _Collection(name, category)
        self._execution = None
        try:
            yield self._collection.handles
        finally:
            self.cell_ended()
            self._collection = before
            self._execution = None

    # -- one output --------------------------------------------------------------------

    def _take(self, output: Output) -> None:
        cell = output.shown.cell if output.shown is not None else cell_now()
        execution = self._execution_of(cell)
        if execution.clear_before_next and not output.update:
            execution.clear()
        if not self._is_wanted(output, cell):
            return
        # A display that may still change is captured when its cell ends; until then its object
        # is kept alive here.
        obj = output.shown.value() if output.shown is not None else None
        if (output.display_id or execution.clears) and not self.each_update:
            key = output.display_id or object()
            execution.waiting.pop(key, None)
            execution.waiting[key] = (output, obj)
            return
        self._keep(execution, output, obj)

    def _keep_waiting(self) -> None:
        execution = self._execution
        if execution is not None:
            waiting, execution.waiting = execution.waiting, {}
            for output, obj in waiting.values():
                self._keep(execution, output, obj)

    def _keep_text(self, result: Any) -> None:
        """Keep what the cell printed, and how it ended, where all of its outputs are wanted."""
        cell = cell_now()
        if cell is None or "all" not in self.settings.wanted(cell):
            return
        try:
            sys.stdout.flush()
            sys.stderr.flush()
            outputs = self.printed.of(cell.key) + _error_of(self._shell, result)
            if outputs:
                from cellkeep.kernel.autokeep.saving_outputs import save_text

                execution = self._execution_of(cell)
                save_text(outputs, execution.labels.name_of_text(), execution.digests)
        except Exception as error:  # noqa: BLE001  (a capture never breaks the cell it is in)
            self._fail(error)

    def _execution_of(self, cell: Cell | None) -> _Execution:
        # A collection is one execution, whatever threads display in it.
        key = cell.key if cell is not None and self._collection is None else ""
        if self._execution is None or self._execution.key != key:
            self._keep_waiting()
            base = self._collection.name if self._collection is not None else None
            self._execution = _Execution(key, Labels(self._shell, cell, self._given, base))
        return self._execution

    def _is_wanted(self, output: Output, cell: Cell | None) -> bool:
        if not output.data:
            return False
        if output.shown is not None and output.shown.is_part:
            return False  # its figure is displayed too, or deliberately not
        wanted = self.settings.wanted(cell)
        if self._collection is not None or "all" in wanted:
            return True
        return bool(wanted & _kinds_of(output))

    def _keep(self, execution: _Execution, output: Output, obj: Any) -> None:
        try:
            if _is_blank(output, obj):
                return
            name = execution.labels.name_of(output, obj)
            from cellkeep.kernel.autokeep.saving_outputs import save_output

            collection = self._collection
            category = collection.category if collection is not None else None
            handle = save_output(output, obj, name, category, execution.digests)
            if collection is not None and handle is not None:
                collection.handles.append(handle)
        except Exception as error:  # noqa: BLE001  (a capture never breaks the cell it is in)
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        kind = error.code if isinstance(error, CellkeepError) else type(error).__name__
        if kind in self._said:
            return
        self._said.add(kind)
        reason = str(error) if isinstance(error, CellkeepError) else f"{kind}: {error}"
        tell(f"An output was not kept by itself: {reason} This is said once.")


def _kinds_of(output: Output) -> frozenset[What]:
    kind = output.shown.kind if output.shown is not None else None
    if kind == "table" or (kind is None and "<table" in str(output.data.get("text/html", ""))):
        return frozenset(["tables"])
    if kind in ("figure", "plotly", "chart") or any(
        one.startswith(_PICTURES) for one in output.data
    ):
        return frozenset(["figures"])
    return frozenset()


def _is_blank(output: Output, obj: Any) -> bool:
    if output.shown is None or output.shown.kind != "figure" or obj is None:
        return False
    from cellkeep.codecs.figures.figure import is_empty_figure

    return is_empty_figure(obj)


def _error_of(shell: Any, result: Any) -> list[dict[str, Any]]:
    error = getattr(result, "error_in_exec", None) or getattr(result, "error_before_exec", None)
    if error is None:
        return []
    kind = type(error)
    lines = shell.InteractiveTB.structured_traceback(kind, error, error.__traceback__)
    told = {"output_type": "error", "ename": kind.__name__, "evalue": str(error)}
    return [{**told, "traceback": list(lines)}]
