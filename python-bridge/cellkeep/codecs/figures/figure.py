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
from cellkeep.codecs.figures.figure_render import (
    Picture,
    SvgTooLargeError,
    png_of,
    render_pixels,
    render_svg,
)
from cellkeep.codecs.meanwhile import meanwhile
from cellkeep.codecs.outputs.mimebundle import (
    MEDIA_TYPE,
    output_preview,
    read_outputs,
    write_outputs,
)
from cellkeep.codecs.previews.thumbnails import thumbnail_of_pixels
from cellkeep_core.errors import NotSerialisableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cellkeep.codecs.outputs.saved_output import SavedOutput

# As deep as what an error bar or a box plot returns.
_MOST_LEVELS = 3
_KEEP_IT = "Keep the figure when you make it: fig, ax = plt.subplots(); then save fig."


class FigureCodec:
    """Matplotlib figures; axes, grids of seaborn, canvases and artists stand for their figure."""

    id = "figure-mimebundle.v1"
    rank = 10
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether it is a figure, a part of one, ``matplotlib.pyplot``, or several parts."""
        if obj is sys.modules.get("matplotlib.pyplot", self):
            return True
        return _is_part(obj) or bool(_members(obj))

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Render the figure itself; it is left as it was, and pyplot is not touched."""
        figure = figure_of(obj)
        picture = render_pixels(figure)
        height, width = picture.pixels.shape[:2]
        own_width, own_height = (round(one * picture.dpi) for one in figure.get_size_inches())
        empty = is_empty_figure(figure)
        about: dict[str, Any] = {
            "size_inches": [float(inches) for inches in figure.get_size_inches()],
            "dpi": picture.dpi,
            "matplotlib": versions("matplotlib")["matplotlib"],
        }
        if empty:
            about["empty"] = True
        # Compressing gives other threads the interpreter: it is done while the SVG is drawn.
        with meanwhile(lambda: _compressed(picture)) as compressed:
            try:
                svg = render_svg(figure, picture.box)
            except SvgTooLargeError as error:
                svg = ""
                about["svg_left_out"] = str(error)
        png, thumbnail = compressed()
        data = {"image/png": base64.b64encode(png).decode("ascii")}
        if svg:
            data["image/svg+xml"] = svg
        # As repr() has it, without the factor of a dense screen.
        data["text/plain"] = f"<Figure size {own_width}x{own_height} with {len(figure.axes)} Axes>"
        output = {
            "output_type": "display_data",
            "data": data,
            "metadata": {"image/png": {"width": width, "height": height}, "cellkeep": about},
        }
        write_outputs([output], sink)
        return Encoded(
            self.id,
            MEDIA_TYPE,
            # As `repr` and Matplotlib have it; the picture is larger where something reaches out.
            "empty figure" if empty else f"{own_width:,} × {own_height:,} px",
            output_preview([output]),
            thumbnail,
            versions("matplotlib"),
        )

    def decode(self, path: Path) -> SavedOutput:
        """Return the pictures; a figure that can be changed cannot be made of them."""
        return read_outputs(path)


def _compressed(picture: Picture) -> tuple[bytes, bytes | None]:
    png = png_of(picture)
    return png, thumbnail_of_pixels(picture.pixels, png)


def _is_part(obj: object) -> bool:
    return (
        loaded_type(obj, "matplotlib.figure", "FigureBase")
        or loaded_type(obj, "matplotlib.axes", "Axes")
        or loaded_type(obj, "matplotlib.artist", "Artist")
        or _is_frame(obj)
        or loaded_type(obj, "matplotlib.colorbar", "Colorbar")
        or loaded_type(obj, "matplotlib.container", "PieContainer")
        or loaded_type(obj, "seaborn.axisgrid", "Grid", "JointGrid")
    )


def _is_frame(obj: object) -> bool:
    """Whether it is what a figure is shown in: a canvas, also as a widget, or its window."""
    return loaded_type(obj, "matplotlib.backend_bases", "FigureCanvasBase", "FigureManagerBase")


def shows_figure(obj: object) -> bool:
    """Whether to show the object is to show its figure: it is one, or its canvas."""
    return loaded_type(obj, "matplotlib.figure", "Figure") or _is_frame(obj)


def _members(obj: object) -> list[Any]:
    """Return the parts in a collection of parts, also in others; empty for anything else.

    Collections are what Matplotlib, pandas and seaborn return: lists, tuples, dicts, arrays and
    series. None in one is passed over.
    """
    # The first one decides, before all of a large collection is looked at.
    if "matplotlib.figure" not in sys.modules or not _is_part(_first(obj)):
        return []
    members = [one for one in _flat(obj, _MOST_LEVELS) if one is not None]
    return members if all(map(_is_part, members)) else []


def _first(obj: object) -> object:
    for _ in range(_MOST_LEVELS):
        items = _items(obj)
        if items is None:
            break
        obj = next((one for one in items if one is not None), None)
    return obj


def _flat(obj: object, levels: int) -> Iterator[Any]:
    items = _items(obj)
    if items is None or levels == 0:
        yield obj
        return
    for item in items:
        yield from _flat(item, levels - 1)


def _items(obj: Any) -> Iterable[Any] | None:
    if isinstance(obj, (list, tuple)):
        return obj
    if isinstance(obj, dict):
        return obj.values()
    if loaded_type(obj, "numpy", "ndarray") or loaded_type(obj, "pandas", "Series"):
        values: Iterable[Any] | None = obj.flat if hasattr(obj, "flat") else obj
        return values if obj.dtype == object else None
    return None


def figure_of(obj: Any) -> Any:
    """Return the figure that an object is, or is a part of."""
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and obj is pyplot:
        # Only an existing figure: pyplot would make one when asked.
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
    if loaded_type(part, "matplotlib.backend_bases", "FigureManagerBase"):
        part = part.canvas
    elif loaded_type(part, "matplotlib.colorbar", "Colorbar"):
        part = part.ax
    elif loaded_type(part, "matplotlib.container", "PieContainer"):
        part = part.wedges[0]
    # A canvas and a grid have no method for it.
    figure = part.get_figure() if hasattr(part, "get_figure") else part.figure
    while figure is not None and figure.get_figure() is not figure:
        figure = figure.get_figure()  # a subfigure
    return figure


def is_empty_figure(figure: Any) -> bool:
    """Whether there is nothing in a figure but bare axes."""
    others = [child for child in figure.get_children() if child is not figure.patch]
    return all(child in figure.axes and _is_blank(child) for child in others)


def _is_blank(axes: Any) -> bool:
    titles = (axes.get_title(), axes.get_title("left"), axes.get_title("right"))
    return not (axes.has_data() or axes.texts or axes.tables or any(titles))
