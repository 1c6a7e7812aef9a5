"""Arrow IPC files that carry what Arrow itself cannot represent.

That is one JSON object in the schema's metadata under the key ``cellkeep``; its
``codec`` and ``object`` say what to make of the columns. Any Arrow reader can read the
file without it.
"""

from __future__ import annotations

import base64
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import DeclinedError
from cellkeep.codecs.foreign import arrow_source, checked
from cellkeep.codecs.unpacking import check_arrow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

MEDIA_TYPE = "application/vnd.apache.arrow.file"
_KEY = b"cellkeep"


def with_note(schema: pa.Schema, note: dict[str, Any]) -> pa.Schema:
    """Return the schema with the note in its metadata, its own metadata kept."""
    metadata = dict(schema.metadata or {})
    if _KEY in metadata:
        # A table read from one of our files, saved again: its own note must come back too.
        note = {**note, "metadata_before": base64.b64encode(metadata[_KEY]).decode("ascii")}
    text = json.dumps(note, ensure_ascii=False, separators=(",", ":"))
    return schema.with_metadata({**metadata, _KEY: text.encode()})


def without_note(table: pa.Table, note: dict[str, Any]) -> pa.Table:
    """Return the table with the schema metadata that it had before `with_note`."""
    metadata = {k: v for k, v in (table.schema.metadata or {}).items() if k != _KEY}
    if "metadata_before" in note:
        metadata[_KEY] = base64.b64decode(note["metadata_before"])
    return table.replace_schema_metadata(metadata or None)


def note_of(schema: pa.Schema) -> dict[str, Any]:
    """Return the note of a schema; empty where there is none."""
    text = (schema.metadata or {}).get(_KEY)
    note = json.loads(text) if text else {}
    return note if isinstance(note, dict) else {}


@contextmanager
def file_writer(sink: BinaryIO, schema: pa.Schema) -> Iterator[pa.ipc.RecordBatchFileWriter]:
    """Open an uncompressed IPC file on a sink, which is left open.

    Raises
    ------
    DeclinedError
        A column is a dictionary of dictionaries, which Arrow writes and does not read.
    """
    import pyarrow as pa

    for field in schema:
        if _nests_dictionaries(field.type):
            raise DeclinedError(
                f"The column {field.name!r} has a dictionary in a dictionary ({field.type}).",
                "Save it with the column cast to the type of its values.",
            )
    # PythonFile hands buffers to the sink as they are, without a copy into bytes.
    writer = pa.ipc.new_file(pa.PythonFile(sink, mode="w"), schema)
    with writer:
        yield writer


def _nests_dictionaries(kind: pa.DataType, within: bool = False) -> bool:
    import pyarrow as pa

    if isinstance(kind, pa.BaseExtensionType):
        return _nests_dictionaries(kind.storage_type, within)
    if pa.types.is_dictionary(kind):
        return within or _nests_dictionaries(kind.value_type, within=True)
    return any(_nests_dictionaries(kind.field(i).type, within) for i in range(kind.num_fields))


@contextmanager
def file_reader(path: Path, *, to_load: bool = False) -> Iterator[pa.ipc.RecordBatchFileReader]:
    """Open an IPC file; its batches may be views of the file's pages, and are to be `checked`.

    Parameters
    ----------
    to_load : bool, default False
        All of it will be read: refuse what unpacks to too much.
    """
    import pyarrow as pa

    with arrow_source(path) as source:
        if to_load:
            _check_size(path, source)
        yield pa.ipc.open_file(source)


def read_table(path: Path) -> pa.Table:
    """Return the whole table; its buffers keep the memory map alive."""
    import pyarrow as pa

    source = arrow_source(path)
    _check_size(path, source)
    return checked(pa.ipc.open_file(source).read_all())


def _check_size(path: Path, source: pa.NativeFile) -> None:
    with memoryview(source.read_buffer()) as data:
        check_arrow(path, data)
    source.seek(0)


def batches_of(table: pa.Table, most_rows: int) -> list[pa.RecordBatch]:
    """Return the table in batches; one without rows where it has none.

    A file without a batch would hold no dictionaries: an empty column would lose its categories.
    """
    import pyarrow as pa

    if table.num_rows:
        # A file holds one dictionary a column; chunks may each have their own.
        return list(table.unify_dictionaries().to_batches(max_chunksize=most_rows))
    arrays = [
        column.chunk(0) if column.num_chunks else pa.array([], column.type)
        for column in table.columns
    ]
    return [pa.RecordBatch.from_arrays(arrays, schema=table.schema)]


def columns_to_text(columns: list[tuple[str, pa.Array | pa.ChunkedArray]]) -> str:
    """Return columns as an Arrow IPC stream in base64, to go into a note."""
    import pyarrow as pa

    schema = pa.schema([pa.field(name, array.type) for name, array in columns])
    # A frame that a column was added to has its labels in two chunks.
    arrays = [
        array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
        for _, array in columns
    ]
    batch = pa.RecordBatch.from_arrays(arrays, schema=schema)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_batch(batch)
    return base64.b64encode(sink.getvalue()).decode("ascii")


def columns_from_text(text: str) -> list[pa.ChunkedArray]:
    """Return the columns that `columns_to_text` was given."""
    import pyarrow as pa

    return list(checked(pa.ipc.open_stream(base64.b64decode(text)).read_all()).columns)
