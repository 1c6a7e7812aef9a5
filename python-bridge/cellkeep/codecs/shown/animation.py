"""Matplotlib animations as moving pictures."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any


def gif_of(animation: Any) -> bytes:
    """Return an animation as a GIF at its own speed and its figure's dpi.

    Its frames are drawn one after the other, which leaves the figure at the last one, as
    ``to_jshtml`` does.
    """
    from matplotlib import rc_context
    from matplotlib.animation import PillowWriter

    with tempfile.TemporaryDirectory(prefix="cellkeep-") as folder, rc_context():
        path = Path(folder) / "animation.gif"
        interval = float(getattr(animation, "_interval", 200.0))
        writer: Any = PillowWriter(fps=1000 / max(interval, 1.0))  # type: ignore[arg-type]
        animation.save(path, writer=writer, dpi="figure")
        return path.read_bytes()
