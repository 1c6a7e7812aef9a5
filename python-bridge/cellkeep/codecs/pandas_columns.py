"""The values of one pandas column as an Arrow array, with a spec that says what they were.

A spec is one of::

    {"numpy": "<f8"}                       a NumPy dtype that Arrow has, byte order kept
    {"complex": "<c16"}                    pairs of floats
    {"zone": "datetime64[ns, UTC]"}        times with a time zone
    {"category": {...}, "ordered": false}  a dictionary, with the spec of its index of categories
    {"string": ["pyarrow", "nan"]}         pandas' text: where it is kept, what is missing
    {"extension": "Int64"}                 a type that pandas finds by this name
    {"arrow": true}                        pandas.ArrowDtype of the column's own type
    {"object": "arrow"}                    Python objects that come back exactly from Arrow
    {"object": "json"}                     Python objects as JSON text, one a cell
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError
from cellkeep.codecs.pandas_objects import objects_from_arrow, objects_to_arrow

if TYPE_CHECKING:
    import pyarrow as pa

    Spec = dict[str, Any]


def to_arrow(values: Any, what: str) -> tuple[pa.Array | pa.ChunkedArray, Spec]:
    """Return the Arrow array of a column and its spec.

    Parameters
    ----------
    values : pandas.api.extensions.ExtensionArray
        ``.array`` of a series or index.
    what : str
        Names the column in the reason for which it is declined.
    """
    import numpy as np
    import pandas as pd

    dtype = values.dtype
    # Exactly this class: pandas' text in Python objects is a subclass of it.
    if isinstance(dtype, np.dtype) or type(values) is pd.arrays.NumpyExtensionArray:
        return _numpy_to_arrow(np.asarray(values), what)
    if isinstance(dtype, pd.CategoricalDtype):
        return _category_to_arrow(values, what)
    if isinstance(dtype, pd.DatetimeTZDtype):
        return _zoned_to_arrow(values, what)
    import pyarrow as pa

    if isinstance(dtype, pd.StringDtype):
        missing = "NA" if dtype.na_value is pd.NA else "nan"
        array = _from_protocol(values, what)
        return array.cast(pa.large_string()), {"string": [dtype.storage, missing]}
    if isinstance(dtype, pd.ArrowDtype):
        return _from_protocol(values, what), {"arrow": True}
    return _extension_to_arrow(values, what)


def from_arrow(column: pa.ChunkedArray, spec: Spec) -> Any:
    """Return the values of a column: a NumPy or extension array that can be written to."""
    import pandas as pd

    match spec:
        case {"numpy": text}:
            return _numpy_from_arrow(column, text)
        case {"complex": text}:
            return column.combine_chunks().flatten().to_numpy(zero_copy_only=False).view(text)
        case {"zone": text}:
            dtype = pd.api.types.pandas_dtype(text)
            naive = _numpy_from_arrow(column, f"<M8[{column.type.unit}]")
            return pd.array(naive, copy=False).tz_localize("UTC").astype(dtype)
        case {"category": categories_spec, "ordered": ordered}:
            from cellkeep.codecs.pandas_index import index_from_arrow

            codes, categories = dictionary_from_arrow(column, spec["dictionary"])
            labels = index_from_arrow(categories_spec, [categories])
            return pd.Categorical.from_codes(codes, labels, ordered=ordered)
        case {"string": [storage, missing]}:
            text_type: Any = pd.StringDtype(storage, pd.NA if missing == "NA" else float("nan"))
            return text_type.__from_arrow__(column)
        case {"arrow": _}:
            arrow_type: Any = pd.ArrowDtype(column.type)
            return arrow_type.__from_arrow__(column)
        case {"extension": text}:
            extension: Any = pd.api.types.pandas_dtype(text)
            return extension.__from_arrow__(column)
        case {"object": how}:
            return objects_from_arrow(column, how)
    raise ValueError(f"unknown column {spec!r}")


def dictionary_to_arrow(codes: Any, categories: Any, labels: Any) -> tuple[Any, Spec]:
    """Return codes (-1 where missing) and their categories as a dictionary array and its spec.

    Categories that are not of a flat Arrow type (intervals, periods, complex numbers)
    go into the spec, and their text into the dictionary: few readers know dictionaries of structs.
    """
    import numpy as np
    import pyarrow as pa

    from cellkeep.codecs.arrow_file import columns_to_text

    spec: Spec = {}
    if isinstance(categories, pa.ChunkedArray):
        categories = categories.combine_chunks()
    if isinstance(categories.type, pa.BaseExtensionType) or categories.type.num_fields:
        spec["categories"] = columns_to_text([("categories", categories)])
        categories = pa.array([str(label) for label in labels], pa.large_string())
    codes = np.asarray(codes)
    indices = pa.array(codes, mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, categories), spec


def dictionary_from_arrow(column: pa.ChunkedArray, spec: Spec) -> tuple[Any, pa.ChunkedArray]:
    """Return codes (-1 where missing) and categories."""
    import numpy as np
    import pyarrow as pa

    from cellkeep.codecs.arrow_file import columns_from_text

    array = pa.concat_arrays(column.unify_dictionaries().chunks)
    codes = array.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    if "categories" in spec:
        return np.array(codes), columns_from_text(spec["categories"])[0]
    return np.array(codes), pa.chunked_array([array.dictionary])


def _numpy_to_arrow(values: Any, what: str) -> tuple[pa.Array, Spec]:
    import pyarrow as pa

    kind, dtype = values.dtype.kind, values.dtype
    if kind == "O":
        return objects_to_arrow(values, what)
    if kind == "c" and dtype.itemsize <= 16:
        pairs = values.astype(dtype.newbyteorder("<"), order="C").view(f"<f{dtype.itemsize // 2}")
        return pa.FixedSizeListArray.from_arrays(pa.array(pairs), 2), {"complex": dtype.str}
    if kind not in "biufmM" or dtype.itemsize > 8:
        raise DeclinedError(f"{what} has the dtype {dtype}, which Arrow cannot say.")
    native = values if dtype.isnative else values.astype(dtype.newbyteorder("="))
    # Only NaT becomes null; NaN is a value and keeps its bits.
    return pa.array(native, from_pandas=kind in "mM"), {"numpy": dtype.str}


def _numpy_from_arrow(column: pa.ChunkedArray, text: str) -> Any:
    import numpy as np

    values = column.to_numpy()
    dtype = np.dtype(text)
    if values.dtype != dtype:
        return values.astype(dtype)
    # One chunk comes as a read-only view of the file.
    return values if values.flags.writeable else values.copy()


def _zoned_to_arrow(values: Any, what: str) -> tuple[pa.Array, Spec]:
    import pandas as pd
    import pyarrow as pa

    dtype = values.dtype
    try:
        kept = pd.api.types.pandas_dtype(str(dtype)) == dtype
    except (TypeError, ValueError, KeyError):
        kept = False
    if not kept:
        raise DeclinedError(
            f"{what} has the time zone {dtype.tz!r}, which has no name to find it by.",
            "Convert it with .dt.tz_convert() to a zone such as 'Europe/Berlin'.",
        )
    naive, _ = _numpy_to_arrow(values.tz_convert("UTC").tz_localize(None).to_numpy(), what)
    zone = str(dtype.tz).removeprefix("UTC") or "UTC"
    return naive.view(pa.timestamp(dtype.unit, zone)), {"zone": str(dtype)}


def _category_to_arrow(values: Any, what: str) -> tuple[Any, Spec]:
    from cellkeep.codecs.pandas_index import flat_index_to_arrow

    labels = values.categories
    # An index, because a frequency of dates is a part of it.
    categories_spec, categories = flat_index_to_arrow(labels, f"category index of {what}")
    array, dictionary = dictionary_to_arrow(values.codes, categories, labels)
    spec = {"category": categories_spec, "ordered": bool(values.ordered), "dictionary": dictionary}
    return array, spec


def _extension_to_arrow(values: Any, what: str) -> tuple[Any, Spec]:
    import pandas as pd

    dtype: Any = values.dtype
    try:
        kept = pd.api.types.pandas_dtype(str(dtype)) == dtype
    except (TypeError, ValueError):
        kept = False
    if not kept or not hasattr(dtype, "__from_arrow__"):
        advice = "Convert the column with .astype() first."
        raise DeclinedError(f"{what} has the dtype {dtype}, which Arrow cannot say.", advice)
    array = _from_protocol(values, what)
    if not type(dtype).__module__.startswith("pandas."):
        # Another package's type: it promises a round trip, so hold it to that.
        import pyarrow as pa

        if not values.equals(dtype.__from_arrow__(pa.chunked_array([array]))):
            raise DeclinedError(f"{what} of the dtype {dtype} does not come back equal.")
    return array, {"extension": str(dtype)}


def _from_protocol(values: Any, what: str) -> Any:
    import pyarrow as pa

    try:
        return pa.array(values)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise DeclinedError(f"{what} cannot be said in Arrow: {error}.") from error
