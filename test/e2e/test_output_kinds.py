"""Every kind of output is saved with all it holds; the table in the docs is made here.

`CELLKEEP_WRITE_DOCS=1 pytest test/e2e/test_output_kinds.py` writes the table anew.
"""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from lab_page import LabPage
from lab_server import ROOT, LabServer
from line import wait_until
from notebooks import code_cell, display, write_notebook
from playwright.sync_api import expect

from docs_table import docs_table, saved_types

pytestmark = pytest.mark.one_tab

HEAD = ("output", "cell", "name", "what is saved of it", "said of it")
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEUlEQVR4nGP8zwAG"
    "TBAKQQEAG/0BBdlF2RQAAAAASUVORK5CYII="
)
TEXT = "text/plain"
PDF = base64.b64encode(b"%PDF-1.4\n%%EOF\n").decode()
POINT = {"type": "Point", "coordinates": [8.5, 47.4]}
SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='20'/>"
SOUND = '<audio controls><source src="data:audio/wav;base64,UklGRg==" type="audio/wav"/></audio>'
FILM = '<video controls src="data:video/mp4;base64,AAAA"></video>'
STYLED = "<table><caption>Yields</caption><tr><td>1</td></tr></table>"
CHART = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "title": "Cars",
    "mark": "bar",
}
FIGURE = {"data": [{"type": "bar", "y": [1, 2]}], "layout": {"title": {"text": "Sales"}}}
TRACEBACK = ["\x1b[31mValueError\x1b[0m", "ValueError: no data"]

# What a person calls it, the cell's source, its output.
KINDS: list[tuple[str, str, dict[str, Any]]] = [
    ("PNG picture", "display(pic)", display({"image/png": PNG, TEXT: "<Figure>"})),
    ("JPEG picture", "photo", display({"image/jpeg": "/9j/4A==", TEXT: "<Image>"})),
    ("SVG picture", "Drawing()", display({"image/svg+xml": SVG, TEXT: "<SVG>"})),
    ("HTML", "HTML(page)", display({"text/html": "<h2>Report</h2>", TEXT: "<HTML>"})),
    ("HTML table", "frame", display({"text/html": "<table border='1'></table>", TEXT: "  a"})),
    ("Styled table", "Styler(frame)", display({"text/html": STYLED, TEXT: "<Styler>"})),
    ("LaTeX", "Math(e)", display({"text/latex": "$e^{x}$", TEXT: "<Math>"})),
    ("Markdown", "Markdown(t)", display({"text/markdown": "## Findings\n…", TEXT: "<Markdown>"})),
    ("JSON", "JSON(d)", display({"application/json": {"a": [1, None]}, TEXT: "<JSON>"})),
    ("GeoJSON", "GeoJSON(p)", display({"application/geo+json": POINT, TEXT: "<GeoJSON>"})),
    ("Vega-Lite", "alt.Chart(c)", display({"application/vnd.vegalite.v6+json": CHART, TEXT: ""})),
    ("Plotly", "fig", display({"application/vnd.plotly.v1+json": FIGURE, TEXT: "Figure()"})),
    ("PDF", "Document(p)", display({"application/pdf": PDF, TEXT: "<PDF>"})),
    ("Audio", "Audio(w)", display({"text/html": SOUND, TEXT: "<Audio>"})),
    ("Video", "Video(v)", display({"text/html": FILM, TEXT: "<Video>"})),
    ("Plain text", "total", display({TEXT: "42"})),
    ("Printed text", "print(1)", {"output_type": "stream", "name": "stdout", "text": "1\n2\n"}),
    ("Warnings", "warn()", {"output_type": "stream", "name": "stderr", "text": "careful\n"}),
    (
        "Error",
        "fail()",
        {
            "output_type": "error",
            "ename": "ValueError",
            "evalue": "no data",
            "traceback": TRACEBACK,
        },
    ),
]
WIDGET = """\
import ipywidgets
gauge = ipywidgets.HBox([ipywidgets.IntSlider(value=41, description="level")])
gauge
"""
UPDATED = """\
from IPython.display import display
handle = display("first", display_id="status")
handle.update("last")
"""


