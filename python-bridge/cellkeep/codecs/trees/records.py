"""Dataclasses, named tuples and enumerations, in a tree.

They are kept by their class's name and the values in them. When they are read, the class is
looked up in modules that are imported already, and in those without running anything: no
``__init__``, ``__post_init__`` or ``__new__`` of a dataclass or named tuple is called, and no
module is imported but the public ones of SciPy that return such results. Where the class is not
there, or has other fields now, a plain `StandIn` comes back (of a named tuple, one of the same
name and fields) that has the same values and names.
"""

from __future__ import annotations

import importlib
import sys
from collections import namedtuple
from contextlib import suppress
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum, EnumMeta, Flag
from keyword import iskeyword
from types import ModuleType
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, loaded_type
from cellkeep.codecs.trees.places import Field, at, attributes

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.codecs.trees.places import Node, Path, Read, Writer

# Which library's functions a result of SciPy goes on with.
_MODULES = ("numpy", "scipy._lib.array_api_compat.numpy")
# Which bring the classes of the results that their functions return.
_OF_RESULTS = ("scipy.integrate", "scipy.linalg", "scipy.optimize", "scipy.spatial", "scipy.stats")


@dataclass(frozen=True)
class StandIn:
    """What comes back of a dataclass or enumeration whose class is not imported here.

    Its values are attributes too: ``x.learning_rate``, or an enumeration's ``x.name``, ``x.value``.
    Import the class and load once more to get the object itself.

    Attributes
    ----------
    stands_for : str
        The class, as ``module:name``.
    kept_values : dict[str, Any]
        What was in it, by name.
    form : str
        ``dataclass`` or ``enum``.
    """

    stands_for: str
    kept_values: dict[str, Any] = field(default_factory=dict)
    form: str = "dataclass"

    def __hash__(self) -> int:
        """Return a hash: it may stand in a set, or be a key, as what it stands for did."""
        try:
            return hash((self.stands_for, frozenset(self.kept_values.items())))
        except TypeError:  # an enumeration's value may be a list
            return hash((self.stands_for, frozenset(self.kept_values)))

    def __getattr__(self, name: str) -> Any:
        """Return one of the values."""
        try:
            return self.__dict__["kept_values"][name]
        except KeyError:
            raise AttributeError(f"The {self.stands_for} that was saved has no {name!r}.") from None


def is_value(obj: object) -> bool:
    """Whether it is a dataclass's, named tuple's or enumeration's object."""
    kind = type(obj)
    if loaded_type(obj, "great_tables", "GT"):
        return False  # made to be shown, of parts that only its library knows
    if hasattr(kind, "__array__") or loaded_type(obj, "zarr", "Group"):
        return False  # its values are somewhere else
    return isinstance(obj, Enum) or is_dataclass(kind) or _is_named_tuple(kind)


def is_changeable(obj: object) -> bool:
    """Whether two places that hold it see each other's changes: it is a dataclass."""
    return is_dataclass(type(obj)) and not isinstance(obj, Enum)


def to_node(value: Any, writer: Writer, path: Path) -> Node | None:
    """Return a record as JSON, None for anything else; or decline."""
    kind = type(value)
    if kind is StandIn:
        values = attributes(value.kept_values, writer, path)
        return {value.form: value.stands_for, "values": values}
    name = f"{kind.__module__}:{kind.__qualname__}"
    if isinstance(value, Enum):
        named = {"name": value.name, "value": value.value}
        return {"enum": name, "values": attributes(named, writer, path)}
    if _is_named_tuple(kind):
        # Not `_asdict`, which some of SciPy's fill with attributes besides.
        fields_of_it = dict(zip(kind._fields, value, strict=True))
        node: Node = {"named_tuple": name, "values": attributes(fields_of_it, writer, path)}
        if own := _dict_of(value):
            node["attributes"] = [
                [key, _module_to_node(each) or writer.node(each, (*path, Field(key)))]
                for key, each in own.items()
            ]
        return node
    if not is_value(value):
        return None
    named = {one.name: _own(value, one.name) for one in fields(value)}
    if _blank(kind) is None:
        reason = f"The {name}{at(path)} is more than a dataclass"
        raise DeclinedError(
            f"{reason}: it is built on another type, or has a __del__.", "Save its parts."
        )
    if any(each is _ABSENT for each in named.values()) or set(_dict_of(value)) - set(named):
        raise DeclinedError(
            f"The {name}{at(path)} has more or fewer attributes than its fields.",
            "Save dataclasses.asdict(x).",
        )
    return {"dataclass": name, "values": attributes(named, writer, path)}


