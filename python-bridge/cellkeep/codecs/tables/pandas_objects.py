"""Columns of Python objects, kept only where each one comes back exactly.

Text is by far the most common and goes straight to Arrow. Other objects go as what Arrow
infers, and are compared one by one with what comes back. Mixed columns (a number, a text, a
list) go as JSON, one text a cell.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, type_name
from cellkeep.codecs.trees.numpy_values import array_to_node
from cellkeep.codecs.trees.tree import from_tree, to_tree

if TYPE_CHECKING:
    import pyarrow as pa

_NONE = type(None)
_COLUMN = "The column "
# Equal values of these types are the same value in every respect.
_PLAIN = (str, bytes, bool, int, _NONE)


def objects_to_arrow(values: Any, what: str) -> tuple[pa.Array, dict[str, Any]]:
    """Return an object array as Arrow and its spec, or decline with the type in the way."""
    import pyarrow as pa

    objects = values.tolist()
    kinds = set(map(type, objects))
    try:
        if kinds <= {str, _NONE}:
            return pa.array(objects, pa.large_string()), {"object": "arrow"}
        array = pa.array(objects, from_pandas=False)
        if _come_back(objects, array, kinds):
            return array, {"object": "arrow"}
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        pass  # Mixed types, lone surrogates or numbers out of range; JSON may still say them.
    return _as_json(objects, what), {"object": "json"}


def objects_from_arrow(column: pa.ChunkedArray, how: str) -> Any:
    """Return the object array."""
    import numpy as np

    objects = column.to_pylist()
    if how == "json":
        objects = [from_tree(json.loads(text)) for text in objects]
    # Not np.array: it would make a matrix of lists of equal length.
    return np.fromiter(objects, dtype=object, count=len(objects))


def _way(objects: list[Any], what: str) -> str:
    name, column = what.removeprefix(_COLUMN), what.startswith(_COLUMN)
    if all(hasattr(type(value), "__array__") or isinstance(value, _PLAIN) for value in objects):
        return "Save x.to_dict('list')." if column else "Save x.tolist()."
    return f"Save x.drop(columns=[{name}])." if column else "Save x.map(str)."


def _come_back(objects: list[Any], array: Any, kinds: set[type]) -> bool:
    import pyarrow as pa

    if isinstance(array, pa.ChunkedArray) or array.type.num_fields:
        # Structs gain keys and lists lose their kinds: JSON says nested values better.
        return False
    back = array.to_pylist()
    if kinds <= set(_PLAIN):
        return all(
            type(old) is type(new) and old == new for old, new in zip(objects, back, strict=True)
        )
    return all(
        type(old) is type(new) and old == new and repr(old) == repr(new)
        for old, new in zip(objects, back, strict=True)
    )


def _as_json(objects: list[Any], what: str) -> pa.Array:
    import pyarrow as pa

    try:
        texts = [json.dumps(to_tree(value, array_to_node), ensure_ascii=False) for value in objects]
    except (DeclinedError, ValueError) as error:
        kinds = ", ".join(sorted({type_name(value) for value in objects})[:4])
        raise DeclinedError(
            f"{what} holds Python objects ({kinds}) that no table format keeps as they are.",
            _way(objects, what),
        ) from error
    return pa.array(texts, pa.large_string())
