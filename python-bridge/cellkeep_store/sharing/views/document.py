"""The document of a view: its policy, its style, and the only scripts that may run in it."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

POLICY = (
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
)
_OF_OTHERS = (*POLICY, "img-src data:", "font-src data:", "media-src data:")


class View(NamedTuple):
    """A document, and the libraries whose documents its frames show (see `libraries`)."""

    text: str
    libraries: frozenset[str] = frozenset()


def document(body: str, *, scripts: Sequence[str] = (), has_frames: bool = False) -> str:
    """Return a whole document around HTML of ours.

    Parameters
    ----------
    body : str
        HTML in which everything of others is `shown`.
    scripts : sequence of str, optional
        What runs at its end.
    has_frames : bool
        Whether it has frames with documents of libraries; they are files beside this one.
    """
    allowed = " ".join(f"'{digest(script)}'" for script in scripts) or "'none'"
    policy = (
        *POLICY,
        "img-src data:",
        f"script-src {allowed}",
        "frame-src file: 'self'" if has_frames else "frame-src 'none'",
    )
    end = "".join(f"<script>{script}</script>" for script in scripts)
    return page(policy, asset("view.css"), body + end)


def sandboxed(markup: str) -> str:
    """Return a frame that shows HTML of others: no script runs, nothing is loaded."""
    style = "html{color-scheme:light}body{margin:8px;font:14px/1.5 system-ui,sans-serif}"
    inner = page((*_OF_OTHERS, "script-src 'none'", "frame-src 'none'"), style, markup)
    return f'<iframe class="whole" title="HTML" sandbox srcdoc="{html.escape(inner)}"></iframe>'


@cache
def asset(name: str) -> str:
    """Return the text of a file of this folder."""
    return files("cellkeep_store.sharing.views").joinpath(name).read_text("utf-8")


def digest(script: str) -> str:
    """Return what a policy knows a script by."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def page(policy: Sequence[str], style: str, body: str) -> str:
    """Return a page with a policy and a style of its own."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape("; ".join(policy))}">'
        '<meta name="referrer" content="no-referrer">'
        f"<style>{style}</style></head><body>{body}</body></html>"
    )
