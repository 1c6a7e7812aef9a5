"""The static card: HTML without scripts, which says only what stays true.

It is stored in the notebook and may be read a year later, so it says how the save ended, and
nothing of how far it had come before.
"""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING, Protocol

from msgspec import UNSET

from cellkeep_core.protocol.generated import (
    ArrayPreview,
    ModelPreview,
    Preview,
    TablePreview,
    TextPreview,
)
from cellkeep_core.registry import registry
from cellkeep_core.text import counted, human_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cellkeep.card.content import CardContent

_CARD = (
    "display:inline-block;max-width:100%;overflow:auto;padding:6px 10px;"
    "border:1px solid var(--jp-border-color2,#ccc);border-radius:2px;"
    "font-size:var(--jp-ui-font-size1,13px);font-family:var(--jp-ui-font-family,sans-serif)"
)
_QUIET = "color:var(--jp-ui-font-color2,#666)"
_PRE = "margin:4px 0 0;max-height:8em;overflow:auto;font-size:var(--jp-code-font-size,12px)"
_ROWS_SHOWN = 5
_COLUMNS_SHOWN = 8
_TEXT_SHOWN = 400
_NAMES_SHOWN = 20


class Omitted(Protocol):
    """Something that was not saved, and why."""

    @property
    def path(self) -> str:
        """Where it is."""

    @property
    def reason(self) -> str:
        """Why it was not saved."""


def card_html(content: CardContent) -> str:
    """Return the card of one save."""
    offer = content.transfer.offer
    kind = registry().kind_of(offer.codec, offer.media_type)
    facts = [kind, offer.category, human_bytes(offer.size), *content.ending]
    if offer.summary is not UNSET and offer.summary:
        facts.insert(1, offer.summary)
    line = f"<b>{escape(offer.name)}</b> <span style='{_QUIET}'>{escape(' · '.join(facts))}</span>"
    return f"<div style='{_CARD}'><div>{line}</div>{_picture(content)}</div>"


def cards_html(contents: Sequence[CardContent], skipped: Sequence[Omitted]) -> str:
    """Return the card of several saves: their names and sizes, and what was skipped."""
    offers = [content.transfer.offer for content in contents]
    rows = "".join(
        f"<tr><td>{escape(content.transfer.offer.name)}</td>"
        f"<td>{human_bytes(content.transfer.offer.size)}</td>"
        f"<td>{escape(' '.join(content.ending))}</td></tr>"
        for content in contents[:_NAMES_SHOWN]
    )
    more = len(offers) - _NAMES_SHOWN
    rest = f"<div style='{_QUIET}'>and {counted(more, 'artifact')} more</div>" if more > 0 else ""
    left_out = "".join(
        f"<div style='{_QUIET}'>not saved: {escape(one.path)} ({escape(one.reason)})</div>"
        for one in skipped[:_NAMES_SHOWN]
    )
    size = sum(offer.size for offer in offers)
    head = f"<b>{counted(len(offers), 'artifact')}</b> · {human_bytes(size)}"
    return f"<div style='{_CARD}'><div>{head}</div><table>{rows}</table>{rest}{left_out}</div>"


def _picture(content: CardContent) -> str:
    if content.thumbnail:
        name = escape(content.transfer.offer.name)
        data = base64.b64encode(content.thumbnail).decode("ascii")
        return (
            f"<img alt='{name}' style='max-height:120px;margin-top:4px' "
            f"src='data:image/png;base64,{data}'>"
        )
    return _first_of(content.preview)


def _first_of(preview: Preview | None) -> str:
    if isinstance(preview, TablePreview):
        return _table(preview)
    if isinstance(preview, (ModelPreview, TextPreview)):
        return _pre(preview.text)
    if isinstance(preview, ArrayPreview) and preview.text is not UNSET:
        return _pre(preview.text)
    return ""


def _table(preview: TablePreview) -> str:
    columns = preview.columns[:_COLUMNS_SHOWN]
    head = "".join(f"<th>{escape(column.name)}</th>" for column in columns)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(cell if cell is not None else '–')}</td>" for cell in row[: len(columns)]
        )
        + "</tr>"
        for row in preview.head[:_ROWS_SHOWN]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _pre(text: str) -> str:
    shown = text if len(text) <= _TEXT_SHOWN else text[:_TEXT_SHOWN] + "…"
    return f"<pre style='{_PRE}'>{escape(shown)}</pre>"
