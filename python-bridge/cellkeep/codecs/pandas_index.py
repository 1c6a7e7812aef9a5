"""pandas indexes as Arrow columns: one for each level, none for a range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, type_name
from cellkeep.codecs.pandas_columns import (
    dictionary_from_arrow,
    dictionary_to_arrow,
    from_arrow,
    to_arrow,
)
from cellkeep.codecs.pandas_labels import label_from_json, label_text, label_to_json

if TYPE_CHECKING:
    import pyarrow as pa

    Columns = list[tuple[str, pa.Array]]

_KINDS = (
    "Index",
    "CategoricalIndex",
    "DatetimeIndex",
    "TimedeltaIndex",
    "PeriodIndex",
    "IntervalIndex",
)


def index_to_arrow(index: Any, what: str) -> tuple[dict[str, Any], Columns]:
    """Return the spec of an index and its columns, named by its levels.

    Parameters
    ----------
    index : pandas.Index
        A range has no columns; a MultiIndex has a dictionary column for each level.
    what : str
        Name of a level that has none, and of the index in reasons.
    """
    import pandas as pd

    if type(index) is pd.RangeIndex:
        name = label_to_json(index.name, f"The name of the {what}")
        return {"range": [index.start, index.stop, index.step], "name": name}, []
    if type(index) is pd.MultiIndex:
        return _levels_to_arrow(index, what)
    if type(index) not in [getattr(pd, kind) for kind in _KINDS]:
        raise DeclinedError(
            f"Its {what} is a {type_name(index)}, which would come back as an Index."
        )
    array, values = to_arrow(index.array, f"The {what}")
    spec = {
        "values": values,
        "name": label_to_json(index.name, f"The name of the {what}"),
        "freq": _frequency(index, what),
    }
    return spec, [(what if index.name is None else label_text(index.name), array)]


def index_from_arrow(spec: dict[str, Any], columns: list[Any]) -> Any:
    """Return the index of a spec and its columns."""
    import pandas as pd

    if "range" in spec:
        start, stop, step = spec["range"]
        return pd.RangeIndex(start, stop, step, name=label_from_json(spec["name"]))
    if "levels" in spec:
        return _levels_from_arrow(spec, columns)
    values = from_arrow(columns[0], spec["values"])
    index: Any = pd.Index(values, dtype=values.dtype, copy=False)
    if spec["freq"]:
        index = type(index)(index, freq=spec["freq"])
    index.name = label_from_json(spec["name"])
    return index


def _levels_to_arrow(index: Any, what: str) -> tuple[dict[str, Any], Columns]:
    specs: list[dict[str, Any]] = []
    columns: Columns = []
    for number, (level, codes) in enumerate(zip(index.levels, index.codes, strict=True)):
        name = f"{what}_{number}"
        level_spec, categories = flat_index_to_arrow(level, name)
        array, values = dictionary_to_arrow(codes, categories, level)
        specs.append({**level_spec, "dictionary": values})
        columns.append((name if level.name is None else label_text(level.name), array))
    return {"levels": specs}, columns


def _levels_from_arrow(spec: dict[str, Any], columns: list[Any]) -> Any:
    import pandas as pd

    levels, codes, names = [], [], []
    for level_spec, column in zip(spec["levels"], columns, strict=True):
        level_codes, categories = dictionary_from_arrow(column, level_spec["dictionary"])
        level = index_from_arrow(level_spec, [categories])
        levels.append(level)
        codes.append(level_codes)
        names.append(level.name)
    return pd.MultiIndex(levels=levels, codes=codes, names=names, verify_integrity=False)


def flat_index_to_arrow(level: Any, name: str) -> tuple[dict[str, Any], Any]:
    """Return spec and values of what codes point at; the values of a range too."""
    spec, columns = index_to_arrow(level, name)
    array = columns[0][1] if columns else to_arrow(level.array, name)[0]
    return spec, array


def _frequency(index: Any, what: str) -> str | None:
    import pandas as pd

    freq = getattr(index, "freq", None)
    if freq is None or isinstance(index, pd.PeriodIndex):
        return None
    text = str(freq.freqstr)
    try:
        same = pd.tseries.frequencies.to_offset(text) == freq
    except ValueError:
        same = False
    if not same:
        raise DeclinedError(f"The frequency {freq!r} of the {what} cannot be kept.")
    return text
