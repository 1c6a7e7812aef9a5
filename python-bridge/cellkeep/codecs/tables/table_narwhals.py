"""narwhals' frames and series: the table or column inside, and which narwhals was around it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cellkeep.codecs.base import DeclinedError, loaded_type, type_name

# Those whose promises differ; a newer one first.
_NAMES = ("narwhals.stable.v2", "narwhals.stable.v1", "narwhals")


def unwrapped(obj: Any) -> tuple[Any, dict[str, str]]:
    """Return what is inside, and the note by which `wrapped` puts it back; anything else as it is.

    Raises
    ------
    DeclinedError
        A plan has no values yet.
    """
    if loaded_type(obj, "narwhals", "LazyFrame"):
        raise DeclinedError(
            f"A {type_name(obj)} is a plan, not data.", "Save its result: x.collect()."
        )
    if not is_narwhals(obj):
        return obj, {}
    name = next(name for name in _NAMES if type(obj).__module__.startswith(name))
    return obj.to_native(), {"narwhals": name}


def is_narwhals(obj: object) -> bool:
    """Whether it is one of narwhals'."""
    return loaded_type(obj, "narwhals", "DataFrame", "Series", "LazyFrame")


def wrapped(obj: Any, note: dict[str, Any]) -> Any:
    """Return the object as it was before `unwrapped`."""
    name = note.get("narwhals")
    if name is None:
        return obj
    if name not in _NAMES:
        raise ValueError(f"unknown narwhals {name!r}")
    return import_module(name).from_native(obj, eager_only=True, allow_series=True)
