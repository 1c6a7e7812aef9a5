"""One value of each kind, and what must come back of it, whichever versions wrote and read it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import plotly
import plotly.graph_objects as go
import polars as pl
import pyarrow as pa
import xarray as xr
from kinds import AbsentError, Case, of

LIBRARIES = ("numpy", "pandas", "plotly", "polars", "pyarrow", "xarray")
# When pandas had no text of its own whose missing value is NaN.
OLD_TEXT = pd.__version__ < "2.3"


def same_pandas(back: Any, expected: Any) -> None:
    kind = "series" if isinstance(expected, pd.Series) else "frame"
    # Labels are text of each version's own type.
    loose = {} if kind == "series" else {"check_column_type": False}
    compare = getattr(pd.testing, f"assert_{kind}_equal")
    compare(back, expected, check_index_type=False, check_freq=True, **loose)


def same_array(back: Any, expected: Any) -> None:
    assert (back.dtype, back.shape) == (expected.dtype, expected.shape)
    assert back.tobytes() == expected.tobytes()


OFFSETS = [
    pd.offsets.MonthEnd(2),
    pd.offsets.QuarterEnd(startingMonth=11),
    pd.offsets.YearEnd(month=6),
    pd.offsets.BMonthEnd(),
    pd.offsets.BQuarterEnd(startingMonth=12),
    pd.offsets.BYearEnd(month=12),
    pd.offsets.SemiMonthEnd(),
    pd.offsets.MonthBegin(),
    pd.offsets.YearBegin(),
    pd.offsets.Week(weekday=0),
    pd.offsets.Day(),
    pd.offsets.BDay(),
    pd.offsets.BusinessHour(),
    pd.offsets.Hour(),
    pd.offsets.Minute(15),
    pd.offsets.Second(),
    pd.offsets.Milli(3),
    pd.offsets.Micro(),
    pd.offsets.Nano(),
]
PERIODS = [OFFSETS[place] for place in (0, 1, 2, 9, 10, 13, 14, 15, 16, 17, 18)]


def frequencies() -> dict[int, pd.Series]:
    return {
        place: pd.Series(
            range(3), pd.date_range("2020-01-31", periods=3, freq=offset).as_unit("ns")
        )
        for place, offset in enumerate(OFFSETS)
    }


def periods() -> dict[int, pd.DataFrame]:
    return {
        place: pd.DataFrame({"p": index[::-1]}, index=index)
        for place, offset in enumerate(PERIODS)
        for index in [pd.period_range("2020-03-31", periods=3, freq=offset)]
    }


def same_dict_of_pandas(back: Any, expected: Any) -> None:
    assert list(back) == list(expected)
    for key, one in expected.items():
        same_pandas(back[key], one)


def frame() -> pd.DataFrame:
    times = pd.date_range("2020-03-29", periods=3, freq="h", tz="Europe/Berlin").as_unit("ns")
    made = pd.DataFrame(
        {
            "when": times,
            "grade": pd.Categorical([3, None, 1], [1, 3], ordered=True),
            "whole": pd.array([1, None, 3], "Int64"),
            "yes": pd.array([True, None, False], "boolean"),
            "part": pd.array([0.5, None, 1.5], "Float32"),
            "arrow": pd.array([1, None, 3], "int32[pyarrow]"),
            "between": pd.interval_range(0, 3),
            "span": pd.to_timedelta([1, 2, None], unit="s").as_unit("ms"),
            "pair": np.array([1j, 2, 3]),
            "mixed": pd.Series([1, (2, "b"), None], dtype=object).array,
        },
        index=pd.MultiIndex.from_tuples([(1, 2.5), (1, 3.5), (2, 2.5)], names=["a", None]),
    )
    made.attrs = {
        "period": pd.Period("2020-01", "M"),
        "step": pd.offsets.QuarterEnd(startingMonth=11),
        "types": [pd.PeriodDtype("Y"), np.dtype(">f4"), pd.StringDtype("python")],
        "moment": pd.Timestamp("2020-01-01", tz="UTC"),
    }
    return made


def same_frame(back: Any, expected: Any) -> None:
    same_pandas(back, expected)
    assert back.attrs == expected.attrs


def text(dtype: Any) -> pd.DataFrame:
    column = pd.Series(["a", None, "ü"], dtype=dtype, index=["x", "y", "z"])
    return pd.DataFrame({"t": column}, index=pd.Index(column.index, name="k"))


def text_str() -> pd.DataFrame:
    if OLD_TEXT:
        raise AbsentError
    return text(pd.StringDtype("pyarrow", np.nan))


def check_str(back: Any, said: list[str]) -> None:
    """What is pandas' text since 2.3 is objects before."""
    assert not said, said
    expected = object if OLD_TEXT else pd.StringDtype("pyarrow", np.nan)
    assert back["t"].dtype == expected
    assert back["t"].tolist()[::2] == ["a", "ü"]
    assert np.isnan(back["t"].iloc[1])
    assert back.loc["z", "t"] == "ü"


