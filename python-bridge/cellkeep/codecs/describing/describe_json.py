"""Notebooks, mimebundles and Plotly figures: JSON that is read whole, up to a size limit."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.figures.plotly_figure import plotly_preview
from cellkeep.codecs.outputs.mimebundle import output_preview, output_thumbnail
from cellkeep.codecs.outputs.saved_output import joined
from cellkeep.codecs.previews.text_preview import MAX_CHARACTERS, text_preview
from cellkeep_core.text import counted

if TYPE_CHECKING:
    from pathlib import Path

    from cellkeep.codecs.describing.isolated import Facts

_MOST_BYTES = 16 << 20


def describe_notebook(path: Path) -> Facts:
    """Return the number of cells, the text of the first ones, and its first picture."""
    cells = _read(path)["cells"]
    kinds = Counter(cell["cell_type"] for cell in cells)
    text = ""
    for cell in cells:
        if len(text) > MAX_CHARACTERS:
            break
        text += joined(cell.get("source", "")) + "\n\n"
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    summary = counted(len(cells), "cell") + (
        f", {kinds['code']:,} of code" if kinds["code"] else ""
    )
    return summary, text_preview(text.rstrip()), output_thumbnail(outputs)


def describe_bundle(path: Path) -> Facts:
    """Return the representations in a mimebundle and the picture among them."""
    outputs = _read(path)["outputs"]
    return counted(len(outputs), "output"), output_preview(outputs), output_thumbnail(outputs)


def describe_plotly(path: Path) -> Facts:
    """Return the traces and the title of a Plotly figure."""
    figure = _read(path)
    version = (figure.get("cellkeep") or {}).get("plotly", "")
    return counted(len(figure["data"]), "trace"), plotly_preview(figure, version), None


def _read(path: Path) -> Any:
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError("it is too large to be read whole")
    return json.loads(path.read_bytes())
