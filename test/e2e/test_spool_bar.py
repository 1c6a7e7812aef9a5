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
A_MINUTE_LATER = """() => {
    const Real = Date;
    window.Date = class extends Real {
        constructor(...given) {
            super(...(given.length ? given : [Real.now() + 60_000]));
        }
    };
}"""
# As where a line is back: the page asks for the status at once, and not in half a minute.
ONLINE = "dispatchEvent(new Event('online'))"
LET_GO = 'del os.environ["CELLKEEP_ROUTES"]; handle.retry(); handle.wait(60)'


def test_what_waits_is_said_until_it_is_stored(lab: LabPage, server: LabServer) -> None:
    page = lab.open("tour.ipynb").page
    lab.show_sidebar()
    bar = page.locator(f"{SIDEBAR} .jp-Cellkeep-SpoolBar")
    lab.run_cell(lab.type_cell(SAVE))
    row = page.locator(f"{SIDEBAR} .jp-Cellkeep-mod-transfer").filter(has_text="it waits")
    expect(row).to_contain_text("waiting")
    assert bar.count() == 0, "for a moment it is no news"
    page.evaluate(A_MINUTE_LATER)
    page.evaluate(ONLINE)
    expect(bar).to_contain_text(re.compile(r"1 save waiting · 3(\.0)? MB"))
    expect(bar).to_contain_text("cellkeep push")
    lab.in_both_themes(ROOT / "test-results/uploads/spool")
    lab.run_cell(lab.type_cell(LET_GO))
    lab.row("it waits").wait_for()
    page.evaluate(ONLINE)
    expect(bar).to_have_count(0)
    assert server.cellkeep("verify")["ok"]
