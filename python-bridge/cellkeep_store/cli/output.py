"""What the command writes: aligned columns for people, protocol types as JSON for programs."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from cellkeep_core.protocol import to_json

if TYPE_CHECKING:
    from collections.abc import Sequence


def write_json(value: Any) -> None:
    """Write a value as one line of JSON."""
    click.echo(to_json(value).decode())


def size_text(size: int) -> str:
    """Return a number of bytes as people read it: 512 B, 12 KB, 3.4 MB."""
    if size < 1000:
        return f"{size} B"
    amount = float(size)
    unit = "B"
    for unit in ("KB", "MB", "GB", "TB", "PB"):  # noqa: B007 (the last one is what we want)
        amount /= 1000
        if amount < 999.5:
            break
    return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:.0f} {unit}"


def time_text(timestamp: str) -> str:
    """Return a time of the protocol in this machine's zone, to the minute."""
    local = datetime.fromisoformat(timestamp).astimezone()
    return f"{local:%Y-%m-%d %H:%M}"


def printable(text: str) -> str:
    """Return text that cannot move the cursor, change colours or reverse the line."""
    return "".join(
        f"\\u{ord(character):04x}" if _is_hidden(character) else character for character in text
    )


def columns(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Return rows as lines with aligned columns; those in `right` are aligned to the right."""
    if not rows:
        return []
    shown = [[printable(cell) for cell in row] for row in rows]
    widths = [max(_width(row[column]) for row in shown) for column in range(len(shown[0]))]
    lines = []
    for row in shown:
        cells = []
        for column, cell in enumerate(row):
            padding = " " * (widths[column] - _width(cell))
            cells.append(padding + cell if column in right else cell + padding)
        lines.append("  ".join(cells).rstrip())
    return lines


def _is_hidden(character: str) -> bool:
    category = unicodedata.category(character)
    # Joiners make emoji and scripts what they are; other format characters only deceive.
    return category in {"Cc", "Cs", "Zl", "Zp"} or (
        category == "Cf" and character not in "\u200c\u200d"
    )


def _width(text: str) -> int:
    return sum(
        0
        if unicodedata.category(character) in {"Mn", "Me", "Cf"}
        else 2
        if unicodedata.east_asian_width(character) in {"W", "F"}
        else 1
        for character in text
    )
