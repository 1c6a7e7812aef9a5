"""A list, dict or tuple with arrays, tables and the like in it, without keeping these alive.

A container itself cannot be held by a weak reference. So it is made anew, as it was when it was
displayed, of weak references to the objects in it and of the plain values, which are few.
"""

from __future__ import annotations

import datetime as dt
import weakref
from collections.abc import Callable
from decimal import Decimal
from numbers import Number
from pathlib import PurePath
from typing import Any

from cellkeep.kernel.displays.glance import Glance, codec_for, glance
from cellkeep_core.text import counted

_MOST_VALUES = 500
# To look at so many takes a few milliseconds, as their display does.
_MOST_PARTS = 100
_MOST_CHARACTERS = 16 * 1024
_PLAIN = (str, bytes, Number, Decimal, dt.date, dt.time, dt.timedelta, PurePath)
# In a container these are not kept as they are.
_NO_PARTS = frozenset({"figure"})

_Made = Callable[[], Any]


class Nesting:
    """What was displayed; None is no such container, or one that is too large.

    Attributes
    ----------
    kind, summary : str
        As the artifact's: ``archive`` and ``2 keys, 2 parts``.
    """

    def __init__(self, make: _Made, kind: str, summary: str) -> None:
        self._make = make
        self.kind = kind
        self.summary = summary

    @classmethod
    def of(cls, obj: object) -> Nesting | None:
        """Return what is remembered of a container that has an object with a codec in it."""
        if type(obj) not in (list, dict, tuple):
            return None
        held = _Held()
        make = held.of(obj)
        if make is None or not held.parts:
            return None
        if getattr(codec_for(obj), "id", "") == "tensors-safetensors.v1":
            return cls(make, "tensors", counted(len(held.parts), "tensor"))
        count = len(obj)  # type: ignore[arg-type]  # one of these three
        items = counted(count, "key" if isinstance(obj, dict) else "item")
        return cls(make, "archive", f"{items}, {counted(len(held.parts), 'part')}")

    def value(self) -> Any:
        """Return it as it was displayed, or None where an object in it is gone."""
        try:
            return self._make()
        except ReferenceError:
            return None


class _Held:
    """Counts what it holds, and gives up what has too much."""

    def __init__(self) -> None:
        self.parts: set[int] = set()
        self._left = _MOST_VALUES
        self._around: set[int] = set()

    def of(self, obj: Any) -> _Made | None:
        """Return what makes a value again, None where it cannot be held."""
        self._left -= 1
        if self._left < 0:
            return None
        if obj is None or isinstance(obj, _PLAIN):
            is_small = not isinstance(obj, (str, bytes)) or len(obj) <= _MOST_CHARACTERS
            return (lambda: obj) if is_small else None
        if type(obj) not in (list, dict, tuple):
            return self._object(obj)
        if id(obj) in self._around or len(obj) > self._left:
            return None  # it is in itself, or large
        self._around.add(id(obj))
        try:
            return self._container(obj)
        finally:
            self._around.discard(id(obj))

    def _container(self, obj: Any) -> _Made | None:
        keys = list(obj) if isinstance(obj, dict) else []
        if not all(key is None or isinstance(key, _PLAIN) for key in keys):
            return None
        made: list[_Made] = []
        for value in obj.values() if isinstance(obj, dict) else obj:
            make = self.of(value)
            if make is None:
                return None
            made.append(make)
        if isinstance(obj, dict):
            return lambda: {key: make() for key, make in zip(keys, made, strict=True)}
        kind: type[list[Any] | tuple[Any, ...]] = type(obj)
        return lambda: kind(make() for make in made)

    def _object(self, obj: Any) -> _Made | None:
        seen: Glance | None = glance(obj)
        if seen is None or seen.is_part or seen.kind in _NO_PARTS:
            return None
        if len(self.parts) == _MOST_PARTS:
            return None
        try:
            reference = weakref.ref(obj)
        except TypeError:
            return None
        self.parts.add(id(obj))

        def value() -> Any:
            found = reference()
            if found is None:
                raise ReferenceError
            return found

        return value
