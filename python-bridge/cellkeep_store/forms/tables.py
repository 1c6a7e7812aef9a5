"""Tables as CSV and Parquet, a batch of rows at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import types

_ROWS = 65_536
"""So many rows of a batch are written at a time."""


def write_table(file: BinaryIO, form: str, sink: BinaryIO) -> None:
    """Write an Arrow file as CSV or Parquet; what CSV has no form of is written as JSON."""
    reader = pa.ipc.open_file(file)
    if form == "csv":
        from pyarrow import csv

        convert: Callable[[pa.Array, pa.DataType], pa.Array] = _as_text
        schema = pa.schema([(field.name, _text_type(field.type)) for field in reader.schema])
        writer: Any = csv.CSVWriter(sink, schema)
    else:
        from pyarrow import parquet

        convert = _as_it_is
        schema = reader.schema.remove_metadata()
        writer = parquet.ParquetWriter(sink, schema)
    with writer:
        for number in range(reader.num_record_batches):
            batch = reader.get_batch(number)
            for start in range(0, batch.num_rows, _ROWS):
                part = batch.slice(start, _ROWS)
                columns = [
                    convert(column, field.type)
                    for column, field in zip(part.columns, schema, strict=True)
                ]
                writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))


def _text_type(kind: pa.DataType) -> pa.DataType:
    if types.is_dictionary(kind):
        return _text_type(kind.value_type)
    return kind if any(is_plain(kind) for is_plain in _PLAIN) else pa.large_string()


_PLAIN: tuple[Callable[[pa.DataType], bool], ...] = (
    types.is_boolean,
    types.is_integer,
    types.is_floating,
    types.is_string,
    types.is_large_string,
    types.is_date,
    types.is_time,
    types.is_timestamp,
)


def _as_it_is(column: pa.Array, _: pa.DataType) -> pa.Array:
    return column


def _as_text(column: pa.Array, wanted: pa.DataType) -> pa.Array:
    if column.type == wanted:
        return column
    if types.is_dictionary(column.type):
        return _as_text(column.dictionary_decode(), wanted)
    return pa.array([_words(value) for value in column.to_pylist()], type=wanted)


def _words(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
