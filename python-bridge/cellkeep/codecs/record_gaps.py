"""The bytes between the fields of a record, which hold whatever memory held.

They say nothing of the values, and are others in each copy: the same array would be other bytes,
and pieces of the process's memory would be kept with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


def without_gaps(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return an array of records with zeros between their fields; itself, where nothing is there.

    Parameters
    ----------
    array : ndarray
        Of any shape and dtype.
    """
    import numpy as np

    if not _has_gaps(array.dtype):
        return array
    clean = np.zeros(array.shape, array.dtype, "F" if array.flags.fnc else "C")
    _copy_fields(array, clean)
    return clean


def _has_gaps(dtype: np.dtype[Any]) -> bool:
    base = dtype.base
    fields = [base[name] for name in base.names or ()]
    return bool(fields) and (
        sum(field.itemsize for field in fields) < base.itemsize or any(map(_has_gaps, fields))
    )


def _copy_fields(array: np.ndarray[Any, Any], to: np.ndarray[Any, Any]) -> None:
    # Field by field: a copy of whole records takes what lies between them along.
    for name in array.dtype.names or ():
        if array[name].dtype.names:
            _copy_fields(array[name], to[name])
        else:
            to[name] = array[name]
