"""Lineage as a picture: from two real notebooks, walked by keyboard and mouse, kept up to date."""

from __future__ import annotations

import re

import pytest
from axe import violations
from lab_page import LabPage
from lab_server import ROOT, LabServer
from notebooks import code_cell, write_notebook
from playwright.sync_api import Locator, Page, expect

PICTURES = ROOT / "test-results" / "lineage"
BIDI = "score\u202egnp.exe"

PREPARE = """
import cellkeep, numpy as np
run = cellkeep.Run("prepare")
run.save(b"import numpy", "code", name="clean.py").wait(60)
run.save(np.arange(9.0), "input", name="raw").wait(60)
run.save(np.arange(8.0), "output", name="lost").wait(60)
run.save(np.arange(6.0), "output", name="clean").wait(60)
"""
TRAIN = f"""
import cellkeep, numpy as np
train = cellkeep.Run("train")
train.save(np.arange(6.0), "input", name="table").wait(60)
weights = cellkeep.load("lost") * 2
model = train.save(weights, "output", name="model")
model.wait(60)
train.save({{"loss": 0.1}}, "output", name={BIDI!r}).wait(60)
"""
REPORT = """
report = cellkeep.Run("report")
train.load("model")
report.save({"ok": True}, "output", name="summary").wait(60)
"""


@pytest.fixture(scope="module")
def server(shared_server: LabServer) -> LabServer:
    server = shared_server
    server.empty()
    for name, source in (("prepare.ipynb", PREPARE), ("train.ipynb", TRAIN)):
        write_notebook(server.notebooks / name, code_cell("a", source.strip(), count=None))
    return server


def node(page: Page, name: str) -> Locator:
    return page.get_by_role("option", name=re.compile(rf"^{re.escape(name)} v\d"))


def at(page: Page) -> str:
    """The name of what has the keyboard."""
    return str(page.evaluate("document.activeElement?.getAttribute('aria-label')"))


def walk(page: Page, key: str, name: str) -> None:
    page.keyboard.press(key)
    assert at(page).startswith(f"{name} v"), f"{key} leads to {at(page)}, not to {name}"


def test_a_lineage_across_notebooks_is_seen_walked_and_kept_up_to_date(
    lab: LabPage, server: LabServer, page: Page
) -> None:
    lab.open("prepare.ipynb")
    lab.run_cell(lab.cells.first)
    lab.open("train.ipynb").show_sidebar()
    lab.run_cell(lab.cells.first)
    lab.wait_stored("model", BIDI)
    lab.expect_rows("lost")
    server.cellkeep("rm", "lost", "--yes")
    lab.row("lost").wait_for(state="detached")  # the rows move

    # From the menu of its row.
    lab.row("model").click(button="right")
    lab.menu_item("Show Lineage").click()
    expect(node(page, "model")).to_be_focused()
    for name in ("model", "table", "clean", "raw", "clean.py", "lost"):
        expect(node(page, name)).to_be_visible()
    expect(node(page, "lost")).to_contain_text("no longer here")
    expect(node(page, "table")).to_contain_text("input · train.ipynb")
    expect(node(page, "table")).to_contain_text("train")
    words = page.locator(".jp-Cellkeep-LineageWord")
    assert {"used", "same bytes", "same run"} <= set(words.all_text_contents())

    # Its words, for those who hear it, and by the keyboard along its lines.
    assert "the graph starts here" in at(page)
    assert "lost v1 (used)" in at(page)
    walk(page, "ArrowLeft", "lost")
    walk(page, "ArrowDown", "table")
    assert "made from clean v1 (same bytes)" in at(page)
    walk(page, "ArrowLeft", "clean")
    assert "used by table v1 (same bytes)" in at(page)
    column = set()
    for key in ("ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        column.add(at(page).split(" ")[0])
    assert column == {"raw", "clean.py"}
    walk(page, "ArrowRight", "clean")
    details = page.get_by_role("complementary", name="Selected artifact")
    expect(details).to_contain_text("from cell [1] of prepare.ipynb")
    walk(page, "Home", "model")

    # Another result of the same run is no source and no result of the model: it is asked for.
    expect(page.locator(".jp-Cellkeep-LineageNode")).to_have_count(6)
    walk(page, "ArrowLeft", "table")  # the way that one came
    assert "it has more connections" in at(page)
    page.keyboard.press("*")
    expect(page.locator(".jp-Cellkeep-Lineage-said")).to_have_text("1 more artifact.")
    hostile = page.locator(".jp-Cellkeep-LineageNode", has_text="⟨202E⟩")
    expect(hostile).to_be_visible()
    assert BIDI not in page.locator(".jp-Cellkeep-Document:visible").inner_text()

    # What is saved meanwhile comes by itself.
    page.get_by_role("tab", name="train.ipynb").click()
    lab.run_cell(lab.type_cell(REPORT.strip()))
    page.get_by_role("tab", name="Lineage of model v1").click()
    expect(node(page, "summary")).to_be_visible()
    page.get_by_role("button", name="Fit").click()

    # The pointer: chosen, shown in the sidebar, moved, zoomed, fitted.
    node(page, "summary").click()
    expect(lab.row("summary")).to_have_attribute("aria-selected", "true")
    stage = page.locator(".jp-Cellkeep-Lineage-stage")
    before = stage.get_attribute("style")
    frame = page.locator(".jp-Cellkeep-Lineage-frame").bounding_box()
    assert frame
    page.mouse.move(frame["x"] + 20, frame["y"] + 20)
    page.mouse.down()
    page.mouse.move(frame["x"] + 80, frame["y"] + 60, steps=3)
    page.mouse.up()
    moved = stage.get_attribute("style")
    assert moved != before
    page.mouse.wheel(0, 60)
    expect(stage).not_to_have_attribute("style", moved or "")
    # One cannot see more than all of it: from there, larger, and back.
    zoom = page.locator(".jp-Cellkeep-Lineage-zoom")
    fit = page.get_by_role("button", name="Fit")
    fit.click()
    fitting = zoom.inner_text()
    frame_middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    page.mouse.move(*frame_middle)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    expect(zoom).not_to_have_text(fitting)
    page.keyboard.up("Control")
    assert int(zoom.inner_text().rstrip("%")) > int(fitting.rstrip("%"))
    fit.click()
    expect(zoom).to_have_text(fitting)
    lab.in_both_themes(PICTURES / "picture")
    for theme in lab.themes():
        assert violations(lab, ".jp-Cellkeep-Document:not(.lm-mod-hidden)") == [], theme

    # Started from another, and back; both outlive a reload.
    node(page, "clean").click()
    details.get_by_role("button", name="Start here").click()
    expect(page.get_by_role("tab", name="Lineage of clean v1")).to_be_visible()
    expect(node(page, "clean")).to_contain_text("starts here")
    page.get_by_role("button", name="Back").click()
    expect(node(page, "model")).to_contain_text("starts here")
    model = lab.wait_stored("model")["model"]["id"]
    lab.workspace_has(f'"artifactId": "{model}", "expanded"')
    page.goto(page.url.split("?")[0])
    lab.ready()
    page.get_by_role("tab", name="Lineage of model v1").click()
    expect(node(page, "model")).to_contain_text("starts here")

    # What is chosen opens.
    node(page, "table").click()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="table v1")).to_be_visible()
