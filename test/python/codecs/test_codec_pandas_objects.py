"""Columns of Python objects that pandas itself makes, or people put there, come back equal."""

from __future__ import annotations

import datetime as dt
import decimal
import pathlib
import uuid
from pathlib import Path
from typing import Any

import dateutil.tz
import numpy as np
import pandas as pd
import pytest
from codec_support import assert_same_array, round_trip

from cellkeep.codecs.trees.tree import from_tree
from cellkeep_core.errors import PickleRefusedError

LOCAL = dateutil.tz.tzlocal()
ZONES = [
    dateutil.tz.gettz("Europe/Berlin"),
    dateutil.tz.tzoffset("X", 3600),
    dateutil.tz.tzoffset(None, -19800),
]
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


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_zones_of_dateutil_come_back_in_columns_indexes_and_values(zone: Any) -> None:
    times = pd.date_range("2026-10-24", periods=3, tz=zone, name="t")
    frame = pd.DataFrame({"a": times, "c": pd.Categorical(times), "o": [times[0], 1, "x"]}, times)
    _, back = round_trip(frame)
    pd.testing.assert_frame_equal(back, frame)
    assert [back["a"].dt.tz, back.index.tz, back["o"].iloc[0].tzinfo] == [zone] * 3
    late = dt.datetime(2026, 10, 25, 2, 30, tzinfo=zone, fold=1)
    for value in (zone, late, times[0], times.dtype, {"at": (late,)}):
        _, again = round_trip(value)
        assert type(again) is type(value)
        assert again == value
        assert repr(again) == repr(value)


def test_a_zone_by_its_rule_comes_back() -> None:
    rule = dateutil.tz.tzstr("EST5EDT4,M3.2.0,M11.1.0")
    value = {"at": dt.datetime(2026, 7, 1, tzinfo=rule), "rule": rule}
    assert repr(round_trip(value)[1]) == repr(value)


def test_the_name_of_a_zone_opens_no_file(tmp_path: Path) -> None:
    file = tmp_path / "zone"
    file.write_bytes(Path(dateutil.tz.gettz("Europe/Berlin")._filename).read_bytes())
    for name in (str(file), f"../../..{file}", "~/zone", "", ":a"):
        with pytest.raises(ValueError, match="no time zone"):
            from_tree({"dateutil": "zone", "name": name})
    zone = dateutil.tz.tzfile(str(file))
    with pytest.raises(PickleRefusedError, match=r"zoneinfo\.ZoneInfo"):
        round_trip(dt.datetime(2026, 1, 1, tzinfo=zone))


def test_cells_of_arrays_come_back_with_their_dtype_and_shape() -> None:
    vectors = [np.zeros(3, "f4"), np.arange(4).reshape(2, 2).T, np.array(["a", "bc"]), None]
    _, back = round_trip(pd.DataFrame({"emb": vectors}))
    for one, vector in zip(back["emb"][:3], vectors[:3], strict=True):
        assert_same_array(one, vector)
    assert back["emb"][3] is None
