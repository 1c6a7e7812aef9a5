"""The representations of saves in a notebook: what a front end draws alive, and plain HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellkeep.card import CARD
from cellkeep.card.html import card_html, cards_html
from cellkeep_core.protocol import to_builtins

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cellkeep.card.content import CardContent
    from cellkeep.card.html import Omitted

_LIVE_CARDS = 6


def card_bundle(content: CardContent) -> dict[str, Any]:
    """Return the representations of one save: the card, HTML and text."""
    return {
        "text/plain": content.text,
        "text/html": card_html(content),
        CARD: _card([content]),
    }


def cards_bundle(
    text: str, contents: Sequence[CardContent], skipped: Sequence[Omitted]
) -> dict[str, Any]:
    """Return the representations of several saves: cards where they are few."""
    few = contents if len(contents) <= _LIVE_CARDS and not skipped else ()
    return {
        "text/plain": text,
        "text/html": cards_html(contents, skipped),
        CARD: _card(few),  # with none, front ends show the HTML
    }


def _card(contents: Sequence[CardContent]) -> dict[str, Any]:
    """Return what a front end looks the saves up by, and how they stood."""
    return {"transfers": [to_builtins(content.transfer.status()) for content in contents]}
