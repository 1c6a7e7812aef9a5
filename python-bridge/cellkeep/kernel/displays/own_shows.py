"""Which object a library's own ``show()`` displays: IPython is given its representations only."""

from __future__ import annotations

import sys
from typing import Any

# The function that asks for the display, and what it calls the object.
_SHOWS = {
    ("plotly.io._renderers", "show"): "fig",  # of fig.show(), too
    ("bokeh.io.notebook", "show_doc"): "obj",
}
_MOST_FRAMES = 12  # from the display up to the library's function there are four to eight


def object_of_show() -> Any:
    """Return the object that a library displays right now; None where none of these does."""
    frame = sys._getframe(1)  # noqa: SLF001  (Python has no other way to the callers' variables)
    for _ in range(_MOST_FRAMES):
        caller = frame.f_back
        if caller is None:
            return None
        frame = caller
        name = _SHOWS.get((frame.f_globals.get("__name__", ""), frame.f_code.co_name))
        if name is not None:
            shown = frame.f_locals.get(name)
            return None if isinstance(shown, dict) else shown  # a figure may come as its JSON
    return None
