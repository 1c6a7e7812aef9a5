"""The first lines of text files, and of text files that are tables."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

from cellkeep.codecs.previews.text_preview import cell_text, text_preview
from cellkeep.codecs.tables.table_preview import MAX_COLUMNS, MAX_ROWS, table_summary
from cellkeep_core.text import counted

if TYPE_CHECKING:
    from pathlib import Path

    from cellkeep.codecs.describing.isolated import Facts

_HEAD_BYTES = 64 << 10
_DELIMITERS = ",;\t|"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def describe_text(path: Path) -> Facts:
    """Return the first 2,000 characters, or raise ValueError for bytes that are not text."""
    text, whole = _read_head(path)
    summary = counted(len(text.splitlines()), "line") if whole else ""
    return summary, text_preview(text, more=not whole), None


def describe_csv(path: Path) -> Facts:
    """Return columns and first rows where the head is all there is, else the head as text.

    A table's preview says how many rows there are, which only a whole file can tell.
    """
    from cellkeep_core.protocol.generated import ColumnPreview, TablePreview

    text, whole = _read_head(path)
    if not whole:
        return "", text_preview(text, more=True), None
    rows = _rows(text)
    if len(rows) == 0 or len(rows[0]) < 2:
        return describe_text(path)
    header, body = rows[0], rows[1:]
    # Rows may have more cells than the header has names: none of them is left out.
    widest = max(map(len, rows))
    header += [f"({number + 1})" for number in range(len(header), widest)]
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


def _read_head(path: Path) -> tuple[str, bool]:
    """Return the first 64 KiB as text, and whether that is all."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES + 1)
    whole = len(head) <= _HEAD_BYTES
    head = head[:_HEAD_BYTES]
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8")
    if encoding == "utf-8" and b"\0" in head:
        encoding = _wide_encoding(head)
    try:
        # final=False ignores a character that the end of the head cuts in two.
        return codecs.getincrementaldecoder(encoding)().decode(head, final=whole), whole
    except UnicodeDecodeError:
        # Files of western Europe look right, others nearly so; the viewer offers more encodings.
        return head.decode("cp1252", errors="replace"), whole


def _wide_encoding(head: bytes) -> str:
    """Return the UTF-16 that a text without a mark is in: a zero stands beside most letters."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    encoding = "utf-16-le" if odd else "utf-16-be"
    if len(head) % 2 or min(even, odd) > 0 or even + odd <= len(head) / 8:
        raise ValueError("these bytes are not text")
    if any(c < " " and c not in "\t\n\v\f\r\x1b" for c in head.decode(encoding, errors="replace")):
        raise ValueError("these bytes are not text")
    return encoding


def _rows(text: str) -> list[list[str]]:
    """Return the records, without the lines of comment before them."""
    lines = text.splitlines(keepends=True)
    before = next((n for n, line in enumerate(lines) if not line.startswith("#")), 0)
    rows = _records("".join(lines[before:]))
    names = _records(lines[before - 1]) if before else []
    if rows and names and len(names[0]) == len(rows[0]) > 1:
        return names + rows  # "#chrom,start,end": names, and no comment
    return rows


def _records(text: str) -> list[list[str]]:
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:4096], delimiters=_DELIMITERS)
    except csv.Error:
        # Rows of unlike lengths: what gives all of the first ones the most cells.
        tried = [_split(text[:4096], delimiter) for delimiter in _DELIMITERS]
        fewest = [min((len(row) for row in rows), default=0) for rows in tried]
        return _split(text, _DELIMITERS[fewest.index(max(fewest))])
    return [row for row in csv.reader(io.StringIO(text, newline=""), dialect) if row]


def _split(text: str, delimiter: str) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
