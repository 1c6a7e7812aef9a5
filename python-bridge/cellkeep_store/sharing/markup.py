"""Text of others as HTML."""

from __future__ import annotations

import html
import unicodedata


def plain(text: str) -> str:
    """Return text with what hides or reverses it written out; lines and tabs stay."""
    if text.isprintable():
        return text
    return "".join(
        f"\\u{ord(character):04x}"
        if character not in "\n\t" and _deceives(character)
        else character
        for character in text
    )


def shown(text: str) -> str:
    """Return text as HTML, on one line, with what hides or reverses it written out."""
    return html.escape(plain(text).replace("\n", "\\u000a").replace("\t", "\\u0009"))


def lines(text: str) -> str:
    """Return text of several lines as HTML, with what hides or reverses it written out."""
    return "\n".join(html.escape(plain(line)) for line in text.split("\n"))


def _deceives(character: str) -> bool:
    category = unicodedata.category(character)
    # Joiners make emoji and scripts what they are; other format characters only deceive.
    return category in {"Cc", "Cs", "Zl", "Zp"} or (
        category == "Cf" and character not in "\u200c\u200d"
    )
