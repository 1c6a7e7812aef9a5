"""The values of one pandas column as an Arrow array, with a spec that says what they were.

Categories are in `pandas_index`, because they are an index of their own. A spec is one of::

    {"numpy": "<f8"}                       a NumPy dtype that Arrow has, byte order kept
    {"complex": "<c16"}                    pairs of floats
    {"zone": "datetime64[ns, UTC]"}        times with a time zone
    {"zone_node": {...}, "unit": "ns"}     those with a zone of dateutil, as a tree has it
    {"string": ["pyarrow", "nan"]}         pandas' text: where it is kept, what is missing
    {"extension": "Int64"}                 a type that pandas finds by this name
    {"arrow": true}                        pandas.ArrowDtype of the column's own type
    {"object": "arrow"}                    Python objects that come back exactly from Arrow
    {"object": "json"}                     Python objects as JSON text, one a cell
    {"geometry": {...}}                    geometries as WKB, in this coordinate reference system
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, loaded_type
from cellkeep.codecs.made_with import tell_changed
from cellkeep.codecs.tables.geometry_columns import (
    geometries_from_arrow,
    geometries_to_arrow,
    is_geometries,
)
from cellkeep.codecs.tables.pandas_objects import objects_from_arrow, objects_to_arrow
from cellkeep.codecs.trees.pandas_names import dtype_of, text_dtype
from cellkeep.codecs.trees.time_zones import zone_to_node
from cellkeep.codecs.trees.tree import from_tree

if TYPE_CHECKING:
    import pyarrow as pa

    Spec = dict[str, Any]


def values_to_arrow(values: Any, what: str) -> tuple[pa.Array | pa.ChunkedArray, Spec]:
    """Return the Arrow array of a column without categories, and its spec.

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
    if isinstance(dtype, pd.DatetimeTZDtype):
        return _zoned_to_arrow(values, what)
    if is_geometries(values):
        return geometries_to_arrow(values, what)
    import pyarrow as pa

    if isinstance(dtype, pd.StringDtype):
        missing = "NA" if dtype.na_value is pd.NA else "nan"
        array = _from_protocol(values, what)
        return array.cast(pa.large_string()), {"string": [dtype.storage, missing]}
    if isinstance(dtype, pd.ArrowDtype):
        return _from_protocol(values, what), {"arrow": True}
    return _extension_to_arrow(values, what)


def values_from_arrow(column: pa.ChunkedArray, spec: Spec) -> Any:
    """Return the values of a column: a NumPy or extension array that can be written to."""
    import pandas as pd

    match spec:
        case {"numpy": text}:
            return _numpy_from_arrow(column, text)
        case {"complex": text}:
            return column.combine_chunks().flatten().to_numpy(zero_copy_only=False).view(text)
        case {"zone": text}:
            return _zoned_from_arrow(column, pd.api.types.pandas_dtype(text))
        case {"zone_node": node, "unit": unit}:
            return _zoned_from_arrow(column, pd.DatetimeTZDtype(unit, from_tree(node)))
        case {"string": [storage, missing]}:
            return _text_from_arrow(column, text_dtype(storage, missing))
        case {"arrow": _}:
            arrow_type: Any = pd.ArrowDtype(column.type)
            return arrow_type.__from_arrow__(column)
        case {"extension": text}:
            return _extension_from_arrow(column, text)
        case {"object": how}:
            return objects_from_arrow(column, how)
        case {"geometry": _}:
            return geometries_from_arrow(column, spec)
    raise ValueError(f"unknown column {spec!r}")


