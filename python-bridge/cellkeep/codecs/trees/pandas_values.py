"""pandas' scalars, offsets and dtypes, in a tree: kept where what is made anew is equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, loaded_type, type_name
from cellkeep.codecs.trees.pandas_names import dtype_of, offset_of, period_frequency, text_dtype
from cellkeep.codecs.trees.places import at
from cellkeep.codecs.trees.time_zones import is_of_dateutil, zone_to_node

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.codecs.trees.places import Node, Path, Read, Writer

_SCALARS = ("Timestamp", "Timedelta", "Period", "Interval")
_MISSING = ("NAType", "NaTType")
# Offsets that a text cannot say, and what they are made of besides; a DateOffset of its `kwds`.
_OFFSETS_OF_PARTS: dict[str, tuple[str, ...]] = {
    "DateOffset": (),
    "CustomBusinessDay": ("weekmask", "holidays"),
}


def is_value(obj: object) -> bool:
    """Whether it is one of these."""
    return (
        loaded_type(obj, "pandas", *_SCALARS)
        or _is_offset(obj)
        or loaded_type(obj, "pandas.api.extensions", "ExtensionDtype")
        or _is_missing(obj)
    )


def to_node(value: Any, writer: Writer, path: Path) -> Node | None:
    """Return it as JSON, None for anything else; or decline."""
    if not is_value(value):
        return None
    back = None
    try:
        node = _node(value, writer, path)
        back = READERS[next(iter(node))](node, writer.read)
        same = type(back) is type(value) and repr(back) == repr(value)
        if same and (_is_missing(value) or back == value):
            return node
    except (TypeError, ValueError, KeyError):
        pass  # pandas does not know it by its text
    raise DeclinedError(
        f"There is a {type_name(value)}{at(path)}, {value!r}, which would come back as {back!r}.",
        "Save it as text: str(x).",
    )


def _is_offset(value: object) -> bool:
    return loaded_type(value, "pandas.tseries.offsets", "BaseOffset")


def _is_missing(value: object) -> bool:
    kind = type(value)
    return kind.__name__ in _MISSING and kind.__module__.startswith("pandas.")


def _node(value: Any, writer: Writer, path: Path) -> Node:
    import pandas as pd

    if value is pd.NaT:
        return {"nat": True}
    if value is pd.NA:
        return {"na": True}
    if isinstance(value, pd.Timestamp):
        moment = value.value if value.unit == "ns" else value.isoformat()
        zone: Any = None if value.tzinfo is None else str(value.tzinfo)
        if is_of_dateutil(value.tzinfo):
            zone = zone_to_node(value.tzinfo, path)
        return {"timestamp": [moment, zone], "unit": value.unit}
    if isinstance(value, pd.Timedelta):
        return {"pandas_timedelta": int(value.asm8.view("i8")), "unit": value.unit}
    if isinstance(value, pd.Period):
        return {"period": value.ordinal, "freq": value.freqstr}
    if isinstance(value, pd.Interval):
        ends = [writer.node(end, path) for end in (value.left, value.right)]
        return {"interval": ends, "closed": value.closed}
    if _is_offset(value):
        return _offset_to_node(value, writer, path)
    return _dtype_to_node(value, writer, path)


def _offset_to_node(value: Any, writer: Writer, path: Path) -> Node:
    try:
        if offset_of(value.freqstr) == value:
            return {"offset": value.freqstr}
    except ValueError:
        pass  # what it is made of says more than its text
    names = _OFFSETS_OF_PARTS.get(type(value).__name__, ())
    parts = {name: getattr(value, name) for name in names} or dict(value.kwds)
    parts.update(n=value.n, normalize=value.normalize)
    return {"offset_parts": type(value).__name__, "parts": writer.node(parts, path)}


def _read_offset_parts(node: Node, read: Read) -> Any:
    import pandas as pd

    if node["offset_parts"] not in _OFFSETS_OF_PARTS:
        raise ValueError(f"unknown offset {node['offset_parts']!r}")
    return getattr(pd.offsets, node["offset_parts"])(**read(node["parts"]))


def _dtype_to_node(dtype: Any, writer: Writer, path: Path) -> Node:
    import pandas as pd

    if isinstance(dtype, pd.CategoricalDtype):
        labels = None if dtype.categories is None else list(dtype.categories)
        return {"categories": writer.node(labels, path), "ordered": dtype.ordered}
    if isinstance(dtype, pd.StringDtype):
        missing = "NA" if dtype.na_value is pd.NA else "nan"
        return {"pandas_text": dtype.storage, "missing": missing}
    if isinstance(dtype, pd.DatetimeTZDtype) and is_of_dateutil(dtype.tz):
        return {"zoned": dtype.unit, "zone": zone_to_node(dtype.tz, path)}
    return {"pandas_dtype": str(dtype)}


def _read_timestamp(node: Node, read: Read) -> Any:
    import pandas as pd

    (moment, zone), unit = map(read, node["timestamp"]), node["unit"]
    if isinstance(moment, int):
        return pd.Timestamp(moment, unit="ns", tz=zone)
    stamp = pd.Timestamp(moment)
    return (stamp if zone is None else stamp.tz_convert(zone)).as_unit(unit)


def _read_timedelta(node: Node, _read: Read) -> Any:
    import numpy as np
    import pandas as pd

    return pd.Timedelta(np.timedelta64(node["pandas_timedelta"], node["unit"])).as_unit(
        node["unit"]
    )


def _read_period(node: Node, _read: Read) -> Any:
    import pandas as pd

    return pd.Period(ordinal=node["period"], freq=period_frequency(node["freq"]))


def _pandas() -> Any:
    import pandas as pd

    return pd


READERS: dict[str, Callable[[Node, Read], Any]] = {
    "nat": lambda *_: _pandas().NaT,
    "na": lambda *_: _pandas().NA,
    "timestamp": _read_timestamp,
    "pandas_timedelta": _read_timedelta,
    "period": _read_period,
    "interval": lambda node, read: _pandas().Interval(*map(read, node["interval"]), node["closed"]),
    "offset": lambda node, _: offset_of(node["offset"]),
    "offset_parts": _read_offset_parts,
    "categories": lambda node, read: _pandas().CategoricalDtype(
        read(node["categories"]), node["ordered"]
    ),
    "pandas_text": lambda node, _: text_dtype(node["pandas_text"], node["missing"]),
    "zoned": lambda node, read: _pandas().DatetimeTZDtype(node["zoned"], read(node["zone"])),
    "pandas_dtype": lambda node, _: dtype_of(node["pandas_dtype"]),
}
