"""``tensors-safetensors.v1``: PyTorch tensors in any nesting, as a safetensors file.

Any safetensors reader finds the tensors by their dotted path (``model.layer.weight``).
How they were nested is in the file's metadata under ``cellkeep``::

    {"codec": "tensors-safetensors.v1", "tree": ..., "tensors": [...]}

``tree`` is a value as `cellkeep.codecs.trees` writes it, with ``{"tensor": 0}`` for the first
row of ``tensors``. What a row may say is in `cellkeep.codecs.tensor_rows`.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import DeclinedError, Encoded, loaded_type, type_name, versions
from cellkeep.codecs.foreign import can_be_mapped, safetensors_header
from cellkeep.codecs.tensors.safetensors_file import dtype_of, read_tensor, write_file
from cellkeep.codecs.tensors.tensor_rows import Rows, dtype_name, tensors_from_rows
from cellkeep.codecs.trees.tree import from_tree, to_tree
from cellkeep_core.text import counted, shaped

if TYPE_CHECKING:
    from pathlib import Path

    from cellkeep_core.protocol.generated import TensorsPreview

MEDIA_TYPE = "application/vnd.safetensors"
_MOST_SHOWN = 50


class TensorsCodec:
    """Tensors, parameters, state_dicts, and dicts, lists and tuples that hold tensors."""

    id = "tensors-safetensors.v1"
    rank = 30
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether it is a tensor or a module of torch, or a container with a tensor in it."""
        if loaded_type(obj, "torch.nn", "Module") or loaded_type(obj, "torch.optim", "Optimizer"):
            return True
        try:
            return loaded_type(obj, "torch", "Tensor") or _holds_tensor(obj, set())
        except RecursionError:
            return False

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the header, then each tensor from its own memory."""
        if not isinstance(obj, (dict, list, tuple)) and not loaded_type(obj, "torch", "Tensor"):
            raise DeclinedError(
                f"A {type_name(obj)} is code as much as data.",
                "Save its weights: x.state_dict().",
            )
        rows = Rows()
        try:
            tree = to_tree(obj, rows.add)
        except DeclinedError as declined:
            if loaded_type(obj, "torch", "Tensor"):
                raise
            raise DeclinedError("") from declined  # with other parts it may be kept: asked next
        entries = rows.entries()
        note = {"codec": self.id, "tree": tree, "tensors": rows.notes}
        metadata = {"format": "pt", "cellkeep": json.dumps(note, separators=(",", ":"))}
        write_file(sink, entries, metadata)
        libraries = versions("torch", "safetensors")
        return Encoded(self.id, MEDIA_TYPE, _summary(rows), _preview(rows), libraries=libraries)

    def decode(self, path: Path) -> object:
        """Return the nesting; its tensors are on the CPU, on this process's copy of the pages."""
        import torch
        from safetensors import safe_open

        header = safetensors_header(path)
        note = json.loads(header.metadata["cellkeep"])
        its_dtype = partial(dtype_of, header)
        if can_be_mapped(path):
            with safe_open(path, framework="pt", device="cpu") as file:

                def get(key: str) -> Any:
                    known = hasattr(torch, its_dtype(key))
                    return file.get_tensor(key) if known else read_tensor(path, header, key)

                tensors = tensors_from_rows(note["tensors"], get, its_dtype)
        else:
            get_copy = partial(read_tensor, path, header)
            tensors = tensors_from_rows(note["tensors"], get_copy, its_dtype)
        return from_tree(note["tree"], lambda node: tensors[node["tensor"]])


def _holds_tensor(obj: object, seen: set[int]) -> bool:
    if not isinstance(obj, (dict, list, tuple)) or id(obj) in seen:
        return False
    seen.add(id(obj))
    items = obj.values() if isinstance(obj, dict) else obj
    return any(loaded_type(item, "torch", "Tensor") or _holds_tensor(item, seen) for item in items)


def _summary(rows: Rows) -> str:
    if len(rows.tensors) == 1:
        tensor = rows.tensors[0]
        return shaped(tensor.shape, dtype_name(tensor))
    return counted(len(rows.tensors), "tensor")


def _preview(rows: Rows) -> TensorsPreview:
    from cellkeep_core.protocol.generated import TensorPreview, TensorsPreview

    shown = [
        TensorPreview(name=name, dtype=dtype_name(tensor), shape=list(tensor.shape))
        for name, tensor in list(zip(rows.names, rows.tensors, strict=True))[:_MOST_SHOWN]
    ]
    return TensorsPreview(
        count=len(rows.tensors),
        parameters=sum(tensor.numel() for tensor in rows.tensors),
        tensors=shown,
    )
