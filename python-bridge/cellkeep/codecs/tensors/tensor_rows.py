"""Each tensor of a nesting as a row: where its values are and what makes it itself.

A row has ``key``, the tensor's name in the file, and where they differ from a plain tensor:

``as``
    Its dtype, where the file has its bits as another one (``complex64`` as pairs of floats,
    ``float8_e8m0fnu`` as bytes).
``parameter``, ``requires_grad``
    True for a ``torch.nn.Parameter``; whether gradients are recorded, where it is not the default.
``stride``
    In values, of a dense tensor whose values are not in C order (channels last).
``view``
    ``[first byte, end byte, shape, stride]`` of a tensor that shares its storage with others;
    its dtype is ``as``. The tensor ``key`` holds all of what is shared, once.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, loaded_type, type_name
from cellkeep.codecs.made_with import tell_changed
from cellkeep.codecs.tensors.safetensors_file import NAMES, Entry, torch_dtype
from cellkeep.codecs.trees.places import place
from cellkeep.codecs.ways import way_that_works

if TYPE_CHECKING:
    from collections.abc import Callable

_AS_BYTES = ("float8_e4m3fnuz", "float8_e5m2fnuz", "float8_e8m0fnu", "float4_e2m1fn_x2")
# Of the largest values there are, complex128.
_ALIGNMENT = 16
_COMPLEX = ("complex32", "complex64", "complex128")


class Rows:
    """Collects the tensors of a nesting, in the order in which they are found.

    Its ``notes`` are the rows, once `entries` has been asked for.
    """

    def __init__(self) -> None:
        self.tensors: list[Any] = []
        self.names: list[str] = []
        self.notes: list[dict[str, Any]] = []
        self._numbers: dict[int, int] = {}

    def add(self, value: object, path: tuple[object, ...]) -> dict[str, Any] | None:
        """Take a tensor of the nesting; the same tensor object again is the same row."""
        if not loaded_type(value, "torch", "Tensor"):
            return None
        number = self._numbers.get(id(value))
        if number is None:
            _check(value, path)
            number = len(self.tensors)
            self._numbers[id(value)] = number
            self.tensors.append(value)
            self.names.append(self._free_name(".".join(map(str, path)) or "tensor"))
        return {"tensor": number}

    def entries(self) -> list[Entry]:
        """Return what the file must hold: each storage that is shared once, each other tensor."""
        self.notes = [_note(tensor) for tensor in self.tensors]
        entries: list[Entry] = []
        for numbers in self._storages():
            if len(numbers) == 1:
                entries.append(self._alone(numbers[0]))
            else:
                entries.append(self._shared(numbers))
        return entries

    def _storages(self) -> list[list[int]]:
        groups: dict[object, list[int]] = defaultdict(list)
        for number, tensor in enumerate(self.tensors):
            # Empty tensors share nothing, though all their pointers may be null.
            pointer = tensor.untyped_storage().data_ptr() if tensor.numel() else 0
            groups[(tensor.device, pointer) if pointer else number].append(number)
        return list(groups.values())

    def _alone(self, number: int) -> Entry:
        tensor, note = self.tensors[number], self.notes[number]
        note["key"] = self.names[number]
        if not tensor.is_contiguous() and _is_dense(tensor):
            note["stride"] = list(tensor.stride())
        bits, name = _as_stored(tensor.detach())
        if name != NAMES.get(dtype_name(tensor)):
            note["as"] = dtype_name(tensor)
        return Entry(note["key"], name, bits, tensor.element_size())

    def _shared(self, numbers: list[int]) -> Entry:
        """Return the one tensor that holds the bytes of several, and note where each one lies."""
        import torch

        spans = [_span(self.tensors[number]) for number in numbers]
        start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        # Each view must start at a multiple of its own value's size, also in the file.
        start -= start % _ALIGNMENT
        whole = next(
            (
                number
                for number, span in zip(numbers, spans, strict=True)
                if span == (start, end)
                and self.tensors[number].is_contiguous()
                and dtype_name(self.tensors[number]) in NAMES
                and not self.tensors[number].is_conj()
                and not self.tensors[number].is_neg()
            ),
            None,
        )
        if whole is None:
            # No tensor covers what they share: the bytes themselves are a tensor of the file.
            key, name = self._free_name(f"{self.names[numbers[0]]}.storage"), "U8"
            first = self.tensors[numbers[0]]
            base = torch.empty(0, dtype=torch.uint8, device=first.device)
            base.set_(first.untyped_storage(), start, (end - start,), (1,))
        else:
            key, base = self.names[whole], self.tensors[whole].detach()
            name = NAMES[dtype_name(base)]
        for number, span in zip(numbers, spans, strict=True):
            tensor, note = self.tensors[number], self.notes[number]
            if tensor.is_conj() or tensor.is_neg():
                raise DeclinedError(
                    f"{self.names[number]!r} is a lazy conjugate or negative of another tensor "
                    "that is saved with it.",
                    "Call .resolve_conj().resolve_neg() on it.",
                )
            note["key"] = key
            note["as"] = dtype_name(tensor)
            place_in_base = [span[0] - start, span[1] - start]
            note["view"] = [*place_in_base, list(tensor.shape), list(tensor.stride())]
        return Entry(key, name, base, base.element_size())

    def _free_name(self, wanted: str) -> str:
        name, number = wanted, 1
        taken = {*self.names, "__metadata__"}
        while name in taken:
            number += 1
            name = f"{wanted}~{number}"
        return name


def tensors_from_rows(
    rows: list[dict[str, Any]], get_tensor: Callable[[str], Any], dtype_of: Callable[[str], str]
) -> list[Any]:
    """Return the tensors of rows; those that shared a storage share one again.

    Parameters
    ----------
    rows : list of dict
        As the file has them.
    get_tensor, dtype_of : callable
        Return what the file has by a key: a tensor, and the name of its dtype. Where this torch
        does not know a dtype, its values come as NumPy's or as bytes, and a warning says so.
    """
    import torch

    stored: dict[str, Any] = {}
    tensors = []
    unknown: dict[str, str] = {}
    for row in rows:
        if row["key"] not in stored:
            stored[row["key"]] = _aligned(get_tensor(row["key"]), row)
        tensor = _from_stored(stored[row["key"]], row)
        dtype = row.get("as") or dtype_of(row["key"])
        if not hasattr(torch, dtype):
            tensor, unknown[dtype] = _without_dtype(tensor, dtype)
        elif row.get("parameter"):
            tensor = torch.nn.Parameter(tensor, requires_grad=row.get("requires_grad", True))
        elif row.get("requires_grad"):
            tensor.requires_grad_()
        tensors.append(tensor)
    for dtype, into in unknown.items():
        tell_changed("torch", dtype, into)
    return tensors


def _without_dtype(tensor: Any, dtype: str) -> tuple[Any, str]:
    """Return values or bits of a dtype that this torch does not have, and what they are now."""
    if dtype in NAMES:  # of whole numbers, which NumPy has all of
        return tensor.numpy().view(dtype), "an array of NumPy"
    if dtype in _AS_BYTES:
        return tensor, "a tensor of its bytes"
    raise ValueError(f"{dtype!r} is not a dtype of tensors")


def _aligned(stored: Any, row: dict[str, Any]) -> Any:
    # torch reads complex128 in one piece of 16 bytes, and ends the process where these are not
    # aligned. Bytes that several tensors share may start anywhere in a file: they are copied.
    if "as" not in row:
        return stored
    needed = _ALIGNMENT if "view" in row else torch_dtype(row["as"]).itemsize
    return stored.clone() if stored.data_ptr() % needed else stored


def _from_stored(stored: Any, row: dict[str, Any]) -> Any:
    import torch

    if "view" in row:
        first, end, shape, stride = row["view"]
        dtype = torch_dtype(row["as"])
        values = stored.reshape(-1).view(torch.uint8)[first:end].view(dtype)
        return values.as_strided(shape, stride).detach()
    if "as" in row:
        dtype = torch_dtype(row["as"])
        stored = torch.view_as_complex(stored) if dtype.is_complex else stored.view(dtype)
    if "stride" in row:
        strided = torch.empty_strided(stored.shape, row["stride"], dtype=stored.dtype)
        return strided.copy_(stored)
    return stored


def _check(value: Any, path: tuple[object, ...]) -> None:
    import torch

    at = f" at {place(path)}" if path else ""
    if type(value) not in (torch.Tensor, torch.nn.Parameter):
        raise DeclinedError(
            f"There is a {type_name(value)}{at}, which a file of tensors cannot hold.",
            way_that_works(value),
        )
    if value.is_nested:
        raise DeclinedError(f"The tensor{at} is nested.", "Save list(x.unbind()).")
    if value.layout != torch.strided:
        raise DeclinedError(f"The tensor{at} is sparse.", "Save x.to_dense().")
    if value.is_meta:
        raise DeclinedError(
            f"The tensor{at} is on the meta device and has no values.", "Save it where it has."
        )
    if value.is_quantized or dtype_name(value) not in (*NAMES, *_AS_BYTES, *_COMPLEX):
        raise DeclinedError(
            f"The tensor{at} has the dtype {value.dtype}, which is not kept.",
            "Save x.dequantize()." if value.is_quantized else "Save x.to(torch.float32).",
        )


def _note(tensor: Any) -> dict[str, Any]:
    import torch

    note: dict[str, Any] = {}
    if isinstance(tensor, torch.nn.Parameter):
        note["parameter"] = True
        if not tensor.requires_grad:
            note["requires_grad"] = False
    elif tensor.requires_grad:
        note["requires_grad"] = True
    return note


def _as_stored(tensor: Any) -> tuple[Any, str]:
    """Return a tensor of the same bits in a dtype that the format has, and its name there."""
    import torch

    name = dtype_name(tensor)
    if name in _COMPLEX:
        pairs = torch.view_as_real(tensor.resolve_conj())
        return pairs, NAMES[dtype_name(pairs)]
    if name in _AS_BYTES:
        return tensor.view(torch.uint8), "U8"
    return tensor, NAMES[name]


def dtype_name(tensor: Any) -> str:
    """Return the name of a tensor's dtype, such as ``float32``."""
    return str(tensor.dtype).removeprefix("torch.")


def _span(tensor: Any) -> tuple[int, int]:
    """Return the first byte and the end of the bytes of a tensor in its storage."""
    size = tensor.element_size()
    first = tensor.storage_offset() * size
    steps = zip(tensor.shape, tensor.stride(), strict=True)
    last = sum((extent - 1) * stride for extent, stride in steps)
    return first, first + (last + 1) * size


def _is_dense(tensor: Any) -> bool:
    """Whether the values lie without gaps or overlaps, in some order of the axes."""
    expected = 1
    pairs = zip(tensor.stride(), tensor.shape, strict=True)
    for stride, extent in sorted(pair for pair in pairs if pair[1] != 1):
        if stride != expected:
            return False
        expected *= extent
    return True
