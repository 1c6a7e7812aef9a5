"""``figure-mimebundle.v1``: Matplotlib figures as one PNG and SVG with their size and dpi.

The bytes are a `mimebundle.v1` with one output, whose metadata says under ``cellkeep``:
``size_inches``, ``dpi``, ``matplotlib`` (its version), ``empty`` for a figure with nothing in
it, and ``svg_left_out`` with the reason where there is only the PNG.
"""

from __future__ import annotations

import base64
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import DeclinedError, Encoded, loaded_type, versions
from cellkeep.codecs.figure_render import SvgTooLargeError, render_png, render_svg
from cellkeep.codecs.mimebundle import MEDIA_TYPE, output_preview, read_outputs, write_outputs
from cellkeep.codecs.thumbnails import thumbnail_of
from cellkeep_core.errors import NotSerialisableError

if TYPE_CHECKING:
    from pathlib import Path

    from cellkeep.codecs.saved_output import SavedOutput

_KEEP_IT = "Keep the figure when you make it: fig, ax = plt.subplots(); then save fig."


class FigureCodec:
    """Matplotlib figures; axes, or several axes of one figure, stand for their figure."""

    id = "figure-mimebundle.v1"
    rank = 10
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether it is a figure, axes, ``matplotlib.pyplot``, or a collection of axes."""
        if obj is sys.modules.get("matplotlib.pyplot", self):
            return True
        return _is_part(obj) or bool(_members(obj))

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Render the figure itself; it is left as it was, and pyplot is not touched."""
        figure = figure_of(obj)
        png = render_png(figure)
        width, height = (round(inches * _dpi(figure)) for inches in figure.get_size_inches())
        empty = is_empty_figure(figure)
        about: dict[str, Any] = {
            "size_inches": [float(inches) for inches in figure.get_size_inches()],
            "dpi": _dpi(figure),
            "matplotlib": versions("matplotlib")["matplotlib"],
        }
        if empty:
            about["empty"] = True
        data = {"image/png": base64.b64encode(png).decode("ascii")}
        try:
            data["image/svg+xml"] = render_svg(figure)
        except SvgTooLargeError as error:
            about["svg_left_out"] = str(error)
        # As repr() has it, without the factor of a dense screen.
        data["text/plain"] = f"<Figure size {width}x{height} with {len(figure.axes)} Axes>"
        output = {
            "output_type": "display_data",
            "data": data,
            "metadata": {"image/png": {"width": width, "height": height}, "cellkeep": about},
        }
        write_outputs([output], sink)
        return Encoded(
            self.id,
            MEDIA_TYPE,
            "empty figure" if empty else f"{width:,} × {height:,} px",
            output_preview([output]),
            thumbnail_of(png),
            versions("matplotlib"),
        )

    def decode(self, path: Path) -> SavedOutput:
        """Return the pictures; a figure that can be changed cannot be made of them."""
        return read_outputs(path)


def _is_part(obj: object) -> bool:
    return (
        loaded_type(obj, "matplotlib.figure", "FigureBase")
        or loaded_type(obj, "matplotlib.axes", "Axes")
        or loaded_type(obj, "matplotlib.artist", "Artist")
    )


def _members(obj: object) -> list[Any]:
    """Return the parts in a list, tuple or object array of parts; empty for anything else."""
    if "matplotlib.figure" not in sys.modules:
        return []
    if loaded_type(obj, "numpy", "ndarray"):
        array: Any = obj
        # The first one tells, before a large array is made a list.
        is_theirs = array.dtype == object and array.size > 0 and _is_part(array.flat[0])
        members = array.reshape(-1).tolist() if is_theirs else []
    else:
        members = list(obj) if isinstance(obj, (list, tuple)) and obj and _is_part(obj[0]) else []
    return members if members and all(map(_is_part, members)) else []


def figure_of(obj: Any) -> Any:
    """Return the figure that an object is, or is a part of."""
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and obj is pyplot:
        # Only the figure that there is: asking for one would make it.
        if not pyplot.get_fignums():
            raise NotSerialisableError("pyplot has no open figure.", hint=_KEEP_IT)
        return pyplot.gcf()
    figures = {id(figure): figure for figure in map(_root, _members(obj) or [obj])}
    if len(figures) > 1:
        raise DeclinedError(
            f"These are parts of {len(figures)} figures.", "Save each figure by its own name."
        )
    figure = next(iter(figures.values()))
    if figure is None:
        raise NotSerialisableError("This is not part of a figure any more.", hint=_KEEP_IT)
    return figure


def _root(part: Any) -> Any:
    figure = part.get_figure()
    while figure is not None and figure.get_figure() is not figure:
        figure = figure.get_figure()  # a subfigure
    return figure


def _dpi(figure: Any) -> float:
    # On screens of high density the canvas multiplies dpi; the figure's own is kept aside.
    return float(getattr(figure, "_original_dpi", figure.dpi))


def is_empty_figure(figure: Any) -> bool:
    """Whether there is nothing in a figure but bare axes."""
    others = [child for child in figure.get_children() if child is not figure.patch]
    return all(child in figure.axes and _is_blank(child) for child in others)


def _is_blank(axes: Any) -> bool:
    titles = (axes.get_title(), axes.get_title("left"), axes.get_title("right"))
    return not (axes.has_data() or axes.texts or axes.tables or any(titles))
