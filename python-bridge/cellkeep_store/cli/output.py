"""What the command writes: aligned columns for people, protocol types as JSON for programs."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Sequence
from typing import Any

import click

from cellkeep_core.protocol import to_json
from cellkeep_core.text import printable

_CONTROLS = re.compile("[\x7f-\x9f]")


def write_json(value: Any) -> None:
    """Write a value as one line of JSON, which may end up on a terminal too."""
    # JSON itself asks for less: U+009B begins a command of a terminal as ESC [ does.
    text = to_json(value).decode()
    click.echo(_CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def write_lines(lines: Sequence[str]) -> None:
    """Write lines: through a pager where they are more than a terminal shows at once."""
    if sys.stdout.isatty() and len(lines) >= shutil.get_terminal_size().lines:
        click.echo_via_pager(f"{line}\n" for line in lines)
        return
    for line in lines:
        click.echo(line)


def columns(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Return rows as lines with aligned columns; those in `right` are aligned to the right."""
    from wcwidth import wcswidth  # takes a while, and not every command has a table

    if not rows:
        return []
    shown = [[printable(cell) for cell in row] for row in rows]
    widths = [max(wcswidth(row[column]) for row in shown) for column in range(len(shown[0]))]
    lines = []
    for row in shown:
        cells = []
        for column, cell in enumerate(row):
            padding = " " * (widths[column] - wcswidth(cell))
            cells.append(padding + cell if column in right else cell + padding)
        lines.append("  ".join(cells).rstrip())
    return lines
