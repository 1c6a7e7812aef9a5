"""Large outputs out of the notebook into the store, and back."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lab_page import LabPage
from lab_server import ROOT, TOKEN, LabServer
from line import wait_until
from meter import LONG_TASKS
from notebooks import code_cell, display, write_notebook
from playwright.sync_api import expect

PICTURES = ROOT / "test-results" / "offload"
PLOTLY = "application/vnd.plotly.v1+json"
REFERENCE = "application/vnd.cellkeep.artifact+json"


LARGEST_FILE = 200_000
# More rows of a thousand values are drawn only when that is asked for.
DRAWN_UNASKED = 2000
# Each of the server's words on the session takes a second, as where a kernel starts far away.
SLOW_SESSIONS = """
    const original = window.fetch;
    window.fetch = async (input, init) => {
        const url = typeof input === 'string' ? input : input.url;
        if (/api\\/sessions/.test(url))
            await new Promise(resolve => setTimeout(resolve, 1000));
        return original(input, init);
    };
"""


def plotly_output(rows: int) -> dict[str, Any]:
    """A heat map of a thousand columns, each row of them some 9 kB as JSON."""
    numbers = random.Random(5)
    row = [round(numbers.random(), 6) for _ in range(1000)]
    z = [row[start % 1000 :] + row[: start % 1000] for start in range(rows)]
    figure = {
        "data": [{"type": "heatmap", "z": z}],
        "layout": {"title": {"text": "Field strength"}},
    }
    return display({PLOTLY: figure, "text/plain": "Figure()"})


def long_tasks(lab: LabPage, doing: str) -> list[int]:
    """Return the tasks of over 50 ms since the last call, and print them."""
    tasks: list[int] = lab.page.evaluate("window.longTasks.splice(0)")
    print(f"tasks over 50 ms, in ms, {doing}: {tasks}")
    return tasks


def first_output(path: Path) -> dict[str, Any]:
    output: dict[str, Any] = json.loads(path.read_text())["cells"][0]["outputs"][0]
    return output


def menu(lab: LabPage, item: str) -> None:
    lab.output_menu(lab.outputs().first, item)


# JupyterLab and its own renderer need a minute for the 20 MB, with which each step is the same.
@pytest.mark.parametrize("rows", [120, pytest.param(DRAWN_UNASKED + 100, marks=pytest.mark.long)])
def test_a_large_figure_becomes_a_small_reference_and_comes_back(
    lab: LabPage, server: LabServer, rows: int
) -> None:
    path = server.notebooks / "large.ipynb"
    original = plotly_output(rows)
    write_notebook(path, code_cell("field", "fig", original))
    before = path.stat().st_size
    assert before > 9_000 * rows
    lab.open("large.ipynb")
    page = lab.page
    page.evaluate(LONG_TASKS)
    lab.outputs().first.hover()
    page.get_by_role("button", name="Save this output as displayed").first.wait_for()
    long_tasks(lab, "with the pointer on it")
    page.evaluate(
        """() => {
            window.replacedAt = 0;
            new MutationObserver(() => {
                if (!window.replacedAt && document.querySelector('.jp-Cellkeep-Reference'))
                    window.replacedAt = Date.now();
            }).observe(document.body, {childList: true, subtree: true});
        }"""
    )
    menu(lab, "Save Output as Artifact")
    page.get_by_role("button", name="Saved as Field strength").wait_for(timeout=90_000)
    long_tasks(lab, "keeping it")
    menu(lab, "Save and Replace with Reference")
    card = page.locator(".jp-Cellkeep-Reference")
    card.wait_for(timeout=90_000)
    long_tasks(lab, "keeping it again, drawing its picture and replacing it")
    expect(card).to_contain_text("Field strength v1")
    expect(card.locator("img")).to_be_visible()
    kept = lab.wait_stored("Field strength")["Field strength"]

    # Not before the receipt.
    stored_at = datetime.fromisoformat(kept["stored_at"]).timestamp() * 1000
    assert page.evaluate("window.replacedAt") >= stored_at

    # It can be taken back, and done again.
    page.get_by_role("button", name="Undo").click()
    card.wait_for(state="detached")
    menu(lab, "Save and Replace with Reference")
    card.wait_for(timeout=90_000)
    # The same output is the same artifact.
    (again,) = [one for one in lab.stored() if one["name"] == "Field strength"]
    assert again["id"] == kept["id"]

    lab.save_notebook()
    wait_until(lambda: 0 < path.stat().st_size < 1_000_000)
    assert path.stat().st_size < LARGEST_FILE, f"{before} bytes became {path.stat().st_size}"
    data = first_output(path)["data"]
    assert data[REFERENCE]["sha256"] == kept["sha256"]
    assert {"image/png", "text/plain"} < set(data)

    html = path.with_suffix(".html")
    converter = [sys.executable, "-m", "nbconvert", "--to", "html", str(path)]
    subprocess.run(converter, env=server.environment, check=True, capture_output=True, timeout=120)
    assert data["image/png"].replace("\n", "")[:200] in html.read_text().replace("\n", "")

    # Opened again, it is there, still, interactive, and whole.
    lab.open("large.ipynb")
    page.evaluate(LONG_TASKS)
    card.get_by_role("button", name="Show in full").click()
    if rows > DRAWN_UNASKED:
        # That takes long, and it is said before.
        anyway = card.get_by_role("button", name="Draw it anyway")
        anyway.wait_for(timeout=60_000)
        long_tasks(lab, "reading it")
        anyway.click()
    inside = card.frame_locator(".jp-Cellkeep-PlotlyView").frame_locator("iframe")
    inside.locator(".plot-container").wait_for(timeout=60_000)
    long_tasks(lab, "drawing it, by plotly.js")
    lab.in_both_themes(PICTURES / "full")
    card.get_by_role("button", name="Show the picture").press("Enter")
    expect(card.locator("img")).to_be_visible()
    lab.in_both_themes(PICTURES / "card")
    long_tasks(lab, "showing the picture again")
    card.get_by_role("button", name="Restore output").press("Enter")
    card.wait_for(state="detached", timeout=60_000)
    long_tasks(lab, "bringing it back")
    lab.save_notebook()
    assert path.stat().st_size > 9_000 * rows
    assert first_output(path)["data"][PLOTLY] == original["data"][PLOTLY]


def test_a_save_before_the_kernel_is_known_goes_to_its_run(lab: LabPage, server: LabServer) -> None:
    output = display({"text/plain": "'soon'"})
    write_notebook(server.notebooks / "early.ipynb", code_cell("early", "soon", output))
    page = lab.page
    page.add_init_script(SLOW_SESSIONS)
    page.goto(f"{server.url}/lab/tree/early.ipynb?token={TOKEN}&reset")
    lab.ready()
    menu(lab, "Save Output as Artifact")
    kernel = "() => window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.id"
    assert page.evaluate(kernel) is None
    kept = lab.wait_stored("soon")["soon"]
    kernel_id = page.evaluate(kernel)
    assert kept["run_id"] == kernel_id.replace("-", "")
    menu(lab, "Save Output as Artifact")
    page.wait_for_timeout(1500)
    assert [one["id"] for one in lab.stored() if one["name"] == "soon"] == [kept["id"]]


def test_what_is_not_in_the_store_is_not_taken_for_it(lab: LabPage, server: LabServer) -> None:
    path = server.notebooks / "refused.ipynb"
    text = display({"text/html": "<p>only here</p>", "text/plain": "only here"})
    stranger = {"id": "0" * 32, "name": "<b>elsewhere</b>", "version": 3, "sha256": "a" * 64}
    away = display({REFERENCE: stranger, "text/plain": "a fallback"})
    write_notebook(path, code_cell("only", "shown", text), code_cell("far", "away", away))
    lab.open("refused.ipynb")

    # A reference to what this store does not have says so.
    card = lab.cell("away").locator(".jp-Cellkeep-Reference")
    expect(card).to_contain_text("<b>elsewhere</b> v3")
    expect(card.get_by_role("alert")).to_contain_text("cannot be shown from here")
    expect(card.get_by_role("button")).to_have_count(0)

    # What could not be stored stays in the notebook.
    lab.page.route(re.compile("cellkeep/api/offers"), lambda route: route.abort())
    menu(lab, "Save and Replace with Reference")
    # The queue tries for a while; nothing is taken away before it has succeeded.
    lab.page.wait_for_timeout(1500)
    shown = lab.cell("shown")
    expect(shown.locator(".jp-Cellkeep-Reference")).to_have_count(0)
    expect(lab.outputs(shown)).to_contain_text("only here")
    lab.page.unroute_all()
    shown.locator(".jp-Cellkeep-Reference img").wait_for()
