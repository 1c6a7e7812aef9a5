"""The rows of docs/how-to/objects.md: what is saved, and what a person should know of it.

What it is stored as and what comes back is found by doing it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import decimal
import io
from collections.abc import Callable
from typing import Any, NamedTuple

import altair as alt
import awkward as ak
import dask.dataframe
import geopandas as gpd
import graphviz
import IPython.display as shown_by
import ipywidgets
import jax.numpy as jnp
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import plotly.graph_objects as go
import polars as pl
import pyarrow as pa
import pyarrow.dataset
import pydantic
import requests
import scipy.sparse
import seaborn as sns
import shapely
import sympy
import torch
import xarray as xr
from bokeh.plotting import figure as bokeh_figure
from folium import Map
from great_tables import GT
from matplotlib.animation import FuncAnimation
from PIL import Image
from scipy.optimize import minimize_scalar


class Kept(NamedTuple):
    """A row: what it is called, what makes one, and what is lost of it."""

    what: str
    make: Callable[[], Any]
    lost: str = "nothing"


class Refused(NamedTuple):
    """A row: what it is called, and what makes one."""

    what: str
    make: Callable[[], Any]


@dataclasses.dataclass
class Settings:
    rate: float = 0.1


def video() -> Any:
    return shown_by.Video(b"x", embed=True, mimetype="video/mp4")


def frame() -> pd.DataFrame:
    return pd.DataFrame({"a": [1, 2, 4], "b": [3, 4, 1]})


def bokeh() -> Any:
    plot = bokeh_figure(width=200, height=200)
    plot.line([1, 2], [3, 4])
    return plot


def animation() -> Any:
    figure, axes = plt.subplots(figsize=(1, 1), dpi=40)
    (line,) = axes.plot([0, 1])
    return FuncAnimation(figure, lambda step: line.set_data([0, 1], [0, step]), frames=2)


def moving_picture() -> Image.Image:
    file = io.BytesIO()
    frames = [Image.new("L", (2, 2), shade) for shade in (0, 9)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return Image.open(file)


FIGURE = "the figure itself: PNG, SVG and what they say come back"
SHOWN = "the object: what it shows comes back"
KEPT = (
    Kept("numbers, text, None in dicts and lists", lambda: {"a": [1, "b", None]}),
    Kept("tuples, sets, dates, Decimal, Path, UUID, complex", lambda: {(1, dt.date(2024, 1, 1))}),
    Kept("Decimal and other values alone", lambda: decimal.Decimal("1.10")),
    Kept(
        "dataclasses and enumerations",
        Settings,
        "their class, where it is not imported: a `StandIn` with its values comes back",
    ),
    Kept("dicts of arrays, tables and tensors", lambda: {1: np.arange(2), "t": frame()}),
    Kept(
        "results of SciPy, scikit-learn's Bunch",
        lambda: minimize_scalar(abs),
    ),
    Kept("bytes", lambda: b"abc"),
    Kept("NumPy arrays and scalars", lambda: np.zeros((2, 3))),
    Kept("… complex, text, structured, long double", lambda: np.zeros(2, "c16")),
    Kept("… memory-mapped", lambda: np.zeros(2).view(np.memmap), "the map: an array in memory"),
    Kept("… masked, matrices, records, StringDType", lambda: np.ma.masked_array([1, 2], [0, 1])),
    Kept("… of Python objects", lambda: np.array([1, "a"], object)),
    Kept("NumPy polynomials", lambda: np.polynomial.Polynomial([1, 2])),
    Kept("SciPy sparse arrays", lambda: scipy.sparse.csr_array(np.eye(2))),
    Kept("JAX arrays", lambda: jnp.arange(2), "the device and sharding"),
    Kept("Awkward arrays and records", lambda: ak.Array([[1], []]), "a `behavior` of its own"),
    Kept("PyTorch tensors and state_dicts", lambda: torch.zeros(2), "the device: on the CPU"),
    Kept("pandas frames, series and indexes", frame),
    Kept("pandas arrays and Categorical", lambda: pd.Categorical(["a"])),
    Kept("pandas Timestamp, Period, Interval, offsets", lambda: pd.Period("2024-01", "M")),
    Kept("GeoPandas frames", lambda: gpd.GeoDataFrame({"geometry": [shapely.Point(1, 2)]})),
    Kept("GeoPandas series", lambda: gpd.GeoSeries([shapely.Point(1, 2)], crs=4326)),
    Kept("Shapely geometries", lambda: shapely.Point(1, 2)),
    Kept("polars frames and series", lambda: pl.DataFrame({"a": [1]})),
    Kept("xarray arrays and datasets", lambda: xr.DataArray([1, 2], dims="x")),
    Kept("xarray trees of datasets", lambda: xr.DataTree(xr.Dataset({"a": ("x", [1])}))),
    Kept("PyArrow tables, batches and arrays", lambda: pa.table({"a": [1]})),
    Kept(
        "PyArrow readers of batches",
        lambda: pa.table({"a": [1]}).to_reader(),
        "nothing, but the one that was saved has been read to its end",
    ),
    Kept(
        "Plotly figures",
        lambda: go.Figure(go.Bar(y=[1])),
        "that it was a widget; dates in it are texts, Decimals numbers",
    ),
    Kept("Matplotlib figures, axes, arrays of axes, canvases", lambda: frame().plot(), FIGURE),
    Kept("seaborn grids", lambda: sns.relplot(frame(), x="a", y="b"), FIGURE),
    Kept("Matplotlib animations", animation, "the animation: a moving picture comes back"),
    Kept("Altair charts", lambda: alt.Chart(frame()).mark_bar(), "data by address stays there"),
    Kept("Bokeh figures and layouts", bokeh, "callbacks in Python"),
    Kept(
        "Graphviz graphs", lambda: graphviz.Digraph(), "the class: a `Source` that draws the same"
    ),
    Kept("Pillow images", lambda: Image.new("RGB", (2, 2)), "the file they were read from"),
    Kept("pandas Styler", lambda: frame().style, SHOWN),
    Kept("great_tables", lambda: GT(frame()), SHOWN),
    Kept("folium maps", lambda: Map([0, 0]), f"{SHOWN}; its tiles and scripts need a network"),
    Kept("SymPy expressions and matrices", lambda: sympy.Symbol("x") ** 2, SHOWN),
    Kept("IPython's HTML, Markdown, Latex, JSON, SVG, Image", lambda: shown_by.HTML("<b>"), SHOWN),
    Kept(
        "IPython's Audio, Video",
        video,
        SHOWN,
    ),
    Kept("widgets", lambda: ipywidgets.IntSlider(7), f"{SHOWN}, with its state to read"),
)

REFUSED = (
    Refused("subclasses of pandas frames", lambda: type("OwnFrame", (pd.DataFrame,), {})()),
    Refused("polars LazyFrame", lambda: pl.LazyFrame({"a": [1]})),
    Refused("Dask collections", lambda: dask.dataframe.from_pandas(frame(), npartitions=1)),
    Refused("pandas sparse columns", lambda: frame().astype(pd.SparseDtype(int, 0))),
    Refused("PyTorch modules", lambda: torch.nn.Linear(1, 1)),
    Refused("data sets of PyTorch", lambda: torch.utils.data.TensorDataset(torch.zeros(2))),
    Refused("images of several frames", moving_picture),
    Refused("figures among other things", lambda: {"table": frame(), "figure": plt.figure()}),
    Refused("groups of pandas", lambda: frame().groupby("a")),
    Refused("random generators of NumPy", np.random.default_rng),
    Refused("graphs of networkx", lambda: nx.path_graph(2)),
    Refused("data sets of PyArrow", lambda: pa.dataset.dataset(pa.table({"a": [1]}))),
    Refused("models of pydantic", lambda: type("Settings", (pydantic.BaseModel,), {})()),
    Refused("answers of requests", requests.Response),
    Refused("generators", lambda: (number for number in range(2))),
    Refused("open files", lambda: open(__file__)),  # noqa: PTH123, SIM115
    Refused("functions, classes, modules", lambda: frame),
    Refused(
        "rings in GeoPandas", lambda: gpd.GeoSeries([shapely.LinearRing([(0, 0), (1, 0), (1, 1)])])
    ),
)
