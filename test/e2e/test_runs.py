"""Runs that people understand: a new one without a cell, an offer of one, and names across them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe import violations
from lab_page import SIDEBAR, LabPage
from lab_server import ROOT, LabServer
from line import wait_until
from notebooks import code_cell, write_notebook
from playwright.sync_api import expect

PICTURES = ROOT / "test-results" / "runs"
OTHERS = """
import cellkeep
with cellkeep.Run("elsewhere") as run:
    run.save([1], "output", name="other")
"""
SHOWN = "from IPython.display import HTML, display\ndisplay(HTML('<b>shown</b>'))"
SAVE = "cellkeep.save({'lr': lr, 'seed': seed}, 'output', name='result').wait(60)"


def saved(server: LabServer, name: str) -> list[tuple[str, int]]:
    """The runs and versions of a name, the newest first."""
    items: list[dict[str, Any]] = server.get("cellkeep/api/artifacts?limit=500")["items"]
    return [(one["run_id"], one["version"]) for one in items if one["name"] == name]


@pytest.mark.timeout(300)
def test_a_new_run_begins_without_a_cell_and_names_go_across_runs(
    lab: LabPage, server: LabServer
) -> None:
    page = lab.page
    sources = ("lr = 0.1", "import cellkeep; seed = 7", SAVE, SHOWN)
    cells = [code_cell(f"c{index}", source, count=None) for index, source in enumerate(sources)]
    write_notebook(server.notebooks / "runs.ipynb", *cells)
    lab.open("runs.ipynb")
    sidebar = lab.show_sidebar()
    parameters, _, result, shown = (lab.cells.nth(index) for index in range(4))
    for index in range(4):
        lab.run_cell(lab.cells.nth(index))
    lab.output_menu(lab.outputs(shown).first, "Save Output as Artifact")
    wait_until(lambda: len(server.artifacts()) == 2)
    (first, version), *more = saved(server, "result")
    assert (version, more) == (1, [])
    lab.save_notebook()
    before = (server.notebooks / "runs.ipynb").read_text()

    # From the sidebar's menu: nothing is executed, and the page's own saves go there as well.
    sidebar.get_by_role("button", name="More", exact=True).click()
    lab.menu_item("New Run").click()
    expect(page.get_by_text("A new run of runs.ipynb has begun").first).to_be_visible()
    lab.save_notebook()
    assert json.loads((server.notebooks / "runs.ipynb").read_text()) == json.loads(before)
    lab.run_cell(shown)
    lab.output_menu(lab.outputs(shown).first, "Save Output as Artifact")
    wait_until(lambda: saved(server, "HTML of cell [5]"))
    ((second, version),) = saved(server, "HTML of cell [5]")
    assert (second != first, version) == (True, 1)
    lab.run_cell(result)
    wait_until(lambda: saved(server, "result")[0] == (second, 1))

    # It goes on when the kernel restarts.
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    lab.kernel_idle()
    lab.command("notebook:clear-all-cell-outputs")
    for index in range(2):
        lab.run_cell(lab.cells.nth(index))
    lab.run_cell(lab.type_cell("seed = 8"))
    lab.run_cell(result)
    wait_until(lambda: saved(server, "result")[0] == (second, 2))

    # A parameter changes: a new run is offered, once.
    parameters.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("lr = 0.2")
    page.keyboard.press("Escape")
    lab.run_cell(parameters)
    offer = page.locator(".Toastify__toast", has_text="lr changed")
    offer.get_by_role("button", name="New Run").click()
    expect(page.get_by_text("A new run of runs.ipynb has begun").last).to_be_visible()
    lab.run_cell(result)
    wait_until(lambda: saved(server, "result")[0][0] not in (first, second))

    # A tab of an earlier run says where it was saved since.
    results = (one for one in server.artifacts() if one["name"] == "result")
    oldest = next(one["id"] for one in results if one["run_id"] == first)
    lab.command("cellkeep:open-artifact", artifactId=oldest)
    document = page.locator(".jp-Cellkeep-Document:visible")
    note = document.get_by_role("status").filter(has_text="It was saved again in another run: ")
    expect(note).to_contain_text("runs.ipynb, ")
    lab.in_both_themes(PICTURES / "saved-again")
    note.get_by_role("button", name="Show v1").click()
    expect(note).to_have_count(0)
    lab.command("application:close")

    # One row a name, those of the notebook first, their versions by run below.
    server.script(OTHERS)
    lab.command("cellkeep:group-by", by="name")
    row = sidebar.get_by_role("treeitem", name="result v1").first
    expect(row).to_contain_text("4 versions in 3 runs")
    sidebar.get_by_role("treeitem", name="other v1").wait_for()
    assert lab.rows()[-1].startswith("other")
    row.focus()
    page.keyboard.press("ArrowRight")
    runs = sidebar.locator(".jp-Cellkeep-Row.jp-Cellkeep-mod-run")
    expect(runs).to_have_count(2)
    expect(runs.first).to_contain_text("runs.ipynb")
    expect(sidebar.locator(".jp-Cellkeep-Row[aria-level='3']")).to_have_count(3)
    lab.in_both_themes(PICTURES / "names")
    assert violations(lab, SIDEBAR) == []

    # What is searched for says where it was found.
    box = sidebar.get_by_role("searchbox")
    box.fill("'seed': seed")
    expect(row).to_contain_text("code: cellkeep.save({'lr': lr, 'seed': seed}")
    lab.command("cellkeep:group-by", by="run")
    expect(sidebar.get_by_role("treeitem", name="result").first).to_contain_text("code: cellkeep")
    lab.in_both_themes(PICTURES / "found")
