"""pandas frames and series come back equal, with types, labels and index."""

from __future__ import annotations

import datetime as dt
import decimal
import zoneinfo
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from codec_support import QUICK, refusal_of, round_trip, written
from hypothesis import given, reject
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

ROWS = st.integers(0, 6)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT)
# pandas compares what is in a list by ==, by which NaN differs from itself.
NESTED = st.one_of(st.none(), st.integers(), st.floats(allow_nan=False), TEXT)
ZONES = st.sampled_from(
    [dt.UTC, zoneinfo.ZoneInfo("Europe/Berlin"), dt.timezone(dt.timedelta(hours=-3))]
)


# No text says these.
OFFSETS: list[Any] = [
    pd.offsets.CustomBusinessDay(weekmask="Mon Tue Thu", holidays=["2020-03-03"]),
    pd.DateOffset(months=1, days=2),
]


def nullable(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), values)


def arrays_of(values: st.SearchStrategy[Any], rows: int, dtype: Any) -> st.SearchStrategy[Any]:
    return st.lists(values, min_size=rows, max_size=rows).map(lambda v: pd.array(v, dtype=dtype))


def objects_of(values: st.SearchStrategy[Any], rows: int) -> st.SearchStrategy[Any]:
    return st.lists(values, min_size=rows, max_size=rows).map(
        lambda v: pd.Series(np.fromiter(v, object, len(v)), dtype=object)
    )


def categoricals(rows: int) -> st.SearchStrategy[Any]:
    codes = st.lists(st.integers(-1, 2), min_size=rows, max_size=rows)
    labels = st.sampled_from(
        [
            ["c", "a", "b"],
            [3, 1, 2],
            [2.5, -1.0, 0.0],
            pd.interval_range(0, 3),
            pd.period_range("2020", periods=3, freq="M"),
            pd.date_range("2020", periods=3, tz="UTC"),
            ["x", 1, None.__class__.__name__],
        ]
    )
    return st.tuples(codes, labels, st.booleans()).map(
        lambda made: pd.Categorical.from_codes(made[0], made[1], ordered=made[2])
    )


@st.composite
def columns(draw: Any, rows: int) -> Any:
    numpy_dtypes = st.one_of(
        hnp.boolean_dtypes(),
        hnp.integer_dtypes(endianness="="),
        hnp.unsigned_integer_dtypes(endianness="="),
        hnp.floating_dtypes(endianness="=", sizes=(16, 32, 64)),
        hnp.complex_number_dtypes(endianness="=", sizes=(64, 128)),
        st.sampled_from(["M8[s]", "M8[ms]", "M8[us]", "M8[ns]", "m8[s]", "m8[ns]"]).map(np.dtype),
    )
    nanoseconds = st.integers(-(10**18), 10**18)
    zoned = st.tuples(st.lists(nullable(nanoseconds), min_size=rows, max_size=rows), ZONES).map(
        lambda made: pd.DatetimeIndex(pd.to_datetime(made[0], unit="ns", utc=True)).tz_convert(
            made[1]
        )
    )
    days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
    periods = st.tuples(
        st.lists(nullable(days), min_size=rows, max_size=rows), st.sampled_from("DMY")
    ).map(lambda made: pd.array(made[0], dtype=pd.PeriodDtype(made[1])))
    intervals = st.sampled_from(["left", "right", "both", "neither"]).map(
        lambda closed: pd.arrays.IntervalArray.from_breaks(np.arange(rows + 1.0), closed=closed)
    )
    kinds = [
        hnp.arrays(numpy_dtypes, rows) if rows else numpy_dtypes.map(lambda d: np.empty(0, d)),
        arrays_of(nullable(st.integers(-(2**63), 2**63 - 1)), rows, "Int64"),
        arrays_of(nullable(st.integers(0, 255)), rows, "UInt8"),
        arrays_of(nullable(st.floats(allow_nan=False)), rows, "Float64"),
        arrays_of(nullable(st.booleans()), rows, "boolean"),
        arrays_of(nullable(TEXT), rows, "str"),
        arrays_of(nullable(TEXT), rows, "string"),
        arrays_of(nullable(TEXT), rows, pd.StringDtype("python", np.nan)),
        objects_of(nullable(TEXT), rows),
        objects_of(PLAIN, rows),
        objects_of(nullable(days), rows),
        objects_of(nullable(st.binary(max_size=4)), rows),
        objects_of(st.lists(NESTED, max_size=3), rows),
        objects_of(st.dictionaries(TEXT, NESTED, max_size=2), rows),
        objects_of(st.tuples(NESTED, NESTED), rows),
        zoned,
        periods,
        intervals,
        categoricals(rows),
    ]
    return draw(st.one_of(*kinds))


LABELS = st.one_of(TEXT, st.integers(), st.tuples(TEXT, st.integers()), st.none(), st.booleans())


