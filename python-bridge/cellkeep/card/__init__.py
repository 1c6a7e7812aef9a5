"""What a handle looks like in a notebook: a live card, and plain HTML where none can run."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from cellkeep import environment
from cellkeep.card.html import handle_html, handles_html

if TYPE_CHECKING:
    from cellkeep.handle import Handle, Handles

_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_LIVE_CARDS = 6


def handle_bundle(handle: Handle) -> dict[str, Any]:
    """Return a handle's representations: the live card, HTML and text."""
    bundle: dict[str, Any] = {"text/plain": repr(handle), "text/html": handle_html(handle)}
    if widgets_can_run():
        from cellkeep.card.widget import card_of

        bundle[_WIDGET_VIEW] = _view(card_of(handle).model_id)
    return bundle


def handles_bundle(handles: Handles) -> dict[str, Any]:
    """Return the representations of several handles: live cards where they are few."""
    bundle: dict[str, Any] = {"text/plain": repr(handles), "text/html": handles_html(handles)}
    if 0 < len(handles) <= _LIVE_CARDS and not handles.skipped and widgets_can_run():
        from ipywidgets import VBox

        from cellkeep.card.widget import card_of

        bundle[_WIDGET_VIEW] = _view(VBox([card_of(handle) for handle in handles]).model_id)
    return bundle


def widgets_can_run() -> bool:
    """Whether a front end is likely to draw our widget.

    VS Code and Colab take widget code from a public server, where ours is not.
    """
    if environment.jupyter_kernel() is None or "google.colab" in sys.modules:
        return False
    if "__vsc_ipynb_file__" in getattr(environment.ipython_shell(), "user_ns", {}):
        return False
    return "ipywidgets" in sys.modules or find_spec("ipywidgets") is not None


def _view(model_id: str) -> dict[str, Any]:
    return {"version_major": 2, "version_minor": 0, "model_id": model_id}
