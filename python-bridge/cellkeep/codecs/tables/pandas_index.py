"""pandas indexes as Arrow columns, and columns of categories, which are indexes too.

An index has a column for each level, and none for a range. The spec of categories is
``{"category": {...}, "ordered": false}``: a dictionary, with the spec of its index of categories.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, type_name
from cellkeep.codecs.made_with import tell_dropped
from cellkeep.codecs.tables.arrow_file import columns_from_text, columns_to_text
from cellkeep.codecs.tables.pandas_columns import values_from_arrow, values_to_arrow
from cellkeep.codecs.tables.pandas_labels import label_from_json, label_text, label_to_json
from cellkeep.codecs.trees.numpy_values import array_to_node
from cellkeep.codecs.trees.pandas_names import offset_of
from cellkeep.codecs.trees.tree import from_tree, to_tree

if TYPE_CHECKING:
    import pyarrow as pa

    Spec = dict[str, Any]
    Columns = list[tuple[str, pa.Array]]

_KINDS = (
    "Index",
    "CategoricalIndex",
    "DatetimeIndex",
    "TimedeltaIndex",
    "PeriodIndex",
    "IntervalIndex",
)


def to_arrow(values: Any, what: str) -> tuple[pa.Array | pa.ChunkedArray, Spec]:
    """Return the Arrow array of a column and its spec; parameters as of `values_to_arrow`."""
    import pandas as pd

    if isinstance(values.dtype, pd.CategoricalDtype):
        return _category_to_arrow(values, what)
    return values_to_arrow(values, what)


def from_arrow(column: pa.ChunkedArray, spec: Spec) -> Any:
    """Return the values of a column: a NumPy or extension array that can be written to."""
    import pandas as pd

    if "category" not in spec:
        return values_from_arrow(column, spec)
    codes, categories = _dictionary_from_arrow(column, spec["dictionary"])
    labels = index_from_arrow(spec["category"], [categories])
    return pd.Categorical.from_codes(codes, labels, ordered=spec["ordered"])


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
        index = _with_frequency(index, spec["freq"])
    index.name = label_from_json(spec["name"])
    return index


def _levels_to_arrow(index: Any, what: str) -> tuple[dict[str, Any], Columns]:
    specs: list[dict[str, Any]] = []
    columns: Columns = []
    for number, (level, codes) in enumerate(zip(index.levels, index.codes, strict=True)):
        name = f"{what}_{number}"
        level_spec, categories = _flat_index_to_arrow(level, name)
        array, values = _dictionary_to_arrow(codes, categories, level)
        specs.append({**level_spec, "dictionary": values})
        columns.append((name if level.name is None else label_text(level.name), array))
    return {"levels": specs}, columns


def _levels_from_arrow(spec: dict[str, Any], columns: list[Any]) -> Any:
    import pandas as pd

    levels, codes, names = [], [], []
    for level_spec, column in zip(spec["levels"], columns, strict=True):
        level_codes, categories = _dictionary_from_arrow(column, level_spec["dictionary"])
        level = index_from_arrow(level_spec, [categories])
        levels.append(level)
        codes.append(level_codes)
        names.append(level.name)
    return pd.MultiIndex(levels=levels, codes=codes, names=names, verify_integrity=False)


def _flat_index_to_arrow(level: Any, name: str) -> tuple[dict[str, Any], Any]:
    """Return spec and values of what codes point at; the values of a range too."""
    spec, columns = index_to_arrow(level, name)
    array = columns[0][1] if columns else to_arrow(level.array, name)[0]
    return spec, array


def _frequency(index: Any, what: str) -> Any:
    """Return the text of a frequency, or the tree of one that has parts; None where none is."""
    import pandas as pd

    freq = getattr(index, "freq", None)
    if freq is None or isinstance(index, pd.PeriodIndex):
        return None
    try:
        node = to_tree(freq, array_to_node)
    except DeclinedError as declined:
        raise DeclinedError(
            f"The frequency {freq!r} of the {what} cannot be kept.",
            "Save x.set_axis(pd.DatetimeIndex(x.index, freq=None)), which has the same times.",
        ) from declined
    return node.get("offset", node)


def _with_frequency(index: Any, freq: Any) -> Any:
    try:
        offset = offset_of(freq) if isinstance(freq, str) else from_tree(freq)
        return type(index)(index, freq=offset)
    except ValueError:
        tell_dropped("pandas", [f"the frequency {freq!r} of an index"])
        return index


def _category_to_arrow(values: Any, what: str) -> tuple[Any, Spec]:
    labels = values.categories
    # An index, because a frequency of dates is a part of it.
    categories_spec, categories = _flat_index_to_arrow(labels, f"category index of {what}")
    ordered = bool(values.ordered)
    array, dictionary = _dictionary_to_arrow(values.codes, categories, labels, ordered=ordered)
    spec = {"category": categories_spec, "ordered": ordered, "dictionary": dictionary}
    return array, spec


def _dictionary_to_arrow(
    codes: Any, categories: Any, labels: Any, *, ordered: bool = False
) -> tuple[Any, Spec]:
    """Return codes (-1 where missing) and their categories as a dictionary array and its spec.

    Categories that are not of a flat Arrow type (intervals, periods, complex numbers, and
    categories again, of a level of an index) go into the spec, and their text into the dictionary:
    few readers know dictionaries of structs, and none dictionaries of dictionaries.
    """
    import numpy as np
    import pyarrow as pa

    spec: Spec = {}
    if isinstance(categories, pa.ChunkedArray):
        categories = categories.combine_chunks()
    kind = categories.type
    if isinstance(kind, pa.BaseExtensionType) or kind.num_fields or pa.types.is_dictionary(kind):
        spec["categories"] = columns_to_text([("categories", categories)])
        categories = pa.array([str(label) for label in labels], pa.large_string())
    codes = np.asarray(codes)
    indices = pa.array(codes, mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, categories, ordered=ordered), spec


def _dictionary_from_arrow(column: pa.ChunkedArray, spec: Spec) -> tuple[Any, pa.ChunkedArray]:
    """Return codes (-1 where missing) and categories."""
    import numpy as np
    import pyarrow as pa

    array = pa.concat_arrays(column.unify_dictionaries().chunks)
    codes = array.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    if "categories" in spec:
        return np.array(codes), columns_from_text(spec["categories"])[0]
    return np.array(codes), pa.chunked_array([array.dictionary])
