"""Figures and outputs of cells, each in the richest form that a page without a kernel can show."""

from __future__ import annotations

import base64
import html
import json
from typing import Any, BinaryIO

from cellkeep_store.forms.outputs import PICTURES, joined, text_of
from cellkeep_store.sharing.markup import lines
from cellkeep_store.sharing.views.document import PLOTLY, View, document, sandboxed
from cellkeep_store.sharing.views.texts import json_tree, markdown, scripts_note

_MOST_BYTES = 64 << 20
_PLOTLY = "application/vnd.plotly.v1+json"
_SVG = "image/svg+xml"


def plotly_view(file: BinaryIO, _media_type: str = "") -> View | None:
    """Return the view of a Plotly figure, as interactive as it was."""
    data = file.read(_MOST_BYTES + 1)
    return None if len(data) > _MOST_BYTES else _view([_figure(json.loads(data))])


def output_view(file: BinaryIO, _media_type: str = "") -> View | None:
    """Return the view of the outputs of a mimebundle."""
    data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        return None
    return _view([_shown(output) for output in json.loads(data)["outputs"]])


def svg_view(file: BinaryIO, _media_type: str = "") -> View:
    """Return an SVG as a picture, in which nothing runs."""
    return _view([_picture(_SVG, base64.b64encode(file.read(_MOST_BYTES)).decode())])


def _view(parts: list[str]) -> View:
    plotly = any(f'src="{PLOTLY}"' in part for part in parts)
    if len(parts) == 1 and parts[0].startswith("<iframe"):
        return View(document(parts[0], plotly=plotly), plotly)
    return View(document(f"<main tabindex=0>{''.join(parts)}</main>", plotly=plotly), plotly)


def _shown(output: dict[str, Any]) -> str:
    data = output.get("data", {})
    if _PLOTLY in data:
        return _figure(data[_PLOTLY])
    for media_type in PICTURES:
        if media_type in data:
            return _picture(media_type, "".join(joined(data[media_type]).split()))
    if _SVG in data:
        return _picture(_SVG, base64.b64encode(joined(data[_SVG]).encode()).decode())
    if "text/html" in data:
        markup = joined(data["text/html"])
        return scripts_note(markup) + sandboxed(markup)
    if "text/markdown" in data:
        return markdown(joined(data["text/markdown"]))
    if "application/json" in data:
        return json_tree(data["application/json"])
    return f"<pre>{lines(text_of(output))}</pre>"


def _figure(figure: dict[str, Any]) -> str:
    kept = json.dumps({key: figure.get(key) for key in ("data", "layout", "frames")})
    return (
        '<iframe class="whole" title="Figure" sandbox="allow-scripts" '
        f'name="{html.escape(kept)}" src="{PLOTLY}"></iframe>'
    )


def _picture(media_type: str, encoded: str) -> str:
    return f'<p><img alt="Picture" src="data:{media_type};base64,{html.escape(encoded)}"></p>'
