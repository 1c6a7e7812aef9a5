"""Python values as JSON that says their exact types.

Plain JSON cannot tell a tuple from a list, an integer key from a text one, or NaN from
null. Here each of these is an object whose first key names what it is::

    None, True, 3, 0.5, "a"    themselves
    [1, 2]                     [1, 2]
    (1, 2)                     {"tuple": [1, 2]}
    {"a": 1, 2: 3}             {"dict": [["a", 1], [2, 3]]}
    OrderedDict(...)           {"ordered_dict": [...]}
    float("nan")               {"float": "nan"}
    np.float32(0.5)            {"numpy": "<f4", "hex": "0000003f", "text": "0.5"}
    a list met a second time   {"same": 0}, where it was first met {"shared": 0, "value": [...]}
    what a caller's leaf took  what it made of it

What there is besides is in `containers`, `library_dicts`, `scalars`, `time_zones`, `records`,
`numpy_values`, `other_arrays` and `pandas_values`. The same value gives the same JSON: sets are
sorted. The order of a dict is a part of it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, type_name
from cellkeep.codecs.trees import (
    containers,
    library_dicts,
    numpy_values,
    other_arrays,
    pandas_values,
    records,
    scalars,
    time_zones,
)
from cellkeep.codecs.trees.places import MOST_BITS, is_text, of_part, place
from cellkeep.codecs.ways import is_code, way_that_works

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.codecs.trees.places import Node, Path, Read

    ToLeaf = Callable[[object, Path], Node | None]
    FromLeaf = Callable[[Node], object]

# Python's own limit leaves room for this in a notebook and in a test alike, to write and to read.
_MOST_LEVELS = 120
_ADVICE = "Convert it to text, numbers, dates, dicts, lists or arrays."
_FAMILIES = (numpy_values, pandas_values, other_arrays, library_dicts, records, time_zones)
_READERS: dict[str, Callable[[Node, Read], Any]] = {}
for _family in (containers, scalars, *_FAMILIES):
    _READERS.update(_family.READERS)


def to_tree(value: object, leaf: ToLeaf | None = None) -> Any:
    """Return a value as JSON with its types.

    Parameters
    ----------
    value : object
        The value. A list, dict or the like that is in it twice comes back as one.
    leaf : callable, optional
        Asked with each value that is not of Python itself, and with its path; it returns an
        object of one key of its own, or None for what it does not take.

    Raises
    ------
    DeclinedError
        With the place of what cannot be kept.
    """
    try:
        first = _Writer(leaf, set())
        node = first.node(value, ())
        if first.met_again:
            node = _Writer(leaf, first.met_again).node(value, ())
    except RecursionError as error:
        raise DeclinedError("It is nested too deeply.") from error
    return node


def from_tree(node: Any, leaf: FromLeaf | None = None) -> Any:
    """Return the value that `to_tree` was given. Imports no module that the JSON names."""
    return _Reader(leaf).value(node)


def is_value(obj: object) -> bool:
    """Whether a tree is the way to keep this object: it has values in it, or is a plain one."""
    return (
        isinstance(obj, (*containers.CONTAINERS, str, int, float, type(None)))
        or type(obj) in scalars.WRITERS
        or any(family.is_value(obj) for family in _FAMILIES)
    )


class _Writer:
    """One walk over a value. The first finds what is met again, the second can say so."""

    def __init__(self, leaf: ToLeaf | None, shared: set[int]) -> None:
        self.met_again: set[int] = set()
        self._leaf = leaf
        self._shared = shared
        self._numbers: dict[int, int] = {}
        self._above: set[int] = set()
        self._done: dict[int, object] = {}

    def node(self, value: Any, path: Path) -> Any:
        """Return a value as JSON, or raise `DeclinedError`."""
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is int:
            return value if value.bit_length() <= MOST_BITS else {"int": hex(value)}
        if kind is str:
            return value if is_text(value) else {"text": scalars.surrogates_to_hex(value)}
        if kind is float:
            return value if math.isfinite(value) else {"float": str(value)}
        if writer := scalars.WRITERS.get(kind):
            return writer(value, self, path)
        if id(value) in self._above:
            raise DeclinedError(f"It contains itself at {place(path)}.")
        if id(value) in self._done:
            self.met_again.add(id(value))
            return {"same": self._numbers.get(id(value))}
        if len(self._above) == _MOST_LEVELS:
            raise DeclinedError(f"It is nested too deeply: {_MOST_LEVELS} levels are the most.")
        self._above.add(id(value))
        try:
            node = self._nested(value, path)
        except DeclinedError as declined:
            if path and not declined.says_where:
                declined.advice = of_part(declined.advice, path)
            declined.says_where = True  # of the innermost: those around it pass it on
            raise
        self._above.discard(id(value))
        if kind in containers.CHANGEABLE or records.is_changeable(value):
            # Kept as long as this walk: another object must not get its id.
            self._done[id(value)] = value
            if id(value) in self._shared:
                number = self._numbers.setdefault(id(value), len(self._numbers))
                return {"shared": number, "value": node}
        return node

    def read(self, node: Any) -> Any:
        """Return the value of JSON that `node` returned."""
        return from_tree(node)

    def _nested(self, value: Any, path: Path) -> Any:
        if writer := containers.WRITERS.get(type(value)):
            return writer(value, self, path)
        node = self._leaf(value, path) if self._leaf else None
        for family in _FAMILIES:
            node = node or family.to_node(value, self, path)
        if node is None:
            raise DeclinedError(_why_not(value, place(path)), way_that_works(value) or _ADVICE)
        return node


class _Reader:
    def __init__(self, leaf: FromLeaf | None) -> None:
        self._leaf = leaf
        self._shared: dict[int, object] = {}

    def value(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self.value(item) for item in node]
        if not isinstance(node, dict):
            return node
        tag = next(iter(node), "")
        if tag == "shared":
            value = self._shared[node["shared"]] = self.value(node["value"])
            return value
        if tag == "same":
            return self._shared[node["same"]]
        if reader := _READERS.get(tag):
            return reader(node, self.value)
        if self._leaf is None:
            raise ValueError(f"unknown value {node!r}")
        return self._leaf(node)


def _why_not(value: object, where: str) -> str:
    at = f" at {where}" if where else ""
    if is_code(value):
        name = getattr(value, "__qualname__", None) or getattr(value, "__name__", "code")
        return f"There is {name}{at}, which is code."
    return f"There is a {type_name(value)}{at}, which has no form but a pickle."
