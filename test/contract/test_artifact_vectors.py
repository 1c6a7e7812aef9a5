"""The golden artifacts come back as the objects that they were made of."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import torch
import xarray as xr

from cellkeep.codecs import SavedOutput, decode, describe_file
from cellkeep_core.protocol import to_builtins
from cellkeep_core.registry import registry

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "schema" / "vectors" / "artifacts"
ARTIFACTS: list[dict[str, Any]] = json.loads((FOLDER / "manifest.json").read_text("utf-8"))[
    "artifacts"
]


def values() -> Any:
    """The module that makes the objects; scripts are no package."""
    path = ROOT / "scripts" / "artifact_values.py"
    spec = importlib.util.spec_from_file_location("artifact_values", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # typing.NamedTuple looks its module up
    spec.loader.exec_module(module)
    return module


OBJECTS = {case.name: case.obj for case in values().cases()}


def object_of(artifact: dict[str, Any]) -> Any:
    extension = registry().codec(artifact["codec"]).extension  # type: ignore[union-attr]
    return OBJECTS[artifact["file"].removeprefix(artifact["codec"] + "-").removesuffix(extension)]


@pytest.mark.parametrize("artifact", ARTIFACTS, ids=lambda artifact: artifact["file"])
def test_a_golden_artifact_comes_back_as_its_object(artifact: dict[str, Any]) -> None:
    back = decode(FOLDER / artifact["file"], artifact["codec"])
    if artifact["codec"] == "figure-mimebundle.v1":
        assert type(back) is SavedOutput
        assert (back.size_inches, back.dpi, back.pixel_size) == ((2.0, 1.5), 72.0, (144, 108))
        assert "Golden</text>" in back.svg
        return
    obj = object_of(artifact)
    if artifact["codec"] == "displayed.v1":
        assert (back.data["text/html"], back.outputs[0]["metadata"]["cellkeep"]) == (
            obj.data,
            {"shown": "IPython.core.display.HTML"},
        )
        return
    assert type(back) is type(obj)
    assert_equal(back, obj)


def assert_equal(back: Any, obj: Any) -> None:
    if isinstance(obj, (np.ndarray, np.generic)):
        assert (back.dtype, back.shape) == (obj.dtype, obj.shape)
        assert back.tobytes() == obj.tobytes()
        assert back.flags.f_contiguous == obj.flags.f_contiguous
    elif isinstance(obj, pd.DataFrame):
        pd.testing.assert_frame_equal(back, obj, check_exact=True, check_freq=True)
        assert back.attrs == obj.attrs
    elif isinstance(obj, pd.Series):
        pd.testing.assert_series_equal(back, obj, check_exact=True)
    elif isinstance(obj, pa.Table):
        assert back.equals(obj, check_metadata=True)
    elif isinstance(obj, dict) and isinstance(obj.get("step"), torch.Tensor):
        assert list(back) == list(obj)
        assert vars(back) == vars(obj)
        for mine, tensor in zip(back.values(), obj.values(), strict=True):
            assert mine.dtype == tensor.dtype
            assert torch.equal(mine, tensor)
        assert back["tied.weight"] is back["layer.weight"]
        assert back["first_row"].data_ptr() == back["layer.weight"].data_ptr()
    elif isinstance(obj, dict) and "weights" in obj:
        values, expected = dict(back), dict(obj)
        assert_equal_arrays(values.pop("weights"), expected.pop("weights"))
        assert values.pop("seen") == expected.pop("seen")  # in an order of the process's own
        assert repr(values) == repr(expected)
    elif isinstance(obj, xr.Dataset):
        assert back.identical(obj)
        assert back["time"].encoding == obj["time"].encoding
    elif hasattr(obj, "equals"):
        assert back.schema == obj.schema
        assert back.equals(obj)
    elif isinstance(obj, alt.Chart):
        assert back.to_dict() == obj.to_dict()
    else:
        assert back == obj


def assert_equal_arrays(back: Any, arrays: Any) -> None:
    assert type(back) is type(arrays)
    for mine, array in zip(back, arrays, strict=True):
        assert_equal(mine, array)


@pytest.mark.parametrize("artifact", ARTIFACTS, ids=lambda artifact: artifact["file"])
def test_the_manifest_tells_the_truth_about_a_file(artifact: dict[str, Any]) -> None:
    content = (FOLDER / artifact["file"]).read_bytes()
    assert len(content) == artifact["size"] < 20_000
    assert hashlib.sha256(content).hexdigest() == artifact["sha256"]
    row = registry().codec(artifact["codec"])
    assert row is not None
    assert artifact["media_type"] == row.media_type
    assert artifact["file"].endswith(row.extension)


@pytest.mark.parametrize("artifact", ARTIFACTS, ids=lambda artifact: artifact["file"])
def test_a_golden_file_that_is_dropped_shows_what_it_is(artifact: dict[str, Any]) -> None:
    _, preview, _ = describe_file(FOLDER / artifact["file"], artifact["media_type"])
    # A dropped ZIP file is one of any kind, and a TIFF file's size is not looked for.
    if artifact["codec"] in ("bytes.v1", "values-zip.v1", "xarray-zarr.v1", "image-tiff.v1"):
        assert preview is None
    else:
        assert to_builtins(preview)["type"] in (artifact["preview"]["type"], "text")


def test_the_manifest_lists_every_file_and_every_codec_but_pickle() -> None:
    files = {path.name for path in FOLDER.iterdir()} - {"manifest.json"}
    assert files == {artifact["file"] for artifact in ARTIFACTS}
    codecs = {row.codec for row in registry().codecs} - {"pickle.v1"}
    assert {artifact["codec"] for artifact in ARTIFACTS} == codecs
