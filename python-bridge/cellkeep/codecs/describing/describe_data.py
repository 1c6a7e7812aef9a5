"""Previews of array, table and tensor files."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cellkeep.codecs.foreign import checked, npy_facts, safetensors_header
from cellkeep.codecs.previews.text_preview import short_name
from cellkeep.codecs.tables.arrow_file import file_reader, note_of
from cellkeep.codecs.tables.table_preview import MAX_COLUMNS, MAX_ROWS, Head, table_summary
from cellkeep_core.text import counted, shaped

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from cellkeep.codecs.describing.isolated import Facts

_MOST_HEADER_BYTES = 8 << 20
_MOST_SHOWN = 50
# Reading one row of a Parquet file unpacks a page of each column of a row group.
_MOST_ROW_GROUP_BYTES = 32 << 20


def describe_npy(path: Path) -> Facts:
    """Return shape and dtype from the header of a ``.npy``."""
    shape, dtype = npy_facts(path)
    name = str(dtype) if dtype.names else dtype.name
    return _array_facts(shape, name)


def describe_arrow(path: Path) -> Facts:
    """Return the schema and first rows of an Arrow IPC file, or the shape of an array of ours."""
    from pyarrow import dataset

    with file_reader(path) as reader:
        note = note_of(reader.schema)
        if note.get("codec") == "ndarray-arrow.v1":
            return _array_facts(note["shape"], str(note["dtype"]))
        head = Head(reader.schema, note)
        if reader.num_record_batches:
            head.take(checked(reader.get_batch(0)))
        preview = head.preview()
    # Reads the batches' headers only, also where their bodies are compressed.
    rows = int(dataset.dataset(str(path), format="ipc").count_rows())
    preview.rows = max(rows, int(note.get("rows", 0)))
    columns = preview.column_count - int(note.get("index_columns", 0))
    return table_summary(preview.rows, columns), preview, None


def describe_parquet(path: Path) -> Facts:
    """Return the schema, and the first rows where the first row group is small."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        schema: pa.Schema = file.schema_arrow
        head = Head(schema, {"rows": file.metadata.num_rows})
        small = (
            file.num_row_groups > 0
            and file.metadata.row_group(0).total_byte_size <= _MOST_ROW_GROUP_BYTES
        )
        # Asked for by name, nested columns would come twice; so all of them or none.
        if small and len(schema) <= MAX_COLUMNS:
            head.take(checked(next(file.iter_batches(batch_size=MAX_ROWS, row_groups=[0]))))
        return head.summary(), head.preview(), None


def describe_safetensors(path: Path) -> Facts:
    """Return names, dtypes and shapes from the header of a safetensors file."""
    from cellkeep_core.protocol.generated import TensorPreview, TensorsPreview

    tensors = safetensors_header(path, _MOST_HEADER_BYTES).tensors
    preview = TensorsPreview(
        count=len(tensors),
        parameters=sum(math.prod(tensor.shape) for tensor in tensors.values()),
        tensors=[
            TensorPreview(name=short_name(name), dtype=short_name(tensor.dtype), shape=tensor.shape)
            for name, tensor in list(tensors.items())[:_MOST_SHOWN]
        ],
    )
    return counted(len(tensors), "tensor"), preview, None


def _array_facts(shape: tuple[int, ...] | list[int], dtype: str) -> Facts:
    from cellkeep_core.protocol.generated import ArrayPreview

    name = short_name(dtype)
    return shaped(shape, name), ArrayPreview(shape=list(shape), dtype=name), None
