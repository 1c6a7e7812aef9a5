"""What another version of a library wrote is loaded as far as this one knows it; the rest is named.

What the versions themselves write is in test/matrix; here are the names that they gave.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import plotly.graph_objects as go
import polars as pl
import pyarrow as pa
import pytest
from codec_support import QUICK, saved, written
from hypothesis import given
from hypothesis import strategies as st

from cellkeep import CellkeepWarning
from cellkeep.codecs import decode
from cellkeep.codecs.tables import table_pandas, table_polars
from cellkeep.codecs.trees.tree import from_tree
from cellkeep_core.errors import CodecNotFoundError, ContentUnreadableError

RENAMED = {
    "M": "ME",
    "2M": "2ME",
    "-1M": "-1ME",
    "BM": "BME",
    "SM-15": "SME-15",
    "CBM": "CBME",
    "Q-NOV": "QE-NOV",
    "BQ-DEC": "BQE-DEC",
    "A-DEC": "YE-DEC",
    "Y-DEC": "YE-DEC",
    "BA-DEC": "BYE-DEC",
    "AS-JAN": "YS-JAN",
    "BAS-JAN": "BYS-JAN",
    "H": "h",
    "15T": "15min",
    "S": "s",
    "L": "ms",
    "3U": "3us",
    "N": "ns",
    "BH": "bh",
    "ME": "ME",
    "D": "D",
    "W-MON": "W-MON",
    "MS": "MS",
    "QS-JAN": "QS-JAN",
    "min": "min",
}


@pytest.mark.parametrize(("written", "here"), RENAMED.items())
def test_a_frequency_is_found_by_its_old_name_and_by_its_new_one(written: str, here: str) -> None:
    offset = pd.tseries.frequencies.to_offset(here)
    assert from_tree({"offset": written}) == offset
    if "C" in here or here.startswith("-"):
        return  # no range has them without more
    index = pd.date_range("2020-01-01", periods=3, freq=offset)
    table, note = table_pandas.to_table(pd.Series([1, 2, 3], index=index))
    note["index"]["freq"] = written
    back: Any = table_pandas.from_table(table, note)
    assert back.index.freq == offset
    assert back.index.equals(index)


@pytest.mark.parametrize(
    ("written", "here"),
    {
        "M": "M",
        "A-DEC": "Y-DEC",
        "H": "h",
        "2T": "2min",
        "S": "s",
        "L": "ms",
        "Q-NOV": "Q-NOV",
    }.items(),
)
def test_periods_are_found_by_their_old_name_and_by_their_new_one(written: str, here: str) -> None:
    assert from_tree({"period": 600, "freq": written}) == pd.Period(ordinal=600, freq=here)
    assert from_tree({"pandas_dtype": f"period[{written}]"}) == pd.PeriodDtype(here)
    index = pd.period_range("2020-03-01", periods=3, freq=here)
    table, note = table_pandas.to_table(pd.DataFrame({"p": index}, index=index))
    note["index"]["values"] = {"extension": f"period[{written}]"}
    note["columns"] = [{"extension": f"period[{written}]"}]
    pd.testing.assert_frame_equal(
        table_pandas.from_table(table, note), pd.DataFrame({"p": index}, index=index)
    )


@pytest.mark.parametrize(
    ("spec", "dtype"),
    [
        (["pyarrow_numpy", "nan"], pd.StringDtype("pyarrow", np.nan)),
        (["python", "nan"], pd.StringDtype("python", np.nan)),
        (["pyarrow", "NA"], pd.StringDtype("pyarrow", pd.NA)),
    ],
)
def test_text_of_each_pandas_is_text(spec: list[str], dtype: Any) -> None:
    table, note = table_pandas.to_table(pd.Series(["a", None], dtype="str"))
    note["column"] = {"string": spec}
    pd.testing.assert_series_equal(
        table_pandas.from_table(table, note), pd.Series(["a", None], dtype=dtype)
    )
    text = {"pandas_text": spec[0], "missing": spec[1]}
    assert from_tree(text) == dtype


def test_what_this_pandas_does_not_know_of_a_frame_is_said() -> None:
    index = pd.date_range("2020", periods=2)
    table, note = table_pandas.to_table(pd.DataFrame({"a": pd.array([1, None], "Int64")}, index))
    note["index"]["freq"] = "lunar"
    note["columns"] = [{"extension": "Int7"}]
    with pytest.warns(CellkeepWarning) as said:
        back: Any = table_pandas.from_table(table, note)
    assert back["a"].tolist() == [1, pd.NA]
    assert back.index.freq is None
    text = " ".join(str(one.message) for one in said)
    assert f"pandas {pd.__version__} does not know the dtype Int7" in text
    assert "the frequency 'lunar' of an index" in text


def test_an_enum_of_another_polars_is_one_here() -> None:
    frame = pl.DataFrame({"e": pl.Series(["a", None], dtype=pl.Enum(["b", "a", "c"]))})
    table, note = table_polars.to_table(frame)
    plain = pa.table({"e": table.column("e")})  # without the mark that this version looks for
    back: Any = table_polars.from_table(plain, note)
    assert back.schema == frame.schema
    assert back.equals(frame)
    with pytest.warns(CellkeepWarning, match="Int1024 of the column 'e', so it comes as"):
        table_polars.from_table(plain, {**note, "shown": ["Int1024"]})


def figure_of_plotly_5() -> dict[str, Any]:
    gone = {"type": "heatmapgl", "z": [[1, 2]]}
    line = {"type": "scatter", "y": [1, 2, 3], "marker": {"color": "red", "sparkle": 3}}
    template = {"data": {"heatmapgl": [gone], "bar": [{"type": "bar", "name": "x"}]}}
    return {
        "data": [gone, line, {"type": "bar", "y": [4]}],
        "layout": {"template": template, "title": {"text": "kept"}, "barmode": "levitate"},
        "frames": [
            {"name": "f", "data": [gone, {"type": "scatter", "y": [9]}, {"type": "bar", "y": [8]}]},
            {"name": "g", "traces": [2], "data": [{"type": "bar", "y": [7]}]},
        ],
        "cellkeep": {"plotly": "5.24.1"},
    }


def test_what_this_plotly_does_not_know_of_a_figure_is_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "figure"
    path.write_text(json.dumps(figure_of_plotly_5()))
    with pytest.warns(CellkeepWarning) as said:
        back = decode(path, "plotly-json.v1")
    assert type(back) is go.Figure
    assert [trace.type for trace in back.data] == ["scatter", "bar"]
    assert back.data[0].y == (1, 2, 3)
    assert back.data[0].marker.color == "red"
    assert back.layout.title.text == "kept"
    assert back.layout.template.data.bar[0].name == "x"
    # A frame changes the traces that it changed.
    changes = [
        [(to, one.y[0]) for to, one in zip(f.traces, f.data, strict=True)] for f in back.frames
    ]
    assert changes == [[(0, 9), (1, 8)], [(1, 7)]]
    (warning,) = said
    text = str(warning.message)
    for name in (
        "the trace 0 of the type 'heatmapgl'",
        "layout.template.data.heatmapgl",
        "data[0].marker.sparkle",
        "layout.barmode",
        "saved with plotly 5.24.1",
    ):
        assert name in text
    assert text.count("marker") == 1
    assert warning.filename == __file__


def test_a_figure_that_is_known_is_loaded_without_a_word(tmp_path: Path) -> None:
    figure = go.Figure(go.Scatter(y=[1, 2]), frames=[go.Frame(data=[go.Bar(y=[1])])])
    saved(figure, tmp_path / "figure")
    back = decode(tmp_path / "figure", "plotly-json.v1", libraries={"plotly": "5.0.0"})
    assert back == figure


@pytest.mark.parametrize("codec", ["table-arrow.v1", "plotly-json.v1", "ndarray-npy.v1"])
def test_what_cannot_be_read_names_both_versions_and_is_not_called_damaged(
    tmp_path: Path, codec: str
) -> None:
    path = tmp_path / "content"
    path.write_bytes(b"a form of the future")
    with pytest.raises(ContentUnreadableError) as caught:
        decode(path, codec, libraries={"numpy": "9.1.0", "absent": "1.0"})
    text = str(caught.value)
    assert f"saved with numpy 9.1.0, and numpy {np.__version__} cannot read it" in text
    assert "Load it with numpy 9.1.0" in text
    assert "damaged" not in text
    assert caught.value.code == "CONTENT_UNREADABLE"


def test_a_module_that_another_version_has_is_not_a_package_to_install(tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(b"cnumpy._of_the_future\narray\n.")
    versions = {"numpy": "9.1.0"}
    with pytest.raises(ContentUnreadableError, match=r"saved with numpy 9\.1\.0"):
        decode(path, "pickle.v1", allow_pickle=True, libraries=versions)
    path.write_bytes(b"cof_the_future\narray\n.")
    with pytest.raises(CodecNotFoundError, match="Install of_the_future"):
        decode(path, "pickle.v1", allow_pickle=True, libraries=versions)


NAMES = st.one_of(st.none(), st.sampled_from(["a", "k", "index", "__index_level_0__"]))
INDEXES = st.one_of(
    st.builds(lambda name: pd.RangeIndex(2, 8, 2, name=name), NAMES),
    st.builds(lambda name: pd.Index(["x", "y", "z"], name=name), NAMES),
    st.builds(lambda name: pd.date_range("2020", periods=3, tz="UTC", name=name), NAMES),
    st.builds(lambda name: pd.period_range("2020", periods=3, freq="M", name=name), NAMES),
    st.builds(lambda name: pd.CategoricalIndex(["x", "y", "x"], name=name), NAMES),
)
COLUMNS = st.lists(
    st.sampled_from(
        [
            np.arange(3),
            pd.array([1, None, 3], "Int64"),
            pd.array(["a", None, "c"], "str"),
            pd.array(["a", None, "c"], "string"),
            pd.date_range("2020", periods=3, tz="Europe/Berlin"),
            pd.Categorical(["b", None, "a"], ["b", "a"], ordered=True),
            pd.interval_range(0, 3),
            pd.to_timedelta([1, 2, None], unit="s"),
        ]
    ),
    min_size=1,
    max_size=3,
)
LABELS = st.sampled_from([["a", "index", "k"], [0, 1, 2], [0.5, 1.5, 2.5]])


@given(INDEXES, COLUMNS, LABELS)
@QUICK
def test_pandas_alone_reads_a_frame_with_its_index(index: Any, columns: Any, labels: Any) -> None:
    frame = pd.DataFrame(
        {label: pd.Series(one) for label, one in zip(labels, columns, strict=False)}
    )
    frame.index = index
    back = pd.read_feather(io.BytesIO(written(frame)))
    # As pyarrow has it: a column of a generated name has none, and the frequency is left to ours.
    if index.name == "__index_level_0__" and not isinstance(index, pd.RangeIndex):
        frame.index.name = None
    pd.testing.assert_frame_equal(back, frame, check_freq=False)


def test_other_readers_find_the_index_as_a_column() -> None:
    frame = pd.DataFrame({"a": [1, 2]}, index=pd.Index(["x", "y"], name="k"))
    content = written(frame)
    assert pl.read_ipc(content).to_dict(as_series=False) == {"k": ["x", "y"], "a": [1, 2]}
    table = pa.ipc.open_file(content).read_all()
    assert duckdb.from_arrow(table).filter("k = 'y'").fetchall() == [("y", 2)]
    two = pd.DataFrame([[1, 2]], columns=["a", "a"])
    content = written(two)  # by names alone these cannot be told apart
    assert pa.ipc.open_file(content).read_all().to_pandas().to_numpy().tolist() == [[1, 2]]
