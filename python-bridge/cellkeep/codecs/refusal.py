"""Why a save will refuse an object, found out before it is asked for."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from cellkeep.codecs.base import loaded_type, type_name
from cellkeep.codecs.coding import encode
from cellkeep.codecs.models.model import how_to_install
from cellkeep_core.errors import CellkeepError, NotSerialisableError, PickleRefusedError

if TYPE_CHECKING:
    from typing_extensions import Buffer

_FIRST_ROWS = 1000
# Of more objects in a table even their types are not looked at.
_MOST_OBJECTS = 1_000_000
# Whose rows are quickly tried. A figure would be drawn, a model written.
_TRIED = frozenset({"table", "array", "tensors"})


def refused_by_trial(kind: str, obj: object) -> str:
    """Return why a save will refuse an object, as far as that is quickly seen; else ``""``.

    Parameters
    ----------
    kind : str
        As of `Glance`. Of tables, arrays and tensors the first rows are tried, and of a table of
        pandas a row with each type of object that is in it; of a model of scikit-learn what it
        was made with, where the library that writes it is loaded.
    """
    if kind == "model":
        return _refused_model(obj)
    if kind not in _TRIED:
        return ""
    return _refused(_first_rows(obj)) or _refused_rows_below(obj)


def _refused(obj: object) -> str:
    try:
        encode(obj, cast("BinaryIO", _Accepted()))
    except (PickleRefusedError, NotSerialisableError) as refused:
        return str(refused)
    except (CellkeepError, MemoryError, OSError):
        pass  # it writes, or the save itself will say
    return ""


def _first_rows(obj: Any) -> Any:
    try:
        first = obj[:_FIRST_ROWS]
    except Exception:  # noqa: BLE001  (not everything has rows, and an object's own code may do anything)
        return obj
    # A class of its own may give rows of the class that it is made from.
    return first if type(first) is type(obj) else obj


def _refused_rows_below(obj: Any) -> str:
    if not loaded_type(obj, "pandas", "DataFrame", "Series"):
        return ""
    frame = obj.to_frame() if obj.ndim == 1 else obj
    objects = [at for at, dtype in enumerate(frame.dtypes) if str(dtype) == "object"]
    if len(obj) <= _FIRST_ROWS or len(obj) * len(objects) > _MOST_OBJECTS:
        return ""
    rows: set[int] = set()
    for at in objects:
        kinds = list(map(type, frame.iloc[:, at].array))
        rows |= {kinds.index(kind) for kind in set(kinds)}
    below = sorted(row for row in rows if row >= _FIRST_ROWS)
    return _refused(obj.iloc[below]) if below else ""


def _refused_model(obj: Any) -> str:
    if not loaded_type(obj, "sklearn.base", "BaseEstimator"):
        return ""
    if find_spec("skops") is None:
        return (
            f"A {type_name(obj)} is kept by skops, which is not here. {how_to_install('sklearn')}"
        )
    if "skops.io" not in sys.modules:
        return ""  # it takes seconds to load
    from sklearn.base import clone

    try:
        unfitted = clone(obj)
    except Exception:  # noqa: BLE001  (a class of one's own may do anything)
        return ""
    return _refused(unfitted)


class _AcceptedError(OSError):
    """A codec has begun to write; codecs pass on what is wrong with their sink."""


class _Accepted:
    """A sink for nothing: a refusal comes before the first byte."""

    def write(self, _data: Buffer) -> int:
        raise _AcceptedError
