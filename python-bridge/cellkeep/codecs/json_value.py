"""``json.v1``: values that come back equal, and of the same types, from JSON (RFC 8259)."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import DeclinedError, Encoded, plural, type_name
from cellkeep.codecs.text_preview import text_preview
from cellkeep.codecs.values import is_text, place

if TYPE_CHECKING:
    from pathlib import Path

_LEAVES = (str, bool, int, float, type(None))
_ADVICE = "Convert it to dicts with text keys, lists, text, numbers, True, False and None."


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
        try:
            _check(obj, (), set())
            text = json.dumps(obj, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        except RecursionError as error:
            raise DeclinedError("It is nested too deeply for JSON.") from error
        except ValueError as error:
            # An integer of more digits than Python turns into text.
            raise DeclinedError(f"JSON cannot say it: {error}.") from error
        sink.write(text.encode())
        shown = obj if isinstance(obj, str) else text
        return Encoded(self.id, "application/json", _summary(obj), text_preview(shown))

    def decode(self, path: Path) -> object:
        """Read it."""
        return json.loads(path.read_bytes())


def is_exact(value: object) -> bool:
    """Whether a value comes back equal and of the same types from JSON."""
    try:
        _check(value, (), set())
    except (DeclinedError, RecursionError):
        return False
    return True


def _check(value: Any, path: tuple[object, ...], above: set[int]) -> None:
    kind = type(value)
    if kind is str:
        if not is_text(value):
            raise DeclinedError(f"The text{_at(path)} holds a lone surrogate.")
    elif kind is float:
        if not math.isfinite(value):
            raise DeclinedError(f"There is {value}{_at(path)}, which JSON has no number for.")
    elif kind is list or kind is dict:
        _check_container(value, path, above)
    elif kind not in _LEAVES:
        why = "which would come back as a list" if kind is tuple else "which JSON cannot say"
        raise DeclinedError(f"There is a {type_name(value)}{_at(path)}, {why}.", _ADVICE)


def _check_container(value: Any, path: tuple[object, ...], above: set[int]) -> None:
    if id(value) in above:
        raise DeclinedError(f"It contains itself{_at(path)}.")
    above.add(id(value))
    if isinstance(value, list):
        for index, item in enumerate(value):
            _check(item, (*path, index), above)
    else:
        for key, item in value.items():
            if type(key) is not str or not is_text(key):
                why = f"The key {key!r}{_at(path)} would come back as text."
                raise DeclinedError(why, _ADVICE)
            _check(item, (*path, key), above)
    above.discard(id(value))


def _at(path: tuple[object, ...]) -> str:
    return f" at {place(path)}" if path else ""


def _summary(value: object) -> str:
    match value:
        case str():
            return plural(len(value), "character")
        case bool() | int() | float():
            return str(value)
        case list():
            return plural(len(value), "item")
        case dict():
            return plural(len(value), "key")
    return ""
