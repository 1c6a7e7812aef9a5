"""pandas frames, series and indexes as Arrow tables.

Not pyarrow's own conversion: that one renames labels that are not text, loses the
frequency of an index, and guesses at columns of Python objects. Here every column and
every level of an index says in the note what it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, type_name
from cellkeep.codecs.tables.arrow_file import columns_from_text, columns_to_text
from cellkeep.codecs.tables.geometry_columns import as_geo, is_geo, with_geo
from cellkeep.codecs.tables.pandas_index import (
    from_arrow,
    index_from_arrow,
    index_to_arrow,
    to_arrow,
)
from cellkeep.codecs.tables.pandas_labels import label_from_json, label_text, label_to_json
from cellkeep.codecs.tables.pandas_metadata import with_metadata
from cellkeep.codecs.trees.numpy_values import array_to_node
from cellkeep.codecs.trees.tree import from_tree, to_tree

if TYPE_CHECKING:
    import pyarrow as pa

_PLAIN = "Save pd.DataFrame(x) to store its values as a plain frame."


def to_table(obj: Any) -> tuple[pa.Table, dict[str, Any]]:
    """Return a frame, series, index or array of pandas as a table and its note.

    Raises
    ------
    DeclinedError
        With the column or label that would not come back equal.
    """
    import pandas as pd

    if isinstance(obj, pd.DataFrame):
        return with_geo(*_frame_to_table(obj))
    if isinstance(obj, pd.Series):
        return with_geo(*_series_to_table(obj))
    if not isinstance(obj, pd.Index):  # an array of an extension's type
        table, note = with_geo(*_series_to_table(pd.Series(obj, copy=False)))
        return table, {**note, "object": "pandas.array"}
    spec, arrays = index_to_arrow(obj, "index")
    if not arrays:
        # A range has no columns; its values go for those who read the file without pandas.
        arrays = index_to_arrow(pd.Index(obj.array), "index")[1]
    note = {"object": "pandas.Index", "rows": len(obj), "index": spec}
    return _table(arrays), {**note, "shown": _level_types(obj) or [str(obj.dtype)]}


def from_table(table: pa.Table, note: dict[str, Any]) -> object:
    """Return the frame, series, index or array."""
    import numpy as np
    import pandas as pd

    columns = list(table.columns)
    count = note.get("index_columns", 0)
    if note["object"] == "pandas.Index":
        return index_from_arrow(note["index"], columns)
    index = index_from_arrow(note["index"], columns[:count])
    if note["object"] == "pandas.array":
        values = from_arrow(columns[0], note["column"])
        return pd.arrays.NumpyExtensionArray(values) if isinstance(values, np.ndarray) else values
    if "column" in note:
        return as_geo(_series_from_columns(columns[count:], index, note), note)
    return as_geo(_frame_from_columns(columns[count:], index, note), note)


def _frame_to_table(frame: Any) -> tuple[pa.Table, dict[str, Any]]:
    import pandas as pd

    if type(frame) is not pd.DataFrame and not is_geo(frame):
        raise DeclinedError(f"A {type_name(frame)} would come back as a pandas.DataFrame.", _PLAIN)
    index_spec, arrays = index_to_arrow(frame.index, "index")
    labels_spec, labels = index_to_arrow(frame.columns, "labels")
    note = _common_note(frame, index_spec, len(arrays))
    note["object"] = "pandas.DataFrame"
    if is_geo(frame):
        note["object"] = "geopandas.GeoDataFrame"
        note["geometry"] = label_to_json(frame.active_geometry_name, "The name of the geometry")
    note["labels"] = {"spec": labels_spec, "data": columns_to_text(labels) if labels else ""}
    note["columns"] = []
    shown = _level_types(frame.index)
    for position, label in enumerate(frame.columns):
        column = frame.iloc[:, position]
        array, spec = to_arrow(column.array, f"The column {label!r}")
        arrays.append((label_text(label), array))
        note["columns"].append(spec)
        shown.append(str(column.dtype))
    dtypes = [*frame.dtypes]
    return with_metadata(_table(arrays), frame.index, dtypes, frame.columns), {
        **note,
        "shown": shown,
    }


def _frame_from_columns(columns: list[Any], index: Any, note: dict[str, Any]) -> Any:
    import pandas as pd

    specs = note["columns"]
    values = {}
    for position, (column, spec) in enumerate(zip(columns, specs, strict=True)):
        array = from_arrow(column, spec)
        # With its dtype, or pandas would make text of an object column that holds only text.
        values[position] = pd.Series(array, index=index, dtype=array.dtype, copy=False)
    # copy=False keeps each column as its own block: what was read is not copied once more.
    frame = pd.DataFrame(values, index=index, copy=False)
    data = note["labels"]["data"]
    labels = columns_from_text(data) if data else []
    frame.columns = index_from_arrow(note["labels"]["spec"], labels)
    return _with_common(frame, note)


def _series_to_table(series: Any) -> tuple[pa.Table, dict[str, Any]]:
    import pandas as pd

    if type(series) is not pd.Series and not is_geo(series):
        raise DeclinedError(
            f"A {type_name(series)} would come back as a pandas.Series.",
            "Save pd.Series(x) to store its values as a plain series.",
        )
    index_spec, arrays = index_to_arrow(series.index, "index")
    array, spec = to_arrow(series.array, f"The series {series.name!r}")
    note = _common_note(series, index_spec, len(arrays))
    note.update(object="pandas.Series", column=spec)
    if is_geo(series):
        note["object"] = "geopandas.GeoSeries"
    note["name"] = label_to_json(series.name, "The name of the series")
    shown = [*_level_types(series.index), str(series.dtype)]
    name = "values" if series.name is None else label_text(series.name)
    table = _table([*arrays, (name, array)])
    labels = pd.Index([name])
    return with_metadata(table, series.index, [series.dtype], labels), {**note, "shown": shown}


def _series_from_columns(columns: list[Any], index: Any, note: dict[str, Any]) -> Any:
    import pandas as pd

    values = from_arrow(columns[0], note["column"])
    series = pd.Series(values, index=index, dtype=values.dtype, copy=False)
    series.name = label_from_json(note["name"])
    return _with_common(series, note)


def _common_note(obj: Any, index_spec: dict[str, Any], index_columns: int) -> dict[str, Any]:
    note: dict[str, Any] = {
        "rows": len(obj),
        "index": index_spec,
        "index_columns": index_columns,
        "unique_labels": not obj.flags.allows_duplicate_labels,
    }
    if obj.attrs:
        try:
            note["attrs"] = to_tree(obj.attrs, array_to_node)
        except DeclinedError as declined:
            reason = f"Its attrs cannot be kept: {declined.reason}"
            raise DeclinedError(reason, "Empty them with x.attrs.clear().") from declined
    return note


def _with_common(obj: Any, note: dict[str, Any]) -> Any:
    if note.get("attrs"):
        obj.attrs = from_tree(note["attrs"])
    if note.get("unique_labels"):
        obj.flags.allows_duplicate_labels = False
    return obj


def _level_types(index: Any) -> list[str]:
    import pandas as pd

    if isinstance(index, pd.RangeIndex):
        return []
    levels = index.levels if isinstance(index, pd.MultiIndex) else [index]
    return [str(level.dtype) for level in levels]


def _table(arrays: list[tuple[str, Any]]) -> pa.Table:
    import pyarrow as pa

    schema = pa.schema([pa.field(name, array.type) for name, array in arrays])
    return pa.Table.from_arrays([array for _, array in arrays], schema=schema)
