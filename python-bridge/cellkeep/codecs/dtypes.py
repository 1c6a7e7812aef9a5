"""NumPy dtypes as text, byte order kept, and by name those of ml_dtypes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


def dtype_text(dtype: np.dtype[Any]) -> str:
    """Return the text of a dtype that `dtype_from` reads."""
    return dtype.name if dtype.type.__module__ == "ml_dtypes" else dtype.str


def dtype_from(text: str) -> np.dtype[Any]:
    """Return the dtype of a text from `dtype_text`."""
    import numpy as np

    try:
        return np.dtype(text)
    except TypeError:
        import ml_dtypes

        custom: np.dtype[Any] = np.dtype(getattr(ml_dtypes, text))
        return custom