def labelled() -> pd.DataFrame:
    return pd.DataFrame({"a": [1, 2], "b": [0.5, 1.5]}).describe()


def numbers() -> dict[str, Any]:
    return {
        "loss": np.float32(0.5),
        "n": np.int64(3),
        "t": np.datetime64("2020", "D"),
        4: np.str_("x"),
    }


def same_values(back: Any, expected: Any) -> None:
    assert back == expected
    assert [type(one) for one in back.values()] == [type(one) for one in expected.values()]


def variable_text() -> Any:
    if not hasattr(np.dtypes, "StringDType"):
        raise AbsentError
    return np.array(["a", "long" * 9], np.dtypes.StringDType())


def check_variable_text(back: Any, said: list[str]) -> None:
    assert back.tolist() == ["a", "long" * 9]
    if hasattr(np.dtypes, "StringDType"):
        assert not said, said
        assert back.dtype == np.dtypes.StringDType()
    else:
        assert f"numpy {np.__version__} does not know StringDType" in said[0]
        assert "saved with numpy 2" in said[0]


def polars_frame() -> pl.DataFrame:
    zone = pl.Datetime("us", "Europe/Berlin")
    return pl.DataFrame(
        {
            "e": pl.Series(["b", None, "a"], dtype=pl.Enum(["c", "b", "a"])),
            "c": pl.Series(["b", None, "a"], dtype=pl.Categorical),
            "d": pl.Series([Decimal("1.5"), None, Decimal(2)], dtype=pl.Decimal(10, 2)),
            "t": pl.Series([dt.datetime(2020, 1, 1, tzinfo=dt.UTC)] * 3).cast(zone),
            "l": [[1, 2], [], None],
            "s": [{"x": 1, "y": "a"}] * 3,
            "a": pl.Series([[1, 2]] * 3, dtype=pl.Array(pl.Int8, 2)),
            "text": ["a", None, "ü"],
        }
    )


def polars_saved() -> pl.DataFrame:
    made = polars_frame()
    # These had no Enum in Arrow, and say so when it is saved.
    return made.drop("e") if tuple(map(int, pl.__version__.split(".")[:2])) < (1, 20) else made


def check_polars(back: Any, said: list[str]) -> None:
    assert not said, said
    expected = polars_frame().select(back.columns)
    assert back.schema == expected.schema
    assert back.equals(expected)


def half() -> pl.DataFrame:
    if not hasattr(pl, "Float16"):
        raise AbsentError
    return pl.DataFrame({"h": pl.Series([0.5], dtype=pl.Float16)})


def check_half(back: Any, said: list[str]) -> None:
    assert back["h"].to_list() == [0.5]
    if not hasattr(pl, "Float16"):
        assert f"polars {pl.__version__} does not know the type Float16" in said[0]


