"""What a person may attach to a run or an artifact: JSON that comes back as it was given."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from cellkeep.errors import NotSerialisableError

_SMALLEST_INTEGER, _LARGEST_INTEGER = -(2**63), 2**64 - 1


def check_metadata(metadata: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a copy of the metadata that later changes cannot touch.

    Raises
    ------
    NotSerialisableError
        With the place of the value that is not JSON. Tuples become lists; nothing else
        is changed on the way.
    """
    if metadata is None:
        return {}
    if not isinstance(metadata, Mapping):
        raise NotSerialisableError(
            f"metadata is {type(metadata).__name__}, and must be a dict.",
            hint="Write it as metadata={'key': value}.",
        )
    copied = _copy(metadata, "metadata")
    assert isinstance(copied, dict)
    return copied


def _copy(value: Any, place: str) -> Any:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int) and _SMALLEST_INTEGER <= value <= _LARGEST_INTEGER:
        return int(value)
    if isinstance(value, float) and math.isfinite(value):
        return float(value)
    if isinstance(value, (list, tuple)):
        return [_copy(item, f"{place}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
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
