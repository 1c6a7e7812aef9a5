"""Names for what is captured unasked: the same each time the cell runs."""

from __future__ import annotations

import re
import weakref
from types import ModuleType
from typing import TYPE_CHECKING, Any

from cellkeep.errors import BadNameError
from cellkeep_core.names import check_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cellkeep.capture.hooks import Output
    from cellkeep.execution import Cell

_MOST_TITLE = 100
_MOST_DISPLAYS = 500


class Labels:
    """The names of one execution's outputs.

    A variable's name, else a figure's title, else the cell and the number of the output. Two
    different things of one cell never get one name: the second is ``name-2``. So a cell that
    runs again makes new versions, of the same names.

    Parameters
    ----------
    shell : InteractiveShell
        Whose variables.
    cell : Cell or None
        The execution.
    by_display : dict
        Names of displays that can be updated, by their id, from this cell and earlier ones.
    base : str, optional
        A name to number instead of all this.
    """

    def __init__(
        self, shell: Any, cell: Cell | None, by_display: dict[str, str], base: str | None = None
    ) -> None:
        self._shell = shell
        self._cell = cell
        self._base = base
        self._given: dict[str, Any] = {}
        self._by_object: dict[int, tuple[weakref.ref[Any], str]] = {}
        self._by_display = by_display
        self._count = 0

    def name_of(self, output: Output, obj: Any, index: int) -> str:
        """Return the name of an output; the same for the same object or display id."""
        name = self._by_display.get(output.display_id or "") or self._known(obj)
        if name is None:
            name = self._numbered(self._best(output, obj, index))
            self._remember(obj, name)
        if output.display_id:
            self._by_display[output.display_id] = name
            if len(self._by_display) > _MOST_DISPLAYS:
                del self._by_display[next(iter(self._by_display))]
        return name

    def name_of_text(self) -> str:
        """Return the name of what the cell printed."""
        return f"{self._cell_label()}/text"

    def _best(self, output: Output, obj: Any, index: int) -> str:
        if self._base is not None:
            self._count += 1
            return f"{self._base}-{self._count}"
        title = _title_of(obj) or _title_in(output.data)
        for candidate in (variable_of(obj, self._shell, self._cell), title):
            if candidate:
                try:
                    return check_name(candidate)
                except BadNameError:
                    continue
        return f"{self._cell_label()}/output-{index + 1}"

    def _cell_label(self) -> str:
        cell = self._cell
        if cell is None:
            return "thread"
        return f"cell-{cell.cell_id}" if cell.cell_id else f"In[{cell.count}]"

    def _numbered(self, name: str) -> str:
        numbered, number = name, 1
        while numbered in self._given:
            number += 1
            numbered = f"{name}-{number}"
        self._given[numbered] = True
        return numbered

    def _known(self, obj: Any) -> str | None:
        reference, name = self._by_object.get(id(obj), (None, None))
        # An id is given again when its object is gone.
        return name if reference is not None and reference() is obj else None

    def _remember(self, obj: Any, name: str) -> None:
        try:
            self._by_object[id(obj)] = (weakref.ref(obj), name)
        except TypeError:
            return


def variable_of(obj: Any, shell: Any, cell: Cell | None = None) -> str | None:
    """Return the name of a person's variable that has this very object.

    Of several, one that the cell's source mentions, then the one that was made first.
    """
    if obj is None or isinstance(obj, ModuleType):
        return None
    hidden = shell.user_ns_hidden
    names = [
        name
        for name, value in list(shell.user_ns.items())
        if value is obj and not name.startswith("_") and hidden.get(name) is not value
    ]
    if len(names) > 1 and cell is not None and cell.source:
        words = set(re.findall(r"\w+", cell.source))
        names.sort(key=lambda name: name not in words)
    return names[0] if names else None


def _title_of(obj: Any) -> str | None:
    if hasattr(type(obj), "get_suptitle") and hasattr(obj, "axes"):
        titles = [obj.get_suptitle(), *(axes.get_title() for axes in obj.axes)]
    elif hasattr(type(obj), "to_plotly_json"):
        titles = [getattr(getattr(obj.layout, "title", None), "text", None)]
    else:
        return None
    return _one_line(next((title for title in titles if title and title.strip()), None))


def _title_in(data: Mapping[str, Any]) -> str | None:
    """Return the title in a Plotly figure's JSON: its ``show()`` gives no object away."""
    figure = data.get("application/vnd.plotly.v1+json")
    layout = figure.get("layout") if isinstance(figure, dict) else None
    title = layout.get("title") if isinstance(layout, dict) else None
    text = title.get("text") if isinstance(title, dict) else title
    return _one_line(text) if isinstance(text, str) else None


def _one_line(title: str | None) -> str | None:
    # A slash would make folders of it.
    return " ".join(title.split()).replace("/", "∕")[:_MOST_TITLE] if title else None
