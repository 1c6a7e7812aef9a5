"""Columns of Python objects that pandas itself makes, or people put there, come back equal."""

from __future__ import annotations

import datetime as dt
import decimal
import pathlib
import uuid
from typing import Any

import dateutil.tz
import numpy as np
import pandas as pd
import pytest
from codec_support import assert_same_array, round_trip

LOCAL = dateutil.tz.tzlocal()
MIXED = pd.DataFrame(
    {"n": [1, 2], "s": ["x", "y"], "t": pd.date_range("2024", periods=2), "c": [True, False]}
)


@pytest.mark.parametrize(
    "obj",
    [
        MIXED.describe(include="all"),
        MIXED.describe(),
        MIXED.iloc[0],
        MIXED.dtypes,
        pd.DataFrame({"a": pd.Categorical(["x"]), "b": pd.array([1], "Int64")}).dtypes,
        pd.DataFrame({"d": [decimal.Decimal("1.0"), decimal.Decimal("1.00"), None]}),
        pd.Series([dt.timedelta(1), dt.time(1, 2), uuid.UUID(int=1), pathlib.PurePosixPath("a")]),
        pd.Series([pd.Timestamp("2024"), pd.NaT, pd.Period("2024", "M"), pd.Interval(0, 1)]),
        pd.Series([{1, 2}, (3,), {"a": np.float32(0.5)}]),
        pd.Series([1], name=frozenset([1])),
        pd.Series(pd.date_range("2024", periods=2, tz=LOCAL)),
        pd.DataFrame({"a": [1, 2]}, index=pd.date_range("2024", periods=2, tz=LOCAL)),
    ],
)
def test_objects_that_pandas_itself_makes_come_back_equal(obj: Any) -> None:
    _, back = round_trip(obj)
    assert type(back) is type(obj)
    assert repr(back) == repr(obj)
    kinds, expected = [
        list(map(type, np.asarray(one, dtype=object).reshape(-1))) for one in (back, obj)
    ]
    assert kinds == expected
    if isinstance(obj, pd.DataFrame):
        pd.testing.assert_frame_equal(back, obj)
    else:
        pd.testing.assert_series_equal(back, obj)


def test_cells_of_arrays_come_back_with_their_dtype_and_shape() -> None:
    vectors = [np.zeros(3, "f4"), np.arange(4).reshape(2, 2).T, np.array(["a", "bc"]), None]
    _, back = round_trip(pd.DataFrame({"emb": vectors}))
    for one, vector in zip(back["emb"][:3], vectors[:3], strict=True):
        assert_same_array(one, vector)
    assert back["emb"][3] is None
