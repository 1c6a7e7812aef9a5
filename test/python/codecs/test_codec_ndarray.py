"""NumPy arrays come back bit for bit."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pyarrow as pa
import pytest
from codec_support import QUICK, assert_same_array, refusal_of, round_trip, written
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

SHAPES = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5)
ARROW_DTYPES = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(endianness="?"),
    hnp.unsigned_integer_dtypes(endianness="?"),
    hnp.floating_dtypes(endianness="?", sizes=(16, 32, 64)),
    st.sampled_from(["<M8[ns]", ">M8[us]", "<M8[ms]", "<M8[s]", "<m8[ns]", ">m8[s]"]).map(np.dtype),
)
OTHER_DTYPES = st.one_of(
    hnp.complex_number_dtypes(endianness="?", sizes=(64, 128)),
    hnp.byte_string_dtypes(endianness="?", min_len=1, max_len=5),
    hnp.unicode_string_dtypes(endianness="?", min_len=1, max_len=5),
    st.sampled_from(["<M8[D]", "<M8[M]", "<m8[h]", "<M8[25s]", "V7", "<f8,>i4,S3"]).map(np.dtype),
)
LAYOUTS = st.sampled_from(["C", "F", "reversed", "strided", "transposed"])


def laid_out(array: np.ndarray[Any, Any], layout: str) -> np.ndarray[Any, Any]:
    """The same kind of array with other flags."""
    if array.ndim == 0 or layout == "C":
        return array
    if layout == "F":
        return np.asfortranarray(array)
    if layout == "reversed":
        return array[::-1]
    return array[..., ::2] if layout == "strided" else array.T


def random_bits(draw: Any, dtype: np.dtype[Any], shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
    """An array of any bits at all: each NaN payload, each odd date."""
    size = int(np.prod(shape)) * dtype.itemsize
    raw = draw(st.binary(min_size=size, max_size=size))
    if dtype.kind == "b":
        raw = bytes(byte & 1 for byte in raw)
    if dtype.kind == "U":
        raw = bytes(len(raw))
    return np.frombuffer(raw, dtype).reshape(shape).copy()


@given(st.data(), ARROW_DTYPES, SHAPES, LAYOUTS)
@QUICK
def test_any_bits_of_a_dtype_that_arrow_has_come_back(
    data: Any, dtype: np.dtype[Any], shape: tuple[int, ...], layout: str
) -> None:
    array = laid_out(random_bits(data.draw, dtype, shape), layout)
    encoded, back = round_trip(array)
    assert encoded.codec == "ndarray-arrow.v1"
    assert encoded.media_type == "application/vnd.apache.arrow.file"
    assert_same_array(back, array)


@given(st.data(), OTHER_DTYPES, SHAPES, LAYOUTS)
@QUICK
def test_any_bits_of_other_dtypes_come_back_by_npy(
    data: Any, dtype: np.dtype[Any], shape: tuple[int, ...], layout: str
) -> None:
    array = laid_out(random_bits(data.draw, dtype, shape), layout)
    encoded, back = round_trip(array)
    assert encoded.codec == "ndarray-npy.v1"
    assert_same_array(back, array)


@pytest.mark.parametrize(
    "name", ["bfloat16", "float8_e4m3fn", "float8_e5m2", "float8_e8m0fnu", "int4", "uint4"]
)
def test_dtypes_of_ml_dtypes_come_back_bit_for_bit(name: str) -> None:
    dtype = np.dtype(getattr(ml_dtypes, name))
    array = np.arange(6).astype(dtype).reshape(2, 3)
    encoded, back = round_trip(array)
    assert encoded.codec == "ndarray-arrow.v1"
    assert_same_array(back, array)


@pytest.mark.parametrize(
    "scalar",
    [np.float64("nan"), np.int8(-3), np.bool_(True), np.float16(0.1), np.datetime64(5, "ns")],
)
def test_a_numpy_scalar_comes_back_as_the_same_scalar(scalar: np.generic) -> None:
    _, back = round_trip(scalar)
    assert type(back) is type(scalar)
    assert back.tobytes() == scalar.tobytes()
    assert back.dtype == scalar.dtype


class OwnArray(np.ndarray[Any, Any]):
    pass


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.char.array(["a"]), "np.asarray"),
        (np.zeros(2).view(OwnArray), "np.asarray"),
        (np.array([1, "a", object()], dtype=object), "[2]"),
        (np.longdouble(1), "np.array"),
        (np.zeros(2, np.dtype("i4", metadata={"unit": "m"})), "metadata"),
    ],
)
def test_what_would_change_its_type_is_refused_before_a_byte_is_written(
    array: Any, words: str
) -> None:
    refused = str(refusal_of(array))
    assert "allow_pickle=True" in refused
    assert words in refused


def test_any_arrow_reader_sees_rows_of_the_first_axis() -> None:
    array = np.arange(24, dtype=">i4").reshape(4, 3, 2)
    table = pa.ipc.open_file(written(array)).read_all()
    assert table.schema.field(0).type.extension_name == "arrow.fixed_shape_tensor"
    assert table.num_rows == 4
    read = table.column(0).combine_chunks().to_numpy_ndarray()
    assert read.tolist() == array.tolist()


def test_a_time_that_is_missing_is_null_for_any_arrow_reader() -> None:
    content = written(np.array(["2026-11-23", "NaT"], "M8[ms]"))
    column = pa.ipc.open_file(content).read_all().column(0).combine_chunks()
    assert column.storage.flatten().null_count == 1


@pytest.mark.parametrize("order", ["C", "F"])
def test_an_array_of_several_batches_comes_back(order: Any) -> None:
    array = np.asfortranarray(np.arange(3 << 20, dtype=np.float64).reshape(-1, 4))
    array = np.array(array, order=order)
    assert pa.ipc.open_file(written(array)).num_record_batches == 3
    _, back = round_trip(array)
    assert_same_array(back, array)


def test_a_row_larger_than_a_batch_is_one_batch() -> None:
    array = np.arange(3 << 20, dtype=np.float64).reshape(2, -1)
    _, back = round_trip(array)
    assert_same_array(back, array)


def test_summary_and_preview_say_what_it_is() -> None:
    encoded, _ = round_trip(np.array([[1.5, np.nan], [np.inf, -2]]))
    assert encoded.summary == "2 × 2 float64"
    preview: Any = encoded.preview
    assert (preview.shape, preview.dtype) == ([2, 2], "float64")
    assert (preview.minimum, preview.maximum) == ("-2.0", "1.5")
    assert "nan" in preview.text
    assert encoded.libraries["numpy"] == np.__version__


def test_what_memory_holds_between_the_fields_of_records_is_not_kept() -> None:
    pair = np.dtype([("few", "u1"), ("much", "<f8")], align=True)
    kept = np.dtype([("pairs", pair, (2,)), ("last", "u1")], align=True)

    def records(between: int) -> np.ndarray[Any, Any]:
        made = np.full(6 * kept.itemsize, between, np.uint8).view(kept).reshape(3, 2)
        made["pairs"]["few"], made["pairs"]["much"], made["last"] = 1, 2.5, 3
        return made.T

    assert written(records(7)) == written(records(9))
    encoded, back = round_trip(records(7))
    assert encoded.codec == "ndarray-npy.v1"
    assert np.array_equal(back, records(9))
    assert back.flags.f_contiguous
