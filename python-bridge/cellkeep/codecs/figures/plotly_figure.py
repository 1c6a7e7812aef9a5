"""``plotly-json.v1``: Plotly figures as their own JSON, without plotly.js.

A top-level key ``cellkeep`` holds the version of plotly.py; plotly readers pass over it.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import Encoded, loaded_type, type_name, versions
from cellkeep.codecs.figures.plotly_known import figure_from
from cellkeep.codecs.made_with import made_with
from cellkeep.codecs.previews.text_preview import cell_text
from cellkeep.errors import tell
from cellkeep_core.text import counted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cellkeep_core.protocol.generated import PlotlyPreview

MEDIA_TYPE = "application/vnd.plotly.v1+json"
_MOST_TRACES = 50


class PlotlyCodec:
    """``go.Figure`` and ``go.FigureWidget``; both come back as ``go.Figure``."""

    id = "plotly-json.v1"
    rank = 11
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether it is a Plotly figure."""
        return loaded_type(obj, "plotly.basedatatypes", "BaseFigure")

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the figure's JSON as plotly makes it, typed arrays included."""
        # validate=False: a figure is valid by the way it is built, and it is walked once less.
        text: str = obj.to_json(validate=False, remove_uids=False, engine="json")
        library = versions("plotly")
        note = json.dumps({"cellkeep": library})
        # One more key at the end of plotly's own text: it is not parsed again for it.
        sink.write(text.removesuffix("}").encode())
        sink.write(f",{note.removeprefix('{')}".encode())
        preview = plotly_preview(obj.to_plotly_json(), library.get("plotly", ""))
        summary = counted(len(obj.data), "trace")
        if not type(obj).__module__.startswith("plotly."):
            summary = f"{summary}, as a plain Figure"
            tell(
                f"The {type_name(obj)} is saved as a plain plotly Figure: what its class adds does "
                "not come back."
            )
        return Encoded(self.id, MEDIA_TYPE, summary, preview, libraries=library)

    def decode(self, path: Path) -> object:
        """Return a ``go.Figure`` whose typed arrays are NumPy arrays again."""
        figure = json.loads(path.read_bytes())
        with made_with(figure.pop("cellkeep", {})):
            return figure_from(_with_arrays(figure))


def plotly_preview(figure: Mapping[str, Any], version: str) -> PlotlyPreview:
    """Return the types of the traces and the title of a figure as JSON has it."""
    from cellkeep_core.protocol.generated import PlotlyPreview

    traces = [str(trace.get("type", "scatter")) for trace in figure.get("data", [])]
    preview = PlotlyPreview(traces=traces[:_MOST_TRACES])
    title = (figure.get("layout") or {}).get("title")
    text = title.get("text") if isinstance(title, dict) else title
    if text:
        preview.title = cell_text(text)
    if version:
        preview.plotly_version = version
    return preview


def _with_arrays(node: Any) -> Any:
    if isinstance(node, list):
        return [_with_arrays(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.keys() in ({"dtype", "bdata"}, {"dtype", "bdata", "shape"}):
        return _array(node)
    return {key: _with_arrays(item) for key, item in node.items()}


def _array(node: dict[str, str]) -> Any:
    import numpy as np

    # plotly writes little-endian bytes and leaves the byte order out of the dtype.
    values = np.frombuffer(
        base64.b64decode(node["bdata"]), np.dtype(node["dtype"]).newbyteorder("<")
    )
    shape = node.get("shape")
    # A copy, because a figure's data may be changed in place.
    return values.reshape([int(extent) for extent in shape.split(",")] if shape else -1).copy()
