"""xarray objects come back identical, and xarray itself opens what was stored."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
import zarr
from codec_support import QUICK, refusal_of, round_trip, written
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cellkeep import CellkeepWarning
from cellkeep.codecs import decode
from cellkeep_core.errors import ContentUnreadableError

UNNAMED = "__xarray_dataarray_variable__"
TIMES = pd.date_range("2026-11-23", periods=3, freq="h")
DTYPES = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(),
    hnp.unsigned_integer_dtypes(),
    hnp.floating_dtypes(sizes=(16, 32, 64)),
    hnp.complex_number_dtypes(sizes=(64, 128)),
    st.sampled_from(["M8[ns]", "M8[s]", "m8[us]", "S3", "U4"]).map(np.dtype),
)
ATTRS = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text("ab")),
    max_size=2,
)


@st.composite
def variables(draw: Any) -> tuple[tuple[str, ...], Any, dict[str, Any]]:
    dims = tuple(draw(st.permutations(["x", "y", "time"])))[: draw(st.integers(0, 3))]
    shape = tuple({"x": 2, "y": 0, "time": 3}[dim] for dim in dims)
    values = draw(hnp.arrays(draw(DTYPES), shape))
    layout = draw(st.sampled_from(["C", "F", "reversed"]))
    if layout == "F":
        values = np.array(values, order="F")
    elif layout == "reversed" and values.ndim:
        values = values[::-1]
    return dims, values, draw(ATTRS)


@st.composite
def datasets(draw: Any) -> xr.Dataset:
    coords = {
        "x": ("x", draw(st.sampled_from([["a", "bb"], [1, 2], np.array([1, 2], "f4")]))),
        "time": TIMES,
        "station": ("x", np.array(["n", "süd"], object)),
        "scalar": draw(st.sampled_from([3, np.float32(0.5), "t"])),
    }
    kept = draw(st.sets(st.sampled_from(sorted(coords))))
    names = draw(st.lists(st.sampled_from(["t", "u v", "wind"]), unique=True, max_size=3))
    data = {name: draw(variables()) for name in names}
    return xr.Dataset(data, {name: coords[name] for name in sorted(kept)}, draw(ATTRS))


def assert_same(back: Any, obj: Any) -> None:
    assert type(back) is type(obj)
    assert back.identical(obj)
    assert back.encoding == obj.encoding
    assert list(back.xindexes) == list(obj.xindexes)
    whole, original = (
        one if isinstance(one, xr.Dataset) else one.to_dataset(name=UNNAMED) for one in (back, obj)
    )
    assert list(whole.variables) == list(original.variables)
    for name, variable in original.variables.items():
        mine = whole.variables[name]
        assert mine.dtype == variable.dtype
        assert mine.dims == variable.dims
        assert repr(mine.encoding) == repr(variable.encoding)  # NaN is not equal to itself
        if variable.dtype != object:
            assert mine.values.tobytes() == variable.values.tobytes()


@given(datasets())
@QUICK
def test_a_dataset_comes_back_identical(dataset: xr.Dataset) -> None:
    encoded, back = round_trip(dataset)
    assert encoded.codec == "xarray-zarr.v1"
    assert_same(back, dataset)


@given(datasets(), st.one_of(st.none(), st.sampled_from(["t", "time", "x"])))
@QUICK
def test_an_array_comes_back_identical_whatever_it_is_called(
    dataset: xr.Dataset, name: str | None
) -> None:
    for array in dataset.variables:
        obj = dataset[array].rename(name)
        assert_same(round_trip(obj)[1], obj)


def weather() -> xr.Dataset:
    data = xr.Dataset(
        {"t": (("time", "x"), np.arange(6.0).reshape(3, 2), {"units": "K", "range": [0, 5]})},
        {"time": TIMES, "x": ["a", "bb"], "lat": ("x", [1.5, 2.5])},
        {"title": "Weather", "gain": np.float32(0.5)},
    )
    data["time"].encoding = {"units": "hours since 2026-01-01", "dtype": np.dtype("i4")}
    data["t"].encoding = {"_FillValue": np.nan, "zlib": True}
    return data


@pytest.mark.parametrize("obj", [weather(), weather()["t"], weather()["time"], xr.DataArray(3.5)])
def test_xarray_opens_it_without_cellkeep(obj: Any, tmp_path: Path) -> None:
    path = tmp_path / "kept.zarr.zip"
    path.write_bytes(written(obj))
    with zarr.storage.ZipStore(path, mode="r") as store:
        opened = xr.open_zarr(store).load()
    if isinstance(obj, xr.DataArray):
        taken = obj.name is None or obj.name in obj.coords
        opened = opened[UNNAMED if taken else obj.name].rename(obj.name)
        assert opened.equals(obj)
        return
    opened.attrs.pop("cellkeep")
    assert opened.identical(obj)
    assert opened.attrs["gain"] == 0.5


def test_what_is_kept_besides_the_values() -> None:
    data = weather()
    encoded, back = round_trip(data)
    assert_same(back, data)
    assert type(back.attrs["gain"]) is np.float32
    assert back["t"].attrs["range"] == [0, 5]
    back["t"][0, 0] = 7  # it is in memory, and one's own
    assert encoded.summary == "1 variable"
    assert "Weather" in encoded.preview.text  # type: ignore[union-attr]
    assert encoded.libraries["xarray"] == xr.__version__
    plain = xr.DataArray([1, 2], dims="x", coords={"x": [3, 4]}, name="n").drop_indexes("x")
    assert_same(round_trip(plain)[1], plain)
    assert round_trip(weather()["t"])[0].summary == "3 × 2 float64"


def test_it_is_kept_in_a_dict_too() -> None:
    _, back = round_trip({"weather": weather(), 1: weather()["t"]})
    assert back["weather"].identical(weather())
    assert back[1].identical(weather()["t"])


def test_an_encoding_that_cannot_be_kept_is_said() -> None:
    data = weather()
    data["t"].encoding["compressor"] = object()
    with pytest.warns(CellkeepWarning, match="'t' is saved without its encoding of 'compressor'"):
        _, back = round_trip(data)
    assert back.identical(data)
    assert back["t"].encoding["zlib"] is True


STACKED = weather()["t"].stack(place=("time", "x"))


def test_multi_indexes_come_back_with_their_levels_in_their_order() -> None:
    words = xr.DataArray(
        np.arange(6.0).reshape(3, 2), {"w": ["c", "a", "b"], "n": [2.5, np.nan]}, ["w", "n"]
    )
    pairs = words.stack(pair=("w", "n"))
    pairs["pair"].attrs["long_name"] = "both"
    for obj in (STACKED, STACKED[2:4], pairs, pairs.to_dataset(name="v"), STACKED.isel(place=[])):
        _, back = round_trip(obj)
        (dimension,) = obj.dims
        # Not as they are: xarray finds no two tuples with a NaN in them identical.
        assert back.reset_index(dimension).identical(obj.reset_index(dimension))
        assert back[dimension].attrs == obj[dimension].attrs
        old, new = obj.indexes[dimension], back.indexes[dimension]
        assert new.equals(old)
        for one, other in zip(new.levels, old.levels, strict=True):
            assert one.equals(other)
            assert one.dtype == other.dtype
        assert [back[n].dtype for n in old.names] == [obj[n].dtype for n in old.names]


def test_a_data_tree_comes_back_with_its_groups_and_what_they_inherit() -> None:
    groups = {
        "/": weather(),
        "/model": weather()[["t"]] * 2,
        "/model/raw": xr.Dataset(attrs={"a": 1}),
    }
    tree = xr.DataTree.from_dict(groups, name="run")
    encoded, back = round_trip(tree)
    assert encoded.codec == "values-zip.v1"
    assert back.identical(tree)
    _, both = round_trip({"trees": (tree, tree["model"])})
    assert both["trees"][0].identical(tree)
    assert both["trees"][1].path == "/model"
    assert both["trees"][1].identical(tree["model"])


CATEGORIES = pd.DataFrame({"c": pd.Categorical(["a", "b"])}).to_xarray()


@pytest.mark.parametrize(
    ("obj", "words"),
    [
        (weather().assign(o=("x", [{}, {}])), "'o' holds Python objects"),
        (CATEGORIES, "'c' holds a"),
        (weather().rename(t="a/b"), "is called 'a/b', which is no name in a Zarr file"),
        (weather().assign({7: ("x", [1, 2])}), "is called 7"),
        (weather().set_xindex("lat"), "'lat' has an index of its own"),
        (weather().assign_attrs(model=object()), "attrs that cannot be kept"),
        (weather()["t"].variable, "Save xr.DataArray(x)"),
        (xr.DataArray(np.zeros(2, np.longdouble)), "longdouble|float128"),
    ],
)
def test_what_would_not_come_back_is_refused_with_what_to_do(obj: Any, words: str) -> None:
    refused = str(refusal_of(obj))
    assert any(word in refused for word in words.split("|"))


def changed(name: str, **values: Any) -> bytes:
    """A stored file whose metadata of an array says something else."""
    source, target = io.BytesIO(written(weather())), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == ".zmetadata":
                documents = json.loads(content)
                documents["metadata"][f"{name}/.zarray"].update(values)
                content = json.dumps(documents).encode()
            new.writestr(entry, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "values",
    [
        {"shape": [10**9, 10**9], "chunks": [10**9, 10**9]},
        {"shape": [-1, 2], "chunks": [1, 2]},
        {"dtype": "<f4"},
        {"dtype": "|O", "filters": [{"id": "pickle"}]},
        {"dtype": "|O", "filters": [{"id": "vlen-utf8"}]},
        {"dtype": "|O"},
        {"compressor": {"id": "zlib"}},
        {"chunks": [1, 2]},
    ],
)
def test_a_strangers_file_is_checked_before_memory_is_taken(values: Any, tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(changed("t"))
    assert decode(path, "xarray-zarr.v1").identical(weather())
    path.write_bytes(changed("t", **values))
    with pytest.raises(ContentUnreadableError):
        decode(path, "xarray-zarr.v1")
