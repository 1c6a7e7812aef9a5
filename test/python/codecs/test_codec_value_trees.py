"""One tree for values in any nesting: exact, the same bytes each time, and no code."""

from __future__ import annotations

import argparse
import copy
import dataclasses
import datetime as dt
import enum
import io
import json
import math
import pathlib
import sys
import types
import uuid
import zipfile
import zoneinfo
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import torch
from codec_support import QUICK, refusal_of, round_trip, written
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from cellkeep.codecs import StandIn
from cellkeep.codecs.trees.tree import from_tree

Point = namedtuple("Point", "x y")  # noqa: PYI024


class Colour(enum.Enum):
    RED = "r"
    BLUE = (1, 2)


class Flags(enum.Flag):
    A = enum.auto()
    B = enum.auto()


@dataclasses.dataclass
class Config:
    rate: float
    layers: list[int] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        self.rate *= 2  # to see whether a reader runs it


@dataclasses.dataclass(frozen=True, slots=True)
class Frozen:
    name: str


def same(back: Any, value: Any) -> bool:
    """Whether two values are equal with all their types, NaN and the bits of arrays."""
    if type(back) is not type(value):
        return False
    if isinstance(value, dict):
        pairs = zip(back.items(), value.items(), strict=True)
        return len(back) == len(value) and all(
            same(a, b) and same(c, d) for (a, c), (b, d) in pairs
        )
    if isinstance(value, (list, tuple, deque)):
        return len(back) == len(value) and all(map(same, back, value))
    if isinstance(value, (set, frozenset)):
        return sorted(map(repr, back)) == sorted(map(repr, value))
    if isinstance(value, (np.ndarray, np.generic)) and value.dtype != object:
        return back.dtype == value.dtype and back.tobytes() == value.tobytes()
    if isinstance(value, torch.Tensor):
        return torch.equal(back, value)
    if isinstance(value, (pd.DataFrame, pl.DataFrame)):
        return bool(back.equals(value))
    return repr(back) == repr(value)


TEXT = st.text()
KEYS = st.one_of(
    TEXT,
    st.integers(),
    st.booleans(),
    st.none(),
    st.floats(allow_nan=False),
    st.binary(),
    st.dates(),
    st.decimals(allow_nan=False),
    st.uuids(),
    st.tuples(st.integers(), TEXT),
    st.frozensets(st.integers()),
    st.sampled_from([Colour.RED, Colour.BLUE, Flags.A | Flags.B, Frozen("a")]),
)
ZONES = st.one_of(st.none(), st.timezones(), st.just(dt.timezone(dt.timedelta(hours=1), "one")))
LEAVES = st.one_of(
    KEYS,
    st.floats(),
    st.complex_numbers(),
    st.decimals(),
    st.fractions(),
    st.datetimes(timezones=ZONES),
    st.times(timezones=st.one_of(st.none(), st.just(dt.UTC))),
    st.timedeltas(),
    st.builds(bytearray, st.binary()),
    st.builds(pathlib.PurePosixPath, st.text(st.characters(exclude_characters="\0"))),
    st.builds(np.float32, st.floats(width=32)),
    st.builds(np.int64, st.integers(-(2**63), 2**63 - 1)),
    st.builds(np.complex64, st.complex_numbers(width=64)),
    st.builds(np.str_, TEXT.filter(lambda text: "\0" not in text)),
    st.builds(np.datetime64, st.integers(0, 10**9), st.sampled_from(["s", "D", "ns"])),
    st.builds(range, st.integers(), st.integers()),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner),
        st.lists(inner).map(tuple),
        st.lists(inner).map(deque),
        st.dictionaries(KEYS, inner),
        st.dictionaries(KEYS, inner).map(OrderedDict),
        st.builds(Point, inner, inner),
        st.builds(Config, st.floats(), st.lists(st.integers())),
    ),
    max_leaves=12,
)


@given(VALUES.filter(lambda value: value is not None))
@QUICK
def test_any_value_comes_back_with_its_types_and_gives_the_same_bytes(value: Any) -> None:
    _, back = round_trip(value)
    assert same(back, value)
    assert written(value) == written(copy.deepcopy(value)) == written(back)


