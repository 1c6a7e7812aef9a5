"""The object behind an output, and what a notebook keeps by itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lab_page import SIDEBAR, LabPage
from lab_server import ROOT, LabServer
from line import wait_until
from notebooks import code_cell, write_notebook
from playwright.sync_api import expect

from docs_table import docs_table

pytestmark = pytest.mark.one_tab

FRAME = "import pandas as pd\nframe = pd.DataFrame({'a': range(1000), 'b': 1.5})\nframe"
PICTURES = ROOT / "test-results" / "live"
WORDS = "full table, 1,000 × 2"

# What a person calls it, and a cell that shows it.
OBJECTS = [
    ("pandas table", FRAME),
    ("pandas series", "series = pd.Series(range(500))\nseries"),
    ("NumPy array", "import numpy as np\narray = np.zeros((300, 400))\narray"),
    (
        "Matplotlib figure, after it was closed",
        "import matplotlib.pyplot as plt\nplt.plot([1, 3])\nplt.title('Growth')\nplt.show()",
    ),
    ("Plotly figure", "import plotly.graph_objects as go\nbars = go.Figure(go.Bar(y=[1]))\nbars"),
    ("PyTorch tensor", "import torch\nweights = torch.ones(64, 64)\nweights"),
    ("text of a variable", "words = 'plain words'\nwords"),
    ("printed text", "print('printed')"),
]


@pytest.fixture
def live(lab: LabPage, server: LabServer, request: pytest.FixtureRequest) -> LabPage:
    name = f"{request.node.name}.ipynb"
    write_notebook(server.notebooks / name, code_cell("first", "%load_ext cellkeep", count=None))
    lab.open(name)
    lab.run_cell(lab.cells.first)
    lab.show_sidebar()
    return lab


def of_notebook(lab: LabPage, name: str) -> list[dict[str, Any]]:
    return [one for one in lab.stored() if one["provenance"].get("notebook") == name]


def test_the_whole_table_is_kept_or_what_is_displayed(live: LabPage, server: LabServer) -> None:
    name = "test_the_whole_table_is_kept_or_what_is_displayed.ipynb"
    cell = live.type_cell(FRAME)
    live.run_cell(cell)
    output = cell.locator(".jp-OutputArea-child").first
    output.hover()
    keep = output.get_by_role("button", name=f"Save this output: {WORDS}")
    keep.wait_for()
    live.in_both_themes(PICTURES / "button")
    keep.click()
    output.get_by_role("button", name=f"Saved as frame v1: {WORDS}").wait_for()
    (kept,) = of_notebook(live, name)
    assert kept["codec"] == "table-arrow.v1"
    assert kept["provenance"]["captured"] == "object"
    assert kept["provenance"]["source"] == FRAME

    # The dialog offers both; the menu says which.
    page = live.page
    live.output_menu(live.outputs(cell).first, "Save Output as Artifact…")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name=WORDS)).to_be_checked()
    dialog.get_by_role("radio", name="as displayed").check()
    dialog.get_by_role("textbox", name="Name").fill("seen")
    live.in_both_themes(PICTURES / "dialog")
    dialog.get_by_role("button", name="Save").click()
    assert live.wait_stored("seen")["seen"]["codec"] == "mimebundle.v1"
    live.outputs(cell).first.click(button="right", position={"x": 12, "y": 6})
    page.get_by_role("menuitem", name=f"Save Output as Artifact ({WORDS})").wait_for()
    live.picture(PICTURES / "menu.png")
    page.keyboard.press("Escape")

    # A reload brings the tick back.
    live.save_notebook()
    page.reload()
    live.ready()
    page.get_by_role("button", name="Saved as").first.wait_for(state="attached")

    # Where an object is gone, that is said before it is kept as displayed: one that the kernel
    # holds no more, and all of a kernel that was restarted.
    gone = "The full table, 7 × 2, is gone from the kernel: to save it, run the cell again"
    part = live.type_cell("display(frame.head(7))")
    live.run_cell(part)
    short = part.locator(".jp-OutputArea-child").first
    short.hover()
    words = f"as displayed: HTML table of 7 rows. {gone}"
    short.get_by_role("button", name=f"Save this output {words}").wait_for()
    live.output_menu(live.outputs(part).first, "Save Output as Artifact…")
    expect(dialog).to_contain_text(f"Saved {words}.")
    live.in_both_themes(PICTURES / "gone")
    dialog.get_by_role("button", name="Cancel").click()
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name="Restart Kernel…").click()
    with page.expect_response(lambda answer: answer.url.partition("?")[0].endswith("/restart")):
        page.get_by_role("dialog").locator("button.jp-mod-accept").click()
    live.kernel_idle()
    # The menu does not promise the table, as soon as the kernel has said that it has none.
    shown = live.outputs(live.cell("import pandas")).first
    item = page.get_by_role("menuitem", name="Save Output as Artifact (only as displayed)")

    def promises_no_table() -> bool:
        shown.click(button="right", position={"x": 12, "y": 6})
        if item.count() == 0:
            page.keyboard.press("Escape")
        return item.count() == 1

    wait_until(promises_no_table)
    item.click()
    said = page.locator(".Toastify__toast").filter(has_text="saved as displayed, not the whole")
    expect(said).to_be_visible()


def test_a_notebook_and_a_cell_say_what_is_kept_by_itself(live: LabPage, server: LabServer) -> None:
    name = "test_a_notebook_and_a_cell_say_what_is_kept_by_itself.ipynb"
    page = live.page
    # A cell's tag, from the cell's own menu.
    tagged = live.type_cell("tagged = [1, 2, 3]\ntagged")
    tagged.locator(".jp-InputPrompt").click(button="right")
    live.menu_item("Save Outputs of This Cell Automatically").click()
    page.wait_for_timeout(800)
    live.run_cell(live.type_cell("'not this'"))
    live.run_cell(tagged)
    wait_until(lambda: len(of_notebook(live, name)) > 0)
    (kept,) = of_notebook(live, name)
    assert kept["provenance"]["via"] == "auto"
    assert kept["provenance"]["source"] == "tagged = [1, 2, 3]\ntagged"

    # The notebook, from the main menu.
    page.get_by_role("menuitem", name="Run", exact=True).click()
    live.menu_item("Save Automatically").hover()
    nothing = live.menu_item("Save Nothing Automatically")
    tables = live.menu_item("Save Tables Automatically")
    expect(nothing).to_contain_class("lm-mod-toggled")
    live.in_both_themes(PICTURES / "auto-menu")
    tables.click()
    page.wait_for_timeout(800)
    cell = live.type_cell(FRAME)
    live.run_cell(cell)
    live.wait_stored("frame")
    cell.get_by_role("button", name="Saved as").first.wait_for(state="attached")
    live.save_notebook()
    path = server.notebooks / name
    wait_until(lambda: "capture" in path.read_text())
    content = json.loads(path.read_text())
    assert content["metadata"]["cellkeep"] == {"capture": "tables"}
    assert [cell["metadata"].get("tags") for cell in content["cells"]].count(["keep"]) == 1

    # By keyboard: up to the submenu, into it, and one item down.
    page.get_by_role("menuitem", name="Run", exact=True).click()
    active = page.locator(".lm-Menu-item.lm-mod-active .lm-Menu-itemLabel")
    for _ in range(20):
        page.keyboard.press("ArrowUp")
        if active.inner_text() == "Save Automatically":
            break
    page.keyboard.press("ArrowRight")
    expect(tables).to_contain_class("lm-mod-toggled")
    expect(nothing).not_to_contain_class("lm-mod-toggled")
    for label in ("Save Nothing Automatically", "Save Figures Automatically"):
        expect(active.last).to_have_text(label)
        page.keyboard.press("ArrowDown" if "Nothing" in label else "Enter")
    live.save_notebook()
    wait_until(lambda: '"figures"' in path.read_text())


def test_a_long_cell_is_kept_with_no_page_open(live: LabPage, server: LabServer) -> None:
    name = "test_a_long_cell_is_kept_with_no_page_open.ipynb"
    page = live.page
    source = (
        "import pathlib, time, pandas as pd\n"
        "while not pathlib.Path('closed').exists(): time.sleep(0.1)\n"
        "late = pd.DataFrame({'a': range(9)})\nlate"
    )
    cell = live.type_cell(source)
    live.command("cellkeep:auto-capture", what="tables")
    live.save_notebook()
    # A second page on the same kernel wants the same.
    second = LabPage(page.context.new_page(), server).open(name)
    second.page.wait_for_timeout(800)
    cell.locator(".jp-InputPrompt").click()
    page.keyboard.press("Control+Enter")
    expect(cell.locator(".jp-InputPrompt")).to_contain_text("*")
    for one in (page, second.page):
        one.goto("about:blank")
    assert of_notebook(live, name) == []
    (server.notebooks / "closed").touch()
    late = live.wait_stored("late")["late"]
    assert late["provenance"]["via"] == "auto"
    page.wait_for_timeout(2000)
    assert len(of_notebook(live, name)) == 1

    # Back again, it runs under the eyes of two pages and is the same artifact.
    live.open(name)
    second.open(name)
    live.run_cell(live.cells.nth(1))
    tick = live.cells.nth(1).get_by_role("button", name="Saved as late v1")
    tick.wait_for(state="attached")
    (kept,) = of_notebook(live, name)
    assert kept["id"] == late["id"]
    second.page.close()


def test_each_kind_of_object_with_the_helper(live: LabPage, server: LabServer) -> None:
    name = "test_each_kind_of_object_with_the_helper.ipynb"
    rows = []
    for what, source in OBJECTS:
        cell = live.type_cell(source)
        live.run_cell(cell)
        before = len(of_notebook(live, name))
        output = cell.locator(".jp-OutputArea-child").first
        output.scroll_into_view_if_needed()
        output.hover()
        button = output.locator(".jp-Cellkeep-KeepButton")
        # Until the kernel has spoken it says what it does not know yet.
        expect(button).not_to_have_attribute("aria-label", re.compile("still has it"))
        said = (button.get_attribute("aria-label") or "").removeprefix("Save this output")
        button.click()
        output.get_by_role("button", name="Saved as").wait_for(timeout=60_000)
        wait_until(lambda before=before: len(of_notebook(live, name)) > before)
        kept = of_notebook(live, name)[0]
        is_object = kept["provenance"]["captured"] == "object"
        assert is_object == said.startswith(": "), f"{what}: it said {said!r}"
        summary = f"{kept['codec']}, {kept['summary']}" if is_object else "as displayed"
        rows.append((what, said.lstrip(": ").strip(), summary))
    head = ("output", "the button says", "saved with the helper")
    docs_table("e2e/test_live_objects.py", head, rows)


@pytest.mark.long
def test_the_sidebar_says_what_a_mirror_has_and_what_waits_for_one(
    live: LabPage, server: LabServer, tmp_path: Path
) -> None:
    sidebar = live.page.locator(SIDEBAR)
    save = f"""
import os, cellkeep
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
there = cellkeep.Run("mirrored", mirror="mlflow:{tmp_path / "mlruns"}")
there.save([1, 2], name="mirrored scores").wait()
away = cellkeep.Run("left alone", mirror="mlflow://127.0.0.1:9")
away.save([3, 4], name="lonely scores").wait()
there.flush()
"""
    cell = live.type_cell(save)
    live.run_cell(cell, timeout=250_000)
    expect(live.outputs(cell).last).to_have_text(
        "cellkeep: nothing of this run waits; everything that it saved is in the store."
    )
    live.wait_stored("mirrored scores", "lonely scores")
    # A copy that waits says so, with why; the artifact is stored all the same.
    waiting = sidebar.locator(".jp-Cellkeep-mod-transfer", has_text="lonely scores")
    expect(waiting).to_contain_text("MLflow: waiting")
    waiting.hover()
    expect(waiting).to_have_attribute("title", re.compile("127.0.0.1:9.* does not answer"))
    sidebar.get_by_role("searchbox").fill("mirrored scores")
    live.row("mirrored scores").click()
    place = sidebar.locator("dt", has_text="Also in").locator("+ dd")
    expect(place).to_have_text(re.compile("^MLflow: .*mirrored scores.*json$"))
