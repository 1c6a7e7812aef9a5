"""Writing a safetensors file as a stream, and reading one of its tensors.

The library's own writer needs all tensors as bytes first, twice the memory of the model.
Here the header is written, and then each tensor straight from its own memory. The library's own
reader refuses a whole file for one dtype that this torch does not have.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cellkeep.codecs.foreign import SafetensorsHeader

# The format's names. What is not here is written as unsigned integers of the same size.
NAMES = {
    "float64": "F64",
    "float32": "F32",
    "float16": "F16",
    "bfloat16": "BF16",
    "float8_e4m3fn": "F8_E4M3",
    "float8_e5m2": "F8_E5M2",
    "int64": "I64",
    "int32": "I32",
    "int16": "I16",
    "int8": "I8",
    "uint64": "U64",
    "uint32": "U32",
    "uint16": "U16",
    "uint8": "U8",
    "bool": "BOOL",
}
_DTYPES = {name: dtype for dtype, name in NAMES.items()}
_SAME_BITS = {"uint16": "int16", "uint32": "int32", "uint64": "int64"}
_PIECE_BYTES = 8 << 20
# Readers map the file: values must lie in it as they would in memory.
_DATA_ALIGNMENT = 64
_LENGTH_BYTES = 8


class Entry(NamedTuple):
    """A tensor of the file.

    Attributes
    ----------
    name, dtype : str
        Its key, and the format's name of its dtype.
    tensor : torch.Tensor
        Its values, of that dtype.
    alignment : int
        Bytes of a value of what it will be when it is read: 16 for the pairs of complex128.
    """

    name: str
    dtype: str
    tensor: Any
    alignment: int

    @property
    def size(self) -> int:
        """Bytes of its values."""
        return int(self.tensor.numel() * self.tensor.element_size())


def write_file(sink: BinaryIO, entries: list[Entry], metadata: dict[str, str]) -> None:
    """Write a safetensors file.

    Parameters
    ----------
    sink : BinaryIO
        Takes all of what it is given in each write.
    entries : list[Entry]
        In any order; those with the largest values are written first, which keeps each one
        aligned to the size of its values.
    metadata : dict[str, str]
        Goes into the header as it is.
    """
    ordered = sorted(entries, key=lambda entry: -entry.alignment)
    header: dict[str, Any] = {"__metadata__": metadata}
    offset = 0
    for entry in ordered:
        end = offset + entry.size
        header[entry.name] = {
            "dtype": entry.dtype,
            "shape": list(entry.tensor.shape),
            "data_offsets": [offset, end],
        }
        offset = end
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-(_LENGTH_BYTES + len(text)) % _DATA_ALIGNMENT)
    sink.write(len(text).to_bytes(_LENGTH_BYTES, "little") + text)
    for entry in ordered:
        sink.writelines(_pieces(entry.tensor.detach()))


def _pieces(tensor: Any) -> Iterator[memoryview]:
    """Yield the values in C order: one view of contiguous memory, else copies of 8 MiB."""
    if tensor.numel() == 0:
        return
    in_place = tensor.device.type == "cpu" and not tensor.is_conj() and not tensor.is_neg()
    if in_place and tensor.is_contiguous():
        yield _bytes_of(tensor)
        return
    if tensor.numel() * tensor.element_size() <= _PIECE_BYTES or tensor.dim() == 0:
        yield _bytes_of(tensor.resolve_conj().resolve_neg().cpu().contiguous())
        return
    row = tensor[0].numel() * tensor.element_size()
    step = _PIECE_BYTES // row
    if step == 0:
        for part in tensor:
            yield from _pieces(part)
        return
    for start in range(0, tensor.shape[0], step):
        yield from _pieces(tensor[start : start + step])


def _bytes_of(tensor: Any) -> memoryview:
    import torch

    # Also a tensor whose strides do not matter (one value, stride 2) becomes a plain row. As
    # bytes, because NumPy has no bfloat16 or float8.
    row = tensor.as_strided((tensor.numel(),), (1,))
    return memoryview(row.view(torch.uint8).numpy())


def dtype_of(header: SafetensorsHeader, key: str) -> str:
    """Return the name that torch has for the dtype of a tensor of a file."""
    return _DTYPES[header.tensors[key].dtype]


def torch_dtype(name: str) -> Any:
    """Return the dtype of a name; where this torch does not have it, one for the same bits."""
    import torch

    return getattr(torch, name, None) or getattr(torch, _SAME_BITS.get(name, "uint8"))


def read_tensor(path: Path, header: SafetensorsHeader, key: str) -> Any:
    """Return a tensor of a file in memory of its own, of the dtype that `torch_dtype` says."""
    import torch

    first, end = header.tensors[key].data_offsets
    data = bytearray(end - first)
    with path.open("rb") as file:
        file.seek(header.data_start + first)
        if file.readinto(data) != len(data):
            raise ValueError(f"the file ends within the tensor {key!r}")
    shape, dtype = header.tensors[key].shape, torch_dtype(dtype_of(header, key))
    return (
        torch.frombuffer(data, dtype=dtype).reshape(shape) if data else torch.empty(shape).to(dtype)
    )
