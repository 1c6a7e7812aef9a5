"""What a refusal says can be saved instead: each way is done here, as a person would."""

from __future__ import annotations

import array
import collections
import configparser
import csv
import functools
import importlib
import inspect
import io
import ipaddress
import queue
import random
import re
import sqlite3
import statistics
import subprocess
import tempfile
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import bs4
import geopandas
import jax
import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
import msgspec
import networkx as nx
import numpy as np
import onnx
import pandas as pd
import plotly.graph_objects as go
import polars as pl
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet
import pydantic
import pytest
import requests
import scipy.integrate
import scipy.interpolate
import scipy.optimize
import scipy.spatial
import scipy.stats
import shapely
import sqlalchemy
import sqlalchemy.orm
import sympy
import torch
import xarray as xr
import zarr
from bokeh.models import ColumnDataSource
from codec_support import refusal_of, round_trip, written
from PIL import Image
from sklearn.datasets import load_iris
from sklearn.metrics import ConfusionMatrixDisplay

from cellkeep.codecs.ways import _WORDS, WAYS, way_that_works

SCOPE = {
    "Path": Path,
    "attrs": attrs,
    "inspect": inspect,
    "jax": jax,
    "msgspec": msgspec,
    "networkx": nx,
    "np": np,
    "numpy": np,
    "pathlib": importlib.import_module("pathlib"),
    "sympy": sympy,
    "torch": torch,
    "traceback": importlib.import_module("traceback"),
    "xml": importlib.import_module("xml"),
}
LARGE = ("tensorflow", "keras", "statsmodels", "holoviews", "pint", "uncertainties")
FRAME = pd.DataFrame({"a": [1, 2], "b": [3.0, 4.0]})
CUBE = xr.DataArray([1.0, 2.0], dims="x", coords={"x": [1, 2]})


class Model(pydantic.BaseModel):
    rate: float = 0.1


class Table(sqlalchemy.orm.DeclarativeBase):
    pass


class Person(Table):
    __tablename__ = "person"
    id: sqlalchemy.orm.Mapped[int] = sqlalchemy.orm.mapped_column(primary_key=True)


class Struct(msgspec.Struct):
    rate: float = 0.1


@attrs.define
class Attrs:
    rate: float = 0.1


def stored() -> Path:
    path = Path(tempfile.mkdtemp(prefix="cellkeep-test-")) / "a.parquet"
    pyarrow.parquet.write_table(pa.table({"a": [1]}), path)
    return path


def result() -> Any:
    connection = sqlalchemy.create_engine("sqlite://").connect()
    return connection.execute(sqlalchemy.text("select 1 a, 'x' b"))


def row() -> Any:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    return connection.execute("select 1 a")


def response() -> requests.Response:
    made = requests.Response()
    made._content = b"{}"
    return made


def optimizer() -> torch.optim.Optimizer:
    return torch.optim.Adam(torch.nn.Linear(1, 1).parameters())


def parser() -> configparser.ConfigParser:
    made = configparser.ConfigParser()
    made["a"] = {"b": "1"}
    return made


