"""What each display came from, remembered without keeping it alive.

An object is held by a weak reference; a small list or dict, which cannot be, by a copy as
JSON. The one thing that is held for longer is a Matplotlib figure: the inline backend closes
it as soon as it is shown, and then nobody else has it (see `HeldFigures`).
"""

from __future__ import annotations

import json
import threading
import weakref
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cellkeep.capture.held_figures import HeldFigures
from cellkeep.errors import ArtifactNotFoundError
from cellkeep.execution import Cell, cell_now
from cellkeep_core.ids import new_id

if TYPE_CHECKING:
    from cellkeep.capture.glance import Glance

# Displays remembered; the oldest is forgotten first. One takes under 1 KB.
MOST = 2000


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

    def note(self) -> dict[str, str]:
        """Return what goes with the output, under the metadata key ``cellkeep``."""
        return {"object": self.id, "kind": self.kind, "summary": self.summary, "type": self.type}

    def value(self) -> Any:
        """Return the object, or None where it is gone."""
        if self._json is not None:
            return json.loads(self._json)
        return self._reference() if self._reference is not None else None


class DisplayMemory:
    """The latest displays of this process. Safe to use from any thread."""

    def __init__(self) -> None:
        self.figures = HeldFigures()
        self._lock = threading.Lock()
        self._shown: OrderedDict[str, Shown] = OrderedDict()

    def remember(self, obj: object) -> Shown | None:
        """Note what is displayed; None where its display is all there is to it."""
        # Not at import: the codecs come with the first display.
        from cellkeep.capture.glance import glance

        seen = glance(obj)
        shown = _of_object(obj, seen) if seen is not None else _of_json(obj)
        if shown is None:
            return None
        if seen is not None and shown.kind == "figure" and not shown.is_part:
            self.figures.hold(seen.whole)
        with self._lock:
            self._shown[shown.id] = shown
            if len(self._shown) > MOST:
                self._shown.popitem(last=False)
        return shown

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


def _of_object(obj: object, seen: Glance) -> Shown | None:
    try:
        reference = weakref.ref(seen.whole)
    except TypeError:
        return None
    is_part = seen.whole is not obj
    return Shown(new_id(), seen.kind, seen.summary, seen.type, is_part, cell_now(), reference)


def _of_json(obj: object) -> Shown | None:
    from cellkeep.capture.glance import small_json
    from cellkeep.codecs.base import plural

    text = small_json(obj)
    if text is None:
        return None
    count = len(obj)  # type: ignore[arg-type]  # a list or a dict
    summary = plural(count, "key" if isinstance(obj, dict) else "item")
    kind = type(obj).__name__
    return Shown(new_id(), "json", summary, kind, False, cell_now(), _json=text)
