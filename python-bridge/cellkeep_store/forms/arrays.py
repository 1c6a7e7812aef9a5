"""Arrays as ``.npy`` and CSV, some rows at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np

_BYTES = 4 << 20
"""About so many bytes are read of an ``.npy`` file at a time."""


def write_array(file: BinaryIO, form: str, sink: BinaryIO) -> None:
    """Write an array; CSV only of one that has rows and columns at most."""
    shape, dtype, parts = open_array(file)
    if form == "npy":
        header = {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False}
        np.lib.format.write_array_header_1_0(sink, header | {"shape": shape})
        sink.writelines(np.ascontiguousarray(part).tobytes() for part in parts)
        return
    if len(shape) > 2:
        raise ValueError(f"an array with {len(shape)} axes has no rows and columns")
    text = io.TextIOWrapper(sink, encoding="utf-8", newline="", write_through=True)
    rows = csv.writer(text)
    for part in parts:
        rows.writerows(part.reshape(len(part), -1).tolist() if part.ndim else [[part.item()]])
    text.detach()


def open_array(file: BinaryIO) -> tuple[tuple[int, ...], np.dtype[Any], Iterator[Any]]:
    """Return shape, type, and the rows of an array in parts: the first axis of each is rows."""
    is_npy = file.read(6) == b"\x93NUMPY"
    file.seek(0)
    return _npy_parts(file) if is_npy else _arrow_parts(file)


def _arrow_parts(file: BinaryIO) -> tuple[tuple[int, ...], np.dtype[Any], Iterator[Any]]:
    import pyarrow as pa

    reader = pa.ipc.open_file(file)
    about = json.loads(reader.schema.metadata[b"cellkeep"])
    shape, dtype = tuple(about["shape"]), np.dtype(about["dtype"])

    def parts() -> Iterator[Any]:
        for number in range(reader.num_record_batches):
            column = reader.get_batch(number).column(0)
            flat = column.storage.flatten() if hasattr(column, "storage") else column
            values = flat.to_numpy(zero_copy_only=False)
            yield np.asarray(values).astype(dtype, copy=False).reshape(-1, *shape[1:])

    return shape, dtype, parts()


def _npy_parts(file: BinaryIO) -> tuple[tuple[int, ...], np.dtype[Any], Iterator[Any]]:
    version = np.lib.format.read_magic(file)
    read = (
        np.lib.format.read_array_header_1_0
        if version == (1, 0)
        else np.lib.format.read_array_header_2_0
    )
    shape, is_fortran, dtype = read(file)
    if dtype.hasobject:
        raise ValueError("it holds Python objects")
    if is_fortran and len(shape) > 1:
        # Its rows lie all over the file.
        whole = np.frombuffer(file.read(), dtype).reshape(shape, order="F")
        return shape, dtype, iter((whole,))
    row = int(np.prod(shape[1:], dtype=np.int64)) * dtype.itemsize
    step = max(1, _BYTES // max(1, row))

    def parts() -> Iterator[Any]:
        if not shape:
            yield np.frombuffer(file.read(dtype.itemsize), dtype).reshape(())
            return
        for start in range(0, shape[0], step):
            count = min(step, shape[0] - start)
            data = file.read(count * row)
            if len(data) < count * row:
                raise ValueError("it is shorter than its header says")
            yield np.frombuffer(data, dtype).reshape(count, *shape[1:])

    return shape, dtype, parts()
