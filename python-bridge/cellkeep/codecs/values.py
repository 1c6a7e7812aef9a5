"""Python values as JSON that says their exact types.

Plain JSON cannot tell a tuple from a list, an integer key from a text one, or NaN from
null. Here each of these is a one-key object that names what it is::

    None, True, 3, 0.5, "a"    themselves
    [1, 2]                     [1, 2]
    (1, 2)                     {"tuple": [1, 2]}
    {"a": 1, 2: 3}             {"dict": [["a", 1], [2, 3]]}
    OrderedDict(...)           {"ordered_dict": [...]}
    float("nan")               {"float": "nan"}
    anything else              what the caller's ``leaf`` makes of it
"""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, type_name

if TYPE_CHECKING:
    from collections.abc import Callable

    Path = tuple[object, ...]
    ToLeaf = Callable[[object, Path], dict[str, Any]]
    FromLeaf = Callable[[dict[str, Any]], object]

_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def to_tree(value: object, leaf: ToLeaf | None = None) -> Any:
    """Return a value as JSON with its types, or raise `DeclinedError` with its place."""
    try:
        return _to_tree(value, leaf or _no_leaf, (), set())
    except RecursionError as error:
        raise DeclinedError("It is nested too deeply.") from error


def from_tree(node: Any, leaf: FromLeaf | None = None) -> Any:
    """Return the value that `to_tree` was given."""
    if isinstance(node, list):
        return [from_tree(item, leaf) for item in node]
    if not isinstance(node, dict):
        return node
    match node:
        case {"tuple": items}:
            return tuple(from_tree(item, leaf) for item in items)
        case {"dict": pairs}:
            return {from_tree(key, leaf): from_tree(item, leaf) for key, item in pairs}
        case {"ordered_dict": pairs}:
            ordered = OrderedDict((from_tree(k, leaf), from_tree(v, leaf)) for k, v in pairs)
            if "metadata" in node:
                # Where torch keeps the version of each module of a state_dict.
                vars(ordered)["_metadata"] = from_tree(node["metadata"], leaf)
            return ordered
        case {"float": name}:
            return _FLOATS[name]
    if leaf is None:
        raise ValueError(f"unknown value {node!r}")
    return leaf(node)


def place(path: Path) -> str:
    """Return where in a nesting a value is, as Python would write it: ``['a'][0]``."""
    return "".join(f"[{key!r}]" for key in path)


def is_text(value: str) -> bool:
    """Whether text can be written as UTF-8 (it holds no lone surrogates)."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _to_tree(value: object, leaf: ToLeaf, path: Path, above: set[int]) -> Any:
    kind = type(value)
    if value is None or kind is bool or kind is int:
        return value
    if isinstance(value, str) and kind is str:
        if not is_text(value):
            raise DeclinedError(f"The text at {place(path)} holds a lone surrogate.")
        return value
    if isinstance(value, float) and kind is float:
        if math.isfinite(value):
            return value
        return {"float": "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"}
    if kind not in (list, tuple, dict, OrderedDict):
        return leaf(value, path)
    if id(value) in above:
        raise DeclinedError(f"It contains itself at {place(path)}.")
    above.add(id(value))
    try:
        return _container(value, leaf, path, above)
    finally:
        above.discard(id(value))


def _container(value: Any, leaf: ToLeaf, path: Path, above: set[int]) -> Any:
    if isinstance(value, (list, tuple)):
        items = [_to_tree(item, leaf, (*path, i), above) for i, item in enumerate(value)]
        return items if isinstance(value, list) else {"tuple": items}
    pairs = [
        [_to_tree(key, _no_leaf, (*path, key), above), _to_tree(item, leaf, (*path, key), above)]
        for key, item in value.items()
    ]
    if type(value) is dict:
        return {"dict": pairs}
    node: dict[str, Any] = {"ordered_dict": pairs}
    extra = dict(vars(value))
    if "_metadata" in extra:
        metadata = extra.pop("_metadata")
        node["metadata"] = _to_tree(metadata, _no_leaf, (*path, "_metadata"), above)
    if extra:
        raise DeclinedError(f"The OrderedDict at {place(path)} has attributes of its own.")
    return node


def _no_leaf(value: object, path: Path) -> dict[str, Any]:
    where = f" at {place(path)}" if path else ""
    raise DeclinedError(f"There is a {type_name(value)}{where}, which JSON cannot say.")
