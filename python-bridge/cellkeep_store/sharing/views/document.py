"""The document of a view: its policy, its style, and the only script that may run in it."""

from __future__ import annotations

import base64
import hashlib
import html
from functools import cache
from importlib.resources import files
from typing import NamedTuple

PLOTLY = "plotly.html"
"""The document, beside the views, in which plotly.js draws the figure that its frame's name is."""

_POLICY = (
    "default-src 'none'",
    "img-src data:",
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
)
_OF_OTHERS = (*_POLICY, "font-src data:", "media-src data:")


class View(NamedTuple):
    """A document, and whether it has frames with `PLOTLY`."""

    text: str
    plotly: bool = False


def document(body: str, *, script: str = "", plotly: bool = False) -> str:
    """Return a whole document around HTML of ours.

    Parameters
    ----------
    body : str
        HTML in which everything of others is `shown`.
    script : str, optional
        The file of this folder whose script runs at its end.
    plotly : bool
        Whether it has frames with figures; they are files beside this one.
    """
    source = asset(script) if script else ""
    policy = (
        *_POLICY,
        f"script-src '{digest(source)}'" if script else "script-src 'none'",
        "frame-src file: 'self'" if plotly else "frame-src 'none'",
    )
    end = f"<script>{source}</script>" if script else ""
    return _page(policy, asset("view.css"), body + end)


def sandboxed(markup: str) -> str:
    """Return a frame that shows HTML of others: no script runs, nothing is loaded."""
    style = "html{color-scheme:light}body{margin:8px;font:14px/1.5 system-ui,sans-serif}"
    inner = _page((*_OF_OTHERS, "script-src 'none'", "frame-src 'none'"), style, markup)
    return f'<iframe class="whole" title="HTML" sandbox srcdoc="{html.escape(inner)}"></iframe>'


def plotly_document(library: str) -> str:
    """Return the document `PLOTLY`."""
    ours = asset("plotly.js")
    policy = (
        *_POLICY,
        "img-src data: blob:",
        f"script-src '{digest(library)}' '{digest(ours)}'",
        "frame-src 'none'",
    )
    style = "html,body,#place{margin:0;height:100%;background:#fff;color:#000;overflow:hidden}"
    body = f'<div id="place"></div><script>{library}</script><script>{ours}</script>'
    return _page(policy[:1] + policy[2:], style, body)


@cache
def asset(name: str) -> str:
    """Return the text of a file of this folder."""
    return files("cellkeep_store.sharing.views").joinpath(name).read_text("utf-8")


def digest(script: str) -> str:
    """Return what a policy knows a script by."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def _page(policy: tuple[str, ...], style: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape("; ".join(policy))}">'
        '<meta name="referrer" content="no-referrer">'
        f"<style>{style}</style></head><body>{body}</body></html>"
    )
