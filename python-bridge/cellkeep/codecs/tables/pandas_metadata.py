"""The metadata by which Arrow's other readers know a pandas frame again.

``pandas.read_feather`` and pyarrow take the index and the labels from the key ``pandas`` of the
schema, as https://pandas.pydata.org/docs/development/developer.html says. Cellkeep itself reads its
own note, which says more.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import versions
from cellkeep.codecs.tables.pandas_labels import label_text

if TYPE_CHECKING:
    import pyarrow as pa

KEY = b"pandas"
# NumPy's kinds of labels that are read again from their text.
_LABELS = {"i": "int64", "u": "uint64", "f": "float64", "M": "datetime"}
_LOGICAL = {"string": "unicode", "large_string": "unicode", "binary": "bytes", "double": "float64"}


def with_metadata(table: pa.Table, index: Any, dtypes: list[Any], labels: Any) -> pa.Table:
    """Return a table that other readers make a frame of.

    Parameters
    ----------
    table : pyarrow.Table
        The columns of the index, then those of the frame.
    index : pandas.Index
        Of the frame.
    dtypes : list
        Those of the frame's columns.
    labels : pandas.Index
        Those of the columns.
    """
    import pandas as pd

    levels = table.num_columns - len(dtypes)
    names = _unique_names(table.column_names, levels)
    if len(set(names)) < len(names):
        return table  # no reader tells columns of one name apart by this metadata
    table = table.rename_columns(names)
    level_dtypes = [level.dtype for level in index.levels] if levels > 1 else [index.dtype]
    index_names = [*index.names] if levels else []
    all_names = [*index_names, *names[levels:]]
    columns = [
        _column(field, None if name is None else label_text(name), dtype)
        for field, name, dtype in zip(
            table.schema, all_names, [*level_dtypes[:levels], *dtypes], strict=True
        )
    ]
    metadata = {
        "index_columns": [_range(index)] if isinstance(index, pd.RangeIndex) else names[:levels],
        "column_indexes": [_labels(labels)],
        "columns": columns,
        "creator": {"library": "pyarrow", "version": versions("pyarrow")["pyarrow"]},
        "pandas_version": pd.__version__,
    }
    before = table.schema.metadata or {}
    return table.replace_schema_metadata({**before, KEY: json.dumps(metadata).encode()})


def _unique_names(names: list[str], levels: int) -> list[str]:
    """Return the names of all columns; a level that is called as a column is, by its number."""
    taken = set(names[levels:])
    own = [
        f"__index_level_{number}__" if name in taken or names[:levels].count(name) > 1 else name
        for number, name in enumerate(names[:levels])
    ]
    return [*own, *names[levels:]]


def _range(index: Any) -> dict[str, Any]:
    name = None if index.name is None else label_text(index.name)
    ends = {"start": index.start, "stop": index.stop, "step": index.step}
    return {"kind": "range", "name": name, **ends}


def _column(field: pa.Field, name: str | None, dtype: Any) -> dict[str, Any]:
    import pandas as pd
    import pyarrow as pa

    numpy_type, extra = str(dtype), None
    logical = _LOGICAL.get(str(field.type), str(field.type))
    if isinstance(dtype, pd.CategoricalDtype):
        logical, numpy_type = "categorical", str(pd.Categorical([], dtype=dtype).codes.dtype)
        extra = {"num_categories": len(dtype.categories), "ordered": bool(dtype.ordered)}
    elif pa.types.is_dictionary(field.type):
        logical = "categorical"
    elif isinstance(dtype, pd.DatetimeTZDtype):
        logical, numpy_type = "datetimetz", f"datetime64[{dtype.unit}]"
        extra = {"timezone": field.type.tz}
    elif pa.types.is_timestamp(field.type):
        logical = "datetime"
    elif pa.types.is_duration(field.type):
        logical = "timedelta"
    return {
        "name": name,
        "field_name": field.name,
        "pandas_type": logical,
        "numpy_type": numpy_type,
        "metadata": extra,
    }


def _labels(labels: Any) -> dict[str, Any]:
    import numpy as np

    dtype = labels.dtype
    kind = _LABELS.get(dtype.kind) if isinstance(dtype, np.dtype) else None
    name = None if labels.name is None else label_text(labels.name)
    return {
        "name": name,
        "field_name": name,
        "pandas_type": kind or "unicode",
        "numpy_type": str(dtype) if kind else "object",
        "metadata": None if kind else {"encoding": "UTF-8"},
    }
