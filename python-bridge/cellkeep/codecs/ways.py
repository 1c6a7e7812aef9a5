"""What can be saved of an object that no codec keeps: the sentence that a refusal ends with.

Each way is an expression of ``x``, the object; a test does every one of them.
"""

from __future__ import annotations

import copyreg
import inspect
import types
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from cellkeep.codecs.base import loaded_type, type_name

if TYPE_CHECKING:
    from collections.abc import Iterator


class Way(NamedTuple):
    """What works for some types of a module."""

    module: str
    names: tuple[str, ...]
    expression: str


# The first that fits is said; subclasses are meant too.
WAYS = (
    Way("torch.nn", ("Module",), "x.state_dict()"),
    Way("torch.optim", ("Optimizer",), "x.state_dict()"),
    Way("torch.optim.lr_scheduler", ("LRScheduler",), "x.state_dict()"),
    Way("torch.utils.data", ("TensorDataset",), "x.tensors"),
    Way("torch.utils.data", ("DataLoader", "Dataset", "IterableDataset"), "list(x)"),
    Way("torch", ("Generator",), "x.get_state()"),
    Way("torch", ("Tensor",), "x.as_subclass(torch.Tensor)"),
    Way("numpy.random", ("Generator",), "x.bit_generator.state"),
    Way("numpy.random", ("BitGenerator",), "x.state"),
    Way("numpy.random", ("RandomState",), "x.get_state()"),
    Way("numpy.random", ("SeedSequence",), "x.state"),
    Way("random", ("Random",), "x.getstate()"),
    Way("pandas.api.typing", ("DataFrameGroupBy", "SeriesGroupBy"), "x.agg('mean')"),
    Way("pandas.api.typing", ("Rolling", "Expanding", "Resampler"), "x.mean()"),
    Way("pandas.api.typing", ("ExponentialMovingWindow",), "x.mean()"),
    Way("pandas.io.parsers", ("TextFileReader",), "x.read()"),
    Way("polars.dataframe.group_by", ("GroupBy",), "x.all()"),
    Way("polars", ("Schema",), "{name: str(dtype) for name, dtype in x.items()}"),
    Way("polars", ("DataType",), "str(x)"),
    Way("polars", ("Expr",), "x.meta.serialize(format='json')"),
    Way("xarray.core.groupby", ("GroupBy",), "x.mean()"),
    Way("xarray.computation.rolling", ("Rolling", "Coarsen"), "x.mean()"),
    Way("xarray", ("Coordinates",), "x.to_dataset()"),
    Way("zarr", ("Group",), "{name: array[...] for name, array in x.arrays()}"),
    Way("pyarrow.dataset", ("Dataset", "Scanner"), "x.to_table()"),
    Way("pyarrow.parquet", ("ParquetFile",), "x.read()"),
    Way("pyarrow", ("Schema",), "x.empty_table()"),
    Way("pyarrow", ("Scalar",), "x.as_py()"),
    Way("pyarrow", ("Tensor",), "x.to_numpy()"),
    Way("pyarrow", ("Buffer",), "x.to_pybytes()"),
    Way("pyarrow", ("DataType",), "str(x)"),
    Way("matplotlib.colors", ("Normalize",), "(x.vmin, x.vmax)"),
    Way("plotly.basedatatypes", ("BasePlotlyType",), "x.to_plotly_json()"),
    Way("networkx", ("Graph",), "networkx.node_link_data(x)"),
    Way("networkx.classes.reportviews", ("NodeView", "EdgeView"), "list(x)"),
    Way("networkx.classes.reportviews", ("DiDegreeView",), "dict(x)"),
    Way("bokeh.models", ("ColumnDataSource",), "dict(x.data)"),
    Way("networkx.classes.reportviews", ("NodeDataView", "OutEdgeDataView"), "list(x)"),
    Way("shapely", ("STRtree",), "x.geometries"),
    Way("geopandas.sindex", ("SpatialIndex",), "x.geometries"),
    Way("tensorflow", ("RaggedTensor",), "x.to_list()"),
    Way("tensorflow", ("IndexedSlices",), "{'indices': x.indices, 'values': x.values}"),
    Way(
        "tensorflow",
        ("SparseTensor",),
        "{'indices': x.indices, 'values': x.values, 'shape': x.dense_shape}",
    ),
    Way("tensorflow", ("TensorArray",), "x.stack()"),
    Way("tensorflow", ("TensorShape",), "x.as_list()"),
    Way("tensorflow", ("DType",), "x.name"),
    Way("tensorflow.python.data.ops.dataset_ops", ("DatasetV2",), "list(x.as_numpy_iterator())"),
    Way("tensorflow.python.data.ops.dataset_ops", ("NumpyIterator",), "list(x)"),
    Way("keras.callbacks", ("History",), "x.history"),
    Way("keras", ("Layer",), "x.get_weights()"),
    Way("keras", ("Optimizer",), "x.get_config()"),
    Way("jax.tree_util", ("PyTreeDef",), "str(x)"),
    Way("scipy.integrate", ("OdeSolution",), "(x.ts, x(x.ts))"),
    Way("scipy.interpolate", ("interp1d",), "{'x': x.x, 'y': x.y}"),
    Way("scipy.interpolate", ("PPoly",), "{'x': x.x, 'c': x.c}"),
    Way("scipy.interpolate", ("BSpline",), "{'t': x.t, 'c': x.c, 'k': x.k}"),
    Way("scipy.spatial", ("cKDTree",), "x.data"),
    Way("scipy.spatial", ("ConvexHull", "Delaunay", "Voronoi"), "x.points"),
    Way("scipy.spatial.transform", ("Rotation",), "x.as_quat()"),
    Way("scipy.stats", ("gaussian_kde",), "x.dataset"),
    Way("scipy.stats.distributions", ("rv_frozen",), "{'name': x.dist.name, 'args': x.args}"),
    Way("statsmodels.base.model", ("Model",), "{'endog': x.endog, 'exog': x.exog}"),
    Way("statsmodels.iolib.table", ("SimpleTable",), "x.data"),
    Way("statsmodels.regression._prediction", ("PredictionResults",), "x.summary_frame()"),
    Way("statsmodels.base._prediction_inference", ("PredictionResultsBase",), "x.summary_frame()"),
    Way("statsmodels.tsa.statespace.mlemodel", ("PredictionResultsWrapper",), "x.summary_frame()"),
    # Their own `save` writes a pickle.
    Way("statsmodels.base.wrapper", ("ResultsWrapper",), "x.summary()"),
    Way("holoviews.core", ("Dimensioned",), "holoviews.render(x)"),
    Way("pint", ("Quantity",), "(x.magnitude, str(x.units))"),
    Way("uncertainties", ("UFloat",), "(x.nominal_value, x.std_dev)"),
    Way("sqlalchemy", ("Row",), "x._asdict()"),
    Way("sqlalchemy", ("RowMapping",), "dict(x)"),
    Way("sqlalchemy", ("Result",), "[row._asdict() for row in x]"),
    Way("sqlalchemy.sql", ("ClauseElement",), "str(x)"),
    Way(
        "sqlalchemy.orm",
        ("DeclarativeBase",),
        "{name: getattr(x, name) for name in x.__mapper__.columns.keys()}",
    ),
    Way("sqlite3", ("Connection",), "list(x.iterdump())"),
    Way("sqlite3", ("Row",), "dict(x)"),
    Way("sqlite3", ("Cursor",), "[tuple(row) for row in x]"),
    Way("requests", ("Response",), "x.content"),
    Way("requests.structures", ("CaseInsensitiveDict",), "dict(x)"),
    Way("pydantic", ("BaseModel",), "x.model_dump()"),
    Way("msgspec", ("Struct",), "msgspec.structs.asdict(x)"),
    Way("xml.etree.ElementTree", ("Element",), "xml.etree.ElementTree.tostring(x)"),
    Way("xml.etree.ElementTree", ("ElementTree",), "xml.etree.ElementTree.tostring(x.getroot())"),
    Way("google.protobuf.message", ("Message",), "x.SerializeToString()"),
    Way("bs4", ("Tag",), "str(x)"),
    Way("functools", ("partial",), "(x.func.__qualname__, x.args, x.keywords)"),
    Way("array", ("array",), "numpy.array(x)"),
    Way("io", ("BytesIO",), "x.getvalue()"),
    Way("io", ("StringIO",), "str(x.getvalue())"),
    Way("io", ("TextIOBase", "BufferedIOBase", "RawIOBase"), "pathlib.Path(x.name)"),
    Way("tempfile", ("_TemporaryFileWrapper",), "pathlib.Path(x.name)"),
    Way("csv", ("DictReader",), "list(x)"),
    Way("configparser", ("RawConfigParser",), "{name: dict(x[name]) for name in x}"),
    Way("subprocess", ("CompletedProcess",), "vars(x)"),
    Way("re", ("Pattern",), "x.pattern"),
    Way("re", ("Match",), "x.groups()"),
    Way("ipaddress", ("_IPAddressBase",), "str(x)"),
    Way("collections", ("ChainMap", "UserDict"), "dict(x)"),
    Way("collections", ("UserList",), "list(x)"),
    Way("queue", ("Queue",), "list(x.queue)"),
    Way("statistics", ("NormalDist",), "(x.mean, x.stdev)"),
    Way("os", ("_Environ",), "dict(x)"),
    Way("inspect", ("Signature",), "str(x)"),
)
# What gives text: saved by `run.save`, it would be taken for the path of a file.
_TEXTS = ("str(", "x.pattern", "x.meta.serialize(", "x.name")
# Other words, where the expression alone would say too little.
_WORDS = {
    "x.state_dict()": "Save its weights: x.state_dict().",
    "x.content": "Save x.content, x.text or x.json().",
    "pathlib.Path(x.name)": "Save the file that it is: run.save(x.name, …).",
}
_CODE = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.ModuleType,
    type,
)
# How a class may say by itself what a pickle holds of it.
_PICKLING = ("__reduce_ex__", "__reduce__", "__getstate__")
_PARTS = ("model_dump", "_asdict", "to_dict", "unwrap")
# Where objects that draw keep the figure that they have drawn: displays of scikit-learn and others.
_FIGURES = ("figure_", "fig", "figure")
# What the attributes of an object may be, for them to be named as a way.
_PLAIN = (str, bytes, int, float, complex, bool, type(None), list, tuple, dict)
# By which models and the like of libraries without a codec write themselves to a file or folder.
_OWN_WAYS = ("save_model", "save_pretrained", "save_to_disk", "to_disk", "save_binary", "save")


