"""Arrays of JAX, CuPy, TensorFlow and Awkward, and geometries of Shapely, in a tree.

So are the shapes, dtypes and devices of PyTorch: a checkpoint has them beside its tensors.

What is in an array are plain ones of NumPy, which the caller's leaf takes. They come back as
arrays of the library that they were of, on the device that is the usual one where they are read.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, loaded_type, type_name
from cellkeep.codecs.made_with import tell_changed
from cellkeep.codecs.trees.places import Field, at

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.codecs.trees.places import Node, Path, Read, Writer


def is_value(obj: object) -> bool:
    """Whether it is one of these, or a plan of Dask for one."""
    return _is_plan(obj) or any(loaded_type(obj, *kind) for kind in _WRITERS)


def to_node(value: Any, writer: Writer, path: Path) -> Node | None:
    """Return it as JSON, None for anything else; or decline."""
    for kind, write in _WRITERS.items():
        if loaded_type(value, *kind):
            return write(value, writer, path)
    if _is_plan(value):
        raise DeclinedError(
            f"The {type(value).__name__} of Dask{at(path)} is a plan, not data.",
            "Save its result: run.save(x.compute(), …).",
        )
    return None


def _is_plan(obj: object) -> bool:
    kind = type(obj)
    return kind.__module__.startswith("dask.") and hasattr(kind, "__dask_graph__")


def _jax_to_node(value: Any, writer: Writer, path: Path) -> Node:
    import numpy as np

    try:
        array = np.asarray(value)
    except (TypeError, RuntimeError) as error:
        reason = f"The {type_name(value)}{at(path)} has no values here: {error}"
        is_key = "PRNGKey" in type(value).__name__
        way = "Save jax.random.key_data(x)." if is_key else "Save what jax.device_get(x) returns."
        raise DeclinedError(reason, way) from error
    return {"jax": writer.node(array, (*path, Field("__array__()")))}


def _read_jax(node: Node, read: Read) -> Any:
    import jax

    array = read(node["jax"])
    back = jax.device_put(array)
    # Where JAX has no 64 bits here, it would cut the values to 32: NumPy's array has them all.
    return back if back.dtype == array.dtype else array


def _cupy_to_node(value: Any, writer: Writer, path: Path) -> Node:
    return {"cupy": writer.node(value.get(), (*path, Field("get()")))}


def _tensor_to_node(value: Any, writer: Writer, path: Path) -> Node:
    if not hasattr(value, "numpy"):
        raise DeclinedError(
            f"The {type_name(value)}{at(path)} has no values: it is a part of a graph.",
            "Save it where it is computed.",
        )
    return {"tensorflow": writer.node(value.numpy(), (*path, Field("numpy()")))}


def _torch_to_node(value: Any, _writer: Writer, _path: Path) -> Node:
    name = type(value).__name__
    return {"torch": name, "is": list(value) if name == "Size" else str(value)}


def _read_torch(node: Node, _read: Read) -> Any:
    import torch

    what = node["is"]
    if node["torch"] == "Size":
        return torch.Size(what)
    if node["torch"] == "device":
        return torch.device(what)
    dtype = getattr(torch, what.removeprefix("torch."), None)
    if isinstance(dtype, torch.dtype):
        return dtype
    tell_changed("torch", f"the dtype {what}", "its name")
    return what


def _awkward_to_node(value: Any, writer: Writer, path: Path) -> Node:
    import awkward as ak

    form, length, buffers = ak.to_buffers(ak.to_backend(value, "cpu"))
    parts = [
        [name, writer.node(buffer, (*path, Field("buffers"), name))]
        for name, buffer in buffers.items()
    ]
    node: Node = {"awkward": json.loads(form.to_json()), "length": length, "buffers": parts}
    if value.attrs:
        node["attrs"] = writer.node(dict(value.attrs), (*path, Field("attrs")))
    return node


def _awkward_record_to_node(value: Any, writer: Writer, path: Path) -> Node:
    import awkward as ak

    records = _awkward_to_node(ak.Array(value.layout.array), writer, path)
    return {"awkward_record": records, "at": value.layout.at}


def _read_awkward(node: Node, read: Read) -> Any:
    import awkward as ak

    form = ak.forms.from_dict(node["awkward"])
    buffers = {name: read(part) for name, part in node["buffers"]}
    attrs = read(node["attrs"]) if "attrs" in node else None
    array = ak.from_buffers(form, node["length"], buffers, attrs=attrs)
    # Its buffers say where values are: nothing reads any before they are checked.
    problem = ak.validity_error(array)
    if problem:
        raise ValueError(problem)
    return array


def _geometry_to_node(value: Any, _writer: Writer, path: Path) -> Node:
    import shapely

    node = {"geometry": shapely.to_wkb(value, hex=True, include_srid=True)}
    back = shapely.from_wkb(node["geometry"])
    if type(back) is not type(value):
        raise DeclinedError(
            f"The {type_name(value)}{at(path)} would come back as a {type_name(back)}.",
            "Save a LineString or Polygon of it.",
        )
    return node


_WRITERS: dict[tuple[str, ...], Callable[[Any, Writer, Path], Node]] = {
    ("jax", "Array"): _jax_to_node,
    ("cupy", "ndarray"): _cupy_to_node,
    ("tensorflow", "Tensor"): _tensor_to_node,
    ("awkward", "Array"): _awkward_to_node,
    ("awkward", "Record"): _awkward_record_to_node,
    ("torch", "Size", "dtype", "device"): _torch_to_node,
    ("shapely.geometry.base", "BaseGeometry"): _geometry_to_node,
}
READERS: dict[str, Callable[[Node, Read], Any]] = {
    "jax": _read_jax,
    "cupy": lambda node, read: import_module("cupy").asarray(read(node["cupy"])),
    "tensorflow": lambda node, read: import_module("tensorflow").constant(read(node["tensorflow"])),
    "torch": _read_torch,
    "awkward": _read_awkward,
    "awkward_record": lambda node, read: read(node["awkward_record"])[node["at"]],
    "geometry": lambda node, _: import_module("shapely").from_wkb(node["geometry"]),
}
