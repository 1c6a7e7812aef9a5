"""Bokeh's figures and layouts: they come back, show themselves, and are one file."""

from __future__ import annotations

import json
import re
from typing import Any

from bokeh.layouts import row
from bokeh.models import Slider
from bokeh.plotting import figure as bokeh_figure
from codec_support import round_trip, written


def objects_of(model: Any) -> list[tuple[str, dict[str, str]]]:
    """Return what each object of a figure holds, whatever its number is."""
    found = [
        (
            type(one).__name__,
            {
                name: re.sub(r"id='p\d+'", "id", str(value))
                for name, value in one.properties_with_values().items()
            },
        )
        for one in model.references()
    ]
    return sorted(found, key=repr)


def test_a_layout_of_bokeh_is_the_same_bytes_whenever_it_is_saved_and_meets_none_of_its_own() -> (
    None
):
    def layout() -> Any:
        plot = bokeh_figure(title="p1001")
        plot.line([1, 2], [3, 4], name="0c750860-7770-4ca7-b311-dac80e43fd9d")
        return row(plot, Slider(start=0, end=1, value=0.5))

    made = layout()
    first = written(made)
    assert written(made) == first
    assert written(layout()) == first  # as after a restart
    _, back = round_trip(made)
    assert back.children[0].title.text == "p1001"
    assert back.children[0].renderers[0].name == "0c750860-7770-4ca7-b311-dac80e43fd9d"
    _, again = round_trip(made)
    both = json.loads(written(row(made, back, again)))  # no id is there twice
    assert "text/html" in both["outputs"][0]["data"]
    page = json.loads(first)["outputs"][0]["data"]["text/html"]
    root = json.loads(first)["outputs"][0]["data"]["application/vnd.bokeh.item+json"]["root_id"]
    assert page.count(root) >= 4  # the page's own, its list, and the document


def test_figures_and_layouts_of_bokeh_come_back_and_show_themselves_without_a_network() -> None:
    plot = bokeh_figure(title="Lines", width=300)
    plot.line([1, 2], [3, 4])
    for model in (plot, row(Slider(start=0, end=1, value=0.5, step=0.1), plot)):
        content = written(model)
        encoded, back = round_trip(model)
        assert encoded.codec == "chart-mimebundle.v1"
        assert type(back) is type(model)
        assert model.document is None, "it is left as it was"
        assert objects_of(back) == objects_of(model)
        (output,) = json.loads(content)["outputs"]
        assert "BokehJS" in output["data"]["text/html"]
        assert not re.search(r"<script[^>]* src=|<link", output["data"]["text/html"])
    assert round_trip(plot)[0].summary == "Bokeh figure: Lines"
