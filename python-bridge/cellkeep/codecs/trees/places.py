"""Where in a nesting a value is, and what those who write and read a tree share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

Path = tuple[object, ...]
Node = dict[str, Any]
Read = Callable[[Any], Any]

# Longer integers are slow as decimal text, and Python refuses more than 4,300 digits.
MOST_BITS = 1024


class Writer(Protocol):
    """What a writer of one type asks for the values in it."""

    def node(self, value: Any, path: Path) -> Any:
        """Return a value as JSON, or raise `DeclinedError` with its path."""

    def read(self, node: Any) -> Any:
        """Return the value of JSON that `node` returned, to compare it."""


class Field(NamedTuple):
    """The step of a path that is an attribute."""

    name: str


def place(path: Path) -> str:
    """Return where in a nesting a value is, as Python would write it: ``['a'][0].loss``."""
    return "".join(f".{step.name}" if isinstance(step, Field) else f"[{step!r}]" for step in path)


def at(path: Path) -> str:
    """Return `` at ['a'][0]``, or nothing for the outermost value."""
    return f" at {place(path)}" if path else ""


def pairs(values: Any, writer: Writer, path: Path) -> list[list[Any]]:
    """Return what a mapping has as pairs of JSON, in its order."""
    return [
        [writer.node(key, (*path, Field("keys()"), key)), writer.node(item, (*path, key))]
        for key, item in values.items()
    ]


def read_pairs(pairs_of_json: Any, read: Read) -> list[tuple[Any, Any]]:
    """Return the pairs that were written by `pairs` or `attributes`."""
    return [(read(key), read(item)) for key, item in pairs_of_json]


def attributes(values: dict[str, Any], writer: Writer, path: Path) -> list[list[Any]]:
    """Return an object's attributes, whose values these are, as pairs of a name and JSON."""
    return [[name, writer.node(each, (*path, Field(name)))] for name, each in values.items()]


def of_part(advice: str, path: Path) -> str:
    """Return advice on an object, ``x`` in it, as advice on the part of ``x`` that is there."""
    plain = re.sub(r"run\.save(?:_object)?\((?!x\.name, )(.*), …\)", r"\1", advice)
    said = re.sub(r"(?<![\w.'])x(?![\w'])", lambda _: f"x{place(path)}", plain)
    if said == plain:
        return advice
    is_a_file = "run.save" in said or "(path)" in said
    return said if is_a_file else f"{said.removesuffix('.')} in its place."


def is_text(value: str) -> bool:
    """Whether text can be written as UTF-8 (it holds no lone surrogates)."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
