"""``json.v1``: values that come back equal, and of the same types, from JSON (RFC 8259)."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import DeclinedError, Encoded
from cellkeep.codecs.trees.places import MOST_BITS, is_text
from cellkeep.codecs.values.single_values import value_preview
from cellkeep_core.text import counted

if TYPE_CHECKING:
    from pathlib import Path

_LEAVES = (str, bool, int, float, type(None))


class JsonCodec:
    """Dicts with text keys, lists, text, finite numbers, booleans and None in them."""

    id = "json.v1"
    rank = 80
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether its outermost type is one that JSON has, or nearly so."""
        return isinstance(obj, (dict, list, tuple, set, frozenset, *_LEAVES))

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write it without spaces, as UTF-8."""
        if not is_exact(obj):
            raise DeclinedError("")  # the codecs of values are asked next, and keep more
        text = json.dumps(obj, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        sink.write(text.encode())
        shown = obj if isinstance(obj, str) else text
        return Encoded(self.id, "application/json", _summary(obj), value_preview(shown, obj))

    def decode(self, path: Path) -> object:
        """Read it."""
        return json.loads(path.read_bytes())


def is_exact(value: object) -> bool:
    """Whether a value comes back equal and of the same types from JSON."""
    try:
        return _is_exact(value, set())
    except RecursionError:
        return False


def _is_exact(value: Any, above: set[int]) -> bool:
    kind = type(value)
    if kind is str:
        return is_text(value)
    if kind is float:
        return math.isfinite(value)
    if kind is int:
        return bool(value.bit_length() <= MOST_BITS)
    if kind is not list and kind is not dict:
        return value is None or kind is bool
    if id(value) in above:
        return False
    above.add(id(value))
    if kind is dict and not all(type(key) is str and is_text(key) for key in value):
        return False
    exact = all(_is_exact(item, above) for item in (value if kind is list else value.values()))
    above.discard(id(value))
    return exact


def _summary(value: object) -> str:
    match value:
        case str():
            return counted(len(value), "character")
        case bool() | int() | float():
            return str(value)
        case list():
            return counted(len(value), "item")
        case dict():
            return counted(len(value), "key")
    return ""
