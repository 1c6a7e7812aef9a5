"""Renders a Matplotlib figure without changing it.

A figure draws itself on the canvas that it has, which may belong to a window or a
notebook, or to pyplot after ``plt.show()`` closed it. So it gets another canvas temporarily.
The same figure gives the same bytes: no date, and ids that come from the content.
"""

from __future__ import annotations

import io
import math
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cellkeep_core.held_locks import module_lock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Buffer

MAX_SVG_BYTES = 20 << 20
# Each is an element of 100 to 200 bytes: more take seconds to write, and as long to show.
MAX_SVG_MARKS = 50_000
# As small as the usual 6 for drawings, and a fifth faster.
_PNG_LEVEL = 4
# As wide as Matplotlib's own.
_PAD_INCHES = 0.1
_SETTINGS: dict[Any, Any] = {
    # Text stays text: it can be searched, and the file is a third of the size.
    "svg.fonttype": "none",
    "svg.hashsalt": "cellkeep",
    # The figure's own size, not what a style says about saved files.
    "savefig.bbox": "standard",
    "savefig.pad_inches": _PAD_INCHES,
    "savefig.transparent": False,
}
# Less than a hair is not drawn outside.
_LEAST_INCHES = 0.01
_MOST_TIMES = 5
_one_at_a_time = module_lock(globals(), "_one_at_a_time")


class SvgTooLargeError(Exception):
    """The figure has too many marks for an SVG."""


@dataclass(frozen=True)
class Picture:
    """A figure as pixels, and the part of the plane that it shows.

    Attributes
    ----------
    pixels : numpy.ndarray
        Rows of RGBA, at the figure's own dpi.
    dpi : float
        Pixels in an inch.
    box : matplotlib.transforms.Bbox or None
        In inches of the figure; None for exactly the figure's own area.
    """

    pixels: Any
    dpi: float
    box: Any


def render_pixels(figure: Any) -> Picture:
    """Return the figure at its own dpi: its whole area, and what reaches out of it.

    A notebook shows figures with ``bbox_inches="tight"``, so that a legend beside the axes is
    seen there. Here nothing is cut off either, and the margins stay as wide as they were set.
    """
    with _canvas(figure) as (canvas, options):
        pixels = _print_pixels(canvas, options)
        # After it was drawn: only then a layout has put everything in its place.
        box = _box_of_all(figure, canvas)
        if box is not None:
            pixels = _print_pixels(canvas, options | {"bbox_inches": box})
    return Picture(pixels, options["dpi"], box)


def _print_pixels(canvas: Any, options: dict[str, Any]) -> Any:
    sink = _Pixels()
    canvas.print_figure(sink, format="rgba", **options)
    return sink.pixels


class _Pixels(io.RawIOBase):
    """Takes what Matplotlib writes as raw pixels: one array."""

    pixels: Any = None

    def write(self, data: Buffer, /) -> int:
        import numpy as np

        self.pixels = np.array(data)  # the canvas draws over its own
        return int(self.pixels.nbytes)


def png_of(picture: Picture) -> bytes:
    """Return the pixels as PNG. Touches no figure, and lets other threads run meanwhile."""
    from matplotlib.image import imsave

    file = io.BytesIO()
    nothing: Any = {"Software": None}
    # As Matplotlib does it for a file, but without what it would say of itself: the version is
    # in the artifact already.
    imsave(
        file,
        picture.pixels,
        format="png",
        origin="upper",
        dpi=picture.dpi,
        metadata=nothing,
        pil_kwargs={"compress_level": _PNG_LEVEL},
    )
    return file.getvalue()


