"""Figures that were shown, held for a while.

``plt.show()`` and the end of a cell close a figure under Matplotlib's inline backend, and often
nobody else has it: without this, what is left to save would be its PNG. So it is with the figure
of ``px.line(…).show()``. The last `MOST` figures, as many as a notebook of plots has, are held,
each for at most `SECONDS`, together with at most about `BYTES` of data.
A figure over that alone is not held; it can still be kept as long as a variable has it.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 32
SECONDS = 30 * 60.0
BYTES = 256 << 20
_AXES_BYTES = 640 << 10  # of axes with little in them, measured
_PLOTLY = "application/vnd.plotly.v1+json"


class HeldFigures:
    """A small cache; the oldest goes first. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._held: list[tuple[float, int, Any]] = []
        self._timer: threading.Timer | None = None

    def hold(self, figure: Any, data: Mapping[str, Any]) -> None:
        """Hold a figure that was displayed so, as the newest."""
        size = (
            _bytes_in(data.get(_PLOTLY)) if hasattr(figure, "to_plotly_json") else bytes_of(figure)
        )
        with self._lock:
            self._held = [one for one in self._held if one[2] is not figure]
            self._held.append((time.monotonic(), size, figure))
            self._drop()

    def __len__(self) -> int:
        with self._lock:
            self._drop()
            return len(self._held)

    def clear(self) -> None:
        """Drop all of them."""
        with self._lock:
            self._held.clear()

    def _drop(self) -> None:
        since = time.monotonic() - SECONDS
        held = [one for one in self._held[-MOST:] if one[0] > since]
        while held and sum(size for _, size, _ in held) > BYTES:
            del held[0]
        self._held = held
        if held and self._timer is None:
            # Otherwise the figures of a kernel that shows nothing more would never be dropped.
            self._timer = threading.Timer(SECONDS, self._ring)
            self._timer.daemon = True
            self._timer.start()

    def _ring(self) -> None:
        with self._lock:
            self._timer = None
            self._drop()


def bytes_of(figure: Any) -> int:
    """Return about how much data a Matplotlib figure has: its images, lines and collections."""
    arrays: list[Any] = []
    for axes in figure.axes:
        arrays += [artist.get_array() for artist in (*axes.images, *axes.collections)]
        arrays += [artist.get_offsets() for artist in axes.collections]
        for line in axes.lines:
            arrays += line.get_data(orig=False)
    data = sum(int(getattr(array, "nbytes", 0)) for array in arrays)
    return (1 + len(figure.axes)) * _AXES_BYTES + data


def _bytes_in(node: Any) -> int:
    """Return about how much data a Plotly figure has, by its JSON: arrays are long texts in it."""
    if isinstance(node, dict):
        return sum(map(_bytes_in, node.values()))
    if isinstance(node, list):
        # Of a long list one item stands for all.
        return sum(map(_bytes_in, node)) if len(node) < 100 else len(node) * _bytes_in(node[0])
    return len(node) if isinstance(node, str) else 8
