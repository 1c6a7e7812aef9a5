"""The first rows of a table, to sort and to search; the tensors of a file are such a table."""

from __future__ import annotations

import itertools
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import types

from cellkeep_core.text import counted
from cellkeep_store.sharing.markup import shown
from cellkeep_store.sharing.views.document import View, asset, document
from cellkeep_store.sharing.views.texts import text_view

MOST_ROWS = 1000
_MOST_COLUMNS = 200
_MOST_HEADER_BYTES = 16 << 20
_MOST_CHARACTERS = 200
_CSV_BLOCK_BYTES = 1 << 20
_NO_FRACTION = re.compile(r"\.0+(?!\d)")


def table_view(file: BinaryIO, media_type: str) -> View:
    """Return the view of an Arrow, Parquet, CSV or TSV file; of text that is no table, the text."""
    try:
        table = _first_rows(*_opened(file, media_type))
    except pa.ArrowInvalid:
        if media_type.startswith("text/"):
            return text_view(file)
        raise
    whole = table.num_rows <= MOST_ROWS
    table = table.slice(0, MOST_ROWS)
    order = _columns_in_order(table.schema)
    chosen = order[:_MOST_COLUMNS]
    heads = [("" if name.startswith("__index_level_") else name) for name in table.column_names]
    about = counted(table.num_rows, "row") if whole else f"the first {MOST_ROWS:,} rows"
    if len(order) > len(chosen):
        about += f" and {len(chosen)} of {len(order):,} columns"
    return grid(
        [(heads[number], str(table.schema.field(number).type)) for number in chosen],
        zip(*(_values(table.column(number)) for number in chosen), strict=True),
        about,
    )


def tensors_view(file: BinaryIO, _media_type: str = "") -> View | None:
    """Return the names, types and shapes of the tensors in a safetensors file."""
    size = int.from_bytes(file.read(8), "little")
    if size > _MOST_HEADER_BYTES:
        return None
    header = json.loads(file.read(size))
    rows = [
        (name, about["dtype"], " × ".join(map(str, about["shape"])) or "one value")
        for name, about in header.items()
        if name != "__metadata__"
    ]
    count = f"{len(rows):,} tensors"
    if len(rows) > MOST_ROWS:
        count = f"the first {MOST_ROWS:,} of {count}"
    heads = [("name", "text"), ("type", "text"), ("shape", "text")]
    return grid(heads, rows[:MOST_ROWS], count)


def grid(heads: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]], about: str) -> View:
    """Return the view of rows under heads, each of them a name and a type."""
    head = "".join(
        f'<th scope="col" aria-sort="none"><button><bdi>{shown(name)}</bdi>'
        f"<small>{shown(kind)}</small></button></th>"
        for name, kind in heads
    )
    body = "".join(
        f'<tr><th scope="row">{number}</th>{"".join(map(_cell, row))}</tr>'
        for number, row in enumerate(rows)
    )
    return View(
        document(
            '<header><label>Search <input type="search"></label>'
            f'<output aria-live="polite">{about}</output></header><main tabindex="0">'
            f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table></main>",
            scripts=(asset("table.js"),),
        )
    )


def _opened(file: BinaryIO, media_type: str) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    if media_type == "application/vnd.apache.parquet":
        from pyarrow import parquet

        source = parquet.ParquetFile(file)
        return source.schema_arrow, source.iter_batches(MOST_ROWS + 1)
    if media_type.startswith("text/"):
        from pyarrow import csv

        tab = media_type == "text/tab-separated-values"
        parse = csv.ParseOptions(delimiter="\t" if tab else ",", newlines_in_values=True)
        read = csv.ReadOptions(block_size=_CSV_BLOCK_BYTES)
        rows = csv.open_csv(file, read_options=read, parse_options=parse)
        return rows.schema, iter(rows)
    reader = pa.ipc.open_file(file)
    return reader.schema, map(reader.get_batch, range(reader.num_record_batches))


def _first_rows(schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> pa.Table:
    found: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        part = batch.slice(0, MOST_ROWS + 1 - rows)
        rows += part.num_rows
        found.append(part)
        if rows > MOST_ROWS:
            break
    return pa.Table.from_batches(found, schema)


def _columns_in_order(schema: pa.Schema) -> list[int]:
    """Return the numbers of the columns, those of a pandas index first."""
    about = json.loads((schema.metadata or {}).get(b"pandas", b"{}"))
    index = [each for each in about.get("index_columns", ()) if isinstance(each, str)]
    names = schema.names
    first = [names.index(name) for name in index if name in names]
    return [*first, *(number for number in range(len(names)) if number not in set(first))]


def _values(column: pa.ChunkedArray) -> list[Any]:
    kind = column.type
    if isinstance(kind, pa.ExtensionType):
        return _values(pa.chunked_array([chunk.storage for chunk in column.chunks]))
    if types.is_dictionary(kind):
        return _values(column.cast(kind.value_type))
    if types.is_duration(kind):
        return list(column.cast(pa.int64()).to_pylist())
    if types.is_temporal(kind) and not types.is_interval(kind):
        # As text: Python's own times know no nanoseconds.
        texts = column.cast(pa.string()).to_pylist()
        return [text and _NO_FRACTION.sub("", text) for text in texts]
    return list(column.to_pylist())


def _cell(value: object) -> str:
    match value:
        case None:
            return '<td class="missing">missing</td>'
        case bool():
            return f"<td>{value}</td>"
        case float() if math.isnan(value):
            return '<td class="missing">NaN</td>'
        case float():
            short, whole = f"{value:.6g}", repr(value)
            title = f' title="{whole}"' if float(short) != value else ""
            return f'<td class="number"{title}>{short}</td>'
        case int():
            return f'<td class="number">{value}</td>'
    text = _words(value)
    if len(text) <= _MOST_CHARACTERS:
        return f"<td><bdi>{shown(text)}</bdi></td>"
    return f"<td><bdi>{shown(text[:_MOST_CHARACTERS])}…</bdi></td>"


def _words(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value[:_MOST_CHARACTERS].hex()
    if isinstance(value, list):
        value = list(itertools.islice(value, _MOST_CHARACTERS))
    return json.dumps(value, ensure_ascii=False, default=str)
