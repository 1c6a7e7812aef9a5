"""Why a save will refuse an object, found out before it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, cast

from cellkeep.codecs.coding import encode
from cellkeep_core.errors import CellkeepError, NotSerialisableError, PickleRefusedError

if TYPE_CHECKING:
    from typing_extensions import Buffer

_FIRST_ROWS = 1000
# Whose first rows are quickly tried. A figure would be drawn, a model written.
_TRIED = frozenset({"table", "array", "tensors"})


def refused_by_trial(kind: str, obj: object) -> str:
    """Return why a save will refuse an object, as far as its first rows say; else ``""``.

    Parameters
    ----------
    kind : str
        As of `Glance`; other kinds than tables, arrays and tensors are not tried.
    """
    if kind not in _TRIED:
        return ""
    try:
        encode(_first_rows(obj), cast("BinaryIO", _Accepted()))
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


class _AcceptedError(OSError):
    """A codec has begun to write; codecs pass on what is wrong with their sink."""


class _Accepted:
    """A sink for nothing: a refusal comes before the first byte."""

    def write(self, _data: Buffer) -> int:
        raise _AcceptedError
