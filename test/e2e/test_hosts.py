"""Which notebook is meant, where several have the same cells or share a kernel."""

from __future__ import annotations

import json
from typing import Any

from lab_page import PANEL, SIDEBAR, LabPage
from lab_server import LabServer
from line import wait_until
from notebooks import code_cell, display, write_notebook
from playwright.sync_api import Locator, expect

CELLS = ("shortcut", "menu", "handle", "dragged", "replaced")


def palette(lab: LabPage, label: str) -> None:
    lab.page.keyboard.press("Control+Shift+C")
    lab.page.locator(".jp-ModalCommandPalette:not(.lm-mod-hidden)").wait_for()
    lab.page.keyboard.insert_text(f"cellkeep {label}")
    expect(lab.page.locator(".lm-CommandPalette-item").first).to_contain_text(label)
    lab.page.keyboard.press("Enter")


def open_beside(lab: LabPage, **arguments: Any) -> None:
    command = "window.jupyterapp.commands.execute('docmanager:open', args)"
    lab.page.evaluate(f"async args => void (await {command})", arguments)
    # The indicator says idle before there is a kernel, and then a run asks for one.
    lab.page.wait_for_function(
        """path => {
            const { context, sessionContext } = window.jupyterapp.shell.currentWidget ?? {};
            return context?.path === path && sessionContext.session?.kernel;
        }""",
        arg=arguments["path"],
    )


def onto_outputs(lab: LabPage, source: Locator) -> None:
    lab.drag(source, lab.page.locator(SIDEBAR))
    place = ".jp-Cellkeep-DropTarget[data-category=output]:not([data-run])"
    lab.move_over(lab.page.locator(place))
    lab.page.mouse.up()


def activate(cell: Locator) -> None:
    cell.locator(".jp-InputPrompt").click()


def test_the_notebook_that_one_sees_is_meant_and_not_its_duplicate(
    lab: LabPage, server: LabServer
) -> None:
    for name in ("original", "copy"):
        cells = [
            code_cell(one, f"{one} = 1", display({"text/plain": f"{one} of the {name}"}))
            for one in CELLS
        ]
        write_notebook(server.notebooks / f"{name}.ipynb", *cells)
    lab.open("original.ipynb")
    open_beside(lab, path="copy.ipynb")
    lab.kernel_idle()
    lab.show_sidebar()
    page = lab.page
    expect(lab.cells).to_have_count(len(CELLS))
    expect(lab.outputs().first).to_contain_text("of the copy")

    activate(lab.cell("shortcut"))
    shortcut = page.evaluate(
        "() => window.jupyterapp.commands.keyBindings"
        ".find(one => one.command === 'cellkeep:save-cell-outputs').keys[0]"
    )
    page.keyboard.press("+".join(shortcut.replace("Ctrl", "Control").split()))
    lab.cell("menu").locator(".jp-InputPrompt").click(button="right")
    lab.menu_item("Save All Outputs of the Cell as Artifacts").click()
    output = lab.cell("handle").locator(".jp-OutputArea-child").first
    output.hover()
    onto_outputs(lab, output.locator(".jp-Cellkeep-DragHandle"))
    activate(lab.cell("dragged"))
    onto_outputs(lab, lab.cell("dragged").locator(".jp-InputPrompt"))
    activate(lab.cell("replaced"))
    palette(lab, "Save and Replace with Reference")
    lab.cell("replaced").get_by_role("region", name="Saved output").wait_for()

    wait_until(lambda: len(of_notebook(lab, "copy.ipynb")) == len(CELLS))
    for artifact in of_notebook(lab, "copy.ipynb"):
        (kept,) = server.get(f"cellkeep/api/artifacts/{artifact['id']}/content")["outputs"]
        cell = artifact["provenance"]["cell_id"]
        assert kept["data"]["text/plain"] == f"{cell} of the copy"
    assert of_notebook(lab, "original.ipynb") == []
    expect(lab.page.locator(PANEL).get_by_role("button", name="Saved as")).to_have_count(4)
    page.get_by_role("tab", name="original.ipynb").click()
    expect(lab.outputs().last).to_contain_text("replaced of the original")


def test_two_notebooks_on_one_kernel_and_what_came_from_one_that_was_moved(
    lab: LabPage, server: LabServer
) -> None:
    page = lab.page
    show = "import pandas as pd, cellkeep\n{0} = pd.DataFrame({{'a': [1]}})\n{0}"
    tagged = code_cell("tagged", show.format("shown"), count=None)
    tagged["metadata"]["tags"] = ["keep"]
    later = code_cell("later", "cellkeep.save([3], 'output', name='later').wait()", count=None)
    magic = code_cell("magic", "by_magic = [1, 2]\n%keep by_magic", count=None)
    write_notebook(server.notebooks / "first.ipynb", code_cell("a", "import cellkeep", count=None))
    write_notebook(server.notebooks / "second.ipynb", tagged, magic, later)
    (server.notebooks / "moved").mkdir(exist_ok=True)
    lab.open("first.ipynb")
    lab.run_cell(lab.cells.first)
    kernel_id = page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.id"
    )
    open_beside(lab, path="second.ipynb", kernel={"id": kernel_id})
    lab.cells.nth(2).wait_for()
    lab.kernel_idle()
    lab.run_cell(lab.cells.first)
    lab.run_cell(lab.cells.nth(1))
    kept = lab.wait_stored("shown", "by_magic")
    for name in ("shown", "by_magic"):
        assert kept[name]["provenance"]["notebook"] == "second.ipynb"
    tick = lab.cells.first.get_by_role("button", name="Saved as shown v1: full table")
    tick.wait_for(state="attached")
    lab.save_notebook()

    path = "moved/renamed.ipynb"
    lab.move("second.ipynb", path)
    wait_until(lambda: len(of_notebook(lab, path)) == 2)
    lab.run_cell(lab.cells.nth(2))
    assert lab.wait_stored("later")["later"]["provenance"]["notebook"] == path
    lab.save_notebook()
    wait_until(lambda: json.loads((server.notebooks / path).read_text())["cells"][2]["outputs"])

    # After a reload its ticks are there, and a click on where it came from finds it.
    lab.open(path)
    tick.wait_for(state="attached")
    open_beside(lab, path="first.ipynb")
    expect(lab.cells).to_have_count(1)
    lab.show_sidebar()
    lab.row("shown").click()
    page.locator(SIDEBAR).get_by_text("from cell [2] of renamed.ipynb").click()
    expect(lab.cells).to_have_count(3)
    tick.wait_for(state="attached")

    # Its kernel is gone, it is closed, and its folder moves: by Jupyter's file ids it is followed.
    page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
    lab.open("first.ipynb")
    lab.move("moved", "away")
    path = "away/renamed.ipynb"
    wait_until(lambda: len(of_notebook(lab, path)) == 3)
    open_beside(lab, path=path)
    tick.wait_for(state="attached")


def of_notebook(lab: LabPage, path: str) -> list[dict[str, Any]]:
    return [one for one in lab.stored() if one["provenance"].get("notebook") == path]
