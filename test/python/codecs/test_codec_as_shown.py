"""What there is no way to keep itself is kept as a notebook shows it, or refused."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import matplotlib as mpl

mpl.use("agg")

import IPython.display as shown_by
import ipywidgets
import numpy as np
import pandas as pd
import pytest
import seaborn.objects as so
import sympy
from codec_support import refusal_of, round_trip
from folium import Map
from great_tables import GT

from cellkeep.codecs import SavedOutput, encode
from cellkeep_core.errors import NotSerialisableError

FRAME = pd.DataFrame({"a": [1, 2, 4], "b": [3, 4, 1]})


pytestmark = pytest.mark.usefixtures("no_figures_left")


X = sympy.Symbol("x")
SHOWN: dict[str, tuple[Any, str]] = {
    "Styler": (FRAME.style.highlight_max(), "text/html"),
    "great_tables": (GT(FRAME).tab_header("Yields"), "text/html"),
    "folium": (Map([0, 0]), "text/html"),
    "seaborn.objects": (so.Plot(FRAME, x="a", y="b").add(so.Dot()), "image/png"),
    "sympy": (sympy.sqrt(X) / 2, "text/latex"),
    "matrix of sympy": (sympy.Matrix([[X, 1]]), "text/latex"),
    "HTML": (shown_by.HTML("<b>x</b>"), "text/html"),
    "Markdown": (shown_by.Markdown("*x*"), "text/markdown"),
    "Latex": (shown_by.Latex("$x$"), "text/latex"),
    "JSON": (shown_by.JSON({"a": 1}), "application/json"),
    "GeoJSON": (shown_by.GeoJSON({"type": "Point", "coordinates": [0, 0]}), "application/json"),
    "SVG": (shown_by.SVG("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/svg+xml"),
    "Image": (shown_by.Image(b"\x89PNG\r\n\x1a\n", format="png"), "image/png"),
    "Audio": (shown_by.Audio(np.zeros(9), rate=8000), "text/html"),
    "Video": (shown_by.Video(b"x", embed=True, mimetype="video/mp4"), "text/html"),
    "IFrame": (shown_by.IFrame("https://example.org", 1, 1), "text/html"),
    "Javascript": (shown_by.Javascript("1"), "application/javascript"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_cannot_be_kept_itself_is_kept_as_shown_and_says_so(name: str) -> None:
    obj, kind = SHOWN[name]
    encoded, back = round_trip(obj)
    assert (encoded.codec, encoded.summary) == ("displayed.v1", f"{type(obj).__name__} as shown")
    assert type(back) is SavedOutput
    assert back.data[kind]
    assert back.metadata["cellkeep"]["shown"].endswith(f".{type(obj).__qualname__}")
    assert "as shown" in repr(back)


def test_what_is_kept_is_what_ipython_shows(interactive_shell: Any) -> None:
    formatter = interactive_shell.display_formatter
    formatter.formatters["image/svg+xml"].for_type(Drawn, lambda _: "<svg/>")
    for obj in (Drawn(), shown_by.Math("x"), FRAME.style):
        data, metadata = formatter.format(obj)
        _, back = round_trip(obj)
        assert {k: v for k, v in back.data.items() if k != "text/plain"} == {
            k: v for k, v in data.items() if k != "text/plain"
        }
        assert {k: v for k, v in back.metadata.items() if k != "cellkeep"} == metadata


class Drawn:
    """One bundle as rich has it, one thing of its own, and one method that fails."""

    def _repr_mimebundle_(self, include: Any, exclude: Any) -> Any:  # noqa: ARG002
        return {"text/html": "<b>rich</b>", "text/plain": "rich"}, {"text/html": {"isolated": True}}

    def _repr_markdown_(self) -> tuple[str, dict[str, int]]:
        return "**rich**", {"width": 3}

    def _repr_png_(self) -> bytes:
        raise RuntimeError("no screen")


def test_a_representation_that_fails_costs_only_itself() -> None:
    _, back = round_trip(Drawn())
    assert back.data == {
        "text/html": "<b>rich</b>",
        "text/plain": "rich",
        "text/markdown": "**rich**",
    }
    assert back.metadata["text/markdown"] == {"width": 3}


def test_a_widget_is_kept_with_the_state_of_all_that_is_in_it() -> None:
    box = ipywidgets.VBox([ipywidgets.IntSlider(7, description="step"), ipywidgets.Text("alone")])
    ipywidgets.IntText(9)
    sink = io.BytesIO()
    encoded = encode(box, sink)
    bundle = json.loads(sink.getvalue())
    models = bundle["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    view = bundle["outputs"][0]["data"]["application/vnd.jupyter.widget-view+json"]
    assert encoded.codec == "displayed.v1"
    assert models[view["model_id"]]["model_name"] == "VBoxModel"
    assert 7 in [model["state"].get("value") for model in models.values()]
    assert 9 not in [model["state"].get("value") for model in models.values()]


class Plain:
    pass


class Fails:
    def _repr_html_(self) -> str:
        raise RuntimeError("no screen")


class ShowsNothing:
    def _repr_html_(self) -> None:
        return None


class Model:
    """As an estimator of scikit-learn: its diagram is far less than it is."""

    def _repr_html_(self) -> str:
        return "<div>diagram</div>"

    def get_params(self) -> dict[str, Any]:
        return {}


class Samples:
    def _repr_html_(self) -> str:
        return "<table/>"

    def __array__(self) -> Any:
        return np.zeros(3)


class OwnFrame(pd.DataFrame):
    pass


@pytest.mark.parametrize(
    ("obj", "words"),
    [
        (Plain(), "No codec gives a .*Plain back exactly"),
        (ShowsNothing(), "No codec gives"),
        (Fails(), "could not show itself: RuntimeError: no screen"),
        (Model(), "No codec gives"),
        (Samples(), "No codec gives"),
        (shown_by.Pretty("x"), "No codec gives"),
        # Their codec knows better than to keep the first rows as HTML.
        (OwnFrame({"a": [1]}), "would come back as a pandas.DataFrame"),
        ({"a": shown_by.HTML("x")}, r"at \['a'\]"),
        (Drawn, "Drawn is code"),
    ],
)
def test_what_is_more_than_it_shows_or_shows_only_text_is_refused(obj: Any, words: str) -> None:
    assert re.search(words, str(refusal_of(obj)))


def test_who_allows_pickle_gets_the_object_and_not_what_it_shows() -> None:
    encoded, back = round_trip(shown_by.HTML("<b>x</b>"), allow_pickle=True)
    assert (encoded.codec, type(back)) == ("pickle.v1", shown_by.HTML)


def test_a_bundle_that_json_cannot_represent_is_refused_before_a_byte_is_written() -> None:
    class Strange:
        def _repr_mimebundle_(self, **_wanted: Any) -> Any:
            return {"application/json": {"a": object()}}

    sink = io.BytesIO()
    with pytest.raises(NotSerialisableError, match="JSON cannot"):
        encode(Strange(), sink)
    assert sink.getvalue() == b""