def content(server: LabServer, artifact: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = server.get(f"cellkeep/api/artifacts/{artifact['id']}/content")
    return found


def test_every_kind_of_output_is_kept_whole(lab: LabPage, server: LabServer) -> None:
    cells = [
        code_cell(f"kind-{number}", source, output)
        for number, (_, source, output) in enumerate(KINDS)
    ]
    write_notebook(server.notebooks / "kinds.ipynb", *cells)
    lab.open("kinds.ipynb")
    for number in range(len(KINDS)):
        lab.command("cellkeep:save-cell-outputs", cellId=f"kind-{number}")
    lab.run_cell(lab.type_cell(WIDGET))
    lab.cells.last.locator(".widget-slider, .jupyter-widget-slider").first.wait_for()
    lab.page.keyboard.press("Control+Shift+Enter")
    lab.run_cell(lab.type_cell(UPDATED))
    lab.page.keyboard.press("Control+Shift+Enter")

    def by_source() -> dict[str, dict[str, Any]]:
        return {item["provenance"].get("source", ""): item for item in lab.stored()}

    wait_until(lambda: len(by_source()) >= len(KINDS) + 2, timeout=60)
    found = by_source()
    rows: list[tuple[str, ...]] = []
    for what, source, output in KINDS:
        artifact = found[source]
        assert artifact["provenance"]["captured"] == "display"
        assert artifact["provenance"]["output_index"] == 0
        (kept,) = content(server, artifact)["outputs"]
        assert kept == output | {"metadata": {}} if "data" in output else kept == output, what
        rows.append(
            (
                what,
                f"`{source}`",
                artifact["name"],
                saved_types(kept),
                artifact["summary"],
            )
        )

    widget = found[WIDGET]
    bundle = content(server, widget)
    state = bundle["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    view = bundle["outputs"][0]["data"]["application/vnd.jupyter.widget-view+json"]
    sliders = [model for model in state.values() if model["model_name"] == "IntSliderModel"]
    assert view["model_id"] in state
    assert [slider["state"]["value"] for slider in sliders] == [41]
    assert {"LayoutModel", "SliderStyleModel"} <= {model["model_name"] for model in state.values()}
    types = f"{saved_types(bundle['outputs'][0])}, state of its models"
    rows.append(("Widget", "`gauge`", widget["name"], types, widget["summary"]))
    # Opened again, it says what it stood at.
    lab.show_sidebar()
    lab.row(widget["name"]).click()
    kept_widget = lab.page.locator(".jp-Cellkeep-Preview .jp-Cellkeep-WidgetView")
    expect(kept_widget).to_contain_text("IntSliderlevel41")
    lab.in_both_themes(ROOT / "test-results" / "kinds" / "widget")

    updated = found[UPDATED]
    (kept,) = content(server, updated)["outputs"]
    assert kept["data"][TEXT] == "'last'"
    row = (
        "Updated display",
        "`handle.update(…)`",
        updated["name"],
        saved_types(kept),
        "the last",
    )
    rows.append(row)
    assert server.cellkeep("verify")["ok"]
    docs_table("e2e/test_output_kinds.py", HEAD, rows)


def test_the_source_is_the_one_that_was_executed(lab: LabPage, server: LabServer) -> None:
    write_notebook(server.notebooks / "edited.ipynb", code_cell("a", "1"))
    lab.open("edited.ipynb")
    cell = lab.type_cell("answer = 6 * 7\nanswer")
    lab.run_cell(cell)
    cell.locator(".cm-content").click()
    lab.page.keyboard.press("Control+a")
    lab.page.keyboard.insert_text("something_else")
    lab.page.keyboard.press("Escape")
    lab.page.keyboard.press("Control+Shift+Enter")
    artifact = lab.wait_stored("answer")["answer"]
    assert artifact["provenance"]["source"] == "answer = 6 * 7\nanswer"
    # After a reload it is known again that it is kept.
    lab.save_notebook()
    notebook = json.loads((server.notebooks / "edited.ipynb").read_text())
    notebook["cells"][-1]["source"] = "answer = 6 * 7\nanswer"
    (server.notebooks / "edited.ipynb").write_text(json.dumps(notebook))
    lab.open("edited.ipynb")
    tick = lab.page.get_by_role("button", name="Saved as answer v1: as displayed")
    tick.wait_for(state="attached")
    assert tick.count() == 1