@st.composite
def indexes(draw: Any, rows: int) -> pd.Index[Any]:
    kind = draw(st.sampled_from(["range", "numbers", "text", "mixed", "dates", "levels", "column"]))
    name = draw(LABELS)
    if kind == "range":
        return pd.RangeIndex(3, 3 + 2 * rows, 2, name=name)
    if kind == "numbers":
        return pd.Index(np.arange(rows) * 1.5, name=name)
    if kind == "text":
        return pd.Index([f"r{row}" for row in range(rows)], dtype="str", name=name)
    if kind == "mixed":
        return pd.Index(["total", *range(rows)][:rows], dtype=object, name=name)
    if kind == "dates":
        freq = draw(st.sampled_from(["D", "h", "W-MON", "MS", "2D", "B", *OFFSETS]))
        return pd.date_range("2020-02-29", periods=rows, freq=freq, tz=draw(ZONES), name=name)
    if kind == "column":
        try:
            return pd.Index(draw(columns(rows)), name=name)
        except NotImplementedError:
            reject()  # pandas has no index of float16
    numbers = draw(st.lists(st.integers(-1, 1), min_size=rows, max_size=rows))
    # As groupby() gives them where a column has categories.
    categories = pd.CategoricalIndex(["y", "x"], ordered=draw(st.booleans()))
    bins = pd.CategoricalIndex(pd.interval_range(0, 2))
    levels = [
        pd.date_range("2020", periods=2, freq="D"),
        ["b", "a"],
        pd.Index([1, "x"]),
        draw(st.sampled_from([categories, bins])),
    ]
    codes = [numbers, numbers[::-1], numbers, numbers]
    return pd.MultiIndex(levels=levels, codes=codes, names=[name, "", 2, "c"])


def assert_same_frame(back: Any, frame: pd.DataFrame) -> None:
    assert type(back) is pd.DataFrame
    assert list(back.dtypes) == list(frame.dtypes)
    assert_same_index(back.index, frame.index)
    assert_same_index(back.columns, frame.columns)
    pd.testing.assert_frame_equal(back, frame, check_exact=True, check_freq=True)
    for position in range(frame.shape[1]):
        assert_same_values(back.iloc[:, position], frame.iloc[:, position])
    assert back.attrs == frame.attrs


def assert_same_index(back: Any, index: Any) -> None:
    assert type(back) is type(index)
    assert back.dtype == index.dtype
    assert back.equals(index)
    assert list(back.names) == list(index.names)
    assert getattr(back, "freq", None) == getattr(index, "freq", None)
    if isinstance(index, pd.MultiIndex):
        for level, original in zip(back.levels, index.levels, strict=True):
            assert_same_index(level, original)


def assert_same_values(back: pd.Series[Any], series: pd.Series[Any]) -> None:
    assert back.dtype == series.dtype
    if isinstance(series.dtype, np.dtype) and series.dtype != object:
        assert back.to_numpy().tobytes() == series.to_numpy().tobytes()
    elif series.dtype == object:
        assert [type(value) for value in back] == [type(value) for value in series]
        assert repr(list(back)) == repr(list(series))
    if isinstance(series.dtype, pd.CategoricalDtype):
        assert_same_index(back.cat.categories, series.cat.categories)
        assert back.cat.ordered == series.cat.ordered


@given(st.data(), ROWS)
@QUICK
def test_a_frame_of_any_columns_and_labels_comes_back(data: Any, rows: int) -> None:
    made = data.draw(st.lists(columns(rows), max_size=3))
    index = data.draw(indexes(rows))
    frame = pd.DataFrame(dict(enumerate(made)), index=pd.RangeIndex(rows))
    frame.index = index
    frame.columns = data.draw(indexes(len(made)))
    encoded, back = round_trip(frame)
    assert encoded.codec == "table-arrow.v1"
    assert encoded.summary == f"{rows:,} × {len(made)}"
    assert_same_frame(back, frame)


@given(st.data(), ROWS)
@QUICK
def test_a_series_comes_back_with_its_name(data: Any, rows: int) -> None:
    values = data.draw(columns(rows))
    dtype = object if getattr(values, "dtype", None) == np.dtype(object) else None
    series = pd.Series(values, dtype=dtype, name=data.draw(LABELS))
    series.index = data.draw(indexes(rows))
    _, back = round_trip(series)
    assert type(back) is pd.Series
    assert back.name == series.name
    assert type(back.name) is type(series.name)
    assert_same_index(back.index, series.index)
    assert_same_values(back, series)
    pd.testing.assert_series_equal(back, series, check_exact=True, check_freq=True)


def test_what_pyarrow_alone_would_lose_is_kept() -> None:
    frame = pd.DataFrame([[1, 2.5], [3, 4.5]], columns=["a", "a"])  # the same label twice
    frame.index = pd.date_range(
        "2026-11-23", periods=2, freq="h", tz="Europe/Berlin", name=("t", 1)
    )
    frame.attrs = {"unit": ("m", 2), 3: [None, float("inf")]}
    frame.columns = pd.MultiIndex.from_tuples([("x", 1), ("x", 1)], names=["letter", None])
    _, back = round_trip(frame)
    assert_same_frame(back, frame)
    assert back.index.freqstr == "h"