def _box_of_all(figure: Any, canvas: Any) -> Any:
    """Return the box of a figure and all that is drawn outside of it; None if nothing is."""
    from matplotlib.transforms import Bbox

    own, drawn = figure.bbox_inches, figure.get_tightbbox(canvas.get_renderer())
    sides = (drawn.x0 - own.x0, drawn.y0 - own.y0, own.x1 - drawn.x1, own.y1 - drawn.y1)
    if not all(map(math.isfinite, sides)) or min(sides) >= -_LEAST_INCHES:
        return None
    # As wide a margin as a notebook gives, where something reaches out.
    left, low, right, high = (side < -_LEAST_INCHES for side in sides)
    box = Bbox.from_extents(
        drawn.x0 - _PAD_INCHES if left else own.x0,
        drawn.y0 - _PAD_INCHES if low else own.y0,
        drawn.x1 + _PAD_INCHES if right else own.x1,
        drawn.y1 + _PAD_INCHES if high else own.y1,
    )
    # A text at a place that no axes show, perhaps by mistake, would take gigabytes.
    is_far = box.width > _MOST_TIMES * own.width or box.height > _MOST_TIMES * own.height
    return None if is_far else box


def render_svg(figure: Any, box: Any = None) -> str:
    """Return the figure as SVG.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        What to draw.
    box : matplotlib.transforms.Bbox, optional
        As `render_pixels` found it.

    Raises
    ------
    SvgTooLargeError
        It has over 50,000 marks (seen before any work), or grows over 20 MB.
    """
    marks = sum(map(_marks, figure.findobj()))
    if marks > MAX_SVG_MARKS:
        raise SvgTooLargeError(f"with {marks:,} marks it would be slow to show")
    file = _Limited()
    with _canvas(figure) as (canvas, options):
        canvas.print_figure(
            file,
            format="svg",
            metadata={"Date": None, "Creator": None},
            bbox_inches=box,  # None is the figure's own area, by the settings above
            **options,
        )
    return file.getvalue().decode("utf-8")


class _Limited(io.BytesIO):
    def write(self, data: Buffer, /) -> int:
        if self.tell() > MAX_SVG_BYTES:
            raise SvgTooLargeError(f"it would be over {MAX_SVG_BYTES >> 20} MB")
        return super().write(data)


def _marks(artist: Any) -> int:
    """Return how many SVG elements an artist becomes, for the kinds that may be many.

    A few are none: the ticks of the axes are lines with one marker each.
    """
    from matplotlib.collections import PathCollection, QuadMesh
    from matplotlib.lines import Line2D

    if artist.get_rasterized() or not artist.get_visible():
        return 0
    if isinstance(artist, PathCollection):
        return _many(artist.get_offsets())
    if isinstance(artist, QuadMesh):
        values = artist.get_array()
        return 0 if values is None else _many(values.reshape(-1))
    if isinstance(artist, Line2D) and artist.get_marker() not in (None, "None", "none", "", " "):
        return _many(artist.get_xdata(orig=False))
    return 0


def _many(marks: Any) -> int:
    count = len(marks)
    return count if count > 100 else 0


@contextmanager
def _settings() -> Iterator[None]:
    """Set Matplotlib's global settings for one picture.

    A figure may be kept on a worker's thread while a cell runs: `rc_context` would undo at its
    end whatever the cell had set meanwhile, so just these are put back.
    """
    import matplotlib as mpl

    with _one_at_a_time:
        before = {key: mpl.rcParams[key] for key in _SETTINGS}
        mpl.rcParams.update(_SETTINGS)
        try:
            yield
        finally:
            mpl.rcParams.update(before)


@contextmanager
def _canvas(figure: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Give the figure an off-screen canvas, and restore everything afterwards."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas, dpi, stale = figure.canvas, figure.dpi, figure.stale
    width, height = figure.get_size_inches()
    on_stale = figure.stale_callback
    # Without it, pyplot would redraw a window because of what is done here.
    figure.stale_callback = None
    options = {
        # On screens of high density the canvas multiplies it; the figure's own is kept aside.
        "dpi": float(getattr(figure, "_original_dpi", dpi)),
        "facecolor": figure.get_facecolor(),
        "edgecolor": figure.get_edgecolor(),
    }
    try:
        with _settings():
            yield FigureCanvasAgg(figure), options
    finally:
        figure.set_canvas(canvas)
        if figure.dpi != dpi:
            figure.dpi = dpi
        if tuple(figure.get_size_inches()) != (width, height):
            figure.set_size_inches(width, height, forward=False)
        figure.stale = stale
        figure.stale_callback = on_stale
