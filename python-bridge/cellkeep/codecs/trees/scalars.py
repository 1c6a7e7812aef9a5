"""Single values of Python's own, in a tree: bytes, dates, Decimal, Path, UUID and the like."""

from __future__ import annotations

import base64
import datetime as dt
import math
import pathlib
import uuid
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.trees import time_zones

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.codecs.trees.places import Node, Path, Read, Writer

_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
_PURE = (pathlib.PurePosixPath, pathlib.PureWindowsPath)
_PATHS: dict[str, type[pathlib.PurePath]] = {
    kind.__name__: kind for kind in (*_PURE, pathlib.PosixPath, pathlib.WindowsPath)
}


def surrogates_to_hex(text: str) -> str:
    """Return text with lone surrogates, as of a file name that is not UTF-8, as hex digits."""
    return text.encode("utf-8", "surrogatepass").hex()


def _date_time(value: Any, _writer: Writer, path: Path) -> Node:
    tag = "datetime" if isinstance(value, dt.datetime) else "time"
    node: Node = {tag: value.replace(tzinfo=None, fold=0).isoformat()}
    if value.fold:
        node["fold"] = value.fold
    if value.tzinfo is not None:
        node["zone"] = time_zones.zone_to_node(value.tzinfo, path)
    return node


def _read_date_time(node: Node, read: Read) -> Any:
    kind: Any = dt.datetime if "datetime" in node else dt.time
    zone = read(node["zone"]) if "zone" in node else None
    value = kind.fromisoformat(next(iter(node.values())))
    return value.replace(tzinfo=zone, fold=node.get("fold", 0))


def _path(value: Any, writer: Writer, path: Path) -> Node:
    return {"path": writer.node(str(value), path), "kind": type(value).__name__}


def _read_path(node: Node, read: Read) -> pathlib.PurePath:
    kind = _PATHS[node["kind"]]
    if kind not in _PURE and kind is not type(pathlib.Path()):
        # Another system's path: its names and suffix can be asked for, but it opens nothing here.
        kind = _PATHS[f"Pure{node['kind']}"]
    return kind(read(node["path"]))


def _ends(value: Any) -> list[Any]:
    return [value.start, value.stop, value.step]


WRITERS: dict[type, Callable[[Any, Writer, Path], Node]] = {
    complex: lambda value, writer, path: {
        "complex": [writer.node(value.real, path), writer.node(value.imag, path)]
    },
    bytes: lambda value, _, __: {"bytes": base64.b64encode(value).decode()},
    range: lambda value, writer, path: {"range": [writer.node(end, path) for end in _ends(value)]},
    slice: lambda value, writer, path: {"slice": [writer.node(end, path) for end in _ends(value)]},
    type(...): lambda *_: {"ellipsis": True},
    dt.date: lambda value, _, __: {"date": value.isoformat()},
    dt.datetime: _date_time,
    dt.time: _date_time,
    dt.timedelta: lambda value, _, __: {"timedelta": time_zones.span_to_node(value)},
    Decimal: lambda value, _, __: {"decimal": str(value)},
    Fraction: lambda value, writer, path: {
        "fraction": [writer.node(value.numerator, path), writer.node(value.denominator, path)]
    },
    uuid.UUID: lambda value, _, __: {"uuid": str(value)},
    **dict.fromkeys(_PATHS.values(), _path),
}
READERS: dict[str, Callable[[Node, Read], Any]] = {
    "int": lambda node, _: int(node["int"], 16),
    "float": lambda node, _: _FLOATS[node["float"]],
    "text": lambda node, _: bytes.fromhex(node["text"]).decode("utf-8", "surrogatepass"),
    "complex": lambda node, read: complex(*map(read, node["complex"])),
    "bytes": lambda node, _: base64.b64decode(node["bytes"]),
    "range": lambda node, read: range(*map(read, node["range"])),
    "slice": lambda node, read: slice(*map(read, node["slice"])),
    "ellipsis": lambda *_: ...,
    "date": lambda node, _: dt.date.fromisoformat(node["date"]),
    "datetime": _read_date_time,
    "time": _read_date_time,
    "timedelta": lambda node, _: dt.timedelta(*node["timedelta"]),
    "decimal": lambda node, _: Decimal(node["decimal"]),
    "fraction": lambda node, read: Fraction(*map(read, node["fraction"])),
    "uuid": lambda node, _: uuid.UUID(node["uuid"]),
    "path": _read_path,
}
