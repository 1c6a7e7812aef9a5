"""What waits outside of the store is said in the sidebar: how much, since when, what to do."""

from __future__ import annotations

import re

from lab_page import SIDEBAR, LabPage
from lab_server import ROOT, LabServer
from playwright.sync_api import expect

# As where neither the store nor a server is in reach.
SAVE = """
import os, cellkeep
os.environ["CELLKEEP_ROUTES"] = "spool"
handle = cellkeep.current_run().save(b"x" * 3_000_000, "output", name="it waits")
"""
LET_GO = 'del os.environ["CELLKEEP_ROUTES"]; handle.retry(); handle.wait(60)'


def test_what_waits_is_said_until_it_is_stored(lab: LabPage, server: LabServer) -> None:
    page = lab.open("tour.ipynb").page
    lab.show_sidebar()
    bar = page.locator(f"{SIDEBAR} .ck-SpoolBar")
    lab.run_cell(lab.type_cell(SAVE))
    row = page.locator(f"{SIDEBAR} .ck-mod-transfer").filter(has_text="it waits")
    expect(row).to_contain_text("waits")
    assert bar.count() == 0, "for a moment it is no news"
    expect(bar).to_contain_text(re.compile(r"1 save waits · 3(\.0)? MB"), timeout=100_000)
    expect(bar).to_contain_text("cellkeep push")
    for theme in ("Dark", "Light"):
        lab.command("apputils:change-theme", theme=f"JupyterLab {theme}")
        page.wait_for_timeout(400)
        page.screenshot(path=ROOT / f"test-results/uploads/spool-{theme.lower()}.png")
    lab.run_cell(lab.type_cell(LET_GO))
    lab.row("it waits").wait_for()
    expect(bar).to_have_count(0, timeout=100_000)
    assert server.cellkeep("verify")["ok"]
