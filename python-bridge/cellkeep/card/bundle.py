"""The representations of saves in a notebook: what a front end draws alive, and plain HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellkeep.card import CARD
from cellkeep.card.html import card_html, cards_html
from cellkeep_core.protocol import Card, CardSave, to_builtins

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
    saves: list[CardSave] = []
    for content in contents:
        transfer, offer = content.transfer, content.transfer.offer
        save = CardSave(
            name=offer.name,
            category=offer.category,
            media_type=offer.media_type,
            codec=offer.codec,
            size=offer.size,
            state=transfer.state,
            summary=offer.summary,
            cell_id=offer.provenance.cell_id,
        )
        if transfer.receipt is not None:
            save.sha256 = transfer.receipt.sha256
        else:
            # Only this tells it from others before it is stored, or when it is tried again.
            save.id = transfer.id
            if transfer.error is not None:
                save.error = transfer.error.info()
        saves.append(save)
    return to_builtins(Card(saves))  # type: ignore[no-any-return]
