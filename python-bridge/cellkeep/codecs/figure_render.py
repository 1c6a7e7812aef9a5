"""Pictures of a Matplotlib figure that leave the figure as it was.

A figure draws itself on the canvas that it has, which may belong to a window or a
notebook, or to pyplot after ``plt.show()`` closed it. So it gets another canvas for the moment.
The same figure gives the same bytes: no date, and ids that come from the content.
"""

from __future__ import annotations

import io
import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Buffer

MAX_SVG_BYTES = 20 << 20
# Each is an element of 100 to 200 bytes: more take seconds to write, and as long to show.
MAX_SVG_MARKS = 50_000
# As small as the usual 6 for drawings, and a fifth faster.
_PNG_LEVEL = 4
_SETTINGS: dict[Any, Any] = {
    # Text stays text: it can be searched, and the file is a third of the size.
    "svg.fonttype": "none",
    "svg.hashsalt": "cellkeep",
    # The figure's own size, not what a style says about saved files.
    "savefig.bbox": "standard",
    "savefig.pad_inches": 0.1,
    "savefig.transparent": False,
}
_one_at_a_time = threading.RLock()


class SvgTooLargeError(Exception):
    """The figure has too many marks for an SVG."""


def render_png(figure: Any) -> bytes:
    """Return the figure as PNG at its own size and dpi."""
    file = io.BytesIO()
    with _canvas(figure) as (canvas, options):
        # Pillow writes no date; the version that it would write is in the artifact already.
        canvas.print_figure(
            file,
            format="png",
            metadata={"Software": None},
            pil_kwargs={"compress_level": _PNG_LEVEL},
            **options,
        )
    return file.getvalue()


def render_svg(figure: Any) -> str:
    """Return the figure as SVG.

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
        canvas.print_figure(file, format="svg", metadata={"Date": None, "Creator": None}, **options)
    return file.getvalue().decode("utf-8")


class _Limited(io.BytesIO):
    def write(self, data: Buffer, /) -> int:
        if self.tell() > MAX_SVG_BYTES:
            raise SvgTooLargeError(f"it would be over {MAX_SVG_BYTES >> 20} MB")
        return super().write(data)


def _marks(artist: Any) -> int:
    """Return how many elements an artist becomes, for the kinds of which there may be many.

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
    """Lend the figure a canvas without a screen, and give everything back."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas, dpi, stale = figure.canvas, figure.dpi, figure.stale
    width, height = figure.get_size_inches()
    on_stale = figure.stale_callback
    # Without it, pyplot would redraw a window because of what is done here.
    figure.stale_callback = None
    own_dpi = float(getattr(figure, "_original_dpi", dpi))
    options = {
        "dpi": own_dpi,
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


def _after_fork_in_child() -> None:
    global _one_at_a_time
    _one_at_a_time = threading.RLock()  # a thread of the parent may have held it


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
