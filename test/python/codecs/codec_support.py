"""What the codec tests share: one round trip, and exact comparison."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings

from cellkeep.codecs import Encoded, decode, encode

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def round_trip(obj: object, *, allow_pickle: bool = False) -> tuple[Encoded, Any]:
    """Write an object, and load what was written from a file."""
    sink = io.BytesIO()
    encoded = encode(obj, sink, allow_pickle=allow_pickle)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "content"
        path.write_bytes(sink.getvalue())
        return encoded, decode(path, encoded.codec, allow_pickle=allow_pickle)


def written(obj: object) -> bytes:
    """Return what is written of an object."""
    sink = io.BytesIO()
    encode(obj, sink)
    return sink.getvalue()


def assert_same_array(back: Any, array: np.ndarray[Any, Any]) -> None:
    """Type, byte order, shape, layout and every bit are the same, and it can be changed."""
    assert type(back) is np.ndarray
    assert back.dtype == array.dtype
    assert back.dtype.str == array.dtype.str
    assert back.shape == array.shape
    assert back.tobytes() == array.tobytes()
    assert back.flags.writeable
    if array.flags.c_contiguous:
        assert back.flags.c_contiguous
    if array.flags.f_contiguous:
        assert back.flags.f_contiguous