def arrow_table() -> pa.Table:
    return pa.table(
        {
            "d": pa.array([Decimal("1.50"), None], pa.decimal128(5, 2)),
            "c": pa.array(["a", "b"]).dictionary_encode(),
            "l": pa.array([[1], None], pa.large_list(pa.int8())),
        }
    )


def same_table(back: Any, expected: Any) -> None:
    assert back.equals(expected)


def figure() -> go.Figure:
    # It has plotly's own template, which names nearly all types of traces.
    line, bar = go.Scatter(x=np.arange(3.0), y=[1, 2, 3]), go.Bar(y=[3])
    made = go.Figure([line, bar], frames=[go.Frame(name="f", data=[go.Scatter(y=[4])])])
    return made.update_layout(title="kept", xaxis_title_font_size=9)


def check_figure(back: Any, said: list[str]) -> None:
    assert [trace.type for trace in back.data] == ["scatter", "bar"]
    assert list(back.data[0].x) == [0, 1, 2]
    assert back.layout.title.text == "kept"
    assert back.layout.xaxis.title.font.size == 9
    assert back.frames[0].data[0].y == (4,)
    assert back.layout.template.layout.colorway
    check_said_of_plotly(said, "layout.template.data.")


def figure_of_gone() -> go.Figure:
    gone = getattr(go, "Heatmapgl", None) or getattr(go, "Scattermapbox", None)
    if gone is None:
        raise AbsentError
    return go.Figure([gone(name="gone"), go.Bar(y=[1])])


def check_figure_of_gone(back: Any, said: list[str]) -> None:
    assert back.data[-1].y == (1,)
    if len(back.data) == 1:
        check_said_of_plotly(said, "the trace 0 of the type")
        assert said


def check_said_of_plotly(said: list[str], what: str) -> None:
    for one in said:
        assert f"plotly {plotly.__version__} does not know" in one
        assert "It was saved with plotly " in one
        assert what in one


def weather() -> xr.Dataset:
    return xr.Dataset(
        {"t": (("time", "x"), np.arange(4, dtype=">f4").reshape(2, 2), {"units": "K"})},
        {"time": np.array(["2020", "2021"], "M8[ns]"), "x": ["a", "bb"], "z": 3.5},
        {"title": "x", "gain": np.float32(0.5)},
    )


def same_dataset(back: Any, expected: Any) -> None:
    assert back.identical(expected)
    assert back["t"].dtype == expected["t"].dtype


ARRAYS = {
    "float64": np.array([[0.5, np.nan], [1, -0.0]]),
    "big-endian": np.array([1, 2], ">i4"),
    "days": np.array(["2020-01-01", "NaT"], "M8[D]"),
    "nanoseconds": np.array(["2020-01-01", "NaT"], "M8[ns]"),
    "complex": np.array([1j]),
    "text": np.array(["a", "ü"]),
    "structured": np.array([(1, 0.5)], [("a", "<i4"), ("b", "<f8")]),
}
CASES = [
    of("frame", frame, same_frame),
    of("frequencies", frequencies, same_dict_of_pandas),
    of("periods", periods, same_dict_of_pandas),
    of("labelled", labelled, same_pandas),
    of("text object", partial(text, object), same_pandas),
    of("text python", partial(text, "string[python]"), same_pandas),
    of("text pyarrow", partial(text, "string[pyarrow]"), same_pandas),
    Case("text str", text_str, check_str),
    *(of(f"array {name}", lambda one=one: one, same_array) for name, one in ARRAYS.items()),
    of("numbers", numbers, same_values),
    Case("variable text", variable_text, check_variable_text),
    Case("polars", polars_saved, check_polars),
    Case("half", half, check_half),
    of("arrow", arrow_table, same_table),
    Case("figure", figure, check_figure),
    Case("figure of gone types", figure_of_gone, check_figure_of_gone),
    of("dataset", weather, same_dataset),
]
