"""The documents in which a library draws: each in the archive once, the frames of views show them.

What is drawn is the name of such a frame; the view that it stands in put it there.
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterable
from typing import NamedTuple

from cellkeep_store.forms.front_end import front_end_files, front_end_script
from cellkeep_store.forms.libraries import plotly_library
from cellkeep_store.sharing.views.document import POLICY, asset, digest, page

LIBRARIES = ("plotly", "vega", "pdf", "mermaid")
"""All of them, by the names of their documents."""


_SCRIPT, _MODULE = "text/javascript", "module"


class _Library(NamedTuple):
    scripts: tuple[str, ...]
    drawing: str
    are_modules: bool = False
    files: tuple[str, ...] = ()
    compiles: bool = False
    """Whether WebAssembly runs in it."""


# As the viewers of the front end have them: its own modules draw here too.
_OF_FRONT_END = {
    "vega": _Library(("vega.min", "vega-lite.min", "vega-interpreter"), "vegaDrawing"),
    "pdf": _Library(
        ("pdf.worker.min", "pdf.min", "pdfFindDrawing"),
        "pdfDrawing",
        are_modules=True,
        files=("bcmap", "pfb", "ttf", "wasm"),
        compiles=True,
    ),
    "mermaid": _Library(("mermaid.min",), "mermaidDrawing"),
}


def library_document(name: str) -> str:
    """Return the document in which one of `LIBRARIES` draws.

    Raises
    ------
    ImportError
        The library is not here.
    """
    if name == "plotly":
        return _document([(_SCRIPT, plotly_library()), (_SCRIPT, asset("plotly.js"))])
    library = _OF_FRONT_END[name]
    kind = _MODULE if library.are_modules else _SCRIPT
    scripts = [(kind, front_end_script(each)) for each in library.scripts]
    # It waits for those before it.
    drawing = f"{front_end_script(library.drawing)}\n{asset('drawing.js')}"
    parts = [*scripts, (_MODULE, drawing)]
    return _document(parts, files=_files(library.files), compiles=library.compiles)


def frame(library: str, title: str, content: object) -> str:
    """Return a frame in which a library draws what can be written as JSON."""
    name = html.escape(json.dumps(content))
    look = "diagram" if library == "mermaid" else "whole"
    return (
        f'<iframe class="{look}" title="{title}" sandbox="allow-scripts" '
        f'name="{name}" src="{library}.html"></iframe>'
    )


def used_in(markup: str) -> frozenset[str]:
    """Return the libraries whose frames are in some HTML of ours."""
    return frozenset(each for each in LIBRARIES if f'src="{each}.html"></iframe>' in markup)


def _document(
    scripts: list[tuple[str, str]],
    *,
    files: dict[str, str] | None = None,
    compiles: bool = False,
) -> str:
    digests = " ".join(f"'{digest(script)}'" for _, script in scripts)
    if compiles:
        digests += " 'wasm-unsafe-eval'"
    policy = (
        *POLICY,
        "img-src data: blob:",
        "font-src data:",
        f"script-src {digests}",
        "frame-src 'none'",
    )
    text = json.dumps(files).replace("<", "\\u003c") if files else "{}"
    body = '<div id="place"></div>' + "".join(
        f'<script type="{kind}">{script}</script>' for kind, script in scripts
    )
    data = f'<script type="application/json" id="files">{text}</script>'
    return page(policy, asset("drawing.css"), data + body)


def _files(endings: Iterable[str]) -> dict[str, str]:
    """Return the files that a library may ask for by name, in base64."""
    found = {}
    for ending in endings:
        for file in front_end_files(f"pdf-*.{ending}"):
            name = file.name.removeprefix("pdf-").rsplit(".", 2)[0]
            found[f"{name}.{ending}"] = base64.b64encode(file.read_bytes()).decode()
    return found
