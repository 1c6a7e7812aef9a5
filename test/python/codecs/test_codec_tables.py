"""polars, pyarrow and whatever streams Arrow come back equal."""

from __future__ import annotations

import datetime as dt
import decimal
from typing import Any

import duckdb
import narwhals as nw
import narwhals.stable.v1 as nw_v1
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from codec_support import QUICK, refusal_of, round_trip, written
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal, assert_series_equal
from polars.testing.parametric import dataframes, series

POLARS_TYPES = [
    pl.Boolean,
    pl.Int8,
    pl.Int64,
    pl.UInt32,
    pl.UInt64,
    pl.Float32,
    pl.Float64,
    pl.String,
    pl.Binary,
    pl.Date,
    pl.Time,
    pl.Datetime("ms"),
    pl.Datetime("ns", "Europe/Berlin"),
    pl.Duration("us"),
    pl.Categorical,
    pl.Enum(["b", "a", "c"]),
    pl.Decimal(10, 3),
    pl.List(pl.Int16),
    pl.Array(pl.Float32, 2),
    pl.Struct({"a": pl.Int8, "b": pl.String}),
    pl.Null,
]


@given(dataframes(max_cols=4, max_size=6, allowed_dtypes=POLARS_TYPES, allow_null=True))
@QUICK
def test_a_polars_frame_comes_back(frame: pl.DataFrame) -> None:
    encoded, back = round_trip(frame)
    assert encoded.codec == "table-arrow.v1"
    assert type(back) is pl.DataFrame
    assert back.schema == frame.schema
    assert_frame_equal(back, frame, check_exact=True)


@given(series(max_size=6, allowed_dtypes=POLARS_TYPES, allow_null=True))
@QUICK
def test_a_polars_series_comes_back(column: pl.Series) -> None:
    _, back = round_trip(column)
    assert type(back) is pl.Series
    assert back.name == column.name
    assert_series_equal(back, column, check_exact=True)


def test_a_polars_frame_of_several_batches_keeps_its_categories() -> None:
    frame = pl.DataFrame({"c": pl.Series(["x", "y", None] * 50_000, dtype=pl.Categorical)})
    _, back = round_trip(frame)
    assert_frame_equal(back, frame)


def test_polars_chunks_with_different_categories_come_back_in_nested_columns_too() -> None:
    nested = pl.List(pl.Categorical)
    parts = [pl.DataFrame({"l": pl.Series([[c, "x"]], dtype=nested)}) for c in "ab"]
    frame = pl.concat(parts, rechunk=False)
    assert frame.n_chunks() == 2
    assert_frame_equal(round_trip(frame)[1], frame)


def test_a_polars_frame_that_was_loaded_can_be_worked_on() -> None:
    _, back = round_trip(pl.DataFrame({"a": [3, 1, 2]}))
    assert back.sort("a").with_columns(b=pl.col("a") * 2)["b"].to_list() == [2, 4, 6]


def test_integers_of_128_bits_of_polars_come_back() -> None:
    signed = pl.Series("s", [2**127 - 1, -(2**127), None], dtype=pl.Int128)
    unsigned = pl.Series("u", [2**128 - 1, 0, None], dtype=pl.UInt128)
    frame = pl.DataFrame([signed, unsigned])
    encoded, back = round_trip(frame)
    assert_frame_equal(back, frame)
    assert [column.dtype for column in encoded.preview.columns] == ["Int128", "UInt128"]
    assert_series_equal(round_trip(signed)[1], signed)
    assert_frame_equal(round_trip(frame.clear())[1], frame.clear())


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (pl.LazyFrame({"a": [1]}), "frame.collect()"),
        (pl.DataFrame({"a": pl.Series([object()], dtype=pl.Object)}), "x.drop('a')"),
        (pl.DataFrame({"a": pl.Series([[1]], dtype=pl.List(pl.Int128))}), "Int128"),
    ],
)
def test_what_polars_cannot_say_in_arrow_is_refused(frame: Any, words: str) -> None:
    assert words in str(refusal_of(frame))


ARROW_COLUMNS = [
    pa.array([1, None, 3], pa.int16()),
    pa.array([1.5, float("nan"), None], pa.float32()),
    pa.array(["a", None, "ü"]),
    pa.array(["a", None, "b"], pa.string_view()),
    pa.array([b"", None, b"x"], pa.large_binary()),
    pa.array([True, None, False]),
    pa.array(
        [dt.datetime(2026, 11, 23, tzinfo=dt.UTC), None, None], pa.timestamp("us", "Europe/Berlin")
    ),
    pa.array([decimal.Decimal("1.50"), None, None], pa.decimal128(7, 2)),
    pa.array(["x", "y", None]).dictionary_encode(),
    pa.array([[1], None, []], pa.list_(pa.int8())),
    pa.array([{"a": 1, "b": ["c"]}, None, {"a": None, "b": []}]),
    pa.array([[("k", 1)], None, []], pa.map_(pa.string(), pa.int32())),
    pa.array([None, None, None]),
    pa.RunEndEncodedArray.from_arrays(pa.array([2, 3], pa.int32()), pa.array(["r", "s"])),
    pa.ExtensionArray.from_storage(
        pa.uuid(), pa.array([b"0" * 16, None, b"1" * 16], pa.binary(16))
    ),
]


