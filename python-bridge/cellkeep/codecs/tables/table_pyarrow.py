"""pyarrow's own tables and columns; whatever else streams Arrow is declined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, loaded_type, type_name
from cellkeep.codecs.tables.arrow_file import batches_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    Batches = tuple[Iterable[pa.RecordBatch], pa.Schema, dict[str, Any]]


def to_batches(obj: Any, most_rows: int) -> Batches:
    """Return the batches to write, their schema, and the note.

    A stream is passed on as it comes, unless it has dictionaries: an IPC file can hold
    only one of each, so those of all batches must be known first.
    """
    import pyarrow as pa

    kind = type(obj)
    if kind is pa.Table:
        return _of_table(obj, "pyarrow.Table", most_rows)
    if kind is pa.RecordBatch:
        return _of_table(pa.Table.from_batches([obj]), "pyarrow.RecordBatch", most_rows)
    if isinstance(obj, pa.Array):
        return _of_table(_column_table(pa.chunked_array([obj])), "pyarrow.Array", most_rows)
    if kind is pa.ChunkedArray:
        return _of_table(_column_table(obj), "pyarrow.ChunkedArray", most_rows)
    if isinstance(obj, pa.RecordBatchReader):
        return _of_reader(obj, "pyarrow.RecordBatchReader", most_rows)
    if loaded_type(obj, "duckdb", "DuckDBPyRelation"):
        raise DeclinedError(
            f"A {type_name(obj)} is a query, not data.",
            "Save its result: x.df(), x.pl() or x.to_arrow_table().",
        )
    raise DeclinedError(
        f"A {type_name(obj)} can be read as an Arrow table, and would come back as one.",
        "Save pyarrow.table(x) to store its values as a table.",
    )


def from_table(table: pa.Table, note: dict[str, Any]) -> object:
    """Return the object that `to_batches` was given."""
    import pyarrow as pa

    match note.get("object", "pyarrow.Table"):
        case "pyarrow.Table":
            return table
        case "pyarrow.RecordBatch":
            return batches_of(table.combine_chunks(), max(1, table.num_rows))[0]
        case "pyarrow.RecordBatchReader":
            return table.to_reader()
        case "pyarrow.Array":
            return _one_array(table.column(0))
        case "pyarrow.ChunkedArray":
            return table.column(0)
        case other:
            raise ValueError(f"unknown object {other!r}, pyarrow {pa.__version__}")


def _of_table(table: pa.Table, name: str, most_rows: int) -> Batches:
    note = {"object": name, "rows": table.num_rows}
    return batches_of(table, most_rows), table.schema, note


def _of_reader(reader: pa.RecordBatchReader, name: str, most_rows: int) -> Batches:
    if any(_has_dictionary(field.type) for field in reader.schema):
        return _of_table(reader.read_all(), name, most_rows)
    batches = (
        batch.slice(start, most_rows)
        for batch in reader
        for start in range(0, batch.num_rows, most_rows)
    )
    return batches, reader.schema, {"object": name}


def _has_dictionary(kind: pa.DataType) -> bool:
    import pyarrow as pa

    if isinstance(kind, pa.BaseExtensionType):
        return _has_dictionary(kind.storage_type)
    if pa.types.is_dictionary(kind):
        return True
    return any(_has_dictionary(kind.field(i).type) for i in range(kind.num_fields))


def _column_table(column: pa.ChunkedArray) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_arrays([column], names=["values"])


def _one_array(column: pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa

    if column.num_chunks == 1:
        return column.chunk(0)
    if column.num_chunks == 0:
        return pa.array([], type=column.type)
    return pa.concat_arrays(column.chunks)
