"""The objects behind ``schema/vectors/artifacts``: what each golden file must come back as."""

from __future__ import annotations

import datetime as dt
import math
from collections import OrderedDict
from decimal import Decimal
from typing import Any, NamedTuple

import altair as alt
import ml_dtypes
import numpy as np
import pandas as pd
import plotly.graph_objects as go
import polars as pl
import pyarrow as pa
import torch
import xarray as xr
from IPython.display import HTML
from PIL import Image

from cellkeep.codecs import SavedOutput

# A PNG of one red pixel.
RED = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5E"
    "rkJggg=="
)


class Case(NamedTuple):
    """A golden file: its case, and the object in it."""

    name: str
    obj: Any


def cases() -> list[Case]:
    """Return every object, in the order of the manifest."""
    return [
        *_arrays(),
        Case("weather", _weather()),
        *_tables(),
        Case("state-dict", _state_dict()),
        *_others(),
    ]


def _arrays() -> list[Case]:
    floats = np.array([[0.5, -0.0, np.nan], [np.inf, -1e300, 3.0]])
    return [
        Case("float64-2d", floats),
        Case("int8-3d", np.arange(-12, 12, dtype=np.int8).reshape(2, 3, 4)),
        Case("big-endian", np.array([[1.5, -2.0], [1e10, 0.0]], ">f8")),
        Case("fortran-order", np.asfortranarray(np.arange(6, dtype=np.int32).reshape(2, 3))),
        Case("0d", np.array(42, np.uint16)),
        Case("1d-float16", np.array([0.5, -2.0, 65504.0], np.float16)),
        Case("empty", np.empty((0, 3), np.float32)),
        Case("bool", np.array([[True, False, True], [False, False, True]])),
        Case("int64", np.array([2**53 + 1, -(2**63), 2**63 - 1])),
        Case("datetime", np.array(["2026-11-23T17:11:00", "NaT"], "M8[ms]")),
        Case("bfloat16", np.array([1.0, -0.5, 3.140625], ml_dtypes.bfloat16)),
        Case("scalar", np.float32(0.25)),
        Case("complex", np.array([[1 + 2j, -1j]])),
        Case("text", np.array(["keep", "grüße"])),
        Case("structured", np.array([(1, 0.5), (2, -1.0)], [("id", "<i4"), ("value", "<f8")])),
    ]


def _weather() -> xr.Dataset:
    weather = xr.Dataset(
        {"t": (("time", "x"), np.arange(6.0, dtype=np.float32).reshape(3, 2), {"units": "K"})},
        {
            "time": np.array(["2026-11-23", "2026-11-24", "NaT"], "M8[ns]"),
            "x": ["a", "grün"],
            "lat": ("x", [1.5, np.nan]),
        },
        {"title": "Golden", "gain": np.float32(0.5), "none": None},
    )
    weather["time"].encoding = {"units": "hours since 2026-01-01", "dtype": np.dtype("i4")}
    return weather


def _tables() -> list[Case]:
    return [
        Case("pandas", _pandas_frame()),
        Case("pandas-series", pd.Series([1.5, None, 3.0], name="loss")),
        Case("polars", _polars_frame()),
        Case("pyarrow", pa.table({"id": pa.array([1, None], pa.int8()), "name": ["a", None]})),
        Case(
            "no-rows", pd.DataFrame({"a": np.array([], np.int64), "b": pd.Categorical([], ["x"])})
        ),
    ]


def _pandas_frame() -> pd.DataFrame:
    index = pd.MultiIndex.from_product([["train", "test"], [1, 2]], names=["split", "fold"])
    frame = pd.DataFrame(
        {
            "when": pd.date_range("2026-11-23 09:30", periods=4, freq="h", tz="Europe/Berlin"),
            "grade": pd.Categorical(
                ["good", None, "bad", "good"], categories=["bad", "good"], ordered=True
            ),
            "score": [0.5, np.nan, -1.25, 3.0],
            "count": pd.array([1, None, 3, 4], dtype="Int64"),
            "note": ["a", None, "ü", ""],
            ("pair", 2): [1, "one", None, [1, 2]],
        },
        index=index,
    )
    frame.attrs = {"unit": ("m", 2)}
    return frame


def _polars_frame() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "name": ["a", None, "c"],
            "kind": pl.Series(["x", "y", "x"], dtype=pl.Enum(["y", "x"])),
            "value": [1.5, float("nan"), None],
            "parts": [[1, 2], [], None],
        }
    )


def _state_dict() -> OrderedDict[str, torch.Tensor]:
    weight = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    state = OrderedDict(
        {
            "layer.weight": weight,
            "layer.bias": torch.tensor([0.5, -0.5], dtype=torch.bfloat16),
            "tied.weight": weight,
            "first_row": weight[0],
            "step": torch.tensor(7),
        }
    )
    vars(state)["_metadata"] = OrderedDict({"": {"version": 1}})
    return state


def _others() -> list[Case]:
    figure = go.Figure(
        [go.Bar(x=["a", "b"], y=np.array([1.5, 2.5]), name="bars")],
        layout={"title": {"text": "Golden"}, "template": "none"},
    )
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": "epoch 1\n"},
        {
            "output_type": "display_data",
            "data": {"image/png": RED, "text/html": "<b>red</b>", "text/plain": "red"},
            "metadata": {"image/png": {"width": 1, "height": 1}},
        },
        {
            "output_type": "error",
            "ename": "KeyError",
            "evalue": "'k'",
            "traceback": ["KeyError: 'k'"],
        },
    ]
    value = {"text": "grüße ✓", "numbers": [1, 2.5, -0.0, 1e300], "none": None, "yes": True}
    return [
        Case("line", matplotlib_figure()),
        Case("bar", figure),
        Case("points", alt.Chart({"values": [{"x": 1, "y": 2}]}).mark_point().encode(x="x:Q")),
        Case("pixels", _picture("RGBA")),
        Case("inks", _picture("CMYK")),
        Case("shown", HTML("<b>red</b>")),
        Case("outputs", SavedOutput(outputs, source="print('epoch 1')")),
        Case("value", value),
        Case("typed", _typed_values()),
        Case("with-arrays", {**_typed_values(), "weights": (np.arange(3.0), np.array([1, 2]))}),
        Case("content", bytes(range(256))),
    ]


def _picture(mode: str) -> Image.Image:
    picture = Image.linear_gradient("L").resize((3, 2)).convert("RGB").convert(mode)
    picture.info = {"dpi": (300, 300), "author": "grüße"}
    return picture


def _typed_values() -> dict[Any, Any]:
    return {
        "loss": np.float32(0.5),
        0: "cat",
        "shape": (3, 4),
        "seen": {"b", "a"},
        "when": dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC),
        "price": Decimal("1.10"),
        "best": -math.inf,
    }


def matplotlib_figure() -> Any:
    """Return the figure of the case ``line``; it comes back as its pictures."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 1.5), dpi=72)
    axes = figure.subplots()
    axes.plot([1, 3, 2])
    axes.set_axis_off()
    axes.set_title("Golden")
    return figure
