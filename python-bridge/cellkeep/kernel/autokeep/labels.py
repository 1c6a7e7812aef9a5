"""Names for what is captured automatically: the same each time the cell runs."""

from __future__ import annotations

import weakref
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cellkeep.context.names_held import Likeness
from cellkeep.errors import BadNameError
from cellkeep.kernel.displays.naming import expression_of, title_of, variable_of
from cellkeep_core.names import check_name

if TYPE_CHECKING:
    from cellkeep.context.execution import Cell
    from cellkeep.kernel.displays.hooks import Output

_MOST_DISPLAYS = 500
# Characters of the columns' names in a table's.
_MOST_COLUMNS = 24


@dataclass
class GivenNames:
    """What is remembered of the names that were given in this kernel.

    Attributes
    ----------
    by_display : dict
        Names of displays that can be updated, by their id.
    likes : dict
        What kind of thing each name was last given to, and of which columns or dimensions.
    cells : dict
        The number that each cell had when it first gave a name, by its id.
    """

    by_display: dict[str, str] = field(default_factory=dict)
    likes: dict[str, Likeness] = field(default_factory=dict)
    cells: dict[str, int | None] = field(default_factory=dict)


class Labels:
    """The names of one execution's outputs.

    A variable's name, else a figure's title, else the expression (``df.head``), else what it is and
    the number that its cell had first: ``figure 2 of cell [3]``. Two different things of one cell
    never get one name: the second is ``name-2``. So a cell that runs again makes new versions, of
    the same names; and never of a name under which something of another kind was kept.

    Parameters
    ----------
    shell : InteractiveShell
        Whose variables.
    cell : Cell or None
        The execution.
    given : GivenNames
        The names of this cell and earlier ones.
    base : str, optional
        A name to number instead of all this.
    """

    def __init__(
        self, shell: Any, cell: Cell | None, given: GivenNames, base: str | None = None
    ) -> None:
        self._shell = shell
        self._cell = cell
        self._base = base
        self._taken: set[str] = set()
        self._words: Counter[str] = Counter()
        self._by_object: dict[int, tuple[weakref.ref[Any], str]] = {}
        self._given = given
        self._count = 0

    def name_of(self, output: Output, obj: Any) -> str:
        """Return the name of an output; the same for the same object or display id."""
        by_display = self._given.by_display
        name = by_display.get(output.display_id or "") or self._known(obj)
        if name is None:
            name = self._numbered(self._of_like(self._best(output, obj), output, obj))
            with suppress(TypeError):
                self._by_object[id(obj)] = (weakref.ref(obj), name)
        if output.display_id:
            by_display[output.display_id] = name
            if len(by_display) > _MOST_DISPLAYS:
                del by_display[next(iter(by_display))]
        return name

    def begin_again(self) -> None:
        """Give the names of this execution once more: what had them is no longer shown."""
        self._taken.clear()
        self._words.clear()
        self._by_object.clear()
        self._count = 0

    def name_of_text(self) -> str:
        """Return the name of what the cell printed."""
        return f"text of {self._cell_label()}"

    def _best(self, output: Output, obj: Any) -> str:
        if self._base is not None:
            self._count += 1
            return f"{self._base}-{self._count}"
        for candidate in (
            variable_of(obj, self._shell, self._cell),
            title_of(obj),
            expression_of(self._cell, self._shell) if output.is_result else None,
        ):
            if candidate:
                try:
                    return check_name(candidate)
                except BadNameError:
                    continue
        word = _word_for(output)
        self._words[word] += 1
        number = f" {self._words[word]}" if self._words[word] > 1 else ""
        return f"{word}{number} of {self._cell_label()}"

    def _of_like(self, name: str, output: Output, obj: Any) -> str:
        """Return the name, or one of its own where the name has been an unlike thing's."""
        kind = output.shown.kind if output.shown is not None else "output"
        like = Likeness.of_object(kind, obj)
        given = self._given.likes
        for own in (name, f"{name} ({_word_for(output)})", f"{name} ({_form_of(like)})"):
            if own not in given or given[own].takes(like):
                given[own] = like
                return own
        return f"{name} ({_form_of(like)})"

    def _cell_label(self) -> str:
        cell = self._cell
        if cell is None:
            return "a thread"
        # The number that a cell had first: it names it, and another one would make new names.
        count = self._given.cells.setdefault(cell.cell_id or cell.key, cell.count)
        return f"cell [{count}]"

    def _numbered(self, name: str) -> str:
        numbered, number = name, 1
        while numbered in self._taken:
            number += 1
            numbered = f"{name}-{number}"
        self._taken.add(numbered)
        return numbered

    def _known(self, obj: Any) -> str | None:
        reference, name = self._by_object.get(id(obj), (None, None))
        # Python reuses the id of an object that is gone.
        return name if reference is not None and reference() is obj else None


def _word_for(output: Output) -> str:
    """Return what an output is called where nothing names it."""
    if output.shown is not None:
        return "figure" if output.shown.kind == "plotly" else output.shown.kind
    if any(media_type.startswith("image/") for media_type in output.data):
        return "picture"
    return "table" if "<table" in str(output.data.get("text/html", "")) else "output"


def _form_of(like: Likeness) -> str:
    """Return the columns or the dimensions in a few characters."""
    if like.dimensions is not None:
        return f"{like.dimensions}-D"
    columns = ", ".join(sorted(like.columns or ()))
    return columns if len(columns) <= _MOST_COLUMNS else f"{columns[:_MOST_COLUMNS]}…"
