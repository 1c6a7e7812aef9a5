"""``ndarray-arrow.v1``: NumPy arrays as Arrow fixed-shape tensors.

Each row of the file's one column is one step along the array's first axis; a 1-d array
has rows of shape ``[1]``, a 0-d array is one such row. Values are little-endian, as
Arrow has them. The note in the schema keeps the rest::

    {"codec": "ndarray-arrow.v1", "shape": [2, 3], "dtype": ">f8", "order": "C"}

``shape``, ``dtype`` (NumPy's text for it, with byte order; a name such as ``bfloat16`` for
those of ml_dtypes) and ``order`` (``F`` for a Fortran-ordered array) are the array's own;
``scalar`` is true for a NumPy scalar.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.arrays.array_preview import array_preview, array_summary
from cellkeep.codecs.arrays.ndarray_storage import storage_of
from cellkeep.codecs.base import DeclinedError, Encoded, loaded_type, type_name, versions
from cellkeep.codecs.dtypes import dtype_from, dtype_text
from cellkeep.codecs.foreign import checked
from cellkeep.codecs.tables.arrow_file import (
    MEDIA_TYPE,
    file_reader,
    file_writer,
    note_of,
    with_note,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    import pyarrow as pa

    from cellkeep.codecs.arrays.ndarray_storage import Storage

_BATCH_BYTES = 8 << 20
# Arrow counts the values of one row in 32 bits.
_MOST_VALUES_A_ROW = 2**31 - 1


class NdarrayCodec:
    """NumPy arrays and scalars of the dtypes that Arrow has."""

    id = "ndarray-arrow.v1"
    rank = 20
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether it is a NumPy array or scalar whose values Arrow can represent."""
        if not loaded_type(obj, "numpy", "ndarray", "generic"):
            return False
        array: Any = obj
        values_a_row = math.prod(array.shape[1:])
        return storage_of(array.dtype) is not None and values_a_row <= _MOST_VALUES_A_ROW

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write about 8 MiB a batch, straight from the array's memory where it lies so."""
        import numpy as np
        import pyarrow as pa

        check_exact_type(obj)
        array = np.asarray(obj)
        storage = storage_of(array.dtype)
        if storage is None:
            raise DeclinedError(f"Arrow has no type for {array.dtype}.")
        row = _row_shape(array.shape)
        tensor = pa.fixed_shape_tensor(storage.arrow_type(), row)
        fortran = array.flags.f_contiguous and not array.flags.c_contiguous
        note: dict[str, Any] = {
            "codec": self.id,
            "shape": list(array.shape),
            "dtype": dtype_text(array.dtype),
            "order": "F" if fortran else "C",
        }
        if isinstance(obj, np.generic):
            note["scalar"] = True
        schema = pa.schema([pa.field("array", tensor, nullable=False)])
        with file_writer(sink, with_note(schema, note)) as writer:
            for part in _row_batches(array, row):
                writer.write_batch(_record_batch(part, storage, tensor, writer_schema=schema))
        summary, preview = array_summary(array), array_preview(array)
        libraries = versions("numpy", "ml_dtypes", "pyarrow")
        return Encoded(self.id, MEDIA_TYPE, summary, preview, libraries=libraries)

    def decode(self, path: Path) -> Any:
        """Return a writable array of its own memory, or the scalar."""
        import numpy as np

        with file_reader(path, to_load=True) as reader:
            note = note_of(reader.schema)
            if note.get("codec") != self.id:
                raise ValueError("it has no note of an array")
            dtype = dtype_from(note["dtype"])
            storage = storage_of(dtype)
            if storage is None:
                raise ValueError(f"{dtype} is not a dtype of this codec")
            batches = _checked_batches(reader, tuple(note["shape"]))
            out = np.empty(note["shape"], dtype, order=note["order"])
            _fill(out, batches, storage)
        return out[()] if note.get("scalar") else out


def check_exact_type(obj: Any) -> None:
    """Decline what would come back as another type; what maps a file comes back in memory."""
    import numpy as np

    if type(obj) in (np.ndarray, np.memmap) or isinstance(obj, np.generic):
        return
    if isinstance(obj, np.ma.MaskedArray):
        advice = "Save its .data and its .mask as two arrays."
    else:
        advice = "Save np.asarray(x) to store its values as a plain array."
    raise DeclinedError(
        f"A {type_name(obj)} is more than an array, and would come back as one.", advice
    )


def _row_shape(shape: tuple[int, ...]) -> list[int]:
    # Arrow has no empty tensors; the note has the true shape.
    return [max(1, extent) for extent in shape[1:]] or [1]


def _row_batches(array: np.ndarray[Any, Any], row: list[int]) -> Iterator[np.ndarray[Any, Any]]:
    """Yield the rows in contiguous pieces: views where the array is, else copies of a few rows."""
    import numpy as np

    if array.size == 0:
        return
    rows = array.reshape(-1, *row) if array.ndim < 2 else array
    step = max(1, _BATCH_BYTES // (math.prod(row) * array.itemsize))
    for start in range(0, len(rows), step):
        yield np.ascontiguousarray(rows[start : start + step])


def _record_batch(
    part: np.ndarray[Any, Any],
    storage: Storage,
    tensor: pa.FixedShapeTensorType,
    writer_schema: pa.Schema,
) -> pa.RecordBatch:
    import pyarrow as pa

    validity, values = storage.to_buffers(part)
    flat = pa.Array.from_buffers(storage.arrow_type(), part.size, [validity, values])
    lists = pa.Array.from_buffers(tensor.storage_type, len(part), [None], children=[flat])
    column = pa.ExtensionArray.from_storage(tensor, lists)
    return pa.RecordBatch.from_arrays([column], schema=writer_schema)


def _checked_batches(
    reader: pa.ipc.RecordBatchFileReader, shape: tuple[int, ...]
) -> list[pa.RecordBatch]:
    """Return the batches of an array; memory for it is taken only if it is all there."""
    batches = [checked(reader.get_batch(index)) for index in range(reader.num_record_batches)]
    rows = sum(batch.num_rows for batch in batches)
    if any(extent < 0 for extent in shape):
        raise ValueError(f"{shape} is not a shape")
    expected = 0 if 0 in shape else (shape or (1,))[0]
    if rows != expected:
        raise ValueError(f"it has {rows} rows of an array of shape {shape}")
    # One row that lies about its width would be as bad: all rows have the width of the type.
    wide = math.prod(_row_shape(shape))
    if batches and len(batches[0].column(0).storage.flatten()) != batches[0].num_rows * wide:
        raise ValueError(f"its rows are not those of an array of shape {shape}")
    return batches


def _fill(out: np.ndarray[Any, Any], batches: list[pa.RecordBatch], storage: Storage) -> None:
    rows = out.reshape(-1, 1) if out.ndim < 2 else out
    start = 0
    for batch in batches:
        lists = batch.column(0).storage
        stop = start + len(lists)
        storage.copy_values(lists.flatten(), rows[start:stop])
        start = stop
