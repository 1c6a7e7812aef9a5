"""Two runs beside each other: from a run's menu to the difference of one of their tables."""

from __future__ import annotations

from lab_page import LabPage
from lab_server import ROOT, LabServer
from playwright.sync_api import expect

_SAVE = """
import cellkeep, pandas as pd

for night, (lr, mass) in enumerate([(0.1, 5.0), (0.2, 7.0)], start=1):
    settings = {"optimiser": {"name": "adam", "lr": lr}, "seed": 3}
    with cellkeep.Run(f"night {night}", metadata=settings, tags=["sky"]) as run:
        run.save(pd.DataFrame({"mass": [1.0, mass]}), "output", name="stars")
        run.save({"telescope": "old"}, "input", name="place")
        if night == 2:
            run.save(["a cloudy hour"], "output", name="remarks")
"""


def test_two_runs_are_compared_by_what_is_known_of_them_and_by_name(
    lab: LabPage, server: LabServer
) -> None:
    server.script(_SAVE)
    page = lab.open().page
    sidebar = lab.show_sidebar()
    run = sidebar.locator(".jp-Cellkeep-Row.jp-Cellkeep-mod-run", has_text="night 1")
    run.click(button="right")
    lab.menu_item("Compare Run with…").click()
    dialog = page.locator(".jp-Dialog")
    choice = dialog.locator("select")
    choice.select_option(index=0)
    expect(choice.locator("option").first).to_contain_text("night 2")
    dialog.get_by_role("button", name="Compare").click()

    document = page.locator("#jp-main-dock-panel .jp-Cellkeep-Document:visible")
    facts = document.get_by_role("region", name="Details")
    expect(facts.get_by_role("row", name="Metadata · optimiser.lr")).to_contain_text("0.1")
    expect(facts).not_to_contain_text("optimiser.name")
    facts.get_by_role("button", name="Everything").click()
    expect(facts).to_contain_text("optimiser.name")
    facts.get_by_role("button", name="Differences only").click()

    names = document.get_by_role("region", name="Contents")
    expect(names).to_contain_text("2 of 3 names differ")
    grid = names.get_by_role("grid")
    expect(grid).to_contain_text("missing")
    expect(grid).not_to_contain_text("place")
    lab.in_both_themes(ROOT / "test-results" / "library" / "compare-runs")

    # By keyboard: the second of the names that differ, and what it is in both runs.
    grid.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(document).to_contain_text("1 row differs at the same place")
