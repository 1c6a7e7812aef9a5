"""The preview of an array."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellkeep.codecs.dtypes import dtype_text
from cellkeep.codecs.previews.text_preview import MAX_CHARACTERS, clean
from cellkeep_core.text import counted, shaped

if TYPE_CHECKING:
    import numpy as np

    from cellkeep_core.protocol.generated import ArrayPreview

# Above this, finding the extremes would cost as much as the save itself.
_MOST_BYTES_SEARCHED = 8 << 20


def array_summary(array: np.ndarray[Any, Any]) -> str:
    """Return shape and dtype, such as ``512 × 512 float32``; ``float64`` alone for 0-d.

    Of a structured array the fields are counted: ``1,000 × 3 fields``.
    """
    fields = getattr(array.dtype, "names", None)
    if fields:
        return " × ".join(
            [*(f"{extent:,}" for extent in array.shape), counted(len(fields), "field")]
        )
    return shaped(array.shape, array.dtype.name)


def array_preview(array: np.ndarray[Any, Any]) -> ArrayPreview:
    """Return shape, dtype, the corners as text, and the extremes of arrays up to 8 MiB."""
    from cellkeep_core.protocol.generated import ArrayPreview

    dtype = str(array.dtype) if array.dtype.names else array.dtype.name
    preview = ArrayPreview(shape=list(array.shape), dtype=clean(dtype), text=_corners(array))
    extremes = _extremes(array)
    if extremes:
        preview.minimum, preview.maximum = extremes
    return preview


def _extremes(array: np.ndarray[Any, Any]) -> tuple[str, str] | None:
    import numpy as np

    numeric = array.dtype.kind in "iuf" or dtype_text(array.dtype).startswith(("bf", "float"))
    if not numeric or array.size == 0 or array.nbytes > _MOST_BYTES_SEARCHED:
        return None
    finite = array[np.isfinite(array)] if array.dtype.kind not in "iu" else array
    if finite.size == 0:
        return None
    return str(finite.min()), str(finite.max())


def _corners(array: np.ndarray[Any, Any]) -> str:
    import numpy as np

    text = np.array2string(array, threshold=200, edgeitems=3, separator=", ")
    return clean(text[:MAX_CHARACTERS])
