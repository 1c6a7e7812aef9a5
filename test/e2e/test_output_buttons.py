"""The buttons at outputs: the keyboard stays with the cell, and nothing is covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lab_page import LabPage
from lab_server import ROOT, LabServer
from line import wait_until
from notebooks import code_cell, write_notebook
from playwright.sync_api import expect

pytestmark = pytest.mark.one_tab

if TYPE_CHECKING:
    from playwright.sync_api import Locator

THREE = (
    "from IPython.display import HTML, display\n"
    "for word in ('one', 'two', 'three'):\n    display(HTML(f'<b>{word}</b>'))"
)
# Plots, with what of their own tool bars they show, and a line between others.
PLOTS = {
    ".modebar": "import plotly.graph_objects as go\nbars = go.Figure(go.Bar(y=[1, 2]))\nbars",
    ".vega-embed summary": (
        "chart = {'data': {'values': [{'a': 1}]}, 'mark': 'bar', 'width': 500,\n"
        "    'encoding': {'x': {'field': 'a'}}}\n"
        "display({'application/vnd.vegalite.v5+json': chart}, raw=True)"
    ),
    ".jupyter-matplotlib-toolbar": (
        "%matplotlib widget\nimport matplotlib.pyplot as plt\n_ = plt.plot([1, 2])"
    ),
    "pre:text-is('-2')": "display(-1, -2, -3)",
}
PICTURES = ROOT / "test-results" / "buttons"
# Whether a button of ours and a tool bar of the output have a place in common.
COVERED = """([child, bar]) => {
    const box = bar.getBoundingClientRect();
    return [...child.querySelectorAll(':scope > .jp-Cellkeep-KeepHost > *')].some(one => {
        const {left, right, top, bottom} = one.getBoundingClientRect();
        return left < box.right && box.left < right && top < box.bottom && box.top < bottom;
    });
}"""


def press(output: Locator) -> None:
    output.hover()
    output.get_by_role("button", name="Save").first.click()


def test_the_next_key_is_the_cells_and_every_output_is_reached(
    lab: LabPage, server: LabServer
) -> None:
    name = "keys.ipynb"
    write_notebook(server.notebooks / name, code_cell("three", THREE, count=None))
    lab.open(name)
    page = lab.page
    cell = lab.cells.first
    lab.run_cell(cell)
    prompt = cell.locator(".jp-InputPrompt").first
    outputs = cell.locator(".jp-OutputArea-child")
    tabs = page.locator("#jp-main-dock-panel .lm-TabBar-tab")
    before = tabs.count()

    # By pointer: each of these works at once, whatever had the keyboard before.
    cell.locator(".cm-content").click()
    press(outputs.nth(0))
    page.keyboard.press("b")
    expect(lab.cells).to_have_count(2)
    press(outputs.nth(1))
    page.keyboard.press("Control+Enter")
    expect(prompt).to_contain_text("[2]")
    press(outputs.nth(1))
    page.keyboard.press("Shift+Enter")
    expect(prompt).to_contain_text("[3]")
    assert tabs.count() == before
    press(outputs.nth(2))
    with page.expect_response(
        lambda one: one.request.method == "PUT" and "/api/contents/" in one.url
    ):
        page.keyboard.press("Control+s")
    page.keyboard.press("Escape")

    # By keyboard: Tab comes from the cell to one of several outputs.
    page.keyboard.press("Control+Enter")
    expect(prompt).to_contain_text("[4]")
    wait_until(lambda: outputs.count() == 3)
    before_keys = len(lab.stored())
    reached = "() => [...document.querySelectorAll('.jp-Cellkeep-KeepButton')].indexOf("
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(f"{reached}document.activeElement)") == 1:
            break
    button = outputs.nth(1).locator(".jp-Cellkeep-KeepButton")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(button).to_contain_class("jp-Cellkeep-mod-kept")
    expect(button).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(lab.cells).to_have_count(3)
    assert len(lab.stored()) >= before_keys

    # The cell's key, while it is edited, which takes no line away.
    page.keyboard.press("ArrowDown")
    cell = lab.cells.nth(1)
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Shift+Enter")
    expect(cell.locator(".jp-Cellkeep-KeepButton.jp-Cellkeep-mod-kept")).to_have_count(3)
    assert cell.locator(".cm-line").count() == len(THREE.splitlines())


def test_buttons_are_inside_their_output_and_cover_nothing(lab: LabPage, server: LabServer) -> None:
    name = "places.ipynb"
    cells = [code_cell(f"plot-{n}", code, count=None) for n, code in enumerate(PLOTS.values())]
    write_notebook(server.notebooks / name, *cells)
    lab.open(name)
    page = lab.page
    for number in range(len(PLOTS)):
        lab.run_cell(lab.cells.nth(number))
    # At 200 % a window of 1440 is as one of 720.
    for width in (1440, 720, 480):
        page.set_viewport_size({"width": width, "height": 900})
        lab.command("application:toggle-left-area") if width == 720 else None
        for number, selector in enumerate(PLOTS):
            drawn = page.locator(selector)
            output = lab.cells.nth(number).locator(".jp-OutputArea-child", has=drawn)
            output.hover()
            bar = output.locator(selector).first
            bar.wait_for()
            button = output.locator(".jp-Cellkeep-KeepButton")
            inner, outer = button.bounding_box(), output.bounding_box()
            assert inner is not None
            assert outer is not None
            assert inner["x"] >= outer["x"]
            assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]
            assert inner["y"] >= outer["y"]
            assert inner["y"] + inner["height"] <= outer["y"] + outer["height"]
            lab.picture(PICTURES / f"{width}-{number}.png")
            both = [output.element_handle(), bar.element_handle()]
            assert not page.evaluate(COVERED, both), f"{selector} at {width}"
    page.set_viewport_size({"width": 1440, "height": 900})
    lab.in_both_themes(PICTURES / "plot")


def test_a_name_holds_one_kind_of_thing(lab: LabPage, server: LabServer) -> None:
    name = "names.ipynb"
    frame = "import pandas as pd\nframe = pd.DataFrame({'a': range(142)})\nframe"
    parts = {
        frame: "frame",
        "frame.describe()": "frame.describe",
        "frame.sort_values('a').head(10)": "frame.sort_values.head",
        "import matplotlib.pyplot as plt\nplt.subplots()[1].set(title='As it is');": "As it is",
    }
    cells = [code_cell(f"part-{n}", code, count=None) for n, code in enumerate(parts)]
    write_notebook(server.notebooks / name, *cells)
    server.empty_store()
    lab.open(name)
    for cell in (lab.cells.nth(number) for number in range(len(parts))):
        lab.run_cell(cell)
        cell.locator(".jp-OutputArea-child").last.hover()
        cell.locator(".jp-Cellkeep-KeepButton").last.click()
        expect(cell.locator(".jp-Cellkeep-mod-kept").last).to_be_visible()
    kept = {one["name"]: one for one in lab.wait_stored(*parts.values()).values()}
    assert sorted(kept) == sorted(parts.values())
    assert kept["frame"]["summary"] == "142 × 1"

    # By its own name something else is saved only where a person wants it.
    lab.output_menu(lab.outputs(lab.cells.first).first, "Save Output as Displayed")
    dialog = lab.page.get_by_role("dialog")
    dialog.get_by_text("is the name of something else").wait_for()
    lab.in_both_themes(PICTURES / "other-kind")
    dialog.get_by_role("button", name="Save as “frame (output)”").click()
    lab.wait_stored("frame (output)")
    # So is a table of which no column is the same.
    other = lab.type_cell("frame = frame.rename(columns={'a': 'b'})\nframe")
    lab.run_cell(other)
    press(other.locator(".jp-OutputArea-child").first)
    expect(dialog).to_contain_text("of the kind table (a), and this is of the kind table (b)")
    dialog.get_by_role("button", name="Save as “frame (b)”").click()
    lab.wait_stored("frame (b)")
    loaded = lab.type_cell("import cellkeep\nlen(cellkeep.load('frame'))")
    lab.run_cell(loaded)
    expect(loaded.locator(".jp-OutputArea-output")).to_have_text("142")
