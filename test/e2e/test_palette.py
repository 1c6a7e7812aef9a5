"""The commands, as the command palette offers them: found by typing, run by Enter."""

from __future__ import annotations

from pathlib import Path

from lab_page import SIDEBAR, LabPage
from playwright.sync_api import Locator, expect

OFFERED = {
    "Show Artifacts",
    "Refresh Artifacts",
    "Save Files of This Computer…",
    "Save Output as Artifact",
    "Save Output as Artifact…",
    "Save All Outputs of the Cell as Artifacts",
    "Open Artifact",
    "Table of Runs",
    "Go to the Cell It Came From",
    "Pause All Saves",
    "Resume All Saves",
    "Retry All Failed Saves",
    "Cancel All Saves",
    "Remove All Finished Saves from List",
    "Insert Load Code",
    "Copy Load Code",
    "Download",
    "Delete",
}


def find(lab: LabPage, words: str) -> Locator:
    """Open the palette by keyboard and type; its items."""
    lab.page.keyboard.press("Control+Shift+C")
    palette = lab.page.locator(".jp-ModalCommandPalette:not(.lm-mod-hidden)")
    palette.wait_for()
    lab.page.keyboard.insert_text(words)
    return palette.locator(".lm-CommandPalette-item")


def run(lab: LabPage, label: str) -> None:
    items = find(lab, f"cellkeep {label}")
    expect(items.first).to_contain_text(label)
    lab.page.keyboard.press("Enter")


def test_the_palette_runs_the_commands(lab: LabPage, tmp_path: Path) -> None:
    lab.open("tour.ipynb")
    # The notebook takes the keyboard last, and the palette goes when it loses it.
    lab.page.wait_for_function("() => document.activeElement?.closest('.jp-Notebook')")
    items = find(lab, "cellkeep")
    expect(items.first).to_be_visible()
    labels = set(lab.page.locator(".lm-CommandPalette-itemLabel").all_inner_texts())
    assert labels >= OFFERED, OFFERED - labels
    lab.page.keyboard.press("Escape")

    expect(lab.page.locator(SIDEBAR)).to_be_hidden()
    run(lab, "Show Artifacts")
    lab.page.locator(SIDEBAR).wait_for(state="visible")

    file = tmp_path / "picked.txt"
    file.write_text("picked by hand")
    with lab.page.expect_file_chooser() as chooser:
        run(lab, "Save Files of This Computer…")
    chooser.value.set_files(file)
    picked = lab.wait_stored("picked.txt")["picked.txt"]
    assert picked["category"] == "input"
    assert picked["provenance"]["via"] == "upload"
    lab.row("picked.txt").wait_for()

    lab.run_cell(lab.type_cell("print('first'); 6 * 7"))
    run(lab, "Save All Outputs of the Cell as Artifacts")
    lab.page.get_by_role("button", name="Saved as").first.wait_for(state="attached")
    kept = [item for item in lab.stored() if item["provenance"]["via"] != "upload"]
    assert len(kept) == 2, "each output by itself"

    # No artifact is selected yet for these; then one is.
    lab.row("picked.txt").click()
    run(lab, "Insert Load Code")
    lab.cell("picked.txt").wait_for()
