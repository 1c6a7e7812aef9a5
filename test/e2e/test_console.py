"""Outputs of a code console: the object behind them, as in a notebook."""

from __future__ import annotations

from lab_page import LabPage
from playwright.sync_api import expect

CREATE = """() => window.jupyterapp.commands.execute(
    'console:create', {kernelPreference: {name: 'python3'}, activate: true}
).then(() => null)"""


def test_an_output_of_a_console_is_kept(lab: LabPage) -> None:
    lab.open()
    page = lab.page
    page.evaluate(CREATE)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    prompt = page.locator(".jp-CodeConsole-promptCell .cm-content")
    cells = page.locator(".jp-CodeConsole-content .jp-CodeCell")
    # The helper is there without an import, and the first cell is seen.
    prompt.click()
    page.keyboard.insert_text("import numpy as np; np.ones((40, 30))")
    page.keyboard.press("Shift+Enter")
    expect(cells.first.locator(".jp-InputPrompt")).to_contain_text("[1]", timeout=60_000)
    output = cells.last.locator(".jp-OutputArea-child").first
    output.hover()
    output.get_by_role("button", name="Save this output: full array, 40 × 30 float64").click()
    output.get_by_role("button", name="Saved as").wait_for()
    (kept,) = lab.stored()
    assert kept["codec"] == "ndarray-arrow.v1"
    assert kept["provenance"]["captured"] == "object"
    assert "notebook" not in kept["provenance"]

    # What the kernel itself saves is of no notebook either, so its origin is no link.
    prompt.click()
    page.keyboard.insert_text("twos = np.ones(3) * 2\n%keep twos")
    page.keyboard.press("Shift+Enter")
    assert "notebook" not in lab.wait_stored("twos")["twos"]["provenance"]
    sidebar = lab.show_sidebar()
    lab.row("twos").click()
    expect(sidebar.locator(".jp-Cellkeep-Details-provenance")).to_have_text("from cell [2]")
    expect(sidebar.locator(".jp-Cellkeep-Details-provenance button")).to_have_count(0)
