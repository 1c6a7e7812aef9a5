"""``displayed.v1``: what an object shows of itself, where nothing keeps the object.

The bytes are a `mimebundle.v1` with one output: all representations that the object has, as the
notebook gets them. Its metadata says under ``cellkeep`` the type that it was:
``{"shown": "pandas.io.formats.style.Styler"}``.

It is the last to be asked, and never of what is more than it shows (an array, a table, a model),
nor where another codec has said why it cannot keep the object, nor where a person allows pickle.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import (
    DeclinedError,
    Encoded,
    library_of,
    loaded_type,
    reason_of,
    type_name,
)
from cellkeep.codecs.outputs.mimebundle import encode_outputs, read_outputs
from cellkeep.codecs.shown.animation import gif_of
from cellkeep.codecs.shown.representations import Representations, shows_itself

if TYPE_CHECKING:
    from pathlib import Path

    from cellkeep.codecs.outputs.saved_output import SavedOutput

_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class DisplayedCodec:
    """Whatever shows more than text: styled tables, formulas, maps, players, widgets."""

    id = "displayed.v1"
    rank = 95
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether it has a representation besides text, and is no more than that."""
        return shows_itself(obj)

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write all of its representations; it is not displayed."""
        shown = Representations(obj)
        if loaded_type(obj, "matplotlib.animation", "Animation"):
            shown.data["image/gif"] = gif_of(obj)
        if not shown.data.keys() - {"text/plain"}:
            if shown.problem is None:
                raise DeclinedError("")
            raise DeclinedError(
                f"This {type_name(obj)} could not show itself: {reason_of(shown.problem)}.",
                "Show it in a cell first.",
            )
        data = {**shown.data, "text/plain": shown.data.get("text/plain") or repr(obj)}
        metadata = {**shown.metadata, "cellkeep": {"shown": type_name(obj)}}
        output = {"output_type": "display_data", "data": data, "metadata": metadata}
        widgets = _state_of(obj) if _WIDGET_VIEW in data else None
        encoded = encode_outputs([output], sink, widgets=widgets)
        summary = f"{type(obj).__name__} as shown"
        return replace(encoded, codec=self.id, summary=summary, libraries=library_of(obj))

    def decode(self, path: Path) -> SavedOutput:
        """Return what it showed, which shows itself again; the object cannot be made of it."""
        return read_outputs(path)


def _state_of(widget: Any) -> dict[str, Any] | None:
    """Return the state of a widget and those in it, in the form of a notebook's metadata."""
    if not loaded_type(widget, "ipywidgets", "Widget"):
        return None
    from ipywidgets import Widget
    from ipywidgets.embed import dependency_state

    return {**Widget.get_manager_state(widgets=[]), "state": dependency_state([widget])}
