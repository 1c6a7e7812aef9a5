"""What the codec tests share: one round trip, and exact comparison."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from cellkeep.codecs import Encoded, decode, encode
from cellkeep_core.errors import PickleRefusedError

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


def refusal_of(obj: object) -> PickleRefusedError:
    """Return what is said of an object that is refused, before a byte of it is written."""
    sink = io.BytesIO()
    with pytest.raises(PickleRefusedError) as refused:
        encode(obj, sink)
    assert sink.getvalue() == b""
    return refused.value


def saved(obj: object, path: Path) -> Encoded:
    """Write an object to a file."""
    with path.open("wb") as sink:
        return encode(obj, sink)


def assert_same_nesting(
    back: Any, value: Any, assert_same_leaf: Callable[[Any, Any], None] | None = None
) -> None:
    """All types, the order of keys, and what has no parts are the same."""
    assert type(back) is type(value)
    if isinstance(value, dict):
        assert list(map(repr, back)) == list(map(repr, value))
        for mine, original in zip(back.values(), value.values(), strict=True):
            assert_same_nesting(mine, original, assert_same_leaf)
    elif isinstance(value, (list, tuple)):
        assert len(back) == len(value)
        for mine, original in zip(back, value, strict=True):
            assert_same_nesting(mine, original, assert_same_leaf)
    elif assert_same_leaf is not None:
        assert_same_leaf(back, value)
    else:
        assert repr(back) == repr(value)


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
