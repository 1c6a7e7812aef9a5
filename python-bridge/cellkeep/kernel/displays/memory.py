"""What each display came from, remembered without keeping it alive.

An object is held by a weak reference; a small list or dict, which cannot be, by a copy as
JSON, or by what is in it. The one thing that is held for longer is a figure of Matplotlib or
Plotly: after its ``show()`` often nobody else has it (see `HeldFigures`).
"""

from __future__ import annotations

import hashlib
import json
import threading
import weakref
from collections import OrderedDict
from dataclasses import dataclass, replace
from types import ModuleType
from typing import TYPE_CHECKING, Any

from cellkeep.context.execution import Cell, cell_now
from cellkeep.errors import ArtifactNotFoundError
from cellkeep.kernel.displays.held_figures import HeldFigures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cellkeep.kernel.displays.glance import Glance
    from cellkeep.kernel.displays.nesting import Nesting

# Displays remembered; the oldest is forgotten first. One takes under 1 KB.
MOST = 2000
# Their display is all there is to them.
_PLAIN = (str, bytes, bool, int, float, complex, type, ModuleType)


@dataclass(frozen=True)
class Shown:
    """One display.

    Attributes
    ----------
    id : str
        What the output's metadata and the front end call it.
    kind, summary, type : str
        As of `Glance`.
    is_part : bool
        Whether what was displayed is a part of what would be saved: the axes of a figure.
    cell : Cell or None
        The execution that displayed it.
    """

    id: str
    kind: str
    summary: str
    type: str
    is_part: bool
    cell: Cell | None
    _reference: weakref.ref[Any] | None = None
    _json: str | None = None
    _nesting: Nesting | None = None

    def note(self) -> dict[str, str]:
        """Return what goes with the output, under the metadata key ``cellkeep``."""
        return {"object": self.id, "kind": self.kind, "summary": self.summary, "type": self.type}

    def value(self) -> Any:
        """Return the object, or None where it is gone."""
        if self._json is not None:
            return json.loads(self._json)
        if self._nesting is not None:
            return self._nesting.value()
        return self._reference() if self._reference is not None else None


class DisplayMemory:
    """The latest displays of this process. Safe to use from any thread."""

    def __init__(self) -> None:
        self.figures = HeldFigures()
        self._lock = threading.RLock()
        self._shown: OrderedDict[str, Shown] = OrderedDict()
        self._counted: tuple[str, int] = ("", 0)

    def remember(self, obj: object, data: Mapping[str, Any] | None = None) -> Shown | None:
        """Note what is displayed; None where its display is all there is to it.

        Parameters
        ----------
        obj : object
            What is displayed.
        data : mapping, optional
            Its representations.
        """
        if obj is None or isinstance(obj, _PLAIN):
            return None
        # Not at import: the codecs come with the first display.
        from cellkeep.kernel.displays.glance import glance

        seen = glance(obj)
        cell = cell_now()
        shown = (
            _of_object(seen, cell)
            if seen is not None
            else _of_json(obj, cell) or _of_nesting(obj, cell)
        )
        if shown is None:
            return None
        if seen is not None and shown.kind in ("figure", "plotly") and not shown.is_part:
            self.figures.hold(seen.whole, data or {})
        with self._lock:
            shown = replace(shown, id=self._mark(cell, data or {}))
            self._shown[shown.id] = shown
            if len(self._shown) > MOST:
                self._shown.popitem(last=False)
        return shown

    def _mark(self, cell: Cell | None, data: Mapping[str, Any]) -> str:
        """Return the id of the display: what two equal runs of a notebook have in common.

        It stands in the notebook, where anything random would make every run a change. In
        this process each display has another one.
        """
        key, number = self._counted
        number = number + 1 if cell is None or cell.key == key else 1
        self._counted = (cell.key if cell is not None else key, number)
        of_cell = (cell.cell_id, cell.count, cell.source) if cell is not None else None
        digest = hashlib.sha256(_bytes_of(repr((of_cell, number))))
        for media_type, value in sorted(data.items()):
            if isinstance(value, (str, bytes)):
                digest.update(_bytes_of(f"{media_type} {len(value)} "))
                digest.update(_bytes_of(value))
        while digest.hexdigest()[:32] in self._shown:
            digest.update(b"again")  # executions without a number of their own, such as a widget's
        return digest.hexdigest()[:32]

    def find(self, object_id: str) -> Shown | None:
        """Return a display that is still remembered."""
        with self._lock:
            return self._shown.get(object_id)

    def object_of(self, object_id: str) -> tuple[Shown, Any]:
        """Return a display and the object it came from.

        Raises
        ------
        ArtifactNotFoundError
            Where the object is gone.
        """
        shown = self.find(object_id)
        value = shown.value() if shown is not None else None
        if shown is None or value is None:
            what = f"The {shown.type}" if shown is not None else "The object"
            raise ArtifactNotFoundError(
                f"{what} behind this output is gone from the kernel's memory.",
                hint="Save the output as displayed, or run its cell again and save it then.",
            )
        return shown, value


def why_refused(obj: object) -> str:
    """Return why an object that is not remembered is not kept; empty where nothing is lost."""
    if obj is None or isinstance(obj, _PLAIN):
        return ""
    # Not at import, as above.
    from cellkeep.codecs.ways import refused_by_type

    return refused_by_type(obj)


def _bytes_of(value: str | bytes) -> bytes:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


def _of_object(seen: Glance, cell: Cell | None) -> Shown | None:
    try:
        reference = weakref.ref(seen.whole)
    except TypeError:
        return None
    return Shown("", seen.kind, seen.summary, seen.type, seen.is_part, cell, reference)


def _of_json(obj: object, cell: Cell | None) -> Shown | None:
    from cellkeep.kernel.displays.glance import small_json
    from cellkeep_core.text import counted

    text = small_json(obj)
    if text is None:
        return None
    count = len(obj)  # type: ignore[arg-type]  # a list or a dict
    summary = counted(count, "key" if isinstance(obj, dict) else "item")
    kind = type(obj).__name__
    return Shown("", "json", summary, kind, False, cell, _json=text)


def _of_nesting(obj: object, cell: Cell | None) -> Shown | None:
    from cellkeep.kernel.displays.nesting import Nesting

    nesting = Nesting.of(obj)
    if nesting is None:
        return None
    kind = type(obj).__name__
    return Shown("", nesting.kind, nesting.summary, kind, False, cell, _nesting=nesting)
