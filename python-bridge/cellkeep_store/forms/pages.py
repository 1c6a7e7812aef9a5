"""Pages that a browser opens by themselves."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from jupyter_core.paths import jupyter_path

if TYPE_CHECKING:
    from collections.abc import Iterator


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
    sink.write(page(f"<script>{plotly_library()}</script>\n{drawn}").encode())


def plotly_library() -> str:
    """Return the script of plotly.js.

    Raises
    ------
    ImportError
        There is none here.
    """
    for script in _scripts():
        if script.is_file():
            return script.read_text("utf-8")
    # From another server it would come only where there is a network, and tell of who looks.
    raise ImportError(
        "there is no plotly.js here to put into the page; install plotly, or Cellkeep's front end"
    )


def _scripts() -> Iterator[Path]:
    """Give the places where plotly.js may be: Cellkeep's front end, and Plotly's own package."""
    for folder in [
        *(folder / "labextension" for folder in _package_folders("cellkeep")),
        *map(Path, jupyter_path("labextensions", "cellkeep")),
    ]:
        yield from folder.glob("static/plotly.*.js")  # evaluates no text, so a policy may forbid it
    for folder in _package_folders("plotly"):
        yield folder / "package_data" / "plotly.min.js"


def _package_folders(name: str) -> list[Path]:
    spec = find_spec(name)
    return [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec else []
