"""Sizes, counts and times as people read them."""

from __future__ import annotations

import math
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def human_bytes(count: int) -> str:
    """Return a number of bytes in three digits or so, in powers of 1000: ``61 MB``.

    It is what the page says of the same number (`bytes` in ``src/ui/format.ts``).
    """
    if count < 1000:
        return f"{count} B"
    amount, unit = count / 1000, "KB"
    for larger in ("MB", "GB", "TB", "PB"):
        if amount < 999.5:
            break
        amount, unit = amount / 1000, larger
    parts = 10 if amount < 10 else 1
    return f"{math.floor(amount * parts + 0.5) / parts:g} {unit}"


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return ``1 file`` or ``3 files``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {plural or f'{noun}s'}"


def shaped(shape: Iterable[int], dtype: str) -> str:
    """Return ``512 × 512 float32``; ``float64`` alone where there are no dimensions."""
    return f"{' × '.join(f'{extent:,}' for extent in shape)} {dtype}".strip()


def local_time(timestamp: str) -> str:
    """Return a time of the protocol in this machine's zone, to the minute."""
    return f"{datetime.fromisoformat(timestamp).astimezone():%Y-%m-%d %H:%M}"


def printable(text: str, *, but: str = "") -> str:
    """Return text with what moves the cursor, hides or reverses it written out in digits.

    Parameters
    ----------
    but : str, optional
        Characters that stay, such as line breaks.
    """
    if text.isprintable():
        return text
    return "".join(
        f"\\u{ord(character):04x}" if character not in but and _deceives(character) else character
        for character in text
    )


def _deceives(character: str) -> bool:
    category = unicodedata.category(character)
    # Joiners make emoji and scripts what they are; other format characters only deceive.
    return category in {"Cc", "Cs", "Zl", "Zp"} or (
        category == "Cf" and character not in "\u200c\u200d"
    )