def can_be_pickled(obj: object) -> bool:
    """Whether pickle may take it; False only where that is sure, and seen without its help."""
    kind = type(obj)
    named = obj if is_code(obj) else kind
    if "<" in getattr(named, "__qualname__", ""):  # made in a function, or a lambda
        return False
    own = any(getattr(kind, name) is not getattr(object, name) for name in _PICKLING)
    if isinstance(obj, _CODE) or kind in copyreg.dispatch_table:
        return not isinstance(obj, types.ModuleType)
    if own and kind.__module__ not in ("_io", "socket"):
        return True  # its own code may do anything, and take its time
    try:
        obj.__reduce_ex__(4)
    except TypeError:
        return False
    return True


def is_code(obj: object) -> bool:
    """Whether it is a function, a class or a module."""
    return isinstance(obj, _CODE)


def way_that_works(value: Any) -> str:
    """Return a sentence that says what can be saved instead; empty where none is known."""
    return _known_way(value) or next(_general(value), "")


def refused_by_type(value: object) -> str:
    """Return that objects of this type are not kept, and what can be; ``""`` for other types."""
    way = _known_way(value)
    return f"The {type_name(value)} itself is not kept. {way}" if way else ""


def _known_way(value: Any) -> str:
    for way in WAYS:
        if loaded_type(value, way.module, *way.names):
            return _WORDS.get(way.expression) or _sentence(way.expression)
    return ""


