"""Clean-up that frees bytes, and sharing: by mouse and keyboard, in a real JupyterLab."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
from axe import check
from lab_page import SIDEBAR, LabPage, picture
from lab_server import ROOT, LabServer
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.one_tab

SEED = """
import cellkeep, matplotlib.figure, numpy as np, pandas as pd
with cellkeep.Run("calibration") as run:
    for i in range(3):
        run.save(np.arange(1000.0 * (i + 1)), "output", name=f"offset {i}")
with cellkeep.Run("training") as run:
    run.save(np.random.default_rng(0).random(40_000), "output", name="weights")
    run.save(pd.DataFrame({"loss": [0.3, 0.2]}), "output", name="losses")
    run.save(b"lr = 0.1", "code", name="config.py")
with cellkeep.Run("<img src=x onerror=alert(1)>") as run:
    run.save({"a": 1}, "output", name="<script>alert(2)</script>")
    figure = matplotlib.figure.Figure(figsize=(2, 1.5), dpi=50)
    figure.subplots().plot([1, 3, 2])
    run.save(figure, "output", name="curve")
"""
NOTICE = f"{SIDEBAR} .jp-Cellkeep-NoticeBar"
PICTURES = ROOT / "test-results" / "cleanup"


@pytest.fixture(scope="module")
def server(shared_server: LabServer) -> LabServer:
    server = shared_server
    server.empty()
    server.script(SEED)
    return server


def names(lab: LabPage) -> set[str]:
    return {item["name"] for item in lab.stored()}


def run_row(lab: LabPage, name: str) -> Locator:
    return lab.page.locator(f"{SIDEBAR} .jp-Cellkeep-mod-run").filter(has_text=name)


def dialog_says(lab: LabPage, *words: str) -> Locator:
    dialog = lab.page.get_by_role("dialog")
    for text in words:
        expect(dialog).to_contain_text(text)
    return dialog


def test_what_is_deleted_can_be_taken_back(lab: LabPage) -> None:
    page = lab.page
    sidebar = lab.open().show_sidebar()
    run_row(lab, "training").click()
    lab.row("weights").click()
    page.keyboard.press("Delete")
    expect(page.locator(NOTICE)).to_contain_text("Deleted weights v1 (321 KB).")
    expect(lab.row("weights")).to_have_count(0)
    assert "weights" not in names(lab)  # at once: nothing waits in the page
    check(lab, "cleanup-notice", SIDEBAR)
    sidebar.get_by_role("button", name="Undo").click()
    lab.row("weights").wait_for()

    # Several: what it means is said before, and the keyboard takes it back.
    lab.row("weights").click()
    lab.row("losses").click(modifiers=["Control"])
    page.keyboard.press("Delete")
    dialog = dialog_says(
        lab, "Move 2 artifacts to the trash?", "2 artifacts (324 KB) go to the trash."
    )
    expect(dialog).to_contain_text("Emptying it will free 324 KB.")
    dialog.get_by_role("button", name="Cancel").click()
    assert {"weights", "losses"} <= names(lab)
    page.keyboard.press("Delete")
    dialog_says(lab, "Move 2 artifacts to the trash?")
    page.keyboard.press("Enter")
    expect(page.locator(NOTICE)).to_contain_text("Deleted 2 artifacts (324 KB).")
    expect(lab.row("losses")).to_have_count(0)
    lab.row("config.py").click()
    page.keyboard.press("Control+z")
    lab.row("losses").wait_for()
    lab.row("weights").wait_for()

    # A run goes with all that it has, and comes back with it. The key asks as the menu does.
    lab.row("config.py").click()
    run_row(lab, "calibration").focus()
    page.keyboard.press("Delete")
    dialog_says(
        lab, "Move the run calibration to the trash?", "3 artifacts (52 KB) go to the trash."
    )
    check(lab, "cleanup-run", ".jp-Dialog-content")
    page.keyboard.press("Escape")
    assert "config.py" in names(lab)
    run_row(lab, "calibration").click(button="right")
    lab.menu_item("Delete Run…").click()
    dialog_says(
        lab, "Move the run calibration to the trash?", "3 artifacts (52 KB) go to the trash."
    )
    page.keyboard.press("Enter")
    expect(run_row(lab, "calibration")).to_have_count(0)
    assert not {"offset 0", "offset 1", "offset 2"} & names(lab)
    expect(page.locator(NOTICE)).to_contain_text("Deleted the run calibration (52 KB).")
    sidebar.get_by_role("button", name="Undo").click()
    run_row(lab, "calibration").wait_for()

    # All that a search finds, and nothing else.
    sidebar.get_by_role("searchbox").fill("offset")
    lab.row("offset 0").wait_for()
    lab.row("config.py").wait_for(state="detached")
    sidebar.get_by_role("button", name="More").click()
    lab.menu_item("Delete Search Results…").click()
    dialog_says(lab, "Move all 3 artifacts that were found to the trash?").get_by_role(
        "button", name="Move to Trash", exact=True
    ).click()
    expect(lab.row("offset 0")).to_have_count(0)
    assert names(lab) == {"weights", "losses", "config.py", "<script>alert(2)</script>", "curve"}
    sidebar.get_by_role("button", name="Undo").click()
    lab.row("offset 2").wait_for()
    assert len(lab.stored()) == 8


def test_storage_shows_sizes_and_the_trash_gives_back_or_frees(
    lab: LabPage, server: LabServer
) -> None:
    page = lab.page
    sidebar = lab.open().show_sidebar()
    sidebar.get_by_role("button", name="More").click()
    lab.menu_item("Storage and Trash").click()
    document = page.locator(".jp-Cellkeep-Storage")
    pieces = document.locator(".jp-Cellkeep-Sizes-piece")
    expect(pieces).to_have_count(3)
    expect(pieces.first).to_have_attribute("aria-label", re.compile(r"training: 324 KB, \d\d%"))
    pieces.first.focus()
    page.keyboard.press("ArrowRight")
    expect(pieces.nth(1)).to_be_focused()
    expect(document.get_by_role("row", name="calibration")).to_have_class(
        "jp-Cellkeep-mod-selected"
    )
    check(lab, "storage", ".jp-Cellkeep-Storage")

    # By type; what it is shows in the sidebar.
    document.get_by_role("button", name="By type").click()
    document.get_by_role("table").get_by_role("button", name="Table", exact=True).click()
    lab.row("losses").wait_for()
    expect(lab.row("weights")).to_have_count(0)
    document.get_by_role("button", name="By run").click()
    document.get_by_role("table").get_by_role("button", name="calibration", exact=True).click()
    lab.row("offset 0").wait_for()

    # A run goes to the trash: nothing is freed yet.
    document.get_by_role("button", name="Delete calibration…").click()
    dialog_says(lab, "Move the run calibration to the trash?").get_by_role(
        "button", name="Move to Trash", exact=True
    ).click()
    trash = document.get_by_role("listbox", name="Trash")
    expect(trash.get_by_role("option")).to_have_count(3)
    expect(pieces).to_have_count(2)
    bytes_before = server.get("cellkeep/api/status")["bytes"]
    check(lab, "storage-trash", ".jp-Cellkeep-Storage")

    # By keyboard: two come back. What was deleted in one go has no order of its own.
    shown = trash.get_by_role("option").all_inner_texts()
    back = {text.split(" v1")[0].strip() for text in shown[:2]}
    trash.get_by_role("option").first.click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    expect(trash.get_by_role("option")).to_have_count(1)
    expect(pieces).to_have_count(3)
    assert names(lab) & {"offset 0", "offset 1", "offset 2"} == back
    size = trash.locator(".jp-Cellkeep-Trash-size").inner_text()

    # What is left goes for good: what that frees is said before and after.
    document.get_by_role("button", name="Empty Trash…").click()
    dialog_says(
        lab, "Empty the trash?", f"1 artifact will be permanently deleted. This frees {size}."
    ).get_by_role("button", name="Delete Permanently").click()
    said = f"1 artifact permanently deleted; {size} freed."
    page.locator(".jp-toast-message", has_text=said).wait_for()
    expect(document).to_contain_text("The trash is empty.")
    freed = bytes_before - server.get("cellkeep/api/status")["bytes"]
    assert abs(freed / 1000 - float(size.split()[0])) < 1
    assert server.cellkeep("verify")["ok"]

    document.get_by_role("button", name="Clean Up Now…").click()
    page.locator(".jp-toast-message", has_text="there is nothing to clean up").wait_for()


def test_an_export_opens_without_a_server_and_comes_in_elsewhere(
    lab: LabPage, server: LabServer, page: Page, tmp_path: Path
) -> None:
    sidebar = lab.open().show_sidebar()
    run_row(lab, "training").click(button="right")
    with page.expect_download() as download:
        lab.menu_item("Export Run as Zip").click()
    run_zip = tmp_path / "training.zip"
    download.value.save_as(run_zip)
    sidebar.get_by_role("searchbox").fill("alert")
    lab.row("<script>alert(2)</script>").wait_for()
    sidebar.get_by_role("button", name="More").click()
    with page.expect_download() as download:
        lab.menu_item("Export Search Results as Zip").click()
    hostile_zip = tmp_path / "hostile.zip"
    download.value.save_as(hostile_zip)
    exported = {item["name"]: item["sha256"] for item in lab.stored()}

    for archive in (run_zip, hostile_zip):
        folder = tmp_path / archive.stem
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder)
        crate = json.loads((folder / "ro-crate-metadata.json").read_text())
        assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context"
        alone = page.context.new_page()
        asked: list[str] = []
        alone.on("request", lambda one, asked=asked: asked.append(one.url))
        alone.on("dialog", lambda one, asked=asked: asked.append(one.message) or one.dismiss())
        alone.goto((folder / "index.html").as_uri())
        alone.locator("article").first.wait_for()
        broken = "images => images.filter(image => !image.naturalWidth).length"
        assert alone.locator(".picture img").evaluate_all(broken) == 0
        assert alone.locator(".picture img").count() == (1 if archive is hostile_zip else 0)
        assert alone.locator("script").count() == 1  # ours
        assert alone.locator("[onerror], iframe:not([sandbox])").count() == 0
        for scheme in ("light", "dark"):
            alone.emulate_media(color_scheme=scheme)
            picture(alone, PICTURES / f"export-{archive.stem}-{scheme}.png")
        assert all(one.startswith("file:") for one in asked), asked
        alone.close()

    elsewhere = LabServer(tmp_path / "elsewhere").start()
    try:
        other = LabPage(page, elsewhere)
        other.open()
        other.show_sidebar()
        expect(page.locator(SIDEBAR)).to_contain_text("Drop")  # nothing is kept here
        import_zip(other, run_zip)
        page.locator(".jp-toast-message", has_text="Imported 3 artifacts").wait_for()
        other.expect_rows("weights", "losses", "config.py")
        assert {item["name"]: item["sha256"] for item in other.stored()} == {
            name: exported[name] for name in ("weights", "losses", "config.py")
        }
        assert elsewhere.cellkeep("verify")["ok"]
        import_zip(other, run_zip)
        page.locator(".jp-toast-message", has_text="was new here").wait_for()

        bad = tmp_path / "bad.zip"
        bad.write_bytes(run_zip.read_bytes()[:-200])
        import_zip(other, bad)
        told = page.locator(".jp-toast-message", has_text="bad.zip was not imported.")
        expect(told).to_contain_text("Nothing of it was stored.")
        assert len(other.stored()) == 3
    finally:
        elsewhere.stop()


def import_zip(lab: LabPage, archive: Path) -> None:
    lab.page.get_by_role("button", name="More").first.click()
    with lab.page.expect_file_chooser() as chooser:
        lab.menu_item("Import Zip…").click()
    chooser.value.set_files(archive)
