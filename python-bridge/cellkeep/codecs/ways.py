"""What can be saved of an object that no codec keeps: the sentence that a refusal ends with.

Each way is an expression of ``x``, the object; a test does every one of them.
"""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any, NamedTuple

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
    Way("torch", ("dtype", "device"), "str(x)"),
    Way("torch", ("Size",), "tuple(x)"),
    Way("numpy.random", ("Generator",), "x.bit_generator.state"),
    Way("numpy.random", ("BitGenerator",), "x.state"),
    Way("numpy.random", ("RandomState",), "x.get_state()"),
    Way("numpy.random", ("SeedSequence",), "x.state"),
    Way("random", ("Random",), "x.getstate()"),
    Way("pandas.api.typing", ("DataFrameGroupBy", "SeriesGroupBy"), "x.agg('mean')"),
    Way("pandas.api.typing", ("Rolling", "Expanding", "Resampler"), "x.mean()"),
    Way("pandas.io.parsers", ("TextFileReader",), "x.read()"),
    Way("polars.dataframe.group_by", ("GroupBy",), "x.all()"),
    Way("polars", ("Schema",), "{name: str(dtype) for name, dtype in x.items()}"),
    Way("polars", ("DataType",), "str(x)"),
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
    Way("jax.tree_util", ("PyTreeDef",), "str(x)"),
    Way("scipy.interpolate", ("interp1d",), "{'x': x.x, 'y': x.y}"),
    Way("scipy.interpolate", ("PPoly",), "{'x': x.x, 'c': x.c}"),
    Way("scipy.interpolate", ("BSpline",), "{'t': x.t, 'c': x.c, 'k': x.k}"),
    Way("scipy.spatial", ("cKDTree",), "x.data"),
    Way("scipy.spatial", ("ConvexHull", "Delaunay", "Voronoi"), "x.points"),
    Way("scipy.spatial.transform", ("Rotation",), "x.as_quat()"),
    Way("scipy.stats", ("gaussian_kde",), "x.dataset"),
    Way("scipy.stats.distributions", ("rv_frozen",), "{'name': x.dist.name, 'args': x.args}"),
    Way("sqlalchemy", ("Row",), "x._asdict()"),
    Way("sqlalchemy", ("RowMapping",), "dict(x)"),
    Way("sqlalchemy", ("Result",), "[row._asdict() for row in x]"),
    Way("sqlalchemy.sql", ("ClauseElement",), "str(x)"),
    Way("sqlite3", ("Row",), "dict(x)"),
    Way("sqlite3", ("Cursor",), "[tuple(row) for row in x]"),
    Way("requests", ("Response",), "x.content"),
    Way("requests.structures", ("CaseInsensitiveDict",), "dict(x)"),
    Way("pydantic", ("BaseModel",), "x.model_dump()"),
    Way("msgspec", ("Struct",), "msgspec.structs.asdict(x)"),
    Way("xml.etree.ElementTree", ("Element",), "xml.etree.ElementTree.tostring(x)"),
    Way("xml.etree.ElementTree", ("ElementTree",), "xml.etree.ElementTree.tostring(x.getroot())"),
    Way("sklearn.metrics", ("ConfusionMatrixDisplay",), "x.confusion_matrix"),
    Way("onnx", ("NodeProto", "GraphProto", "TensorProto"), "x.SerializeToString()"),
    Way("array", ("array",), "numpy.array(x)"),
    Way("io", ("BytesIO", "StringIO"), "x.getvalue()"),
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
_PARTS = ("model_dump", "_asdict", "to_dict", "get_params")
# By which models and the like of libraries without a codec write themselves to a file or folder.
_OWN_WAYS = ("save_model", "save_pretrained", "save_to_disk", "to_disk", "save_binary", "save")


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
            return _WORDS.get(way.expression, f"Save {way.expression}.")
    return ""


def _general(value: Any) -> Iterator[str]:
    kind = type(value)
    if isinstance(value, types.ModuleType):
        yield "Save its name and version: (x.__name__, x.__version__)."
    if is_code(value) or (callable(value) and not isinstance(value, (dict, tuple))):
        yield "Save its name, or its text: inspect.getsource(x)."
    if isinstance(value, BaseException):
        yield "Save its text: repr(x), or ''.join(traceback.format_exception(x))."
    if hasattr(kind, "__attrs_attrs__"):
        yield "Save attrs.asdict(x)."
    for method in _PARTS:
        if callable(getattr(kind, method, None)):
            yield f"Save x.{method}()."
    for method in _OWN_WAYS:
        if callable(getattr(kind, method, None)):
            yield f"Write it by its own x.{method}(path), and save that."
    for plain in (dict, tuple, list, str, bytes, int, float):
        if isinstance(value, plain):
            yield f"Save {plain.__name__}(x)."
    if kind.__name__ == "mappingproxy":
        yield "Save dict(x)."
    if hasattr(kind, "__next__") or isinstance(
        value, (type({}.keys()), type({}.items()), type({}.values()))
    ):
        yield "Save list(x)."
