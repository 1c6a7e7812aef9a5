"""The first characters of a text, as the protocol shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cellkeep_core.protocol.generated import TextPreview

MAX_CHARACTERS = 2000
MAX_CELL = 120
MAX_NAME = 200


def text_preview(text: str, *, more: bool = False) -> TextPreview:
    """Return the first 2,000 characters; ``more`` says that text follows what was given."""
    from cellkeep_core.protocol.generated import TextPreview

    head = clean(text[:MAX_CHARACTERS])
    return TextPreview(text=head, truncated=more or len(text) > MAX_CHARACTERS)


def cell_text(value: object) -> str:
    """Return a table cell as one short line."""
    text = clean(str(value)).replace("\n", "⏎")
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"


def short_name(text: object) -> str:
    """Return the name of a column, tensor or dtype, cut where it is far too long to be shown."""
    name = clean(str(text))
    return name if len(name) <= MAX_NAME else name[: MAX_NAME - 1] + "…"


def clean(text: str) -> str:
    """Return text without lone surrogates, which no wire format takes."""
    return text.encode("utf-8", "replace").decode("utf-8")
