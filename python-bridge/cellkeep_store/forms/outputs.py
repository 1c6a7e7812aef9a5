"""Figures and outputs of cells as the pictures, texts and pages that they hold."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO

from cellkeep_core.registry import registry
from cellkeep_store.forms.libraries import bokeh_library, plotly_library, vega_library
from cellkeep_store.forms.pages import page, plotly_part, standalone, vega_part

PLOTLY = "application/vnd.plotly.v1+json"
_VEGA = ("application/vnd.vega.v", "application/vnd.vegalite.v")
_BOKEH = "application/vnd.bokehjs_exec.v0+json"
_BOKEH_VERSION = re.compile(r'"version":"(\d+\.\d+\.\d+)"')
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def write_output(file: BinaryIO, form: str, sink: BinaryIO) -> None:
    """Write the first picture of a type, or the texts or pages of all outputs together."""
    outputs = json.load(file)["outputs"]
    media_type = next(one.media_type for one in registry().forms if one.form == form)
    if form == "html":
        sink.write(_page_of(outputs))
        return
    if form in ("txt", "md"):
        texts = (text_of(output, media_type) for output in outputs)
        sink.write("\n".join(text.rstrip("\n") for text in texts if text).encode() + b"\n")
        return
    for output in outputs:
        value = output.get("data", {}).get(media_type)
        if value is not None:
            text = joined(value)
            sink.write(text.encode() if form == "svg" else base64.b64decode(text))
            return
    raise ValueError(f"there is no {media_type} in it")


def text_of(output: dict[str, Any], media_type: str = "text/plain") -> str:
    """Return the text of an output, without the colours of a terminal."""
    match output["output_type"]:
        case "stream":
            return _COLOURS.sub("", joined(output["text"]))
        case "error":
            return _COLOURS.sub("", "\n".join(output["traceback"]))
    data = output.get("data", {})
    return joined(data.get(media_type, data.get("text/plain", "")))


def _page_of(outputs: list[dict[str, Any]]) -> bytes:
    parts: list[str] = []
    libraries: dict[str, Callable[[], str]] = {}
    for number, output in enumerate(outputs):
        data = output.get("data", {})
        chart = next((kind for kind in data if kind.startswith(_VEGA)), None)
        if PLOTLY in data:
            libraries["plotly"] = plotly_library
            parts.append(plotly_part(data[PLOTLY], number, "90vh"))
        elif chart is not None:
            libraries["vega"] = vega_library
            is_lite = chart.startswith(_VEGA[1])
            parts.append(vega_part(data[chart], is_lite=is_lite, number=number))
        else:
            parts.append(_as_html(output))
            # What a notebook has once for all of its figures of Bokeh is in no output of it.
            version = _BOKEH_VERSION.search(parts[-1]) if _BOKEH in data else None
            if version is not None:
                libraries["bokeh"] = partial(bokeh_library, version[1])
    made = page("\n".join(parts), [library() for library in libraries.values()])
    return standalone(made.encode())


def _as_html(output: dict[str, Any]) -> str:
    data = output.get("data", {})
    for media_type in ("text/html", "image/svg+xml"):
        if media_type in data:
            return f"<div>{joined(data[media_type])}</div>"
    for media_type in PICTURES:
        if media_type in data:
            encoded = "".join(joined(data[media_type]).split())
            return f'<p><img alt="" src="data:{media_type};base64,{html.escape(encoded)}"></p>'
    return f"<pre>{html.escape(text_of(output))}</pre>"


def joined(text: str | list[str]) -> str:
    """Return text that a notebook may hold in lines."""
    return text if isinstance(text, str) else "".join(text)
