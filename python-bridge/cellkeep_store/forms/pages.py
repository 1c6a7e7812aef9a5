"""Pages that a browser opens by themselves."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

_CDN = "https://cdn.plot.ly/plotly-3.1.0.min.js"
"""Where Plotly comes from when this machine has none to put into the page."""


def page(body: str) -> str:
    """Return a page with some HTML in it."""
    head = '<!doctype html>\n<html><head><meta charset="utf-8"></head><body>\n'
    return f"{head}{body}\n</body></html>\n"


def write_plotly(file: BinaryIO, form: str, sink: BinaryIO) -> None:
    """Write a Plotly figure as a page that is as interactive as the figure was."""
    del form  # there is but one
    figure = json.load(file)
    # In a script nothing may look like its end.
    text = json.dumps({k: figure.get(k) for k in ("data", "layout")}).replace("<", "\\u003c")
    drawn = (
        '<div id="figure" style="height:100vh"></div>\n'
        f"<script>Plotly.newPlot('figure', ...Object.values({text}), {{responsive: true}})</script>"
    )
    sink.write(page(f"{_library()}\n{drawn}").encode())


def _library() -> str:
    spec = find_spec("plotly")
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        script = Path(folder, "package_data", "plotly.min.js")
        if script.is_file():
            return f"<script>{script.read_text('utf-8')}</script>"
    return f'<script src="{_CDN}" charset="utf-8"></script>'
