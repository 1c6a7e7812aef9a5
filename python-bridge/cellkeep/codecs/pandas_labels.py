"""Names of pandas columns and indexes as JSON.

A label may be any hashable Python object. Kept are text, numbers, booleans, None, tuples
of these, NumPy scalars, dates and timestamps.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from cellkeep.codecs.base import DeclinedError, type_name
from cellkeep.codecs.text_preview import clean
from cellkeep.codecs.values import from_tree, to_tree


def label_to_json(label: object, what: str) -> Any:
    """Return a label as JSON; ``what`` names it in the reason for which it is declined."""
    try:
        return to_tree(label, _to_leaf)
    except DeclinedError as declined:
        raise DeclinedError(
            f"{what} cannot be kept: {declined.reason}", "Rename it to text."
        ) from declined


def label_from_json(node: Any) -> Any:
    """Return the label."""
    return from_tree(node, _from_leaf)


def label_text(label: object) -> str:
    """Return a label as text, for readers that know only text."""
    if isinstance(label, tuple):
        return "/".join(label_text(part) for part in label)
    return clean(str(label))


def _to_leaf(label: object, _path: tuple[object, ...]) -> dict[str, Any]:
    import numpy as np
    import pandas as pd

    node: dict[str, Any]
    if type(label) is dt.date:
        node = {"date": label.isoformat()}
    elif label is pd.NaT:
        node = {"nat": True}
    elif label is pd.NA:
        node = {"na": True}
    elif type(label) is pd.Timestamp:
        zone = None if label.tzinfo is None else str(label.tzinfo)
        node = {"timestamp": [label.value if label.unit == "ns" else label.isoformat(), zone]}
        node["unit"] = label.unit
    elif isinstance(label, np.generic) and label.dtype.kind in "biuf":
        node = {"numpy": label.dtype.str, "hex": label.tobytes().hex()}
    else:
        raise DeclinedError(f"it is a {type_name(label)}.")
    back = _from_leaf(node)
    if type(back) is not type(label) or repr(back) != repr(label):
        raise DeclinedError(f"{label!r} would come back as {back!r}.")
    return node


def _from_leaf(node: dict[str, Any]) -> object:
    import numpy as np
    import pandas as pd

    match node:
        case {"date": text}:
            return dt.date.fromisoformat(text)
        case {"nat": _}:
            return pd.NaT
        case {"na": _}:
            return pd.NA
        case {"timestamp": [moment, zone], "unit": unit}:
            if isinstance(moment, int):
                return pd.Timestamp(moment, unit="ns", tz=zone)
            stamp = pd.Timestamp(moment)
            stamp = stamp if zone is None else stamp.tz_convert(zone)
            return stamp.as_unit(unit)
        case {"numpy": dtype, "hex": digits}:
            return np.frombuffer(bytes.fromhex(digits), dtype)[0]
    raise ValueError(f"unknown label {node!r}")
