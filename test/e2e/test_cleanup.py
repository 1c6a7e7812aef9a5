"""Clean-up that frees bytes, and sharing: by mouse and keyboard, in a real JupyterLab."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab_page import SIDEBAR, LabPage
from lab_server import ROOT, LabServer
from playwright.sync_api import expect

SEED = """
import cellkeep, numpy as np, pandas as pd
with cellkeep.Run("calibration") as run:
    for i in range(3):
        run.save(np.arange(1000.0 * (i + 1)), "output", name=f"offset {i}")
with cellkeep.Run("training") as run:
    run.save(np.random.default_rng(0).random(40_000), "output", name="weights")
    run.save(pd.DataFrame({"loss": [0.3, 0.2]}), "output", name="losses")
    run.save(b"lr = 0.1", "code", name="config.py")
with cellkeep.Run("<img src=x onerror=alert(1)>") as run:
    run.save({"a": 1}, "output", name="<script>alert(2)</script>")
"""
NOTICE = f"{SIDEBAR} .ck-NoticeBar"
SHOTS = ROOT / "test-results" / "pictures" / "cleanup"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    server = LabServer(tmp_path_factory.mktemp("cleanup"))
    server.notebooks.mkdir(parents=True)
    subprocess.run(
        [sys.executable, "-c", SEED],
        env=server.environment,
        cwd=server.notebooks,
        check=True,
        timeout=120,
    )
    server.start()
    yield server
    server.stop()


def names(lab: LabPage) -> set[str]:
    return {item["name"] for item in lab.stored()}


def test_what_is_deleted_can_be_taken_back(lab: LabPage, server: LabServer) -> None:
    page = lab.page
    sidebar = lab.open().show_sidebar()
    run = page.locator(f"{SIDEBAR} .ck-mod-run")
    training = run.filter(has_text="training")
    training.click()
    lab.row("weights").click()
    page.keyboard.press("Delete")
    expect(page.locator(NOTICE)).to_contain_text("Deleted weights v1 (321 KB).")
    expect(lab.row("weights")).to_have_count(0)
    assert "weights" not in names(lab)  # at once: nothing waits in the page
    lab.in_both_themes(SHOTS / "notice")
    sidebar.get_by_role("button", name="Undo").click()
    lab.row("weights").wait_for()

    # Several: what it means is said before.
    lab.row("weights").click()
    lab.row("losses").click(modifiers=["Control"])
    page.keyboard.press("Delete")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Delete 2 artifacts?")
    expect(dialog).to_contain_text("2 artifacts (32")
    expect(dialog).to_contain_text("go to the trash. Emptying it will free 32")
    lab.in_both_themes(SHOTS / "dialog")
    dialog.get_by_role("button", name="Cancel").click()
    lab.row("losses").wait_for()


def test_look(lab: LabPage, server: LabServer) -> None:
    page = lab.page
    sidebar = lab.open().show_sidebar()
    page.locator(f"{SIDEBAR} .ck-mod-run").filter(has_text="calibration").click(button="right")
    page.wait_for_timeout(300)
    page.screenshot(path=SHOTS / "runmenu.png")
    page.keyboard.press("Escape")
    sidebar.get_by_role("button", name="More").click()
    page.wait_for_timeout(300)
    page.screenshot(path=SHOTS / "more.png")
    lab.menu_item("Storage and Trash").click()
    page.locator(".ck-Sizes-piece").first.wait_for()
    lab.in_both_themes(SHOTS / "storage")
    page.locator(".ck-Sizes-piece").first.click()
    page.get_by_role("button", name="Delete calibration…").click()
    page.get_by_role("dialog").wait_for()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.locator(".ck-Trash-row").first.wait_for()
    page.locator(".ck-Trash-row").first.click()
    page.get_by_role("button", name="By type").click()
    page.wait_for_timeout(500)
    lab.in_both_themes(SHOTS / "trash")
