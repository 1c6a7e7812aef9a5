"""How each NumPy dtype is stored in Arrow buffers, bit for bit."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Array = np.ndarray[Any, Any]

_UNITS = ("s", "ms", "us", "ns")


@dataclass(frozen=True)
class Storage:
    """One dtype's storage.

    Attributes
    ----------
    kind : str
        ``bool`` (bit-packed), ``time`` (NaT is also null), or ``number``.
    arrow : str
        Name of the Arrow type.
    itemsize : int
        Bytes of a value in NumPy.
    """

    kind: str
    arrow: str
    itemsize: int

    def arrow_type(self) -> pa.DataType:
        """Return the Arrow type."""
        import pyarrow as pa

        return pa.type_for_alias(self.arrow)

    def to_buffers(self, part: Array) -> tuple[pa.Buffer | None, pa.Buffer]:
        """Return validity and values of a C-contiguous array; a view where that is possible."""
        import numpy as np
        import pyarrow as pa

        if self.kind == "bool":
            return None, pa.py_buffer(np.packbits(part.reshape(-1), bitorder="little"))
        bits = part.reshape(-1).view(f"u{self.itemsize}")
        if _swapped(part.dtype):
            bits = bits.byteswap()
        validity = None
        if self.kind == "time":
            missing = bits == np.uint64(2**63)
            if missing.any():
                validity = pa.py_buffer(np.packbits(~missing, bitorder="little"))
        return validity, pa.py_buffer(bits)

    def copy_values(self, values: pa.Array, rows: Array) -> None:
        """Copy Arrow values to the rows of an array, whatever its byte order and layout."""
        import numpy as np

        if len(values) != rows.size:
            raise ValueError(f"{len(values)} values for rows of shape {rows.shape}")
        buffer, offset = values.buffers()[1], values.offset
        if self.kind == "bool":
            packed = np.frombuffer(buffer, np.uint8)
            bits = np.unpackbits(packed, count=offset + len(values), bitorder="little")
            rows[...] = bits[offset:].reshape(rows.shape)
            return
        # As unsigned integers: no conversion of floats may ever touch a NaN.
        bits = np.frombuffer(buffer, f"<u{self.itemsize}", len(values), offset * self.itemsize)
        order = ">" if _swapped(rows.dtype) else "<"
        rows.view(f"{order}u{self.itemsize}")[...] = bits.reshape(rows.shape)


def storage_of(dtype: np.dtype[Any]) -> Storage | None:
    """Return how Arrow represents a dtype exactly, or None where it cannot."""
    if dtype.metadata is not None:
        return None
    if dtype.kind == "b":
        return Storage("bool", "bool", 1)
    if dtype.type.__module__ == "ml_dtypes":
        # Arrow has none of these: their bits go as unsigned integers, the name in the note.
        name = {1: "uint8", 2: "uint16"}.get(dtype.itemsize)
        return Storage("number", name, dtype.itemsize) if name and dtype.isnative else None
    if dtype.kind in "iu":
        signed = "int" if dtype.kind == "i" else "uint"
        return Storage("number", f"{signed}{dtype.itemsize * 8}", dtype.itemsize)
    if dtype.kind == "f" and dtype.itemsize <= 8:
        names = {2: "halffloat", 4: "float", 8: "double"}
        return Storage("number", names[dtype.itemsize], dtype.itemsize)
    if dtype.kind in "mM":
        return _time_storage(dtype)
    return None


def _time_storage(dtype: np.dtype[Any]) -> Storage | None:
    import numpy as np

    unit, step = np.datetime_data(dtype)
    if unit not in _UNITS or step != 1:
        return None
    name = "timestamp" if dtype.kind == "M" else "duration"
    return Storage("time", f"{name}[{unit}]", 8)


def _swapped(dtype: np.dtype[Any]) -> bool:
    big = dtype.byteorder == ">" or (dtype.byteorder == "=" and sys.byteorder == "big")
    return big and dtype.itemsize > 1