_ABSENT = object()


def _own(value: object, name: str) -> Any:
    # Not a default of the class, which would come back even where the object has none.
    own = _dict_of(value)
    if name in own:
        return own[name]
    slots = (base.__dict__.get("__slots__", ()) for base in type(value).__mro__)
    return getattr(value, name, _ABSENT) if any(name in each for each in slots) else _ABSENT


def _dict_of(value: object) -> dict[str, Any]:
    found: dict[str, Any] = getattr(value, "__dict__", {})
    return found


def _module_to_node(value: object) -> Node | None:
    name = getattr(value, "__name__", None)
    return {"module": name} if isinstance(value, ModuleType) and name in _MODULES else None


def _read_module(node: Node, _read: Read) -> ModuleType:
    if node["module"] not in _MODULES:
        raise ValueError(f"{node['module']!r} is not a module that is kept")
    return importlib.import_module(node["module"])


def _is_named_tuple(kind: type) -> bool:
    names = getattr(kind, "_fields", None)
    return (
        issubclass(kind, tuple)
        and isinstance(names, tuple)
        and all(isinstance(name, str) for name in names)
        and hasattr(kind, "_asdict")
    )


def _blank(kind: type) -> Any:
    """Return an object of a class without ``__init__``; None where it is no plain class."""
    if hasattr(kind, "__del__"):
        return None  # that would run with values that a file has chosen
    try:
        return object.__new__(kind)
    except TypeError:
        return None


def _class_of(name: str) -> Any:
    """Return a class of an imported module, or None. Runs nothing, not even a __getattr__."""
    module, _, path = name.partition(":")
    package = ".".join(module.split(".")[:2])
    if package in _OF_RESULTS:
        with suppress(ImportError):
            importlib.import_module(package)
    found: Any = sys.modules.get(module)
    for part in path.split("."):
        found = getattr(found, "__dict__", {}).get(part)
    same = isinstance(found, type) and f"{found.__module__}:{found.__qualname__}" == name
    return found if same else None


def _read_values(node: Node, read: Read) -> dict[str, Any]:
    return {name: read(each) for name, each in node["values"]}


def _read_enum(node: Node, read: Read) -> Any:
    name, values = node["enum"], _read_values(node, read)
    kind = _class_of(name)
    if isinstance(kind, EnumMeta):
        member: Any = kind.__members__.get(values["name"])
        if member is not None and _same(member.value, values["value"]):
            return member
        if issubclass(kind, Flag) and type(values["value"]) is int:
            return kind(values["value"])  # several flags at once have no member
    return StandIn(name, values, "enum")


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and (one == other or repr(one) == repr(other))


def _read_dataclass(node: Node, read: Read) -> Any:
    name, values = node["dataclass"], _read_values(node, read)
    kind: Any = _class_of(name)
    if kind is not None and is_dataclass(kind) and {one.name for one in fields(kind)} == {*values}:
        blank: Any = _blank(kind)  # type: ignore[arg-type]
        if blank is not None:
            for each, value in values.items():
                object.__setattr__(blank, each, value)  # also of a frozen one
            return blank
    return StandIn(name, values)


def _read_named_tuple(node: Node, read: Read) -> Any:
    name, values = node["named_tuple"], _read_values(node, read)
    kind: Any = _class_of(name)
    own = {key: read(each) for key, each in node.get("attributes", ())}
    if kind is not None and _is_named_tuple(kind) and kind._fields == tuple(values):
        return _with_attributes(tuple.__new__(kind, values.values()), own)
    short = name.rpartition(":")[2].rpartition(".")[2]
    if not all(each.isidentifier() and not iskeyword(each) for each in (short, *values)):
        raise ValueError(f"{name!r} is no name of a named tuple")
    # The names are known only now.
    plain: Any = namedtuple(short, values)  # type: ignore[misc]  # noqa: PYI024
    # A class of its own has room for attributes.
    stand_in: Any = type(short, (plain,), {}) if own else plain
    stand_in.__module__, stand_in.__qualname__ = name.split(":", 1)
    return _with_attributes(stand_in(*values.values()), own)


def _with_attributes(made: Any, own: dict[str, Any]) -> Any:
    if own:
        vars(made).update(own)
    return made


READERS: dict[str, Callable[[Node, Read], Any]] = {
    "enum": _read_enum,
    "dataclass": _read_dataclass,
    "named_tuple": _read_named_tuple,
    "module": _read_module,
}
