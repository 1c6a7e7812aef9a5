"""A group of arrays as Zarr, version 2, in one ZIP file.

https://zarr-specs.readthedocs.io/en/latest/v2/v2.0.html, with these choices: nothing is compressed,
and an array is one chunk, which is its own bytes. The file begins with ``.zmetadata``, which has
all of the JSON once more. Any Zarr reader opens it; here only what is written here is read, so that
no decoder that a stranger's file names is ever run.
"""

from __future__ import annotations

import json
import math
import struct
import zipfile
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from cellkeep.codecs.dtypes import dtype_from, dtype_text
from cellkeep.codecs.zip_file import zip_entry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import numpy as np
    from typing_extensions import Buffer

    Array = np.ndarray[Any, Any]

_TEXT_FILTER = {"id": "vlen-utf8"}
_COUNT = struct.Struct("<I")
_PIECE_BYTES = 8 << 20


class NamedArray(NamedTuple):
    """An array of the group.

    Attributes
    ----------
    name : str
        Its name in the group.
    values : numpy.ndarray
        Of a dtype of numbers, times, bytes or text; or of objects that are all text.
    attributes : dict
        What its ``.zattrs`` say, as JSON.
    """

    name: str
    values: Array
    attributes: dict[str, Any]


def can_keep(dtype: np.dtype[Any]) -> bool:
    """Whether the values of a dtype are kept as they are."""
    widest = 16 if dtype.kind == "c" else 8  # a long double is another one on each machine
    return dtype.kind in "SU" or (dtype.kind in "biufcmM" and dtype.itemsize <= widest)


def write_group(sink: BinaryIO, attributes: dict[str, Any], arrays: Iterable[NamedArray]) -> None:
    """Write a group as a stream, its JSON first."""
    arrays = list(arrays)
    documents = {".zgroup": {"zarr_format": 2}, ".zattrs": attributes}
    for array in arrays:
        documents[f"{array.name}/.zarray"] = _array_document(array.values)
        documents[f"{array.name}/.zattrs"] = array.attributes
    whole = {"zarr_consolidated_format": 1, "metadata": documents}
    with zipfile.ZipFile(sink, "w") as archive:
        for name, document in {".zmetadata": whole, **documents}.items():
            with zip_entry(archive, name) as file:
                file.write(json.dumps(document, ensure_ascii=False, allow_nan=False).encode())
        for array in arrays:
            if array.values.size:
                with zip_entry(archive, f"{array.name}/{_chunk_name(array.values.ndim)}") as file:
                    _write_values(array.values, file)


def read_group(path: Path) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return the attributes of a group and its arrays, writable and of their own memory.

    Raises
    ------
    ValueError, KeyError
        Where it is not what `write_group` writes.
    """
    with zipfile.ZipFile(path) as archive:
        documents = json.loads(archive.read(".zmetadata"))["metadata"]
        names = [name[: -len("/.zarray")] for name in documents if name.endswith("/.zarray")]
        arrays = {name: _read_array(archive, name, documents[f"{name}/.zarray"]) for name in names}
    return documents[".zattrs"], arrays


def _array_document(values: Array) -> dict[str, Any]:
    text = values.dtype.kind == "O"
    fortran = values.flags.f_contiguous and not values.flags.c_contiguous and not text
    return {
        "zarr_format": 2,
        "shape": list(values.shape),
        "chunks": [max(1, extent) for extent in values.shape],
        "dtype": "|O" if text else dtype_text(values.dtype),
        "compressor": None,
        "filters": [_TEXT_FILTER] if text else None,
        "fill_value": None,
        "order": "F" if fortran else "C",
    }


def _chunk_name(dimensions: int) -> str:
    return ".".join("0" * max(1, dimensions))


def _write_values(values: Array, file: BinaryIO) -> None:
    import numpy as np

    if values.dtype.kind == "O":
        file.write(_COUNT.pack(values.size))
        for text in values.reshape(-1):
            encoded = text.encode()
            file.write(_COUNT.pack(len(encoded)))
            file.write(encoded)
        return
    if values.flags.f_contiguous and not values.flags.c_contiguous:
        values = values.T
    # A view where the values lie so; else copies of a few rows.
    rows = values.reshape(1, -1) if values.flags.c_contiguous or not values.ndim else values
    step = max(1, _PIECE_BYTES // max(1, rows.nbytes // len(rows)))
    for start in range(0, len(rows), step):
        piece = np.ascontiguousarray(rows[start : start + step])
        file.write(memoryview(cast("Buffer", piece.reshape(-1).view("u1"))))


def _read_array(archive: zipfile.ZipFile, name: str, document: dict[str, Any]) -> Array:
    import numpy as np

    shape = tuple(document["shape"])
    if not all(type(extent) is int and extent >= 0 for extent in shape):
        raise ValueError(f"{shape} is not a shape")
    text = document["filters"] == [_TEXT_FILTER] and document["dtype"] == "|O"
    plain = {"compressor": None, "chunks": [max(1, extent) for extent in shape]}
    if any(document[key] != value for key, value in plain.items()) or (
        document["filters"] and not text
    ):
        raise ValueError(f"the array {name!r} is packed in a way that is not read here")
    dtype = np.dtype(object) if text else dtype_from(document["dtype"])
    if not text and not can_keep(dtype):
        raise ValueError(f"{dtype} is not a dtype of this codec")
    size = math.prod(shape)
    if not size:
        return np.empty(shape, dtype)
    entry = archive.getinfo(f"{name}/{_chunk_name(len(shape))}")
    # Memory is taken only for what is there: nothing is packed.
    stored = entry.compress_type == zipfile.ZIP_STORED and entry.file_size == entry.compress_size
    if not stored or (not text and entry.file_size != size * dtype.itemsize):
        raise ValueError(f"the array {name!r} has not as many bytes as its shape says")
    with archive.open(entry) as file:
        if text:
            return _texts(file.read(), size).reshape(shape)
        values = np.empty(size, dtype)
        target, done = memoryview(cast("Buffer", values.view("u1"))), 0
        while done < len(target):
            piece = file.read(min(_PIECE_BYTES, len(target) - done))
            if not piece:
                raise ValueError(f"the array {name!r} ends too early")
            target[done : done + len(piece)] = piece
            done += len(piece)
    return values.reshape(shape, order=document["order"])


def _texts(data: bytes, size: int) -> Array:
    import numpy as np

    if _COUNT.unpack_from(data)[0] != size or len(data) < _COUNT.size * (size + 1):
        raise ValueError("its texts are not as many as its shape says")
    texts, place = np.empty(size, object), _COUNT.size
    for number in range(size):
        start = place + _COUNT.size
        place = start + _COUNT.unpack_from(data, place)[0]
        if place > len(data):
            raise ValueError("a text of it ends too early")
        texts[number] = data[start:place].decode()
    return texts
