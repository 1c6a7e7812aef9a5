"""What a notebook displays is kept as the object that it is."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import matplotlib as mpl

mpl.use("agg")

import altair as alt
import graphviz
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from codec_support import refusal_of, round_trip, written
from matplotlib.animation import FuncAnimation
from PIL import Image

from cellkeep.codecs import SavedOutput
from cellkeep.codecs.figures.figure import figure_of
from cellkeep.codecs.registry import all_codecs

FRAME = pd.DataFrame({"a": [1, 2, 4], "b": [3, 4, 1]})


pytestmark = pytest.mark.usefixtures("no_figures_left")


def bars() -> Any:
    return plt.subplots()[1].bar([1, 2], [3, 4])


def box_plot() -> Any:
    return FRAME.boxplot(return_type="dict")


FIGURES: dict[str, Any] = {
    "FacetGrid": lambda: sns.relplot(FRAME, x="a", y="b"),
    "PairGrid": lambda: sns.pairplot(FRAME),
    "JointGrid": lambda: sns.jointplot(FRAME, x="a", y="b"),
    "ClusterGrid": lambda: sns.clustermap(FRAME),
    "Axes of pandas": lambda: FRAME.plot(),
    "array of Axes": lambda: FRAME.hist(),
    "series of Axes": lambda: FRAME.groupby("a").b.plot(),
    "mosaic": lambda: plt.subplot_mosaic("AB")[1],
    "bars": bars,
    "error bars": lambda: plt.subplots()[1].errorbar([1, 2], [3, 4], yerr=1, capsize=2),
    "stems": lambda: plt.subplots()[1].stem([1, 2]),
    "box plot": box_plot,
    "subfigure": lambda: plt.figure().subfigures(1, 2)[0],
    "canvas": lambda: FRAME.plot().figure.canvas,
    "window": lambda: FRAME.plot().figure.canvas.manager,
    "networkx": lambda: (nx.draw(nx.path_graph(3)), plt.gca())[1],
}


@pytest.mark.parametrize("name", FIGURES)
def test_whatever_stands_for_a_figure_is_kept_as_that_figure(name: str) -> None:
    obj = FIGURES[name]()
    codec = next(codec for codec in all_codecs() if codec.matches(obj))
    assert codec.id == "figure-mimebundle.v1"
    assert figure_of(obj) is plt.gcf()


def test_a_grid_of_seaborn_comes_back_as_the_pictures_of_its_figure() -> None:
    grid = sns.relplot(FRAME, x="a", y="b")
    encoded, back = round_trip(grid)
    assert encoded.codec == "figure-mimebundle.v1"
    assert back == round_trip(grid.figure)[1]
    assert back.png
    assert back.svg


def test_a_canvas_of_ipympl_stands_for_its_figure() -> None:
    from ipympl.backend_nbagg import Canvas
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 1), dpi=50)
    figure.subplots().plot([1, 2])
    encoded, back = round_trip(Canvas(figure))
    assert encoded.codec == "figure-mimebundle.v1"
    assert back.size_inches == (2, 1)


def test_an_animation_is_kept_as_a_moving_picture() -> None:
    figure, axes = plt.subplots(figsize=(1, 1), dpi=40)
    (line,) = axes.plot([0, 1])
    movement = FuncAnimation(
        figure, lambda step: line.set_data([0, 1], [0, step]), frames=3, interval=100
    )
    encoded, back = round_trip(movement)
    assert encoded.codec == "displayed.v1"
    with Image.open(io.BytesIO(_bytes(back, "image/gif"))) as picture:
        assert (picture.n_frames, picture.size, picture.info["duration"]) == (3, (40, 40), 100)


def _bytes(output: SavedOutput, kind: str) -> bytes:
    import base64

    return base64.b64decode(output.data[kind])


CHARTS: dict[str, alt.TopLevelMixin] = {
    "points": alt.Chart(FRAME, title="Points").mark_point().encode(x="a", y="b:Q"),
    "layers": alt.layer(
        alt.Chart(FRAME).mark_line().encode(x="a", y="b"), alt.Chart(FRAME).mark_rule()
    ),
    "beside": alt.Chart(FRAME).mark_bar().encode(x="a") | alt.Chart(FRAME).mark_tick(),
    "large": alt.Chart(pd.DataFrame({"n": np.arange(6000)})).mark_tick().encode(x="n"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_of_altair_comes_back_with_all_of_its_data(name: str) -> None:
    chart = CHARTS[name]
    encoded, back = round_trip(chart)
    assert encoded.codec == "chart-mimebundle.v1"
    assert type(back) is type(chart)
    with alt.data_transformers.disable_max_rows():
        assert back.to_dict() == chart.to_dict()


def test_a_chart_of_altair_is_stored_as_the_specification_that_others_draw() -> None:
    (output,) = json.loads(written(CHARTS["points"]))["outputs"]
    major = alt.SCHEMA_VERSION[1]
    specification = output["data"][f"application/vnd.vegalite.v{major}+json"]
    assert specification["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert round_trip(CHARTS["points"])[0].summary == "Altair Chart: Points"
    assert round_trip(alt.JupyterChart(CHARTS["points"]))[1].to_dict() == CHARTS["points"].to_dict()


def test_what_this_altair_does_not_know_is_loaded_as_what_was_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(alt.Chart, "to_dict", lambda *_: {"newMark": {"of": "the future"}})
    with pytest.warns(UserWarning, match=rf"Altair {alt.__version__} cannot"):
        _, back = round_trip(CHARTS["points"])
    assert type(back) is SavedOutput


def test_a_graph_of_graphviz_comes_back_as_its_source() -> None:
    graph = graphviz.Digraph("g")
    graph.edge("a", "b")
    encoded, back = round_trip(graph)
    assert encoded.codec == "chart-mimebundle.v1"
    assert back.source == graph.source


def picture(mode: str) -> Image.Image:
    ramp = Image.linear_gradient("L").resize((7, 5))
    if mode == "I;16":
        return Image.fromarray((np.arange(35, dtype=np.uint16) * 1000).reshape(5, 7))
    if mode in ("I", "F"):
        return Image.fromarray(np.linspace(-1e6, 1e6, 35).reshape(5, 7).astype(f"<{mode.lower()}4"))
    if mode == "LAB":
        return Image.merge("LAB", [ramp, ramp, ramp])
    return ramp.convert("RGB").convert(mode)


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "I", "F", "CMYK", "YCbCr", "LAB"]
)
def test_an_image_of_pillow_comes_back_in_its_mode(mode: str) -> None:
    image = picture(mode)
    encoded, back = round_trip({"image": image})
    assert encoded.codec == "values-zip.v1"
    assert back["image"] == image
    encoded, back = round_trip(image)
    form = "png" if mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16") else "tiff"
    assert (encoded.codec, encoded.media_type) == (f"image-{form}.v1", f"image/{form}")
    assert back == image
    assert encoded.summary == f"7 × 5 px, {mode}"


def test_the_metadata_of_an_image_comes_back_and_is_where_others_look_for_it() -> None:
    exif = Image.Exif()
    exif[0x010E] = "a description"
    file = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(file, "JPEG", exif=exif, dpi=(300, 300))
    image = Image.open(file)
    image.info["Author"] = "grüße"
    _, back = round_trip(image)
    assert back.info == image.info
    assert back.getexif()[0x010E] == "a description"
    with Image.open(io.BytesIO(written(image))) as others:
        assert others.format == "PNG"
        assert round(others.info["dpi"][0]) == 300
        assert others.getexif()[0x010E] == "a description"
        assert others.info["Author"] == "grüße"


def test_an_image_of_several_frames_is_refused_and_not_cut_to_one() -> None:
    file = io.BytesIO()
    Image.new("L", (4, 4)).save(
        file, "GIF", save_all=True, append_images=[Image.new("L", (4, 4), 9)]
    )
    assert re.search("2 frames.*Save its file", str(refusal_of(Image.open(file))))
