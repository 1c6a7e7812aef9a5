"""Figures are saved from the figure itself, exactly, and left as they were."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import plotly.data
import plotly.express as px
import plotly.graph_objects as go
import plotly.io
import pytest
from codec_support import refusal_of, round_trip, written
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from PIL import Image

from cellkeep import CellkeepWarning
from cellkeep.codecs import SavedOutput
from cellkeep_core.errors import NotSerialisableError

pytestmark = pytest.mark.usefixtures("no_figures_left")


def drawn(dpi: float = 80) -> Figure:
    figure, axes = plt.subplots(figsize=(4, 3), dpi=dpi)
    axes.plot([1, 3, 2], label="loss")
    axes.set_title("Loss & <more>")
    axes.legend()
    return figure


def test_a_figure_comes_back_as_png_and_svg_of_its_size() -> None:
    encoded, back = round_trip(drawn())
    assert encoded.codec == "figure-mimebundle.v1"
    assert encoded.summary == "320 × 240 px"
    assert type(back) is SavedOutput
    assert (back.size_inches, back.dpi) == ((4.0, 3.0), 80.0)
    with Image.open(io.BytesIO(back.png)) as picture:
        assert picture.size == (320, 240)
        assert len(picture.convert("RGB").getcolors(100_000)) > 10
    assert "Loss &amp; &lt;more&gt;</text>" in back.svg
    preview: Any = encoded.preview
    assert (preview.width, preview.height) == (320, 240)
    assert preview.media_types == ["image/svg+xml", "image/png", "text/plain"]
    with Image.open(io.BytesIO(encoded.thumbnail or b"")) as thumbnail:
        assert max(thumbnail.size) == 240


def test_a_figure_that_pyplot_has_closed_is_still_saved_whole() -> None:
    figure = drawn()
    before = written(figure)
    plt.close(figure)
    assert written(figure) == before


def test_the_same_figure_gives_the_same_bytes_without_a_date() -> None:
    first, second = written(drawn()), written(drawn())
    assert first == second
    assert not re.search(rb"<dc:date>", first)


def test_the_figure_is_left_as_it_was() -> None:
    figure = drawn()
    canvas = FigureCanvasSVG(figure)
    calls: list[object] = []
    figure.stale_callback = lambda *args: calls.append(args)
    figure.canvas.draw_idle()
    figure.stale = True
    calls.clear()
    numbers, settings = plt.get_fignums(), dict(mpl.rcParams)
    size, dpi, facecolor = tuple(figure.get_size_inches()), figure.dpi, figure.get_facecolor()
    written(figure)
    assert figure.canvas is canvas
    assert (tuple(figure.get_size_inches()), figure.dpi) == (size, dpi)
    assert figure.get_facecolor() == facecolor
    assert figure.stale
    assert calls == []
    assert plt.get_fignums() == numbers
    assert dict(mpl.rcParams) == settings


def test_settings_for_saved_files_do_not_change_what_is_kept() -> None:
    figure = drawn()
    before = written(figure)
    with mpl.rc_context({"savefig.dpi": 300, "savefig.bbox": "tight", "savefig.facecolor": "red"}):
        assert written(figure) == before


def beside(place: str) -> Any:
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot([1, 2], label="a long name of a curve")
    if place == "right":
        axes.legend(bbox_to_anchor=(1.02, 1), loc="upper left", facecolor=(1, 0, 0), framealpha=1)
    elif place == "left":
        axes.text(-0.5, 0.5, "a word", transform=axes.transAxes, backgroundcolor=(1, 0, 0))
    elif place == "above":
        figure.suptitle("title", y=1.1, backgroundcolor=(1, 0, 0))
    else:
        axes.set_xticks([1], ["a very long name of a tick"], rotation=90)
        axes.get_xticklabels()[0].set_backgroundcolor((1, 0, 0))
    return figure


def red(picture: bytes) -> int:
    with Image.open(io.BytesIO(picture)) as image:
        pixels = np.asarray(image.convert("RGB"))
    return int(np.all(pixels == [255, 0, 0], axis=-1).sum())


@pytest.mark.parametrize("place", ["right", "left", "above", "below"])
def test_what_reaches_out_of_the_figure_is_kept_as_the_notebook_shows_it(place: str) -> None:
    figure = beside(place)
    encoded, back = round_trip(figure)
    shown = io.BytesIO()
    figure.savefig(shown, bbox_inches="tight")
    assert red(back.png) > 0.9 * red(shown.getvalue()) > 500
    with Image.open(io.BytesIO(back.png)) as image:
        width, height = image.size
    assert (width, height) > (400, 300) or (height, width) > (300, 400)
    assert encoded.summary == "400 × 300 px", "the figure's own size, as `repr` says it"
    preview: Any = encoded.preview
    assert (preview.width, preview.height) == (width, height)
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', back.svg or "")
    assert box is not None
    # The PNG ends at a whole pixel.
    assert [float(one) / 72 * 100 for one in box.groups()] == pytest.approx([width, height], abs=1)


def test_what_is_far_outside_does_not_make_a_picture_of_gigabytes() -> None:
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot([1, 2])
    axes.text(90, 1, "far away")
    _, back = round_trip(figure)
    with Image.open(io.BytesIO(back.png)) as image:
        assert image.size == (400, 300)


def test_the_dpi_of_a_dense_screen_is_not_the_figures_own() -> None:
    figure = drawn(dpi=80)
    before = written(figure)
    figure.canvas._set_device_pixel_ratio(2)  # type: ignore[attr-defined]
    assert figure.dpi == 160
    assert written(figure) == before
    assert figure.dpi == 160


def test_axes_lines_and_pyplot_stand_for_their_figure() -> None:
    figure, axes = plt.subplots(2, 2)
    (line,) = axes[0, 0].plot([1, 2])
    expected = written(figure)
    for part in (axes, axes[0, 0], list(axes[0]), line, plt):
        assert written(part) == expected
    nested = plt.figure().subfigures(1, 2)
    assert written(nested[0].subplots()) == written(nested[0].figure)


def test_axes_of_two_figures_are_refused() -> None:
    assert "2 figures" in str(refusal_of([plt.figure().gca(), plt.figure().gca()]))


def test_pyplot_without_a_figure_says_how_to_keep_one_and_makes_none() -> None:
    with pytest.raises(NotSerialisableError, match="save fig"):
        written(plt)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("make", [plt.figure, lambda: plt.subplots(1, 2)[0]])
def test_a_figure_with_nothing_in_it_is_saved_and_says_so(make: Any) -> None:
    encoded, back = round_trip(make())
    assert encoded.summary == "empty figure"
    assert back.png


def test_a_figure_with_only_a_text_is_not_empty() -> None:
    figure = plt.figure()
    figure.text(0.5, 0.5, "hello")
    assert round_trip(figure)[0].summary != "empty figure"


def test_half_a_million_points_are_kept_as_png_alone_and_say_why() -> None:
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.scatter(*np.random.default_rng(0).random((2, 500_000)))
    _, back = round_trip(figure)
    assert back.svg is None
    assert back.png
    assert "500,000 marks" in back.metadata["cellkeep"]["svg_left_out"]


def test_an_svg_that_grows_too_large_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cellkeep.codecs.figures.figure_render.MAX_SVG_BYTES", 2000)
    figure = drawn()
    canvas = figure.canvas
    _, back = round_trip(figure)
    assert back.svg is None
    assert "MB" in back.metadata["cellkeep"]["svg_left_out"]
    assert (figure.canvas, figure.dpi) == (canvas, 80)


def test_a_loaded_figure_shows_itself() -> None:
    _, back = round_trip(drawn())
    data, metadata = back._repr_mimebundle_()
    assert {"image/png", "image/svg+xml", "text/plain"} <= data.keys()
    assert metadata["image/png"] == {"width": 320, "height": 240}


PLOTLY_FIGURES = [
    px.scatter(plotly.data.iris(), x="sepal_width", y="sepal_length", color="species"),
    px.line(plotly.data.stocks(), x="date", y="GOOG", title="A title"),
    go.Figure(go.Heatmap(z=np.arange(6.0).reshape(3, 2)), frames=[go.Frame(name="f")]),
    go.Figure(go.Scatter(y=[1, None, 3], uid="kept")),
    go.Figure(),
]


@pytest.mark.parametrize("figure", PLOTLY_FIGURES)
def test_a_plotly_figure_comes_back_equal(figure: go.Figure) -> None:
    encoded, back = round_trip(figure)
    assert encoded.codec == "plotly-json.v1"
    assert type(back) is go.Figure
    assert back == figure
    assert json.loads(back.to_json(remove_uids=False)) == json.loads(
        figure.to_json(remove_uids=False)
    )


def test_a_class_of_ones_own_is_said_to_come_back_as_a_plain_figure() -> None:
    class Branded(go.Figure):
        pass

    with pytest.warns(CellkeepWarning, match="Branded is saved as a plain plotly Figure"):
        encoded, back = round_trip(Branded(go.Bar(y=[1])))
    assert encoded.summary == "1 trace, as a plain Figure"
    assert type(back) is go.Figure


def test_plotly_itself_reads_what_is_stored_and_there_is_no_plotly_js() -> None:
    content = written(PLOTLY_FIGURES[0])
    assert plotly.io.from_json(content.decode()) == PLOTLY_FIGURES[0]
    assert json.loads(content)["cellkeep"] == {"plotly": plotly.__version__}
    assert len(content) < 50_000


def test_the_preview_of_a_plotly_figure_names_traces_and_title() -> None:
    preview: Any = round_trip(PLOTLY_FIGURES[1])[0].preview
    assert (preview.traces, preview.title) == (["scatter"], "A title")
    assert preview.plotly_version == plotly.__version__


def test_typed_arrays_come_back_as_arrays_that_can_be_changed() -> None:
    _, back = round_trip(PLOTLY_FIGURES[2])
    back.data[0].z[0, 0] = 7
    assert back.data[0].z.shape == (3, 2)
