"""Heads of text files, and of text files that are tables."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

from cellkeep.codecs.base import plural
from cellkeep.codecs.table_preview import MAX_COLUMNS, MAX_ROWS, table_summary
from cellkeep.codecs.text_preview import cell_text, text_preview

if TYPE_CHECKING:
    from pathlib import Path

    from cellkeep_core.protocol.generated import Preview

    Facts = tuple[str, Preview | None, bytes | None]

_HEAD_BYTES = 64 << 10
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def describe_text(path: Path) -> Facts:
    """Return the first 2,000 characters; nothing for bytes that are not text."""
    text, whole = read_head(path)
    if text is None:
        return "", None, None
    summary = plural(len(text.splitlines()), "line") if whole else ""
    return summary, text_preview(text, more=not whole), None


def describe_csv(path: Path) -> Facts:
    """Return columns and first rows where the head is all there is, else the head as text.

    A table's preview says how many rows there are, which only a whole file can tell.
    """
    from cellkeep_core.protocol.generated import ColumnPreview, TablePreview

    text, whole = read_head(path)
    if text is None:
        return "", None, None
    if not whole:
        return "", text_preview(text, more=True), None
    rows = _rows(text)
    if len(rows) == 0 or len(rows[0]) < 2:
        return describe_text(path)
    header, body = rows[0], rows[1:]
    shown = header[:MAX_COLUMNS]
    preview = TablePreview(
        rows=len(body),
        columns=[ColumnPreview(name=cell_text(name), dtype="text") for name in shown],
        column_count=len(header),
        head=[
            [cell_text(row[i]) if i < len(row) else None for i in range(len(shown))]
            for row in body[:MAX_ROWS]
        ],
    )
    return table_summary(len(body), len(header)), preview, None


def read_head(path: Path) -> tuple[str | None, bool]:
    """Return the first 64 KiB as text (None where it is not text), and whether that is all."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES + 1)
    whole = len(head) <= _HEAD_BYTES
    head = head[:_HEAD_BYTES]
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8")
    if encoding == "utf-8" and b"\0" in head:
        return None, whole
    try:
        # final=False passes over a character that the end of the head cuts in two.
        return codecs.getincrementaldecoder(encoding)().decode(head, final=whole), whole
    except UnicodeDecodeError:
        # Latin-1 reads anything: old files of western Europe look right, others nearly so.
        return head.decode("latin-1"), whole


def _rows(text: str) -> list[list[str]]:
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    return [row for row in csv.reader(io.StringIO(text, newline=""), dialect) if row]
