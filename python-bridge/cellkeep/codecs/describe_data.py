"""Heads of array, table and tensor files."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.arrow_file import file_reader, note_of
from cellkeep.codecs.base import plural
from cellkeep.codecs.table_preview import MAX_COLUMNS, MAX_ROWS, Head, table_summary
from cellkeep.codecs.text_preview import clean

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from cellkeep_core.protocol.generated import Preview

    Facts = tuple[str, Preview | None, bytes | None]

_MOST_HEADER_BYTES = 8 << 20
_MOST_SHOWN = 50
# Reading one row of a Parquet file unpacks a page of each column of a row group.
_MOST_ROW_GROUP_BYTES = 32 << 20


def describe_npy(path: Path) -> Facts:
    """Return shape and dtype from the header of a ``.npy``."""
    import numpy as np

    from cellkeep_core.protocol.generated import ArrayPreview

    # mmap_mode reads the header only, and refuses pickled objects.
    array: Any = np.load(path, mmap_mode="r", allow_pickle=False)
    dtype = str(array.dtype) if array.dtype.names else array.dtype.name
    return (
        _array_summary(array.shape, dtype),
        ArrayPreview(shape=list(array.shape), dtype=clean(dtype)),
        None,
    )


def describe_arrow(path: Path) -> Facts:
    """Return the schema and first rows of an Arrow IPC file, or the shape of an array of ours."""
    from cellkeep_core.protocol.generated import ArrayPreview

    with file_reader(path) as reader:
        note = note_of(reader.schema)
        if note.get("codec") == "ndarray-arrow.v1":
            shape, dtype = note["shape"], str(note["dtype"])
            return _array_summary(shape, dtype), ArrayPreview(shape=shape, dtype=clean(dtype)), None
        head = Head(reader.schema, note)
        if reader.num_record_batches:
            head.take(reader.get_batch(0))
        preview = head.preview()
    preview.rows = max(_count_arrow_rows(path), int(note.get("rows", 0)))
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
            head.take(next(file.iter_batches(batch_size=MAX_ROWS, row_groups=[0])))
        return head.summary(), head.preview(), None


def describe_safetensors(path: Path) -> Facts:
    """Return names, dtypes and shapes from the header of a safetensors file."""
    from cellkeep_core.protocol.generated import TensorPreview, TensorsPreview

    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > _MOST_HEADER_BYTES:
            return "", None, None
        header = json.loads(file.read(length))
    header.pop("__metadata__", None)
    preview = TensorsPreview(
        count=len(header),
        parameters=sum(math.prod(row["shape"]) for row in header.values()),
        tensors=[
            TensorPreview(name=clean(name), dtype=clean(row["dtype"]), shape=row["shape"])
            for name, row in list(header.items())[:_MOST_SHOWN]
        ],
    )
    return plural(len(header), "tensor"), preview, None


def _count_arrow_rows(path: Path) -> int:
    from pyarrow import dataset

    # Reads the batches' headers only, also where their bodies are compressed.
    return int(dataset.dataset(str(path), format="ipc").count_rows())


def _array_summary(shape: tuple[int, ...] | list[int], dtype: str) -> str:
    extents = " × ".join(f"{extent:,}" for extent in shape)
    return f"{extents} {clean(dtype)}".strip()
