"""Reading what a stranger wrote: every file is checked before a value of it is read.

A file says of itself where its values lie and how many there are. The libraries believe it: an
offset outside of the file ends the process by a signal, and a shape of terabytes is allocated.
So whatever reads an Arrow, NumPy or safetensors file opens it here.
"""

from __future__ import annotations

import math
import os
import stat
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pyarrow as pa

Data = TypeVar("Data", "pa.Table", "pa.RecordBatch")

# As the library itself.
_MOST_HEADER_BYTES = 100_000_000
_LENGTH_BYTES = 8
_SAFETENSORS_BITS = {
    **dict.fromkeys(("F64", "I64", "U64", "C64"), 64),
    **dict.fromkeys(("F32", "I32", "U32"), 32),
    **dict.fromkeys(("F16", "BF16", "I16", "U16"), 16),
    **dict.fromkeys(("F8_E4M3", "F8_E5M2", "F8_E8M0", "I8", "U8", "BOOL"), 8),
    **dict.fromkeys(("F6_E2M3", "F6_E3M2"), 6),
    "F4": 4,
}


def can_be_mapped(path: Path) -> bool:
    """Return whether nobody else can shorten the file.

    A mapped page behind a file's new end ends the process (SIGBUS), so what another person may
    write to is read into memory instead. Windows shortens no file that is mapped.
    """
    if os.name == "nt":
        return True
    facts = path.stat()
    others_write = stat.S_IWGRP | stat.S_IWOTH
    return facts.st_uid == os.geteuid() and not facts.st_mode & others_write


def arrow_source(path: Path) -> pa.NativeFile:
    """Open a file for Arrow: mapped where that is safe, else as a copy in memory."""
    import pyarrow as pa

    if can_be_mapped(path):
        return pa.memory_map(str(path))
    return pa.BufferReader(path.read_bytes())


def checked(data: Data) -> Data:
    """Return a table or batch whose offsets and lengths all lie in its buffers.

    Raises
    ------
    pyarrow.ArrowInvalid
        Where one does not.
    """
    import pyarrow as pa

    data.validate()
    for column in data.columns:
        # Values of a fixed width have no offsets. The full check of these is one of meaning, such
        # as a date64 within a day, and what was saved must come back.
        flat = pa.types.is_primitive(column.type) or pa.types.is_decimal(column.type)
        column.validate(full=not flat)
    return data


def npy_facts(path: Path) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Return shape and dtype of a ``.npy`` file that holds all of its values.

    Raises
    ------
    ValueError, ArithmeticError
        The header is not one, the dtype is of Python objects, or the file is too short.
    """
    import numpy as np

    try:
        # A map checks the size and reads nothing.
        with np.errstate(over="raise"):
            mapped: Any = np.lib.format.open_memmap(path, mode="r")
    except MemoryError as error:
        raise ValueError("its header is nested too deeply") from error
    if math.prod(mapped.shape) * mapped.dtype.itemsize > path.stat().st_size:
        raise ValueError(f"it is too short for an array of shape {mapped.shape}")
    return mapped.shape, mapped.dtype


def npy_array(path: Path) -> np.ndarray[Any, Any]:
    """Return the array of a ``.npy`` file, writable and of its own memory; never a pickle."""
    import numpy as np

    npy_facts(path)
    with path.open("rb") as file:
        array: np.ndarray[Any, Any] = np.lib.format.read_array(file, allow_pickle=False)
    return array


class StoredTensor(msgspec.Struct):
    """What a safetensors file says of a tensor."""

    dtype: str
    shape: list[int]
    data_offsets: tuple[int, int]


class SafetensorsHeader(msgspec.Struct):
    """The header of a safetensors file, in the file's order, and where the values begin."""

    metadata: dict[str, str]
    tensors: dict[str, StoredTensor]
    data_start: int


def safetensors_header(path: Path, most_bytes: int = _MOST_HEADER_BYTES) -> SafetensorsHeader:
    """Return the header of a safetensors file, each tensor of which lies in the file.

    Raises
    ------
    ValueError
        The header is larger than ``most_bytes``, is not one, or contradicts the file.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        data_bytes = size - _LENGTH_BYTES - length
        if length > most_bytes or data_bytes < 0:
            raise ValueError(f"its header of {length:,} bytes is too large")
        rows = msgspec.json.decode(file.read(length), type=dict[str, msgspec.Raw])
    metadata = rows.pop("__metadata__", msgspec.Raw(b"{}"))
    tensors = {name: msgspec.json.decode(row, type=StoredTensor) for name, row in rows.items()}
    for name, tensor in tensors.items():
        _check_tensor(name, tensor, data_bytes)
    texts = msgspec.json.decode(metadata, type=dict[str, str])
    return SafetensorsHeader(texts, tensors, _LENGTH_BYTES + length)


def _check_tensor(name: str, tensor: StoredTensor, data_bytes: int) -> None:
    first, end = tensor.data_offsets
    if any(extent < 0 for extent in tensor.shape) or not 0 <= first <= end <= data_bytes:
        raise ValueError(f"the tensor {name!r} does not lie in the file")
    bits = _SAFETENSORS_BITS.get(tensor.dtype)  # a later version may have more of them
    if bits is not None and math.prod(tensor.shape) * bits != (end - first) * 8:
        raise ValueError(f"the tensor {name!r} has not as many bytes as its shape says")
