"""Pages that are downloaded show their figures from a disk, in a browser without a network."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from cellkeep_store.forms.forms import write_form

CHART = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"a": 1}, {"a": 3}]},
    "mark": "bar",
    "encoding": {"x": {"field": "a", "type": "quantitative"}},
}
FIGURE = {"data": [{"type": "bar", "y": [1, 2]}], "layout": {}}


def of_plotly() -> str:
    import plotly.graph_objects as go

    page: str = go.Figure(go.Bar(y=[1, 2])).to_html(include_plotlyjs="cdn")
    return page


def of_altair() -> str:
    import altair as alt

    return str(alt.Chart.from_dict(CHART).to_html())


def of_bokeh() -> str:
    from bokeh.embed import file_html
    from bokeh.plotting import figure
    from bokeh.resources import CDN

    shown = figure(width=300, height=200)
    shown.line([1, 2], [1, 2])
    return str(file_html(shown, CDN))


def of_folium() -> str:
    import folium

    return str(folium.Map([47, 8]).get_root().render())


def of_nbconvert() -> str:
    import nbformat.v4 as nbformat
    from nbconvert import HTMLExporter

    data = {"image/svg+xml": "<svg width='90' height='90'><rect width='90' height='90'/></svg>"}
    output = nbformat.new_output("display_data", data)
    cells = [nbformat.new_code_cell("draw()", outputs=[output])]
    page: str = HTMLExporter().from_notebook_node(nbformat.new_notebook(cells=cells))[0]
    return page


def outputs(*data: dict[str, Any]) -> bytes:
    shown = [{"output_type": "display_data", "metadata": {}, "data": one} for one in data]
    return json.dumps({"nbformat": 4, "outputs": shown}).encode()


def output_of_bokeh() -> bytes:
    """What a notebook has of a figure, after `output_notebook()` in another cell."""
    from bokeh.embed.notebook import notebook_content
    from bokeh.plotting import figure

    shown = figure(width=300, height=200)
    shown.line([1, 2], [1, 2])
    script, div, _ = notebook_content(shown)
    markup = f"{div}<script>{script}</script>"
    return outputs({"application/vnd.bokehjs_exec.v0+json": "", "text/html": markup})


PAGES: dict[str, tuple[str, str, Callable[[], str | bytes], str]] = {
    "plotly": ("bytes.v1", "standalone", of_plotly, ".plotly .bars path"),
    "altair": ("bytes.v1", "standalone", of_altair, "#vis canvas"),
    "bokeh": ("bytes.v1", "standalone", of_bokeh, "canvas"),
    "nbconvert": ("bytes.v1", "standalone", of_nbconvert, "main img"),
    "output of bokeh": ("displayed.v1", "html", output_of_bokeh, "canvas"),
    "outputs": (
        "mimebundle.v1",
        "html",
        lambda: outputs(
            {"application/vnd.plotly.v1+json": FIGURE, "text/html": "<b>not this</b>"},
            {"application/vnd.vegalite.v6+json": CHART},
        ),
        "#figure-0 .bars path, #chart-1 canvas",
    ),
}


@pytest.fixture
def opened(context: BrowserContext, tmp_path: Path) -> Callable[[bytes], tuple[Page, list[str]]]:
    """Opens a page from a disk; what it asks of others is refused, and listed."""

    def open_page(content: bytes) -> tuple[Page, list[str]]:
        asked: list[str] = []
        path = tmp_path / "page.html"
        path.write_bytes(content)
        page = context.new_page()
        page.on("pageerror", lambda error: asked.append(f"error: {error}"))
        page.route("http*://**", lambda route: (asked.append(route.request.url), route.abort()))
        page.goto(path.as_uri())
        return page, asked

    return open_page


def written(codec: str, form: str, content: str | bytes) -> bytes:
    sink = io.BytesIO()
    raw = content.encode() if isinstance(content, str) else content
    write_form(io.BytesIO(raw), codec, form, sink)
    return sink.getvalue()


def test_a_page_shows_its_figure_without_a_network(
    opened: Callable[[bytes], tuple[Page, list[str]]],
) -> None:
    for name, (codec, form, make, drawn) in PAGES.items():
        page, asked = opened(written(codec, form, make()))
        for selector in drawn.split(", "):
            expect(page.locator(selector).first, name).to_be_visible()
        # Formulas and diagrams of nbconvert stay as they are written, and its page says so.
        says = page.get_by_role("note")
        expect(says).to_have_count(1 if name == "nbconvert" else 0)
        assert asked == [] or name == "nbconvert", name
        page.close()


def test_a_map_says_what_is_missing_without_a_network(
    opened: Callable[[bytes], tuple[Page, list[str]]],
) -> None:
    page, _ = opened(written("bytes.v1", "standalone", of_folium()))
    note = page.get_by_role("note")
    expect(note).to_contain_text("leaflet.js")
    expect(note).to_contain_text("tile.openstreetmap.org")
    expect(note).to_contain_text("without a network, what they draw is missing")
    page.close()
