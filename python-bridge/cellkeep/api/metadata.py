"""What a person may attach to a run or an artifact: JSON that comes back as it was given."""

from __future__ import annotations

import datetime as dt
import json
import math
import uuid
from collections import deque
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from cellkeep.codecs.base import loaded_type, type_name
from cellkeep.codecs.trees.places import is_text
from cellkeep.errors import NotSerialisableError
from cellkeep_core import limits

_SMALLEST_INTEGER, _LARGEST_INTEGER = -(2**63), 2**64 - 1

_NO_NUMBERS = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
_AS_TEXT = (
    dt.date,
    dt.time,
    dt.timedelta,
    dt.tzinfo,
    Decimal,
    Fraction,
    complex,
    uuid.UUID,
    PurePath,
)
# What has more is no description, and would be one slowly.
_MOST_OF_AN_ARRAY = 1000


def check_metadata(metadata: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a copy of the metadata that later changes cannot touch.

    Raises
    ------
    NotSerialisableError
        With the place of the value that has no form in JSON.
    CellkeepError
        ``TOO_LARGE`` where it is no description any more.

    Notes
    -----
    Tuples, deques, ranges and small arrays become lists, sets sorted lists, dataclasses dicts,
    NumPy scalars and tensors of one value numbers and text of their own; an Enum becomes its name,
    or its value where that is what it is (IntEnum, StrEnum). Dates, times, Decimal, Fraction,
    complex, UUID and paths become their text, and NaN and the infinities ``"NaN"``, ``"Infinity"``
    and ``"-Infinity"``, which ``float()`` reads. Keys that are numbers, booleans or None become
    text as in ``json.dumps``.
    """
    if metadata is None:
        return {}
    if not isinstance(metadata, Mapping):
        raise NotSerialisableError(
            f"metadata is {type(metadata).__name__}, and must be a dict.",
            hint="Write it as metadata={'key': value}.",
        )
    try:
        copied = _copy(metadata, "metadata")
    except RecursionError as error:
        raise NotSerialisableError(
            "metadata is nested too deeply, or contains itself.",
            hint="Save what is so deep as an artifact of its own.",
        ) from error
    assert isinstance(copied, dict)
    limits.check_metadata(copied)
    return copied


def _copy(value: Any, place: str) -> Any:
    if isinstance(value, Enum):
        its_value = isinstance(value, (int, str))
        return _copy(value.value if its_value else value.name or str(value), place)
    if isinstance(value, str):
        if not is_text(value):
            raise _not_json(value, place)
        return str.__str__(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and _SMALLEST_INTEGER <= value <= _LARGEST_INTEGER:
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else _NO_NUMBERS[str(float(value))]
    if loaded_type(value, "numpy", "bool_", "integer"):
        return _copy(value.item(), place)
    if loaded_type(value, "numpy", "floating"):
        return _copy(float(value), place)
    if loaded_type(value, "numpy", "datetime64", "timedelta64"):
        return str(value)
    if isinstance(value, _AS_TEXT):
        return str(value)
    if isinstance(value, (list, tuple, deque, range)):
        return [_copy(item, f"{place}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, (set, frozenset)):
        return _sorted([_copy(item, f"an item of {place}") for item in value])
    if isinstance(value, Mapping):
        return _copy_mapping(value, place)
    if is_dataclass(value) and not isinstance(value, type):
        named = {one.name: getattr(value, one.name) for one in fields(value)}
        return _copy_mapping(named, place)
    if _is_small_array(value):
        return _copy(value.tolist(), place)
    raise _not_json(value, place)


def _sorted(items: list[Any]) -> list[Any]:
    """Return items in the same order in each process."""
    try:
        return sorted(items)
    except TypeError:
        return sorted(items, key=json.dumps)


def _copy_mapping(value: Mapping[Any, Any], place: str) -> dict[str, Any]:
    copied: dict[str, Any] = {}
    for key, item in value.items():
        text = _key(key, place)
        if text in copied:
            raise NotSerialisableError(
                f"{place} has two keys that are {text!r} as text.",
                hint="Keys of metadata are text. Give one of them another name.",
            )
        copied[text] = _copy(item, f"{place}[{key!r}]")
    return copied


def _key(key: Any, place: str) -> str:
    plain = _copy(key, f"a key of {place}")
    if isinstance(plain, str):
        return plain
    if isinstance(plain, (list, dict)):
        raise _not_json(key, f"a key of {place}")
    return json.dumps(plain)


def _is_small_array(value: Any) -> bool:
    kinds = (
        ("numpy", "ndarray"),
        ("torch", "Tensor"),
        ("jax", "Array"),
        ("pandas", "Index", "Series"),
    )
    if not any(loaded_type(value, *kind) for kind in kinds):
        return False
    return bool(math.prod(value.shape) <= _MOST_OF_AN_ARRAY)


def _not_json(value: Any, place: str) -> NotSerialisableError:
    shown = repr(value)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return NotSerialisableError(
        f"{place} is {shown} ({type_name(value)}), which JSON cannot hold.",
        hint=f"{_way(value)} What describes is text, numbers, booleans, None, dates, lists, sets "
        "and dicts of them.",
    )


def _way(value: Any) -> str:
    if isinstance(value, bytes):
        return "Write x.hex(), or save the bytes as an artifact."
    if isinstance(value, str):
        return "Write ascii(x)."
    if hasattr(type(value), "__array__"):
        return "Save it as an artifact of its own."
    return "Write its text: str(x)."
