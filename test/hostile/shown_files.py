"""Honest figures, pictures, outputs and texts: name -> (media type, codec, content)."""

from __future__ import annotations

import io
import json
from typing import Any


def shown_files() -> dict[str, tuple[str, str, bytes]]:
    """Return a file of each kind that is looked at rather than computed with."""
    from cellkeep.codecs import encode

    files = {}
    for name, value in _objects().items():
        file = io.BytesIO()
        encoded = encode(value, file)
        files[name] = (encoded.media_type, encoded.codec, file.getvalue())
    return files | _pictures() | _texts()


def _objects() -> dict[str, Any]:
    import plotly.graph_objects as go
    from bokeh.plotting import figure
    from matplotlib.figure import Figure
    from PIL import Image

    drawn = Figure(figsize=(1, 1))
    drawn.subplots().plot([1, 2])
    lines = figure(width=90, height=90)
    lines.line([1, 2], [1, 2])
    return {
        "figure": drawn,
        "plotly": go.Figure(go.Scatter(y=[1, 2])),
        "bokeh": lines,
        "png": Image.new("RGBA", (8, 8), (1, 2, 3, 4)),
        "tiff": Image.new("F", (8, 8), 0.5),
        "json": {"a": [1, None, "x"]},
        "tree": {"a": (1, 2j), 3: {4}},
    }


def _pictures() -> dict[str, tuple[str, str, bytes]]:
    from PIL import Image

    files = {}
    for form in ("JPEG", "GIF", "WEBP", "BMP", "JPEG2000"):
        file = io.BytesIO()
        Image.new("RGB", (16, 16), (200, 30, 40)).save(file, form)
        media_type = "image/jp2" if form == "JPEG2000" else f"image/{form.lower()}"
        files[form] = (media_type, "", file.getvalue())
    return files


def _texts() -> dict[str, tuple[str, str, bytes]]:
    output = {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "x"}}
    cell = {"cell_type": "code", "source": "1", "outputs": [output], "metadata": {}}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    outputs = {"nbformat": 4, "outputs": [output]}
    bundle = "application/vnd.jupyter.mimebundle+json"
    return {
        "notebook": ("application/x-ipynb+json", "", json.dumps(notebook).encode()),
        "outputs": (bundle, "mimebundle.v1", json.dumps(outputs).encode()),
        "csv": ("text/csv", "", 'a,b\n1,"x\ny"\n'.encode("utf-16")),
    }
