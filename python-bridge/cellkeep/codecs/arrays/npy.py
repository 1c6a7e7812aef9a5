"""``ndarray-npy.v1``: arrays that Arrow cannot represent, as ``.npy``, never with a pickle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.arrays.array_preview import array_preview, array_summary
from cellkeep.codecs.arrays.ndarray import check_exact_type
from cellkeep.codecs.base import DeclinedError, Encoded, loaded_type, versions
from cellkeep.codecs.foreign import npy_array
from cellkeep.codecs.record_gaps import without_gaps

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np


class NpyCodec:
    """Complex, text, byte, structured and void arrays, and calendar units of time."""

    id = "ndarray-npy.v1"
    rank = 21
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether it is a NumPy array without Python objects."""
        if not loaded_type(obj, "numpy", "ndarray"):
            return False
        array: Any = obj
        return bool(array.dtype != object)

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the header, then the values in pieces of 16 MiB."""
        import numpy as np

        check_exact_type(obj)
        _check_dtype(obj.dtype)
        np.lib.format.write_array(sink, without_gaps(obj), allow_pickle=False)
        summary, preview = array_summary(obj), array_preview(obj)
        libraries = versions("numpy")
        return Encoded(self.id, "application/x-npy", summary, preview, libraries=libraries)

    def decode(self, path: Path) -> np.ndarray[Any, Any]:
        """Return a writable array of its own memory."""
        return npy_array(path)


def _check_dtype(dtype: np.dtype[Any]) -> None:
    import numpy as np

    if dtype.hasobject:
        raise DeclinedError(
            "The array holds Python objects (dtype object).",
            "Convert it with .astype() to numbers or text, or save it as a list.",
        )
    if _has_metadata(dtype):
        raise DeclinedError(f"The dtype {dtype} carries metadata, which .npy would drop.")
    try:
        kept = np.lib.format.descr_to_dtype(np.lib.format.dtype_to_descr(dtype))
    except (ValueError, TypeError) as error:
        raise DeclinedError(f".npy cannot represent the dtype {dtype}: {error}.") from error
    if kept != dtype or kept.type is not dtype.type or kept.itemsize != dtype.itemsize:
        raise DeclinedError(f".npy would give the dtype {dtype} back as {kept}.")


def _has_metadata(dtype: np.dtype[Any]) -> bool:
    if dtype.metadata is not None:
        return True
    if dtype.subdtype is not None:
        return _has_metadata(dtype.subdtype[0])
    return any(_has_metadata(dtype[name]) for name in dtype.names or ())
