"""Protocol types to and from JSON and msgpack, validated on the way in."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from cellkeep_core.errors import BadRequestError, CellkeepError
from cellkeep_core.held_locks import module_lock

T = TypeVar("T")

_json_encoder = msgspec.json.Encoder()
_msgpack_encoder = msgspec.msgpack.Encoder()


# One at a time: msgspec fills in what it knows of a type while another thread may read it,
# and a test process was seen to crash there (0.22).
_building = module_lock(globals(), "_building")


# Typed as Any on the way in: mypy does not count every type[T] as hashable.
@cache
def _json_decoder(kind: Hashable) -> msgspec.json.Decoder[Any]:
    with _building:
        return msgspec.json.Decoder(kind)


@cache
def _msgpack_decoder(kind: Hashable) -> msgspec.msgpack.Decoder[Any]:
    with _building:
        return msgspec.msgpack.Decoder(kind)


def or_unset(value: T | None) -> T | msgspec.UnsetType:
    """Return what an optional field is given: nothing, and no null, in the place of None."""
    return msgspec.UNSET if value is None else value


def to_json(value: Any) -> bytes:
    """Return a protocol value as UTF-8 JSON without spaces."""
    return _json_encoder.encode(value)


def to_msgpack(value: Any) -> bytes:
    """Return a protocol value as msgpack."""
    return _msgpack_encoder.encode(value)


def to_builtins(value: Any) -> Any:
    """Return a protocol value as plain dicts, lists, strings and numbers."""
    return msgspec.to_builtins(value)


def from_json(data: bytes | str, kind: type[T]) -> T:
    """Read and validate a protocol value from JSON.

    Raises
    ------
    CellkeepError
        With code ``BAD_REQUEST`` and the path of the field that is wrong.
    """
    try:
        key: Any = kind
        return cast("T", _json_decoder(key).decode(data))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _bad(kind, error) from error


def from_msgpack(data: bytes | bytearray | memoryview, kind: type[T]) -> T:
    """Read and validate a protocol value from msgpack; errors as in `from_json`."""
    try:
        key: Any = kind
        return cast("T", _msgpack_decoder(key).decode(data))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _bad(kind, error) from error


def _bad(kind: Any, error: Exception) -> CellkeepError:
    name = getattr(kind, "__name__", str(kind))
    return BadRequestError(f"This is not a valid {name}: {error}")
