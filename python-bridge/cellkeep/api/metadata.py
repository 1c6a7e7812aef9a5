"""What a person may attach to a run or an artifact: JSON that comes back as it was given."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from collections.abc import Mapping
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from cellkeep.codecs.base import loaded_type
from cellkeep.codecs.trees.places import is_text
from cellkeep.errors import NotSerialisableError
from cellkeep_core import limits

_SMALLEST_INTEGER, _LARGEST_INTEGER = -(2**63), 2**64 - 1

_NO_NUMBERS = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
_AS_TEXT = (dt.date, dt.time, dt.timedelta, Decimal, uuid.UUID, PurePath)


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
    Tuples become lists, NumPy scalars numbers and text of their own; dates, times, Decimal, UUID
    and paths become their text, and NaN and the infinities ``"NaN"``, ``"Infinity"`` and
    ``"-Infinity"``, which ``float()`` reads.
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
    if isinstance(value, str) and not is_text(value):
        raise _not_json(value, place)
    if value is None or isinstance(value, (bool, str)):
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
    if isinstance(value, (list, tuple)):
        return [_copy(item, f"{place}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str) or not is_text(key):
                raise _not_json(key, f"a key of {place}")
        return {str(key): _copy(item, f"{place}[{key!r}]") for key, item in value.items()}
    raise _not_json(value, place)


def _not_json(value: Any, place: str) -> NotSerialisableError:
    shown = repr(value)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return NotSerialisableError(
        f"{place} is {shown} ({type(value).__name__}), which JSON cannot hold.",
        hint="Use text, finite numbers, booleans, None, lists and dicts with text keys.",
    )
