"""Dicts of libraries, in a tree: results of SciPy, scikit-learn's Bunch, xarray's DataTree.

Only those in a fixed list: the class that a file names is one of them, and nothing of it is run
but for making an empty one.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, loaded_type
from cellkeep.codecs.trees.places import at, pairs, read_pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.codecs.trees.places import Node, Path, Read, Writer

_KINDS = (
    ("scipy.optimize", "OptimizeResult"),
    ("scipy.optimize", "RootResults"),
    ("scipy.integrate._ivp.ivp", "OdeResult"),
    ("sklearn.utils", "Bunch"),
)


def is_value(obj: object) -> bool:
    """Whether it is a DataTree, whose datasets are parts of a value."""
    return loaded_type(obj, "xarray", "DataTree")


def to_node(value: Any, writer: Writer, path: Path) -> Node | None:
    """Return one of these as JSON, None for anything else."""
    if is_value(value):
        return _tree_to_node(value, writer, path)
    kind = type(value)
    for module, name in _KINDS:
        if not (kind.__name__ == name and loaded_type(value, module, name)):
            continue
        if vars(value) != vars(_empty(module, name)):
            raise DeclinedError(f"The {name}{at(path)} has attributes of its own.", "Save dict(x).")
        return {"library_dict": [module, name], "items": pairs(value, writer, path)}
    return None


def _empty(module: str, name: str) -> Any:
    if (module, name) not in _KINDS:
        raise ValueError(f"{name!r} of {module!r} is not a dict that is kept")
    kind: Any = getattr(importlib.import_module(module), name)
    return kind() if name == "Bunch" else kind.__new__(kind)


def _read(node: Node, read: Read) -> Any:
    made = _empty(*node["library_dict"])
    dict.update(made, read_pairs(node["items"], read))
    return made


def _tree_to_node(value: Any, writer: Writer, path: Path) -> Node:
    # What a group inherits it has again from the group that it stands in.
    groups = [
        [each.path, writer.node(each.to_dataset(inherit=False), (*path, each.path))]
        for each in value.root.subtree
    ]
    return {"data_tree": value.path, "name": writer.node(value.root.name, path), "groups": groups}


def _read_tree(node: Node, read: Read) -> Any:
    from xarray import DataTree

    groups = {place: read(group) for place, group in node["groups"]}
    return DataTree.from_dict(groups, name=read(node["name"]))[node["data_tree"]]


READERS: dict[str, Callable[[Node, Read], Any]] = {"library_dict": _read, "data_tree": _read_tree}
