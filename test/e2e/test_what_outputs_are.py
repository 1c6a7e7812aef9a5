"""Outputs in widgets, outputs of two parts, text with pictures, and numbers of three figures."""

from __future__ import annotations

import base64
import re
from typing import Any

from lab_page import LabPage
from lab_server import ROOT, LabServer
from line import wait_until
from notebooks import code_cell, write_notebook
from playwright.sync_api import Locator, expect

PICTURES = ROOT / "test-results" / "what-outputs-are"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
INTERACT = """import pandas as pd, ipywidgets
def shown(n):
    global inside
    inside = pd.DataFrame({'a': range(n)})
    display(inside)
_ = ipywidgets.interact(shown, n=(90, 1000))"""
NESTED = """import matplotlib.pyplot as plt
out = ipywidgets.Output()
with out:
    display(ipywidgets.HTML('above'))
    print('inside')
ipywidgets.Tab([ipywidgets.HBox([out])], titles=['first'])"""
BOKEH = """from bokeh.plotting import figure, output_notebook, show
from bokeh.resources import INLINE
output_notebook(INLINE, hide_banner=True)
plot = figure(width=200, height=120)
plot.line([1, 2], [3, 4])
show(plot)"""
# Whether the handle lies over the text of the number beside it.
COVERS = """([prompt, part]) => {
    const range = document.createRange();
    range.selectNodeContents(prompt);
    const text = range.getBoundingClientRect(), box = part.getBoundingClientRect();
    return box.width > 0 && box.left < text.right && text.left < box.right
        && box.top < text.bottom && text.top < box.bottom;
}"""

OVER_TABLE = """child => {
    const table = child.querySelector('table').getBoundingClientRect();
    const button = child.querySelector('.jp-Cellkeep-KeepButton').getBoundingClientRect();
    return button.right > table.left;
}"""


def markdown(cell_id: str, source: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": source, **more}


def save_all(lab: LabPage, cell: Locator) -> None:
    cell.click()
    lab.page.keyboard.press("Escape")
    lab.command("cellkeep:save-cell-outputs")


def content(server: LabServer, artifact: dict[str, Any]) -> Any:
    return server.get(f"cellkeep/api/artifacts/{artifact['id']}/content")


def test_plots_in_widgets_plots_of_two_outputs_and_text_with_pictures_are_kept_whole(
    lab: LabPage, server: LabServer
) -> None:
    (server.notebooks / "plan").mkdir(exist_ok=True)
    for path in ("plan/beside.png", "above.png"):
        (server.notebooks / path).write_bytes(base64.b64decode(PIXEL))
    pasted = {"image.png": {"image/png": PIXEL}}
    targets = ("attachment:image.png", "beside.png", "../above.png")
    text = "\n".join(["# Plan", *(f"![shown]({target})" for target in targets)])
    write_notebook(
        server.notebooks / "plan/whole.ipynb",
        code_cell("interact", INTERACT, count=None),
        code_cell("nested", NESTED, count=None),
        code_cell("bokeh", BOKEH, count=None),
        markdown("text", text, attachments=pasted),
        code_cell("number", "inside = pd.DataFrame({'a': range(20)})\ninside", count=None),
    )
    server.empty_store()
    lab.open("plan/whole.ipynb")
    page = lab.page
    for number in range(3):
        lab.run_cell(lab.cells.nth(number))

    # Inside of a widget: the object behind what is shown there.
    inner = lab.cells.first.locator(".jp-OutputArea .jp-OutputArea .jp-OutputArea-child").first
    inner.hover()
    lab.picture(PICTURES / "interact.png")
    inner.get_by_role("button", name="Save this output: full table, 545 × 1").click()
    inner.get_by_role("button", name=re.compile("^Saved as .*: full table, 545 × 1")).wait_for()
    (kept,) = lab.stored()
    assert (kept["kind"], kept["summary"]) == ("table", "545 × 1")
    assert not page.evaluate(OVER_TABLE, inner.element_handle())
    assert kept["provenance"]["cell_id"] == "interact"
    printed = (
        lab.cells.nth(1).locator(".jp-OutputArea .jp-OutputArea-child").filter(has_text="inside")
    )
    lab.output_menu(printed.last.locator(".jp-OutputArea-output").last, "Save Output as Artifact")
    wait_until(lambda: any(one["summary"] == "inside" for one in lab.stored()))

    # Two outputs, a place and the script that draws into it, are one figure.
    place = (
        lab.cells.nth(2).locator(".jp-OutputArea-child").filter(has=page.locator("[data-root-id]"))
    )
    place.first.hover()
    place.first.get_by_role("button", name="Save this output").click()
    place.first.get_by_role("button", name="Saved as").wait_for()
    (bokeh,) = [one for one in lab.stored() if one["provenance"].get("cell_id") == "bokeh"]
    (figure,) = content(server, bokeh)["outputs"]
    assert "application/vnd.bokeh.item+json" in figure["data"]

    save_all(lab, lab.cells.nth(3))
    wait_until(lambda: any(one["category"] == "code" for one in lab.stored()))
    (written,) = [one for one in lab.stored() if one["category"] == "code"]
    url = f"{server.url}/cellkeep/api/artifacts/{written['id']}/content"
    said = page.request.get(url).text()
    assert said.splitlines() == ["# Plan", *[f"![shown](data:image/png;base64,{PIXEL})"] * 3]

    # Neither the handle nor the button covers the number, of three figures and more.
    page.evaluate("""() => {
        const panel = window.jupyterapp.shell.currentWidget;
        panel.content.widgets[4].model.sharedModel.setOutputs([{output_type: 'execute_result',
            execution_count: 12345, metadata: {},
            data: {'text/html': '<p>1</p><p>2</p><p>3</p>'}}]);
    }""")
    child = lab.cells.nth(4).locator(".jp-OutputArea-child").first
    child.hover()
    child.locator(".jp-Cellkeep-DragHandle").wait_for()
    lab.in_both_themes(PICTURES / "number")
    prompt = child.locator(".jp-OutputPrompt").element_handle()
    for part in (".jp-Cellkeep-DragHandle", ".jp-Cellkeep-KeepButton"):
        assert not page.evaluate(COVERS, [prompt, child.locator(part).element_handle()]), part
    expect(child.locator(".jp-OutputPrompt")).to_contain_text("[12345]")


def test_a_notebook_that_is_gone_is_looked_for(lab: LabPage, server: LabServer) -> None:
    write_notebook(
        server.notebooks / "goes.ipynb",
        code_cell(
            "a", "import cellkeep\ncellkeep.save([3], 'output', name='from it').wait()", count=None
        ),
    )
    lab.open("goes.ipynb")
    lab.run_cell(lab.cells.first)
    lab.wait_stored("from it")
    page = lab.page
    lab.open()
    (server.notebooks / "elsewhere").mkdir(exist_ok=True)
    lab.command("filebrowser:refresh")  # it does not look at the folder just now
    (server.notebooks / "goes.ipynb").rename(server.notebooks / "elsewhere" / "goes.ipynb")
    lab.show_sidebar()
    lab.row("from it").click()
    page.locator("#cellkeep-sidebar").get_by_text("of goes.ipynb").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("is not there any more")
    lab.in_both_themes(PICTURES / "gone")
    dialog.get_by_role("button", name="Look for “goes.ipynb”").click()
    page.get_by_role("tab", name="goes.ipynb").wait_for()
    expect(lab.cells.first).to_contain_text("from it")