REFUSED: dict[str, Callable[[], Any]] = {
    "module": lambda: torch.nn.Linear(1, 1),
    "optimizer": optimizer,
    "scheduler": lambda: torch.optim.lr_scheduler.StepLR(optimizer(), 3),
    "tensor data set": lambda: torch.utils.data.TensorDataset(torch.ones(2)),
    "loader": lambda: torch.utils.data.DataLoader([1, 2]),  # type: ignore[arg-type]
    "torch generator": torch.Generator,
    "tensor of a class": lambda: torch.ones(2).as_subclass(type("Own", (torch.Tensor,), {})),
    "nested": lambda: torch.nested.nested_tensor([torch.ones(1), torch.ones(2)]),
    "quantised": lambda: torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8),
    "sparse": lambda: torch.eye(2).to_sparse(),
    "generator of NumPy": np.random.default_rng,
    "bit generator": np.random.PCG64,
    "random state": np.random.RandomState,
    "seeds": lambda: np.random.SeedSequence(1),
    "Random": lambda: random.Random(1),
    "long double": lambda: np.longdouble("1.1"),
    "void": lambda: np.array([(1, 2.0)], [("a", "i4"), ("b", "f8")])[0],
    "groups": lambda: FRAME.groupby("a"),
    "groups of a column": lambda: FRAME.groupby("a")["b"],
    "tensors in a frame": lambda: pd.DataFrame({"e": [torch.ones(1), torch.ones(2)]}),
    "functions in a frame": lambda: pd.DataFrame({"f": [len, 1], "n": [1, 2]}),
    "functions in a series": lambda: pd.Series([len, print]),
    "sparse series": lambda: pd.Series(pd.arrays.SparseArray([0, 1])),
    "sparse column beside another": lambda: FRAME.assign(s=pd.arrays.SparseArray([0, 1])),
    "Python objects in polars": lambda: pl.DataFrame({"o": pl.Series([{1}], dtype=pl.Object)}),
    "tensors in a series": lambda: pd.Series([torch.ones(1), torch.ones(2)]),
    "exponential": lambda: FRAME["b"].ewm(1),
    "rolling": lambda: FRAME["b"].rolling(2),
    "chunks of CSV": lambda: pd.read_csv(io.StringIO("a\n1"), chunksize=1),
    "groups of polars": lambda: pl.DataFrame({"a": [1]}).group_by("a"),
    "schema of polars": lambda: pl.Schema({"a": pl.Int8}),
    "type of polars": lambda: pl.List(pl.Int8),
    "expression of polars": lambda: pl.col("a") + 1,
    "groups of xarray": lambda: CUBE.groupby("x"),
    "rolling of xarray": lambda: CUBE.rolling(x=2),
    "coordinates": lambda: CUBE.to_dataset(name="v").coords,
    "bins": lambda: CUBE.groupby_bins("x", [0, 1, 2]).mean(),
    "array of Zarr": lambda: zarr.array(np.ones(3)),
    "group of Zarr": lambda: zarr.group(store={}),
    "data set of Arrow": lambda: pyarrow.dataset.dataset(stored()),
    "scanner": lambda: pyarrow.dataset.dataset(stored()).scanner(),
    "Parquet": lambda: pyarrow.parquet.ParquetFile(stored()),
    "schema": lambda: pa.schema([("a", pa.int8())]),
    "scalar": lambda: pa.scalar(1),
    "tensor of Arrow": lambda: pa.Tensor.from_numpy(np.ones((2, 2))),
    "buffer": lambda: pa.py_buffer(b"abc"),
    "type of Arrow": lambda: pa.list_(pa.int8()),
    "norm": lambda: mpl.colors.Normalize(0, 1),
    "trace": lambda: go.Bar(y=[1]),
    "graph": lambda: nx.DiGraph([(1, "b")]),
    "nodes": lambda: nx.path_graph(3).nodes,
    "degrees": lambda: nx.path_graph(3).degree,
    "columns of Bokeh": lambda: ColumnDataSource({"a": [1]}),
    "formulas": lambda: [sympy.Symbol("x") ** 2],
    "nodes with data": lambda: nx.path_graph(3).nodes(data=True),
    "edges with data": lambda: nx.path_graph(3).edges(data=True),
    "spatial index": lambda: geopandas.GeoSeries([shapely.Point(1, 2)]).sindex,
    "shapes": lambda: shapely.STRtree([shapely.Point(1, 2)]),
    "tree": lambda: jax.tree_util.tree_structure({"a": 1}),
    "key": lambda: jax.random.key(0),
    "interpolation": lambda: scipy.interpolate.interp1d([1, 2], [1, 2]),
    "spline": lambda: scipy.interpolate.CubicSpline([1, 2, 3], [1, 2, 4]),
    "B-spline": lambda: scipy.interpolate.make_interp_spline([1, 2, 3, 4], [1, 2, 4, 3]),
    "neighbours": lambda: scipy.spatial.cKDTree(np.eye(2)),
    "hull": lambda: scipy.spatial.ConvexHull([[0, 0], [1, 0], [0, 1]]),
    "rotation": scipy.spatial.transform.Rotation.identity,
    "density": lambda: scipy.stats.gaussian_kde([1, 2, 3.5]),
    "distribution": lambda: scipy.stats.norm(0, 1),
    "test of pairs": lambda: scipy.stats.tukey_hsd([1, 2, 3], [2, 3, 5]),
    "solution": lambda: (
        scipy.integrate.solve_ivp(lambda _, y: -y, (0, 1), [1], dense_output=True).sol
    ),
    "row of SQLAlchemy": lambda: result().fetchone(),
    "mapping of SQLAlchemy": lambda: result().mappings().fetchone(),
    "result of SQLAlchemy": result,
    "rows of SQLAlchemy": lambda: result().fetchall(),
    "row of SQLAlchemy in a dict": lambda: {"best": [result().fetchone()]},
    "object of SQLAlchemy": lambda: Person(id=1),
    "query of SQLAlchemy": lambda: sqlalchemy.select(sqlalchemy.text("1")),
    "connection": lambda: sqlite3.connect(":memory:"),
    "row of SQLite": lambda: row().fetchone(),
    "cursor": row,
    "response": response,
    "headers": lambda: response().headers,
    "pydantic": Model,
    "struct": Struct,
    "attrs": Attrs,
    "element": lambda: ET.fromstring("<a/>"),
    "document": lambda: ET.ElementTree(ET.fromstring("<a/>")),
    "display": lambda: ConfusionMatrixDisplay(np.eye(2)).plot(),
    "page": lambda: bs4.BeautifulSoup("<b>x</b>", "html.parser"),
    "partial": lambda: functools.partial(int, base=2),
    "built in": lambda: abs,
    "ufunc": lambda: np.sin,
    "node": lambda: onnx.helper.make_node("Add", ["a"], ["b"]),
    "array": lambda: array.array("d", [1]),
    "BytesIO": lambda: io.BytesIO(b"a"),
    "StringIO": lambda: io.StringIO("a"),
    "open file": lambda: Path(__file__).open("rb"),  # noqa: SIM115
    "temporary file": tempfile.NamedTemporaryFile,
    "rows of CSV": lambda: csv.DictReader(["a,b", "1,2"]),
    "configuration": parser,
    "process": lambda: subprocess.run(["true"], check=True, capture_output=True),
    "pattern": lambda: re.compile("(a)"),
    "match": lambda: re.match("(a)", "a"),
    "address": lambda: ipaddress.ip_network("10.0.0.0/8"),
    "chain": lambda: collections.ChainMap({"a": 1}),
    "user list": lambda: collections.UserList([1]),
    "queue": queue.Queue,
    "normal": lambda: statistics.NormalDist(1, 2),
    "environment": lambda: importlib.import_module("os").environ,
    "signature": lambda: inspect.signature(stored),
    "iterator": lambda: iter([1]),
    "generator": lambda: (number for number in range(3)),
    "zip": lambda: zip([1], [2], strict=True),
    "keys": lambda: {"a": 1}.keys(),
    "proxy": lambda: types.MappingProxyType({"a": 1}),
    "own dict": lambda: type("Own", (dict,), {})(a=1),
    "own text": lambda: type("Own", (str,), {})("a"),
    "exception": lambda: ValueError("x"),
    "function": lambda: stored,
    "class": lambda: Model,
    "library": lambda: np,
    "image": lambda: Image.new("HSV", (2, 2)),
    "image with alpha": lambda: Image.new("RGBa", (2, 2)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_way_that_a_refusal_names_works(name: str) -> None:
    x = REFUSED[name]()
    refused = refusal_of(x)
    way, _, _ = str(refused.hint).partition(" To store it as a pickle")
    words = r"(?:its [\w ]+: |it as text: |the file that it is: )?"
    said = re.fullmatch(rf"Save {words}(.*?)( in its place)?\.", way)
    assert said, refused
    for expression in re.split(r", or | or |; ", said[1]):
        code = expression.replace("run.save(x.name, …)", "Path(x.name)")
        as_text = re.fullmatch(r"run\.save_object\((.*), …\)", code)
        code = as_text[1] if as_text else code
        if code in ("x.text", "x.json()"):  # of the response, beside its content
            continue
        value = eval(code, {**SCOPE, "x": x, "im": x})
        assert value is not None
        # `run.save` takes a text for the path of a file.
        assert isinstance(value, str) == bool(as_text) or said[2]
        if not isinstance(value, Path):
            written(value)


def test_each_way_is_tried_here() -> None:
    said = {way_that_works(make()) for make in REFUSED.values()}
    for way in WAYS:
        if way.module.partition(".")[0] in LARGE:
            continue  # `make models` tries these
        said_as = _WORDS.get(way.expression, way.expression)
        assert any(said_as in one for one in said), way


def test_what_no_way_keeps_is_refused_without_one() -> None:
    around: list[Any] = []
    around.append(around)
    for x in (around, FRAME.plot):
        assert str(refusal_of(x).hint).startswith("To store it as a pickle")


def test_results_of_scipy_and_bunches_come_back_with_their_attributes() -> None:
    for made in (
        scipy.optimize.minimize(lambda x: (x**2).sum(), [1.0, 2]),
        scipy.optimize.root_scalar(lambda x: x - 1, bracket=[0, 3]),
        scipy.integrate.solve_ivp(lambda _, y: -y, (0, 1), [1]),
        scipy.stats.ttest_ind([1, 2, 3], [2, 3, 5]),
        scipy.stats.pearsonr([1, 2, 3], [1, 2, 4]),
        scipy.stats.linregress([1, 2, 3], [1, 2, 4]),
        load_iris(),
    ):
        _, back = round_trip(made)
        assert type(back) is type(made)
        assert list(back) == list(made)
        assert repr(back) == repr(made)
        assert repr(vars(back)) == repr(vars(made))
    assert back.target_names[0] == "setosa"


def test_a_figure_among_other_things_is_named_and_not_its_neighbour() -> None:
    value = {"df": FRAME, "t": torch.ones(1), "parts": {"fig": plt.figure()}}
    refused = str(refusal_of(value))
    assert "Of the matplotlib.figure.Figure at ['parts']['fig'] only what it shows" in refused
    assert "Save it by itself" in refused
    assert "BarContainer at [2] only what it shows" in str(refusal_of(plt.hist([1, 2])))
    encoded, _ = round_trip(plt.figure().colorbar(plt.imshow(np.eye(2))))
    assert encoded.codec == "figure-mimebundle.v1"
    plt.close("all")