@given(VALUES, st.lists(st.sampled_from(["list", "dict", "tuple"]), max_size=5))
@QUICK
def test_what_cannot_be_kept_is_named_by_its_place(beside: Any, nesting: list[str]) -> None:
    value, where = object(), ""
    wrapped: Any = value
    for kind in nesting:
        if kind == "dict":
            wrapped, where = {"beside": beside, "k": wrapped}, f"['k']{where}"
        else:
            items = [beside, wrapped]
            wrapped, where = (items if kind == "list" else tuple(items)), f"[1]{where}"
    assert f"at ['top']{where}," in str(refusal_of({"top": wrapped}))


@pytest.mark.parametrize(
    "value",
    [
        Counter("aab"),
        defaultdict(list, {1: [2]}),
        deque([1, 2], maxlen=3),
        types.SimpleNamespace(a=1, b=(2,)),
        argparse.Namespace(lr=0.5, layers=[1]),
        pathlib.Path("a/b.csv"),
        pathlib.PureWindowsPath("c:/a"),
        slice(1, None, 2),
        ...,
        [Decimal("1.10"), Decimal("sNaN"), Decimal("-0")],
        Fraction(1, 3),
        uuid.UUID(int=5),
        dt.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")),
        {"nat": [pd.NaT, pd.NA, pd.Timestamp("2026", tz="Europe/Berlin"), pd.Timedelta("1s")]},
        [pd.Period("2026-01", "M"), pd.Interval(0, 1), pd.offsets.MonthEnd(2)],
        [np.dtype("f4"), np.dtype([("a", "<i4"), ("b", "<f8", (2,))]), pd.Int64Dtype()],
        [pd.CategoricalDtype(["a", "b"], True), pd.StringDtype("python", math.nan)],
        [np.bool_(True), np.bytes_(b"a"), np.timedelta64("NaT"), np.ma.masked],
        {"y": np.array([1, "a", None, [2]], object).reshape(2, 2)},
        {Colour.RED: Flags.A | Flags.B},
        Point(1, [2]),
        Frozen("a"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_everyday_values_come_back_equal(value: Any) -> None:
    encoded, back = round_trip(value)
    assert encoded.codec == "values-json.v1"
    assert type(back) is type(value)
    assert repr(back) == repr(value)
    assert written(back) == written(value)


def test_arrays_frames_and_tensors_in_a_nesting_are_files_of_their_own_in_a_zip() -> None:
    shared = np.arange(3.0)
    value = {
        "arrays": (shared, shared),
        0: pd.DataFrame({"a": [1, None]}),
        "t": [torch.eye(2), pl.DataFrame({"b": ["x"]})],
        "loss": np.float32(0.5),
        "text": np.array(["a", "bc"], np.dtypes.StringDType()),
        "masked": np.ma.masked_array([1.5, 2.5], [False, True], fill_value=7.0),
    }
    encoded, back = round_trip(value)
    assert (encoded.codec, encoded.summary) == ("values-zip.v1", "6 keys, 7 parts")
    assert encoded.libraries.keys() >= {"numpy", "pandas", "polars", "torch"}
    assert back["arrays"][0] is back["arrays"][1]
    assert same(back["arrays"][0], shared)
    assert same(back[0], value[0])
    assert same(back["t"], value["t"])
    assert back["text"].tolist() == ["a", "bc"]
    assert back["masked"].fill_value == 7.0
    assert back["masked"].mask.tolist() == [False, True]
    content = written(value)
    assert content == written(value)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[0] == "values.json"
        assert {pathlib.Path(name).suffix for name in names} == {".json", ".arrow", ".safetensors"}
        assert json.loads(archive.read("values.json"))["parts"][0]["type"] == "numpy.ndarray"


def test_a_state_dict_with_typed_values_stays_a_file_of_tensors() -> None:
    value = {"model": {"w": torch.eye(2)}, "best": np.float32(0.5), "at": dt.date(2026, 1, 2)}
    encoded, back = round_trip(value)
    assert encoded.codec == "tensors-safetensors.v1"
    assert same(back, value)


def test_a_list_that_is_in_two_places_is_one_list_again() -> None:
    row = [1, (2,)]
    _, back = round_trip({"a": row, "b": [row], "c": [1, (2,)], "n": math.nan})
    assert back["a"] is back["b"][0]
    assert back["a"] == back["c"]
    assert back["a"] is not back["c"]


def test_lists_that_hold_each_other_twice_stay_small() -> None:
    value: Any = [math.nan]
    for _ in range(60):
        value = [value, value]
    assert len(written(value)) < 10_000


@pytest.mark.parametrize(
    "close", [lambda c: [c], lambda c: {"x": (c,)}, lambda c: {"y": deque([c])}]
)
def test_a_cycle_is_refused_with_its_path(close: Any) -> None:
    config = Config(1, [])
    config.layers = close(config)
    assert "contains itself at ['c'].layers" in str(refusal_of({"c": config}))


def test_a_dataclass_is_read_without_running_its_code() -> None:
    value = Config(0.5, [1])
    assert value.rate == 1.0
    _, back = round_trip({"c": value})
    assert back["c"] == value


@pytest.mark.parametrize("value", [Config(1.5, [1]), Colour.BLUE, Point(1, 2)])
def test_a_class_that_is_not_imported_comes_back_as_a_stand_in(value: Any) -> None:
    content = written([value]).replace(__name__.encode(), b"not_imported_here")
    back = from_tree(json.loads(content)["value"])[0]
    assert "not_imported_here" not in sys.modules
    if isinstance(value, Point):
        assert back == value
        assert back._fields == ("x", "y")
        return
    assert type(back) is StandIn
    assert back.stands_for.startswith("not_imported_here:")
    if isinstance(value, Config):
        assert (back.rate, back.layers) == (3.0, [1])
    else:
        assert (back.name, back.value) == ("BLUE", (1, 2))
    with pytest.raises(AttributeError, match="not_imported_here"):
        _ = back.nothing
    assert round_trip(back)[1] == back


@pytest.mark.parametrize(
    ("value", "summary"),
    [
        (Point(1, 2), "2 items"),
        (dt.timedelta(days=1), "datetime.timedelta(days=1)"),
        (Config(1.5, [1]), "Config(rate=3.0, layers=[1])"),
        (Colour.RED, "<Colour.RED: 'r'>"),
        (1j, "complex 1j"),
        (sparse.csr_matrix(np.eye(3)), "csr_matrix 3 × 3 float64, 3 parts"),
        (np.ma.masked_array([1, 2], [True, False]), "MaskedArray 2 int64, 2 parts"),
        (np.array([1, "a"], object), "ndarray 2 object"),
        (np.zeros(4, [("a", "i4"), ("b", "f8")]), "4 × 2 fields"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_summary_says_in_one_line_what_it_is(value: Any, summary: str) -> None:
    assert round_trip(value)[0].summary == summary


def test_keys_whose_class_nobody_finds_again_are_keys_again() -> None:
    class Shape(enum.Enum):
        ROUND = "o"
        CORNERS = [3, 4]  # noqa: RUF012  (a value that has no hash itself)

    Place = dataclasses.make_dataclass("Place", ["x", ("tags", Any, ())], frozen=True)  # noqa: N806
    keys = [Shape.ROUND, Shape.CORNERS, Place(1), Place(2)]
    saved = {"dict": dict.fromkeys(keys, 1), "set": set(keys), "counts": Counter([*keys, *keys])}
    back = round_trip(saved)[1]
    for found in back.values():
        assert {type(key) for key in found} == {StandIn}
        assert len(found) == len(keys)
    assert set(back["dict"]) == back["set"] == set(back["counts"])
    assert set(back["counts"].values()) == {2}


@pytest.mark.parametrize(
    ("leaf", "words"),
    [
        (torch.nn.Linear(1, 1), "state_dict()"),
        (torch.optim.SGD(torch.nn.Linear(1, 1).parameters()), "state_dict()"),
        ((n for n in "a"), "Save list(x['models'][1].x) in its place."),
        ({}.keys(), "list(x['models'][1].x)"),
        (len, "code"),
        (Config, "code"),
        (np.char.array(["a"]), "np.asarray"),
        (torch.eye(2).to_sparse(), "to_dense"),
        (dt.datetime(2026, 1, 1, tzinfo=type("Zone", (dt.tzinfo,), {})()), "zoneinfo"),
        (defaultdict(lambda: 0), "dict(x['models'][1].x)"),
        (np.longdouble(1), "np.array"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_a_refusal_names_the_place_and_the_way_that_works(leaf: Any, words: str) -> None:
    refused = str(refusal_of({"models": [0, Point(leaf, 1), np.zeros(1)]}))
    assert "['models'][1].x" in refused
    assert words in refused
