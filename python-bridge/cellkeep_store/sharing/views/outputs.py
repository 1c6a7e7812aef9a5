"""Figures and outputs of cells, each in the richest form that a page without a kernel can show."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep_store.forms.outputs import PICTURES, PLOTLY, joined, text_of
from cellkeep_store.sharing.markup import lines
from cellkeep_store.sharing.views.document import sandboxed
from cellkeep_store.sharing.views.libraries import frame
from cellkeep_store.sharing.views.markdown import document_of, markdown
from cellkeep_store.sharing.views.texts import json_tree, json_view, scripts_note

if TYPE_CHECKING:
    from cellkeep_store.sharing.views.document import View

_MOST_BYTES = 64 << 20
_VEGA = re.compile(r"application/vnd\.vega(lite)?\.v\d+\+json")
_SVG = "image/svg+xml"
_MOST_PDF_BYTES = 32 << 20


def plotly_view(file: BinaryIO, _media_type: str = "") -> View | None:
    """Return the view of a Plotly figure, as interactive as it was."""
    data = file.read(_MOST_BYTES + 1)
    return None if len(data) > _MOST_BYTES else document_of([_figure(json.loads(data))])


def output_view(file: BinaryIO, _media_type: str = "") -> View | None:
    """Return the view of the outputs of a mimebundle."""
    data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        return None
    return document_of([_shown(output) for output in json.loads(data)["outputs"]])


def notebook_view(file: BinaryIO, _media_type: str = "") -> View | None:
    """Return the cells of a notebook with their outputs; of what is no notebook, the JSON."""
    data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        return None
    try:
        return document_of([part for cell in json.loads(data)["cells"] for part in _cell(cell)])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        file.seek(0)
        return json_view(file)


def _cell(cell: dict[str, Any]) -> Iterator[str]:
    source = joined(cell["source"])
    if cell["cell_type"] == "markdown":
        yield markdown(source)
        return
    yield f'<pre class="source">{lines(source)}</pre>'
    yield from map(_shown, cell.get("outputs", ()))


def svg_view(file: BinaryIO, _media_type: str = "") -> View:
    """Return an SVG as a picture, in which nothing runs."""
    return document_of([_picture(_SVG, base64.b64encode(file.read(_MOST_BYTES)).decode())])


# As PdfViewer.tsx has them.
_PDF_WORDS = {
    "page": "Page %1 of %2",
    "failed": "Page %1 could not be drawn: %2",
    "more": "The first %1 of %2 pages are shown.",
    "locked": "It is locked by a password, which this page does not ask for.",
}


def pdf_view(file: BinaryIO, _media_type: str = "") -> View | None:
    """Return the pages of a PDF, drawn by pdf.js without the scripts in it."""
    data = file.read(_MOST_PDF_BYTES + 1)
    if len(data) > _MOST_PDF_BYTES:
        return None
    shown = {"bytes": base64.b64encode(data).decode(), "content": {"words": _PDF_WORDS}}
    return document_of([frame("pdf", "Pages", shown)])


def _shown(output: dict[str, Any]) -> str:
    data = output.get("data", {})
    if PLOTLY in data:
        return _figure(data[PLOTLY])
    for media_type, spec in data.items():
        if found := _VEGA.fullmatch(media_type):
            return frame("vega", "Chart", {"content": {"spec": spec, "isLite": bool(found[1])}})
    for media_type in PICTURES:
        if media_type in data:
            return _picture(media_type, "".join(joined(data[media_type]).split()))
    if _SVG in data:
        return _picture(_SVG, base64.b64encode(joined(data[_SVG]).encode()).decode())
    if "text/html" in data:
        markup = joined(data["text/html"])
        return scripts_note(markup) + sandboxed(markup)
    for media_type in ("text/markdown", "text/latex"):
        if media_type in data:
            return markdown(joined(data[media_type]))
    if "application/json" in data:
        return json_tree(data["application/json"])
    return f"<pre>{lines(text_of(output))}</pre>"


def _figure(figure: dict[str, Any]) -> str:
    kept = {key: figure.get(key) for key in ("data", "layout", "frames")}
    return frame("plotly", "Figure", kept)


def _picture(media_type: str, encoded: str) -> str:
    return f'<p><img alt="Picture" src="data:{media_type};base64,{html.escape(encoded)}"></p>'
