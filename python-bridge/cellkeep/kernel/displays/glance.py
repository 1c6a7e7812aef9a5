"""What an object is, at a glance: quick enough to do for everything that is displayed."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

from cellkeep.codecs.base import loaded_type
from cellkeep_core.registry import registry
from cellkeep_core.text import counted, shaped

# These store no more than the display shows, or code.
_NOT_MORE_THAN_SHOWN = frozenset(
    {
        "bytes.v1",
        "json.v1",
        "values-json.v1",
        "values-zip.v1",
        "mimebundle.v1",
        "displayed.v1",
        "pickle.v1",
    }
)
_MOST_JSON_VALUES = 500
_MOST_JSON_CHARACTERS = 16 * 1024


@dataclass(frozen=True)
class Glance:
    """What can be said of an object without reading it.

    Attributes
    ----------
    whole : object
        What would be saved: the object, or the figure that it is a part of.
    kind : str
        As in ``schema/types.json``: table, array, figure, …
    summary : str
        As the artifact's summary: ``1,000,000 × 8``.
    type : str
        Its type as a person would write it: ``pandas.DataFrame``.
    is_part : bool
        Whether it is displayed as a text beside its figure, as axes are.
    """

    whole: Any
    kind: str
    summary: str
    type: str
    is_part: bool = False


def glance(obj: object) -> Glance | None:
    """Return what an object is, or None where a codec would keep no more than its display."""
    if type(obj) in (list, dict, tuple, set, frozenset):
        return None  # only a copy of a small one can be kept: `small_json`
    codec = codec_for(obj)
    if codec is None or codec.id in _NOT_MORE_THAN_SHOWN:
        return None
    if loaded_type(obj, "torch.nn", "Module") or loaded_type(obj, "torch.optim", "Optimizer"):
        return None
    if hasattr(type(obj), "read_next_batch") or hasattr(type(obj), "__next__"):
        return None  # a stream can be read only once, and the person may want to
    row = registry().codec(codec.id)
    # Another package's codec may say what kind its objects are.
    kind = row.kind if row is not None else str(getattr(codec, "kind", "object"))
    whole, is_part = obj, False
    if codec.id == "figure-mimebundle.v1":
        from cellkeep.codecs.figures.figure import figure_of, shows_figure

        whole, is_part = figure_of(obj), not shows_figure(obj)
    return Glance(whole, kind, _summary(kind, whole), short_type_name(type(whole)), is_part)


def small_json(obj: object) -> str | None:
    """Return a list or dict as JSON text where it is small and comes back as it was."""
    from cellkeep.codecs.values.json_value import is_exact

    if type(obj) not in (list, dict) or not obj or not _is_small(obj):
        return None
    if not is_exact(obj):
        return None
    text = json.dumps(obj, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text if len(text) <= _MOST_JSON_CHARACTERS else None


def short_type_name(kind: type) -> str:
    """Return a type's name by its shortest public path: ``pandas.DataFrame``."""
    name, module = kind.__qualname__, kind.__module__
    if module == "builtins":
        return name
    top = module.partition(".")[0]
    module = ".".join(part for part in module.split(".") if not part.startswith("_"))
    return f"{top if getattr(sys.modules.get(top), name, None) is kind else module}.{name}"


def codec_for(obj: object) -> Any:
    """Return the first codec that takes an object, or None."""
    from cellkeep.codecs.registry import all_codecs

    return next((codec for codec in all_codecs() if codec.matches(obj)), None)


def _is_small(obj: Any) -> bool:
    """Whether a nesting has few values; it looks at no more than those."""
    left, waiting = _MOST_JSON_VALUES, [obj]
    while waiting:
        value = waiting.pop()
        if isinstance(value, (list, dict)):
            left -= len(value)
            if left < 0:
                return False
            waiting.extend(value.values() if isinstance(value, dict) else value)
        elif isinstance(value, (str, int)) and value.__sizeof__() > _MOST_JSON_CHARACTERS:
            return False
    return True


def _summary(kind: str, obj: Any) -> str:
    """Return what the codec will say too, from shapes alone."""
    match kind:
        case "table":
            return _table_summary(obj)
        case "array":
            from cellkeep.codecs.arrays.array_preview import array_summary

            return array_summary(obj)
        case "tensors" if loaded_type(obj, "torch", "Tensor"):
            return shaped(obj.shape, str(obj.dtype).removeprefix("torch."))
        case "figure":
            from cellkeep.codecs.figures.figure import is_empty_figure

            if is_empty_figure(obj):
                return "empty figure"
            dpi = float(getattr(obj, "_original_dpi", obj.dpi))
            width, height = (round(inches * dpi) for inches in obj.get_size_inches())
            return f"{width:,} × {height:,} px"
        case "plotly":
            return counted(len(obj.data), "trace")
        case "image":
            return f"{obj.width:,} × {obj.height:,} px, {obj.mode}"
    return ""


def _table_summary(obj: Any) -> str:
    from cellkeep.codecs.tables.table_preview import table_summary

    shape = getattr(obj, "shape", None)
    if isinstance(shape, tuple) and 1 <= len(shape) <= 2:
        return table_summary(int(shape[0]), int(shape[1]) if len(shape) == 2 else 1)
    return (
        table_summary(len(obj), 1) if loaded_type(obj, "pyarrow", "Array", "ChunkedArray") else ""
    )
