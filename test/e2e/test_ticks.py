"""Ticks: only at the very output that was kept, whatever ran before or since."""

from __future__ import annotations

from lab_page import PANEL, LabPage
from lab_server import ROOT, LabServer
from notebooks import code_cell, write_notebook
from playwright.sync_api import Locator, expect

PICTURES = ROOT / "test-results" / "ticks"

# What is displayed is the same on each day; a row in the middle is not.
FRAME = (
    "import pathlib, pandas as pd\n"
    "frame = pd.DataFrame({'a': range(1000)})\n"
    "frame.loc[500] = int(pathlib.Path('day.txt').read_text())\n"
    "frame"
)
INSIDE = (
    "import ipywidgets\n"
    "box = ipywidgets.Output()\n"
    "with box:\n    display(frame.head(2))\n"
    "last = frame.tail(7)\n"
    "display(box)\n"
    "last"
)

NOTE = "from IPython.display import Markdown\nMarkdown('![of the day](day.png)')"


def ticks(place: Locator, name: str = "") -> Locator:
    return place.get_by_role("button", name=f"Saved as {name}")


def keep(cell: Locator) -> None:
    cell.locator(".jp-OutputArea-child").first.hover()
    cell.get_by_role("button", name="Save this output").first.click()


def restart_and_run_all(lab: LabPage) -> None:
    """Run everything in a new kernel; what is kept by itself has its tick again after it."""
    last = lab.outputs(lab.cells.last).last.element_handle()
    lab.page.get_by_role("menuitem", name="Kernel", exact=True).click()
    lab.menu_item("Restart Kernel and Run All Cells…").click()
    lab.page.get_by_role("dialog").locator("button.jp-mod-accept").click()
    lab.page.wait_for_function("output => !output.isConnected", arg=last)
    ticks(lab.cells.last, "last v").wait_for(state="attached")


def test_a_tick_stands_at_the_output_that_was_kept_and_at_no_other_day(
    lab: LabPage, server: LabServer
) -> None:
    name, page = "ticks.ipynb", lab.page
    day = server.notebooks / "day.txt"
    day.write_text("1")
    picture = server.notebooks / "day.png"
    picture.write_bytes(b"of the first day")
    tagged = [code_cell(*one, count=None) for one in (("note", NOTE), ("tagged", INSIDE))]
    for cell in tagged:
        cell["metadata"]["tags"] = ["keep"]
    cells = [("load", "%load_ext cellkeep"), ("frame", FRAME), ("text", "print('the same')")]
    write_notebook(
        server.notebooks / name, *(code_cell(*one, count=None) for one in cells), *tagged
    )
    lab.open(name)
    lab.command("notebook:run-all-cells")
    frame, text, note, last = (lab.cells.nth(index) for index in range(1, 5))
    # What is kept by itself has its tick where it stands, and not where the kernel counted it.
    ticks(last, "last v1").wait_for(state="attached")
    ticks(note).wait_for(state="attached")
    tick = page.get_by_role("button", name="Saved as last v1")
    holder = last.locator(".jp-OutputArea-child").filter(has=tick)
    expect(holder.last).to_contain_text("999")
    keep(frame)
    ticks(frame, "frame v1: full table").wait_for()
    keep(text)
    ticks(text).wait_for()

    # A second view has the same ticks.
    lab.command("docmanager:clone")
    expect(page.locator(PANEL)).to_have_count(2)
    expect(ticks(page.locator("body"), "frame v1")).to_have_count(2)
    lab.in_both_themes(PICTURES / "two-views")
    lab.command("application:close")
    expect(page.locator(PANEL)).to_have_count(1)

    # A reload brings them back: the process that made the outputs runs still.
    lab.save_notebook()
    page.reload()
    lab.ready()
    ticks(frame, "frame v1: full table").wait_for(state="attached")
    for place in (text, note):
        ticks(place).wait_for(state="attached")

    # The next day other rows are in the table, and look the same.
    day.write_text("2")
    restart_and_run_all(lab)
    expect(ticks(frame)).to_have_count(0)
    lab.in_both_themes(PICTURES / "next-day")
    # What a note shows from beside the notebook is in what is kept of it, until it is another.
    ticks(note).wait_for(state="attached")
    picture.write_bytes(b"of another day")
    lab.save_notebook()
    page.reload()
    lab.ready()
    ticks(lab.cells.last, "last v").wait_for(state="attached")
    expect(ticks(frame)).to_have_count(0)
    expect(ticks(note)).to_have_count(0)
    keep(frame)
    ticks(frame, "frame v2: full table").wait_for()
