"""The card of a save: the same with its kernel, without it, and in another page."""

from __future__ import annotations

import json

from lab_page import LabPage
from lab_server import ROOT, LabServer
from line import wait_until
from notebooks import code_cell, write_notebook
from playwright.sync_api import expect

PICTURES = ROOT / "test-results" / "cards"
SAVE = (
    "import cellkeep, pandas as pd\n"
    "run = cellkeep.current_run()\n"
    "run.save(pd.DataFrame({'a': [1, 2]}), 'output', name='table of two')"
)


def test_a_card_outlives_its_kernel_and_its_page(lab: LabPage, server: LabServer) -> None:
    page, name = lab.page, "cards.ipynb"
    write_notebook(server.notebooks / name, code_cell("save", SAVE, count=None))
    lab.open(name)
    lab.run_cell(lab.cells.first)
    card = lab.cells.first.locator(".jp-Cellkeep-Card")
    expect(card).to_contain_text("stored v1")
    expect(card.get_by_role("button", name="table of two")).to_be_visible()
    lab.in_both_themes(PICTURES / "live")
    lab.save_notebook()

    def in_file() -> dict[str, str]:
        cells = json.loads((server.notebooks / name).read_text())["cells"]
        return dict(cells[0]["outputs"][0]["data"]) if cells[0]["outputs"] else {}

    # The file says how it ended, for readers without a kernel and without Cellkeep.
    if "stored as v1" not in "".join(in_file().get("text/html", "")):
        lab.save_notebook()
    wait_until(lambda: "stored as v1" in "".join(in_file().get("text/html", "")))
    assert "hashing" not in "".join(in_file()["text/plain"])

    for session in server.get("api/sessions"):
        server.ask("DELETE", f"api/sessions/{session['id']}")
    page.reload()
    lab.ready()
    expect(card).to_contain_text("stored v1")
    lab.in_both_themes(PICTURES / "without-its-kernel")
    card.get_by_role("button", name="table of two").click()
    page.locator(".lm-TabBar-tab").filter(has_text="table of two").wait_for()

    # An artifact that is gone leaves the HTML.
    page.get_by_role("tab", name=name).click()
    (artifact,) = [one for one in lab.stored() if one["name"] == "table of two"]
    server.ask("DELETE", f"cellkeep/api/artifacts/{artifact['id']}")
    page.reload()
    lab.ready()
    output = lab.outputs(lab.cells.first)
    expect(output.locator(".jp-RenderedHTMLCommon")).to_contain_text("table of two")
    expect(output).to_contain_text("stored as v1")
    expect(card).to_be_hidden()
    lab.in_both_themes(PICTURES / "of-an-artifact-that-is-gone")
