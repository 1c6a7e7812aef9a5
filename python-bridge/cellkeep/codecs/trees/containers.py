"""Containers of Python's own, in a tree.

Sets are in the order of their items' JSON, which is the same in each process. A defaultdict is
kept where what it makes is one of a few builtin types: a function would be code.
"""

from __future__ import annotations

import argparse
import base64
import json
import types
from collections import Counter, OrderedDict, defaultdict, deque
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError
from cellkeep.codecs.trees.places import Field, at, attributes, pairs, read_pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.codecs.trees.places import Node, Path, Read, Writer

_FACTORIES: dict[str, Callable[[], object]] = {
    kind.__name__: kind for kind in (list, dict, set, tuple, int, float, str, bool)
}
_NAMESPACES: dict[str, type] = {
    "types.SimpleNamespace": types.SimpleNamespace,
    "argparse.Namespace": argparse.Namespace,
}
CONTAINERS: tuple[type, ...] = (
    list,
    tuple,
    dict,
    set,
    frozenset,
    bytearray,
    deque,
    *_NAMESPACES.values(),
)
CHANGEABLE = frozenset(CONTAINERS) - {tuple, frozenset} | {OrderedDict, defaultdict, Counter}


def _list(value: Any, writer: Writer, path: Path) -> list[Any]:
    return [writer.node(item, (*path, index)) for index, item in enumerate(value)]


def _ordered_dict(value: Any, writer: Writer, path: Path) -> Node:
    node = {"ordered_dict": pairs(value, writer, path)}
    extra = dict(vars(value))
    if "_metadata" in extra:
        # Where torch keeps the version of each module of a state_dict.
        node["metadata"] = writer.node(extra.pop("_metadata"), (*path, Field("_metadata")))
    if extra:
        raise DeclinedError(f"The OrderedDict{at(path)} has attributes of its own.")
    return node


def _default_dict(value: Any, writer: Writer, path: Path) -> Node:
    factory = value.default_factory
    name = None if factory is None else getattr(factory, "__name__", "")
    if name is not None and _FACTORIES.get(name) is not factory:
        raise DeclinedError(f"What the defaultdict{at(path)} makes is code.", "Save dict(x).")
    return {"default_dict": pairs(value, writer, path), "factory": name}


def _items(value: Any, writer: Writer, path: Path) -> list[Any]:
    return sorted(_list(value, writer, path), key=lambda node: json.dumps(node, sort_keys=True))


def _namespace(value: Any, writer: Writer, path: Path) -> Node:
    kind = type(value)
    name = f"{kind.__module__}.{kind.__qualname__}"
    return {"namespace": name, "fields": attributes(vars(value), writer, path)}


WRITERS: dict[type, Callable[[Any, Writer, Path], Any]] = {
    list: _list,
    tuple: lambda value, writer, path: {"tuple": _list(value, writer, path)},
    dict: lambda value, writer, path: {"dict": pairs(value, writer, path)},
    OrderedDict: _ordered_dict,
    defaultdict: _default_dict,
    Counter: lambda value, writer, path: {"counter": pairs(value, writer, path)},
    set: lambda value, writer, path: {"set": _items(value, writer, path)},
    frozenset: lambda value, writer, path: {"frozenset": _items(value, writer, path)},
    deque: lambda value, writer, path: {
        "deque": _list(value, writer, path),
        "maxlen": value.maxlen,
    },
    bytearray: lambda value, _, __: {"bytearray": base64.b64encode(value).decode()},
    types.SimpleNamespace: _namespace,
    argparse.Namespace: _namespace,
}


def _read_ordered(node: Node, read: Read) -> OrderedDict[Any, Any]:
    ordered = OrderedDict(read_pairs(node["ordered_dict"], read))
    if "metadata" in node:
        vars(ordered)["_metadata"] = read(node["metadata"])
    return ordered


def _read_default(node: Node, read: Read) -> defaultdict[Any, Any]:
    name = node["factory"]
    items = read_pairs(node["default_dict"], read)
    return defaultdict(None if name is None else _FACTORIES[name], items)


def _read_counter(node: Node, read: Read) -> Counter[Any]:
    counter: Counter[Any] = Counter()
    # A count may be any value, and Counter(pairs) would count the pairs.
    dict.update(counter, read_pairs(node["counter"], read))
    return counter


def _read_namespace(node: Node, read: Read) -> Any:
    namespace = _NAMESPACES[node["namespace"]]()
    vars(namespace).update(read_pairs(node["fields"], read))
    return namespace


READERS: dict[str, Callable[[Node, Read], Any]] = {
    "tuple": lambda node, read: tuple(map(read, node["tuple"])),
    "dict": lambda node, read: dict(read_pairs(node["dict"], read)),
    "ordered_dict": _read_ordered,
    "default_dict": _read_default,
    "counter": _read_counter,
    "set": lambda node, read: set(map(read, node["set"])),
    "frozenset": lambda node, read: frozenset(map(read, node["frozenset"])),
    "deque": lambda node, read: deque(map(read, node["deque"]), node["maxlen"]),
    "bytearray": lambda node, _: bytearray(base64.b64decode(node["bytearray"])),
    "namespace": _read_namespace,
}
