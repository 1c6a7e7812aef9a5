"""Pages that a browser opens by themselves."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import BinaryIO

from cellkeep_store.forms.front_end import front_end_script, package_folders


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
    with suppress(ImportError):
        return front_end_script("plotly-strict.min")  # evaluates no text: a policy may forbid it
    for folder in package_folders("plotly"):
        script = folder / "package_data" / "plotly.min.js"
        if script.is_file():
            return script.read_text("utf-8")
    # From another server it would come only where there is a network, and tell of who looks.
    raise ImportError(
        "there is no plotly.js here to put into the page; install plotly, or Cellkeep's front end"
    )
