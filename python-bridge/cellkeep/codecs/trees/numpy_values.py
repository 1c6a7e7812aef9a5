"""NumPy's scalars and dtypes in a tree, and the arrays that no array format keeps.

Those are arrays of Python objects, of variable text (StringDType), masked arrays, matrices, arrays
of records, polynomials and the sparse arrays of SciPy. What is in most of them are plain arrays:
the caller's leaf takes them.
An open ``.npz`` file comes back as the dict of its arrays.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, loaded_type, type_name
from cellkeep.codecs.dtypes import dtype_from, dtype_text
from cellkeep.codecs.made_with import tell_changed
from cellkeep.codecs.trees.places import Field, at, attributes

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.codecs.trees.places import Node, Path, Read, Writer

# The attributes that make a sparse array of each format.
_SPARSE = {
    "csr": ("data", "indices", "indptr"),
    "csc": ("data", "indices", "indptr"),
    "bsr": ("data", "indices", "indptr"),
    "dia": ("data", "offsets"),
    "coo": ("data", "coords"),
}
_POLYNOMIALS = ("Polynomial", "Chebyshev", "Legendre", "Laguerre", "Hermite", "HermiteE")


def is_value(obj: object) -> bool:
    """Whether it is one of these."""
    return (
        loaded_type(obj, "numpy", "generic", "dtype")
        or _is_sparse(obj)
        or _is_open_file(obj)
        or _is_polynomial(obj)
        or (loaded_type(obj, "numpy", "ndarray") and _is_special(obj))
    )


def to_node(value: Any, writer: Writer, path: Path) -> Node | None:
    """Return it as JSON, None for anything else; or decline."""
    if _is_sparse(value):
        return _sparse_to_node(value, writer, path)
    if _is_open_file(value):
        return {"dict": [[name, writer.node(value[name], (*path, name))] for name in value.files]}
    if _is_polynomial(value):
        return _polynomial_to_node(value, writer, path)
    if not loaded_type(value, "numpy", "generic", "dtype", "ndarray"):
        return None
    import numpy as np

    if value is np.ma.masked:
        return {"masked": True}
    if isinstance(value, np.generic):
        return _scalar_to_node(value, path)
    if isinstance(value, np.dtype):
        return _dtype_to_node(value, path)
    if type(value) is np.ma.MaskedArray:
        return _masked_to_node(value, writer, path)
    if type(value) in (np.recarray, np.matrix):
        return _view_to_node(value, writer, path)
    if type(value) is not np.ndarray or not _is_special(value):
        return None
    items = value.reshape(-1).tolist() if value.dtype.kind == "T" else value.reshape(-1)
    node: Node = {"object_array": list(value.shape)}
    if value.dtype.kind == "T":
        node = {"string_array": list(value.shape), "coerce": value.dtype.coerce}
        if hasattr(value.dtype, "na_object"):
            node["missing"] = writer.node(value.dtype.na_object, path)
    indices = np.ndindex(value.shape)
    node["items"] = [
        writer.node(item, (*path, *index)) for index, item in zip(indices, items, strict=True)
    ]
    return node


def array_to_node(value: Any, path: Path) -> Node | None:  # noqa: ARG001  (as a leaf has it)
    """Return a small plain array as JSON of its own bytes, None for what is not one."""
    if not loaded_type(value, "numpy", "ndarray") or type(value).__name__ != "ndarray":
        return None
    if not _has_fixed_form(value.dtype) and value.dtype.kind not in "US":
        return None
    order = "F" if value.flags.f_contiguous and not value.flags.c_contiguous else "C"
    data = base64.b64encode(value.tobytes(order)).decode()
    shape = list(value.shape)
    return {"array": dtype_text(value.dtype), "shape": shape, "order": order, "bytes": data}


def _is_special(value: Any) -> bool:
    return (
        loaded_type(value, "numpy.ma", "MaskedArray")
        or loaded_type(value, "numpy", "recarray", "matrix")
        or value.dtype.kind == "T"
        or value.dtype == object
    )


def _is_sparse(value: object) -> bool:
    return loaded_type(value, "scipy.sparse", "sparray", "spmatrix")


def _is_polynomial(value: object) -> bool:
    kinds = _POLYNOMIALS
    return loaded_type(value, "numpy", "poly1d") or loaded_type(value, "numpy.polynomial", *kinds)


def _is_open_file(value: object) -> bool:
    return loaded_type(value, "numpy.lib.npyio", "NpzFile")


def _scalar_to_node(value: Any, path: Path) -> Node:
    dtype = value.dtype
    if dtype.kind == "U":
        return {"numpy_text": str(value)}
    if dtype.kind == "S":
        return {"numpy_bytes": base64.b64encode(bytes(value)).decode()}
    if not _has_fixed_form(dtype):
        raise DeclinedError(
            f"There is a {type_name(value)}{at(path)}, which has no fixed form.",
            "Save np.array(x).",
        )
    return {"numpy": dtype_text(dtype), "hex": value.tobytes().hex(), "text": str(value)}


def _has_fixed_form(dtype: Any) -> bool:
    if dtype.type.__module__ == "ml_dtypes":
        return True
    most = 16 if dtype.kind == "c" else 8  # a long double has bytes that mean nothing
    return dtype.kind in "biufcmM" and dtype.itemsize <= most and dtype.metadata is None


def _dtype_to_node(value: Any, path: Path) -> Node:
    import numpy as np

    described = np.lib.format.dtype_to_descr(value) if value.names else dtype_text(value)
    # As JSON has it: the tuples in it become lists.
    node: Node = {"dtype": json.loads(json.dumps(described))}
    try:
        kept = _read_dtype(node)
    except (TypeError, ValueError):
        kept = None
    if kept != value or kept.metadata != value.metadata:
        raise DeclinedError(f"The dtype {value}{at(path)} has no text to find it by.")
    return node


def _read_dtype(node: Node, _read: Read | None = None) -> Any:
    import numpy as np

    described = node["dtype"]
    if isinstance(described, list):
        return np.lib.format.descr_to_dtype(_fields(described))
    return np.dtypes.StringDType() if described == "|T16" else dtype_from(described)


def _fields(described: list[Any]) -> list[Any]:
    """Return a description of fields with the tuples that JSON made lists."""
    fields = []
    for name, kind, *shape in described:
        title = tuple(name) if isinstance(name, list) else name
        inner = _fields(kind) if isinstance(kind, list) else kind
        fields.append((title, inner, *map(tuple, shape)))
    return fields


def _masked_to_node(value: Any, writer: Writer, path: Path) -> Node:
    import numpy as np

    mask = value.mask
    # Not `fill_value`, which makes one up where none was chosen.
    fill = vars(value).get("_fill_value")
    return {
        "masked_array": writer.node(np.asarray(value.data), (*path, Field("data"))),
        "mask": None if mask is np.ma.nomask else writer.node(mask, (*path, Field("mask"))),
        "fill_value": None if fill is None else writer.node(fill, (*path, Field("fill_value"))),
        "hard": bool(value.hardmask),
    }


def _read_masked(node: Node, read: Read) -> Any:
    import numpy as np

    mask = np.ma.nomask if node["mask"] is None else read(node["mask"])
    array: Any = np.ma.MaskedArray(read(node["masked_array"]), mask, hard_mask=node["hard"])
    if node["fill_value"] is not None:
        array.fill_value = read(node["fill_value"])[()]
    return array


def _view_to_node(value: Any, writer: Writer, path: Path) -> Node:
    import numpy as np

    plain = value.view(np.ndarray)
    if plain.dtype.type is np.record:
        plain = plain.view(np.dtype((np.void, plain.dtype)))
    return {"array_view": type(value).__name__, "of": writer.node(plain, path)}


def _read_view(node: Node, read: Read) -> Any:
    import numpy as np

    return read(node["of"]).view({"recarray": np.recarray, "matrix": np.matrix}[node["array_view"]])


def _polynomial_to_node(value: Any, writer: Writer, path: Path) -> Node:
    kind = type(value).__name__
    names = ("coeffs", "variable") if kind == "poly1d" else ("coef", "domain", "window", "symbol")
    parts = {name: getattr(value, name) for name in names}
    return {"polynomial": kind, "parts": attributes(parts, writer, path)}


def _read_polynomial(node: Node, read: Read) -> Any:
    import numpy as np

    parts = {name: read(part) for name, part in node["parts"]}
    if node["polynomial"] == "poly1d":
        return np.poly1d(parts["coeffs"], variable=parts["variable"])
    if node["polynomial"] not in _POLYNOMIALS:
        raise ValueError(f"unknown polynomial {node['polynomial']!r}")
    return getattr(np.polynomial, node["polynomial"])(**parts)


def _sparse_to_node(value: Any, writer: Writer, path: Path) -> Node:
    name, names = type(value).__name__, _SPARSE.get(value.format)
    if names is None or name not in (f"{value.format}_array", f"{value.format}_matrix"):
        raise DeclinedError(
            f"There is a {type_name(value)}{at(path)}, which has no form but a pickle.",
            "Save x.tocsr().",
        )
    parts = attributes({each: getattr(value, each) for each in names}, writer, path)
    return {"sparse": name, "shape": [int(extent) for extent in value.shape], "parts": parts}


def _read_sparse(node: Node, read: Read) -> Any:
    import scipy.sparse as sp

    name = node["sparse"]
    if name.rpartition("_")[0] not in _SPARSE:
        raise ValueError(f"unknown sparse format {name!r}")
    first, *others = (read(part) for _, part in node["parts"])
    made = (first, others[0]) if len(others) == 1 else (first, *others)
    return getattr(sp, name)(made, shape=tuple(node["shape"]))


def _read_objects(node: Node, read: Read) -> Any:
    import numpy as np

    # Not np.array: it would make more axes of lists of equal length.
    flat = np.fromiter(map(read, node["items"]), object, len(node["items"]))
    return flat.reshape(node["object_array"])


def _read_strings(node: Node, read: Read) -> Any:
    import numpy as np

    # As objects first: a missing value is no text.
    flat = np.fromiter(map(read, node["items"]), object, len(node["items"]))
    if not hasattr(np.dtypes, "StringDType"):
        tell_changed("numpy", "StringDType", "an array of Python objects")
        return flat.reshape(node["string_array"])
    missing = {"na_object": read(node["missing"])} if "missing" in node else {}
    dtype: Any = np.dtypes.StringDType(coerce=node["coerce"], **missing)
    return flat.astype(dtype).reshape(node["string_array"])


def _read_array(node: Node, _read: Read) -> Any:
    import numpy as np

    values = np.frombuffer(base64.b64decode(node["bytes"]), dtype_from(node["array"]))
    return values.reshape(node["shape"], order=node["order"]).copy(node["order"])


def _numpy() -> Any:
    import numpy as np

    return np


READERS: dict[str, Callable[[Node, Read], Any]] = {
    "masked": lambda *_: _numpy().ma.masked,
    "numpy": lambda node, _: _numpy().frombuffer(
        bytes.fromhex(node["hex"]), dtype_from(node["numpy"])
    )[0],
    "numpy_text": lambda node, _: _numpy().str_(node["numpy_text"]),
    "numpy_bytes": lambda node, _: _numpy().bytes_(base64.b64decode(node["numpy_bytes"])),
    "dtype": _read_dtype,
    "array": _read_array,
    "object_array": _read_objects,
    "string_array": _read_strings,
    "masked_array": _read_masked,
    "array_view": _read_view,
    "polynomial": _read_polynomial,
    "sparse": _read_sparse,
}
