"""Pictures of a Matplotlib figure that leave the figure as it was.

A figure draws itself on the canvas that it has, which may belong to a window or a
notebook, or to pyplot after ``plt.show()`` closed it. So it gets another canvas for the moment.
The same figure gives the same bytes: no date, and ids that come from the content.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Buffer

MAX_SVG_BYTES = 20 << 20
_SETTINGS: dict[Any, Any] = {
    # Text stays text: it can be searched, and the file is a third of the size.
    "svg.fonttype": "none",
    "svg.hashsalt": "cellkeep",
    # The figure's own size, not what a style says about saved files.
    "savefig.bbox": "standard",
    "savefig.pad_inches": 0.1,
    "savefig.transparent": False,
}


class SvgTooLargeError(Exception):
    """The SVG grew over 20 MB."""


def render_png(figure: Any) -> bytes:
    """Return the figure as PNG at its own size and dpi."""
    file = io.BytesIO()
    with _canvas(figure) as (canvas, options):
        # Pillow writes no date; the version that it would write is in the artifact already.
        canvas.print_figure(file, format="png", metadata={"Software": None}, **options)
    return file.getvalue()


def render_svg(figure: Any) -> str:
    """Return the figure as SVG, or raise `SvgTooLargeError` as soon as it is over 20 MB."""
    file = _Limited()
    with _canvas(figure) as (canvas, options):
        canvas.print_figure(file, format="svg", metadata={"Date": None, "Creator": None}, **options)
    return file.getvalue().decode("utf-8")


class _Limited(io.BytesIO):
    def write(self, data: Buffer, /) -> int:
        if self.tell() > MAX_SVG_BYTES:
            raise SvgTooLargeError(
                f"the SVG would be over {MAX_SVG_BYTES >> 20} MB, so there is only the PNG"
            )
        return super().write(data)


@contextmanager
def _canvas(figure: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Lend the figure a canvas without a screen, and give everything back."""
    import matplotlib as mpl
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
        with mpl.rc_context(_SETTINGS):
            yield FigureCanvasAgg(figure), options
    finally:
        figure.set_canvas(canvas)
        if figure.dpi != dpi:
            figure.dpi = dpi
        if tuple(figure.get_size_inches()) != (width, height):
            figure.set_size_inches(width, height, forward=False)
        figure.stale = stale
        figure.stale_callback = on_stale