def _numpy_to_arrow(values: Any, what: str) -> tuple[pa.Array, Spec]:
    import pyarrow as pa

    kind, dtype = values.dtype.kind, values.dtype
    if kind == "O":
        return objects_to_arrow(values, what)
    if kind == "c" and dtype.itemsize <= 16:
        pairs = values.astype(dtype.newbyteorder("<"), order="C").view(f"<f{dtype.itemsize // 2}")
        return pa.FixedSizeListArray.from_arrays(pa.array(pairs), 2), {"complex": dtype.str}
    if kind not in "biufmM" or dtype.itemsize > 8:
        raise DeclinedError(
            f"{what} has the dtype {dtype}, which Arrow cannot represent.",
            "Save {name: x[name].to_numpy() for name in x}, which keeps each column exactly, or "
            "convert it with .astype()."
            if dtype.kind in "fc"
            else "Convert the column with .astype() first.",
        )
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
    spec: Spec = {"zone": str(dtype)}
    if not kept:
        spec = {"zone_node": _zone_to_node(dtype.tz, what), "unit": dtype.unit}
    naive, _ = _numpy_to_arrow(values.tz_convert("UTC").tz_localize(None).to_numpy(), what)
    # Arrow has no zone that is each machine's own, as dateutil's tzlocal(): there the moments are
    # in UTC, and pandas makes the local time of them where they are read.
    local = not kept or loaded_type(dtype.tz, "dateutil.tz", "tzlocal")
    zone = "UTC" if local else str(dtype.tz).removeprefix("UTC") or "UTC"
    if not kept and spec["zone_node"].get("dateutil") == "zone":
        zone = spec["zone_node"]["name"]
    return naive.view(pa.timestamp(dtype.unit, zone)), spec


def _zone_to_node(zone: Any, what: str) -> dict[str, Any]:
    try:
        return zone_to_node(zone, ())
    except DeclinedError:
        raise DeclinedError(
            f"{what} has the time zone {zone!r}, which has no name to find it by.",
            "Convert it with .dt.tz_convert() to a zone such as 'Europe/Berlin'.",
        ) from None


def _zoned_from_arrow(column: pa.ChunkedArray, dtype: Any) -> Any:
    import pandas as pd

    naive = _numpy_from_arrow(column, f"<M8[{column.type.unit}]")
    return pd.array(naive, copy=False).tz_localize("UTC").astype(dtype)


def _extension_to_arrow(values: Any, what: str) -> tuple[Any, Spec]:
    import pandas as pd

    dtype: Any = values.dtype
    try:
        kept = pd.api.types.pandas_dtype(str(dtype)) == dtype
    except (TypeError, ValueError):
        kept = False
    if not kept or not hasattr(dtype, "__from_arrow__"):
        reason = f"{what} has the dtype {dtype}, which Arrow cannot represent"
        advice = "Convert the column with .astype() first."
        name = what.removeprefix("The column ")
        if isinstance(dtype, pd.SparseDtype) and name == what:
            advice = "Save x.sparse.to_dense()."
        elif isinstance(dtype, pd.SparseDtype):
            reason += " (what x.sparse.to_coo() gives of sparse columns alone is kept sparse)"
            advice = f"Save x.astype({{{name}: {str(dtype.subtype)!r}}})."
        raise DeclinedError(f"{reason}.", advice)
    array = _from_protocol(values, what)
    if not type(dtype).__module__.startswith("pandas."):
        # Another package's type: it promises a round trip, so hold it to that.
        import pyarrow as pa

        if not values.equals(dtype.__from_arrow__(pa.chunked_array([array]))):
            raise DeclinedError(f"{what} of the dtype {dtype} does not come back equal.")
    return array, {"extension": str(dtype)}


def _extension_from_arrow(column: pa.ChunkedArray, text: str) -> Any:
    import pandas as pd

    dtype: Any
    try:
        dtype = dtype_of(text)
    except TypeError:
        dtype = pd.ArrowDtype(column.type)
        tell_changed("pandas", f"the dtype {text}", f"{dtype}, with the same values")
    return dtype.__from_arrow__(column)


def _text_from_arrow(column: pa.ChunkedArray, dtype: Any) -> Any:
    import numpy as np

    if not isinstance(dtype, np.dtype):
        return dtype.__from_arrow__(column)
    # As text of Python objects is where it has missing values.
    texts = [np.nan if text is None else text for text in column.to_pylist()]
    return np.fromiter(texts, dtype, len(texts))


def _from_protocol(values: Any, what: str) -> Any:
    import pyarrow as pa

    try:
        return pa.array(values)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise DeclinedError(f"{what} cannot be represented in Arrow: {error}.") from error