def test_a_frame_that_a_column_was_added_to_comes_back() -> None:
    frame = pd.DataFrame({"planet": ["Earth", "Mars"]})
    frame["moons"] = [1, 2]
    _, back = round_trip(frame.assign(rings=False))
    pd.testing.assert_frame_equal(back, frame.assign(rings=False))


def test_nan_payloads_in_a_column_are_kept() -> None:
    bits = np.array([0x7FF8_0000_0000_0001, 0xFFF8_DEAD_BEEF_0000, 0x7FF0_0000_0000_0000], "u8")
    _, back = round_trip(pd.DataFrame({"a": bits.view("f8")}))
    assert back["a"].to_numpy().view("u8").tolist() == bits.tolist()


def test_unused_categories_and_levels_are_kept() -> None:
    frame = pd.DataFrame({"c": pd.Categorical(["a"], ["z", "a", "b"], ordered=True)})
    index = pd.MultiIndex.from_product([["p", "q"], [1, 2]])[:1]
    frame.index = index
    _, back = round_trip(frame)
    assert back["c"].cat.categories.tolist() == ["z", "a", "b"]
    assert [level.tolist() for level in back.index.levels] == [["p", "q"], [1, 2]]


@pytest.mark.parametrize(
    "name",
    [
        pd.Timestamp("2026-11-23 12:00:00.000000001"),
        pd.Timestamp("2026-11-23", tz="Europe/Berlin"),
        np.int64(7),
        dt.date(2026, 11, 23),
    ],
)
def test_a_row_taken_from_a_frame_keeps_its_label_as_name(name: Any) -> None:
    _, back = round_trip(pd.Series([1, "a"], dtype=object, name=name))
    assert back.name == name
    assert type(back.name) is type(name)


def test_arrow_types_of_pandas_come_back() -> None:
    frame = pd.DataFrame(
        {
            "i": pd.array([1, None], dtype="int32[pyarrow]"),
            "d": pd.array(
                [decimal.Decimal("1.50"), None], dtype=pd.ArrowDtype(pa.decimal128(5, 2))
            ),
        }
    )
    _, back = round_trip(frame)
    assert_same_frame(back, frame)


def test_a_frame_that_was_loaded_can_be_changed_in_place() -> None:
    _, back = round_trip(pd.DataFrame({"a": [1, 2], "b": [0.5, 1.5]}))
    back.loc[0, "a"] = 5
    back["b"].to_numpy(copy=True)[0] = 1
    assert back["a"].tolist() == [5, 2]


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (pd.DataFrame({"bad": [object(), 1]}), "'bad'"),
        (pd.Series(pd.arrays.SparseArray([0, 1])), "Sparse"),
        (pd.Series([1], name=(object(),)), "Rename"),
        (type("Mine", (pd.DataFrame,), {})({"a": [1]}), "pd.DataFrame"),
        (pd.DataFrame({"a": np.array([1], "f8").astype(np.longdouble)}), "longdouble|float128"),
    ],
)
def test_what_does_not_come_back_equal_is_refused_with_its_place(frame: Any, words: str) -> None:
    refused = str(refusal_of(frame))
    assert any(word in refused for word in words.split("|"))


def test_attrs_that_json_cannot_say_are_refused_not_dropped() -> None:
    frame = pd.DataFrame({"a": [1]})
    frame.attrs["scale"] = np.arange(3.0)
    _, back = round_trip(frame)
    assert back.attrs["scale"].tolist() == [0, 1, 2]
    frame.attrs["model"] = object()
    assert "attrs" in str(refusal_of(frame))


def test_preview_shows_index_columns_types_and_first_rows() -> None:
    frame = pd.DataFrame(
        {"when": pd.period_range("2026-01", periods=30, freq="M"), "what": ["a", None] * 15},
        index=pd.Index([f"r{row}" for row in range(30)], name="row"),
    )
    encoded, _ = round_trip(frame)
    preview: Any = encoded.preview
    assert encoded.summary == "30 × 2"
    assert [(c.name, c.dtype) for c in preview.columns] == [
        ("row", "str"),
        ("when", "period[M]"),
        ("what", "str"),
    ]
    assert len(preview.head) == 10
    assert preview.head[:2] == [["r0", "2026-01", "a"], ["r1", "2026-02", None]]


def test_a_frame_is_written_in_batches_of_65536_rows() -> None:
    frame = pd.DataFrame({"a": np.arange(100_000), "c": pd.Categorical(["x", "y"] * 50_000)})
    reader = pa.ipc.open_file(written(frame))
    rows = [reader.get_batch(i).num_rows for i in range(reader.num_record_batches)]
    assert rows == [65536, 34464]
