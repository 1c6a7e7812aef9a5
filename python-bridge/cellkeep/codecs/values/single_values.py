"""The numbers and short texts in a value, by which runs are compared."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import loaded_type
from cellkeep.codecs.previews.text_preview import text_preview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cellkeep_core.protocol.generated import TextPreview

_MOST = 100
_MOST_CHARACTERS = 200
_DEEPEST = 3
_LARGEST = 2**53


def value_preview(text: str, value: object) -> TextPreview:
    """Return the preview of a text with the single values that are in an object."""
    preview = text_preview(text)
    found: dict[str, Any] = {}
    for key, single in _singles(value, "", _DEEPEST):
        if len(found) == _MOST:
            break
        found[key] = single
    if found:
        preview.values = found
    return preview


def _singles(value: object, key: str, deep: int) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for inner, its in value.items() if deep else ():
            if isinstance(inner, str) and inner and len(key) + len(inner) < _MOST_CHARACTERS:
                yield from _singles(its, f"{key}.{inner}" if key else inner, deep - 1)
        return
    if loaded_type(value, "numpy", "bool_", "integer", "floating"):
        value = value.item()  # type: ignore[attr-defined]
    if isinstance(value, bool):
        yield key, value
    elif isinstance(value, int):
        yield key, int(value) if abs(value) < _LARGEST else str(value)[:_MOST_CHARACTERS]
    elif isinstance(value, float) and math.isfinite(value):
        yield key, float(value)
    elif isinstance(value, str) and (key or len(value) <= _MOST_CHARACTERS):
        yield key, value[:_MOST_CHARACTERS].encode("utf-8", "replace").decode()
