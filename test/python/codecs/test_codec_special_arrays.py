"""Arrays of everyday libraries that are more than plain arrays, alone and in a nesting."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import awkward as ak
import dask
import dask.array
import dask.dataframe
import numpy as np
import pandas as pd
import pytest
from codec_support import assert_same_array, refusal_of, round_trip, saved

from cellkeep.codecs import decode, encode
from cellkeep_core.errors import ContentUnreadableError


def test_what_maps_a_file_comes_back_as_an_array_in_memory(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.arange(5))
    mapped = np.load(tmp_path / "a.npy", mmap_mode="r")
    encoded, back = round_trip(mapped)
    assert encoded.codec == "ndarray-arrow.v1"
    assert_same_array(back, np.arange(5))
    assert_same_array(round_trip([mapped * 1j, mapped])[1][1], np.arange(5))


def test_an_open_npz_file_comes_back_as_the_dict_of_its_arrays(tmp_path: Path) -> None:
    np.savez(tmp_path / "z.npz", weights=np.eye(2), step=3)
    with np.load(tmp_path / "z.npz") as opened:
        _, back = round_trip(opened)
    assert list(back) == ["weights", "step"]
    assert_same_array(back["weights"], np.eye(2))
    assert_same_array(back["step"], np.array(3))


@pytest.mark.parametrize("missing", [{}, {"na_object": np.nan}, {"na_object": None}])
def test_arrays_of_variable_text_keep_their_missing_values(missing: dict[str, Any]) -> None:
    values = ["a", "grüße", *missing.values(), ""]
    array = np.array(values, np.dtypes.StringDType(**missing)).reshape(1, -1)
    _, back = round_trip({"text": array})
    assert back["text"].dtype == array.dtype
    assert repr(back["text"]) == repr(array)


@pytest.mark.parametrize(
    "array",
    [
        np.ma.masked_array([1, 2], [0, 1]),
        np.ma.masked_array([[1.5, 2.5]], fill_value=9.0),
        np.ma.masked_array(["a", "b"], [True, False], hard_mask=True),
        np.ma.masked_array([(1, 2.0)], [(True, False)], dtype=[("a", "i4"), ("b", "f8")]),
    ],
)
def test_masked_arrays_keep_mask_fill_value_and_what_is_hidden(array: Any) -> None:
    encoded, back = round_trip(array)
    assert encoded.codec == "values-zip.v1"
    assert type(back) is np.ma.MaskedArray
    assert (back.dtype, back.hardmask) == (array.dtype, array.hardmask)
    assert back.data.tobytes() == array.data.tobytes()
    assert (back.mask is np.ma.nomask) == (array.mask is np.ma.nomask)
    assert np.array_equal(back.mask, array.mask)
    assert back.fill_value == array.fill_value


@pytest.mark.parametrize("kind", ["array", "matrix"])
@pytest.mark.parametrize("form", ["csr", "csc", "coo", "bsr", "dia"])
def test_sparse_arrays_of_scipy_come_back_equal(form: str, kind: str) -> None:
    import scipy.sparse as sp

    array = getattr(sp, f"{form}_{kind}")(np.diag([1.5, 0.0, 2.5]))
    _, back = round_trip({"x": array})
    assert type(back["x"]) is type(array)
    assert (back["x"].dtype, back["x"].shape, back["x"].nnz) == (array.dtype, (3, 3), array.nnz)
    assert abs(back["x"] - array).sum() == 0


def test_arrays_of_jax_come_back_equal() -> None:
    import jax.numpy as jnp

    for array in (jnp.arange(3), jnp.ones((2, 2), jnp.bfloat16)):
        _, back = round_trip({"params": [array]})
        assert type(back["params"][0]) is type(array)
        assert back["params"][0].dtype == array.dtype
        assert bool((back["params"][0] == array).all())


def test_arrays_of_cupy_come_back_on_the_device() -> None:
    cupy: Any = pytest.importorskip("cupy", reason="CuPy is not installed")
    try:
        cupy.cuda.runtime.getDeviceCount()
    except cupy.cuda.runtime.CUDARuntimeError as error:
        pytest.skip(f"CuPy finds no CUDA device on this machine: {error}")
    for array in (cupy.arange(6.0).reshape(2, 3).T, cupy.asarray(1 + 2j), cupy.zeros((0, 2), "f2")):
        _, back = round_trip({"array": array})
        assert type(back["array"]) is type(array)
        assert back["array"].dtype == array.dtype
        assert back["array"].tolist() == array.tolist()


AWKWARD = [
    [[1, 2], [], [3.5]],
    [{"x": 1, "tags": ["a", "grüße"]}, {"x": None, "tags": []}],
    [1, "text", None, [2.5]],
    [],
]


@pytest.mark.parametrize("values", AWKWARD)
def test_arrays_of_awkward_come_back_with_their_type(values: Any) -> None:
    array = ak.Array(values, attrs={"unit": "GeV"})
    for obj in (array, {"events": array}):
        _, loaded = round_trip(obj)
        back = loaded if obj is array else loaded["events"]
        assert type(back) is ak.Array
        assert back.type == array.type
        assert back.to_list() == array.to_list()
        assert dict(back.attrs) == {"unit": "GeV"}
    assert round_trip(ak.Array(AWKWARD[1])[1])[1].to_list() == AWKWARD[1][1]


def test_an_awkward_array_whose_offsets_lie_outside_of_its_values_is_not_read(
    tmp_path: Path,
) -> None:
    codec = saved(ak.Array([[1, 2], [3]]), tmp_path / "content").codec
    with zipfile.ZipFile(tmp_path / "content") as archive:
        document = json.loads(archive.read("values.json"))
        parts = {row["file"]: archive.read(row["file"]) for row in document["parts"]}
    names = [name for name, _ in document["value"]["buffers"]]
    offsets = names.index("node0-offsets")
    sink = io.BytesIO()
    document["parts"][offsets]["codec"] = encode(np.array([0, 2, 2**40]), sink).codec
    parts[document["parts"][offsets]["file"]] = sink.getvalue()
    with zipfile.ZipFile(tmp_path / "hostile", "w") as archive:
        archive.writestr("values.json", json.dumps(document))
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(ContentUnreadableError):
        decode(tmp_path / "hostile", codec)


PLANS: dict[str, Callable[[], Any]] = {
    "frame": lambda: dask.dataframe.from_pandas(pd.DataFrame({"a": [1]}), npartitions=1),
    "series": lambda: dask.dataframe.from_pandas(pd.DataFrame({"a": [1]}), npartitions=1).a,
    "array": lambda: dask.array.ones(3),
    "delayed": lambda: dask.delayed(len)([1]),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_of_dask_is_refused_with_the_call_that_works(name: str) -> None:
    plan = PLANS[name]()
    assert re.search(r"Dask is a plan.*run\.save\(x\.compute\(\), …\)", str(refusal_of(plan)))
    assert "of Dask at ['a'] is a plan" in str(refusal_of({"a": plan}))
    round_trip(plan.compute())


@pytest.mark.parametrize(
    "obj",
    [
        pd.DataFrame({"a": [1, 2], "b": [0.5, 1]}).to_records(),
        np.rec.array([(1, 2.5)], dtype=[("a", "<i4"), ("b", ">f4")]),
        np.matrix([[1, 2]]),
        np.polynomial.Polynomial([1, 2.5], domain=[0, 4]),
        np.polynomial.Chebyshev([1, 2]),
        np.poly1d([1, 2, 3], variable="y"),
    ],
)
def test_matrices_records_and_polynomials_come_back_as_what_they_are(obj: Any) -> None:
    for back in (round_trip(obj)[1], round_trip({"a": obj})[1]["a"]):
        assert type(back) is type(obj)
        assert repr(back) == repr(obj)
        assert getattr(back, "dtype", None) == getattr(obj, "dtype", None)


@pytest.mark.parametrize(
    "array",
    [
        pd.Categorical(["a", None, "b"], ordered=True),
        pd.cut([1, 5, 9], 3),
        pd.array([1, None]),
        pd.array(["a", None], dtype="string"),
        pd.array(pd.date_range("2024", periods=2, tz="UTC")),
        pd.arrays.IntervalArray.from_tuples([(0, 1)]),
        pd.arrays.NumpyExtensionArray(np.array([1, 2])),
    ],
)
def test_arrays_of_pandas_come_back_equal(array: Any) -> None:
    encoded, back = round_trip(array)
    assert encoded.codec == "table-arrow.v1"
    assert type(back) is type(array)
    pd.testing.assert_extension_array_equal(back, array)


def test_a_sparse_column_is_refused_with_the_form_that_stays_sparse() -> None:
    frame = pd.DataFrame(np.eye(3)).astype(pd.SparseDtype(float, 0))
    assert "x.sparse.to_coo() gives" in str(refusal_of(frame))
    round_trip(frame.sparse.to_coo())
