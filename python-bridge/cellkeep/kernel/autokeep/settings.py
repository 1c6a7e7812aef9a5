"""What is to be captured automatically: the kernel's setting, and those of notebooks."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cellkeep.context.execution import Cell
    from cellkeep_core.protocol import CaptureMessage

What = Literal["off", "figures", "tables", "all"]
WHATS: tuple[What, ...] = get_args(What)
_MOST_NOTEBOOKS = 32


class CaptureSettings:
    """Who asked for what. Safe to use from any thread.

    A notebook's setting comes from its front end and stays when that is gone, so that a long
    cell's outputs are kept with no browser open. ``%autokeep`` overrides all of them, until
    a front end changes its own.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._kernel: What | None = None
        self._notebooks: dict[str, tuple[What, frozenset[str]]] = {}

    def set_kernel(self, what: What) -> None:
        """Take what the person wrote after ``%autokeep``."""
        with self._lock:
            self._kernel = what

    def set_notebook(self, message: CaptureMessage) -> None:
        """Take what a front end says; that it says the same again changes nothing."""
        from msgspec import UNSET

        notebook = message.notebook if message.notebook is not UNSET else ""
        setting = (message.what, frozenset(message.cells))
        with self._lock:
            before = self._notebooks.pop(notebook, None)
            self._notebooks[notebook] = setting
            if before is None or before[0] != message.what:
                changed = before is not None or message.what != "off"
                self._kernel = None if changed else self._kernel
            while len(self._notebooks) > _MOST_NOTEBOOKS:
                del self._notebooks[next(iter(self._notebooks))]

    def renamed(self, before: str, path: str) -> None:
        """Note that a notebook has another path."""
        with self._lock:
            if before in self._notebooks:
                self._notebooks[path] = self._notebooks.pop(before)

    @property
    def any(self) -> bool:
        """Whether anything may have to be captured."""
        return self._kernel not in (None, "off") or any(
            what != "off" or cells for what, cells in list(self._notebooks.values())
        )

    @property
    def text(self) -> bool:
        """Whether some cells' printed text may be wanted."""
        notebooks = list(self._notebooks.values())
        what = [self._kernel] if self._kernel is not None else [what for what, _ in notebooks]
        return "all" in what or any(cells for _, cells in notebooks)

    def of_kernel(self) -> list[What]:
        """Return what holds for every cell of some notebook."""
        with self._lock:
            return self._what(self._notebooks.values())

    def wanted(self, cell: Cell | None) -> frozenset[What]:
        """Return what its notebook wants of a cell; everything of one that is tagged."""
        notebook = cell.notebook if cell is not None else None
        with self._lock:
            told = [one for path, one in self._notebooks.items() if notebook in (None, path)]
            if cell is not None and any(cell.cell_id in cells for _, cells in told):
                return frozenset(["all"])
            return frozenset(self._what(told))

    def _what(self, told: Iterable[tuple[What, frozenset[str]]]) -> list[What]:
        return [self._kernel] if self._kernel is not None else [what for what, _ in told]