def _sentence(expression: str) -> str:
    if expression.startswith(_TEXTS):
        return f"Save its text: run.save_object({expression}, …)."
    return f"Save {expression}."


def _general(value: Any) -> Iterator[str]:
    kind = type(value)
    if isinstance(value, types.ModuleType):
        yield "Save its name and version: (x.__name__, x.__version__)."
    if _has_text(value):
        yield "Save its text: run.save_object(inspect.getsource(x), …)."
    if callable(value) and isinstance(getattr(value, "__name__", None), str):
        yield "Save its name: run.save_object(x.__name__, …)."
    if hasattr(kind, "__array__"):
        yield "Save numpy.asarray(x)."
    for name in _FIGURES:
        if loaded_type(_vars_of(value).get(name), "matplotlib.figure", "Figure"):
            yield f"Save x.{name}."
    if isinstance(value, BaseException):
        yield "Save its text: run.save_object(''.join(traceback.format_exception(x)), …)."
    if hasattr(kind, "__attrs_attrs__"):
        yield "Save attrs.asdict(x)."
    for method in _PARTS:
        if callable(getattr(kind, method, None)):
            yield f"Save x.{method}()."
    for method in _OWN_WAYS:
        if callable(getattr(kind, method, None)):
            yield f"Write it by its own x.{method}(path), and save that."
    if callable(getattr(kind, "get_params", None)):
        yield "Save x.get_params()."
    for plain in (dict, tuple, list, str, bytes, int, float):
        if isinstance(value, plain) and kind is not plain:
            yield _sentence(f"{plain.__name__}(x)")
    if kind.__name__ == "mappingproxy":
        yield "Save dict(x)."
    if hasattr(kind, "__next__") or isinstance(
        value, (type({}.keys()), type({}.items()), type({}.values()))
    ):
        yield "Save list(x)."
    own = _vars_of(value)
    if own and all(
        isinstance(one, _PLAIN) or loaded_type(one, "numpy", "ndarray", "generic")
        for one in own.values()
    ):
        yield "Save vars(x)."


def _has_text(value: object) -> bool:
    """Whether `inspect` finds the text of it, which no code that is built in has."""
    if not callable(value):
        return False
    try:
        return bool(inspect.getsource(cast("Any", value)))
    except (TypeError, OSError):
        return False


def _vars_of(value: object) -> dict[str, Any]:
    """Return the attributes of an object, without running anything of it."""
    found: dict[str, Any] = getattr(value, "__dict__", {})
    return found if isinstance(found, dict) else {}