@given(st.lists(st.sampled_from(ARROW_COLUMNS), min_size=1, max_size=4), st.integers(0, 3))
@QUICK
def test_a_pyarrow_table_comes_back_with_its_metadata(columns: list[pa.Array], rows: int) -> None:
    fields = [
        pa.field(f"c{number}", column.type, metadata={"of": "field"})
        for number, column in enumerate(columns)
    ]
    table = pa.table(columns, schema=pa.schema(fields, metadata={"of": "schema"})).slice(0, rows)
    _, back = round_trip(table)
    assert type(back) is pa.Table
    assert back.schema.equals(table.schema, check_metadata=True)
    assert back.num_rows == rows
    # By values: pyarrow cannot compare columns of every type, and NaN is not itself.
    assert repr(back.to_pylist()) == repr(table.to_pylist())


@pytest.mark.parametrize("column", ARROW_COLUMNS, ids=lambda column: str(column.type))
def test_a_pyarrow_array_and_chunked_array_come_back(column: pa.Array) -> None:
    for obj in (column, column.slice(1), pa.chunked_array([column, column])):
        _, back = round_trip(obj)
        assert type(back) is type(obj)
        assert back.type == obj.type
        assert repr(back.to_pylist()) == repr(obj.to_pylist())


def test_a_record_batch_and_a_reader_come_back_as_what_they_were() -> None:
    batch = pa.record_batch({"a": [1, 2]})
    assert round_trip(batch)[1].equals(batch)
    reader = pa.RecordBatchReader.from_batches(batch.schema, iter([batch, batch]))
    encoded, back = round_trip(reader)
    assert isinstance(back, pa.RecordBatchReader)
    assert back.read_all().to_pydict() == {"a": [1, 2, 1, 2]}
    assert encoded.summary == "4 × 1"


def test_a_dictionary_of_dictionaries_is_refused_because_arrow_does_not_read_it() -> None:
    twice = pa.DictionaryArray.from_arrays([0], pa.array(["a"]).dictionary_encode())
    for column in (twice, pa.ListArray.from_arrays([0, 1], twice)):
        refused = refusal_of(pa.table({"c": column}))
        assert "The column 'c' has a dictionary in a" in str(refused)


def test_chunks_with_different_dictionaries_come_back() -> None:
    column = pa.chunked_array(
        [pa.array(["a", "b"]).dictionary_encode(), pa.array(["c", "a"]).dictionary_encode()]
    )
    table = pa.table({"d": column})
    assert round_trip(table)[1].to_pydict() == {"d": ["a", "b", "c", "a"]}
    assert round_trip(table.to_reader())[1].read_all().to_pydict() == {"d": ["a", "b", "c", "a"]}


class Stream:
    """A table of some library that we know nothing of."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return pa.table({"a": [1]}).__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize(
    ("obj", "words"),
    [
        (Stream(), "Save pyarrow.table(x)"),
        (duckdb.sql("select 1 as a"), "is a query, not data. Save its result: x.df()"),
        (nw.from_native(pl.LazyFrame({"a": [1]})), "is a plan, not data. Save its result: x.coll"),
        (nw.from_native(duckdb.sql("select 1 as a")), "is a plan, not data"),
    ],
)
def test_what_would_come_back_as_another_table_is_refused_with_what_to_do(
    obj: object, words: str
) -> None:
    assert words in str(refusal_of(obj))


@pytest.mark.parametrize("narwhals", [nw, nw_v1])
@pytest.mark.parametrize(
    "native",
    [
        pd.DataFrame({"a": [1, 2]}, index=["x", "y"]),
        pl.DataFrame({"a": [1, None]}),
        pa.table({"a": [1, 2]}),
        pl.Series("s", [1, 2]),
        pd.Series([1.5], name="s"),
    ],
    ids=lambda native: f"{type(native).__module__}.{type(native).__name__}",
)
def test_narwhals_comes_back_with_what_is_inside(narwhals: Any, native: Any) -> None:
    obj = narwhals.from_native(native, eager_only=True, allow_series=True)
    encoded, back = round_trip(obj)
    assert encoded.codec == "table-arrow.v1"
    assert type(back) is type(obj)
    assert type(back.to_native()) is type(native)
    assert back.to_native().equals(native)


def test_a_table_read_from_our_own_file_can_be_saved_again() -> None:
    table = pa.ipc.open_file(written(pl.DataFrame({"a": [1]}))).read_all()
    _, back = round_trip(table)
    assert back.schema.equals(table.schema, check_metadata=True)


def test_preview_counts_all_rows_and_shows_ten() -> None:
    table = pa.table({"a": range(70_000), "b": [None] * 70_000})
    preview: Any = round_trip(table)[0].preview
    assert (preview.rows, preview.column_count, len(preview.head)) == (70_000, 2, 10)
    assert preview.head[1] == ["1", None]


def test_preview_of_a_wide_table_shows_fifty_columns() -> None:
    preview: Any = round_trip(pa.table({f"c{i}": [i] for i in range(80)}))[0].preview
    assert (preview.column_count, len(preview.columns), len(preview.head[0])) == (80, 50, 50)
