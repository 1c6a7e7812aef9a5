"""Text of others as HTML."""

from __future__ import annotations

import html

from cellkeep_core.text import printable


def shown(text: str) -> str:
    """Return text as HTML, on one line, with what hides or reverses it written out."""
    return html.escape(printable(text))


def lines(text: str) -> str:
    """Return text of several lines as HTML, with what hides or reverses it written out."""
    return "\n".join(html.escape(printable(line, but="\t")) for line in text.split("\n"))
