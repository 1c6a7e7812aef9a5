"""The table of runs, and the comparison of those that are selected in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from axe import violations
from lab_page import LabPage
from lab_server import ROOT, LabServer
from playwright.sync_api import Locator, expect

SHOTS = ROOT / "test-results" / "runs"
TRIALS = 1500
TAB = ".jp-Cellkeep-Document"

# Three runs of cells, so that their source is known.
_NIGHTS = '''
import matplotlib
matplotlib.use("agg")
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
shell.run_cell("import cellkeep, numpy as np, pandas as pd, matplotlib.pyplot as plt")
for night, (lr, mass) in enumerate([(0.1, 5.0), (0.2, 7.0), (0.2, 9.0)], start=1):
    shell.user_ns.update(night=night, lr=lr, mass=mass)
    shell.run_cell(f"""
settings = {{"optimiser": {{"name": "adam", "lr": {lr}}}, "seed": 3}}
with cellkeep.Run("night " + str(night), metadata=settings, tags=["sky"]) as run:
    run.save(pd.DataFrame({{"mass": [1.0, mass]}}), "output", name="stars")
    run.save(np.arange(12.0).reshape(3, 4) * mass, "output", name="field")
    run.save({{"telescope": "old"}}, "input", name="place")
    figure, axes = plt.subplots()
    axes.plot(np.arange(10) * mass)
    run.save(figure, "output", name="light")
    if night > 1:
        run.save(["a cloudy hour"], "output", name="remarks")
    if night == 3:
        run.save(pd.DataFrame({{"mass": [2.0, mass]}}), "output", name="stars")
""", store_history=True)
'''

_ONE_MORE = """
import cellkeep
with cellkeep.Run("one more") as run:
    run.save({"loss": 0.001}, "output", name="results")
"""


@pytest.fixture(scope="module")
def study(server: LabServer) -> LabServer:
    """Runs of a study, and three nights after them."""
    fill = [sys.executable, str(Path(__file__).with_name("study.py")), str(server.store)]
    subprocess.run([*fill, str(TRIALS)], env=server.environment, check=True, timeout=120)
    server.script(_NIGHTS)
    return server


def document(lab: LabPage) -> Locator:
    return lab.page.locator(f"#jp-main-dock-panel {TAB}:visible")


def cells(tab: Locator, column: int, rows: int = 3) -> list[str]:
    """The texts of a column in the first rows."""
    return [
        tab.locator(f"[aria-rowindex='{row + 2}'] [aria-colindex='{column + 2}']").inner_text()
        for row in range(rows)
    ]


def test_runs_are_found_sorted_grouped_and_opened_in_a_table(
    lab: LabPage, study: LabServer
) -> None:
    page = lab.open().page
    sidebar = lab.show_sidebar()
    sidebar.get_by_role("button", name="Table of runs").click()
    tab = document(lab)
    grid = tab.get_by_role("grid", name="Runs")
    said = tab.get_by_role("status").filter(has_text="run")
    expect(said).to_contain_text(f"{TRIALS + 3:,} runs")
    expect(grid.get_by_role("row", name="night 3")).to_be_visible()
    expect(tab.locator(".jp-Cellkeep-Summary svg").first).to_be_visible()

    # The end and the middle are gone to without what is between.
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    grid.focus()
    page.keyboard.press("Control+End")
    expect(grid.get_by_role("row", name="trial 00000")).to_be_visible()
    assert not any("offset=700" in url for url in asked)
    grid.evaluate("grid => { grid.scrollTop = grid.scrollHeight / 2 }")
    expect(grid.get_by_role("row", name="trial 00740")).to_be_visible()
    expect(grid.locator("[aria-busy=true]")).to_have_count(0)
    assert any("offset=700" in url for url in asked)

    # A commit is found as git writes it.
    box = tab.get_by_role("searchbox", name="Find runs")
    box.fill(f"{750:040x}")
    expect(said).to_contain_text("1 run")
    expect(grid.get_by_role("row", name="trial 00750")).to_be_visible()
    box.fill("")
    expect(said).to_contain_text(f"{TRIALS + 3:,} runs")

    # A click on the head sorts, and once more the other way.
    loss = tab.get_by_role("columnheader", name="results.loss")
    loss.get_by_role("button").click()
    expect(loss).to_have_attribute("aria-sort", "descending")
    expect(grid.get_by_role("row").nth(1)).to_contain_text("0.99")
    loss.get_by_role("button").click()
    expect(loss).to_have_attribute("aria-sort", "ascending")
    expect(grid.get_by_role("row").nth(1)).to_contain_text("trial 00000")

    # A condition on a column, then groups of another.
    form = tab.get_by_role("form", name="Filter rows")
    form.get_by_label("Column").select_option(label="results.loss")
    form.get_by_label("Comparison").select_option(label="<")
    form.get_by_label("Value", exact=True).fill("0.01")
    form.get_by_role("button", name="Filter", exact=True).click()
    expect(said).to_contain_text("15 runs")
    tab.get_by_label("Group by").select_option(label="model")
    heads = tab.locator(".jp-Cellkeep-mod-group").filter(has_text="model:")
    expect(heads.first).to_contain_text("model: cnn (")
    expect(heads).to_have_count(3)

    # Groups fold, one by Enter and all by the button.
    grid.focus()
    page.keyboard.press("Enter")
    first = grid.get_by_role("row").nth(1).get_by_role("button")
    expect(first).to_have_attribute("aria-label", re.compile("^Unfold model: cnn"))
    expect(grid.get_by_role("row").nth(2)).to_contain_text("model: mlp (")
    tab.get_by_role("button", name="Unfold groups").click()
    expect(first).to_have_attribute("aria-label", re.compile("^Fold model: cnn"))
    tab.get_by_role("button", name="Fold groups").click()
    expect(grid.get_by_role("row")).to_have_count(4)
    grid.get_by_role("button", name="Unfold model: cnn").click()
    expect(grid.get_by_role("row").nth(2)).to_contain_text("trial")

    # Columns are chosen, and what is set is there again after a reload.
    tab.get_by_role("button", name="Columns").click()
    panel = tab.get_by_role("region", name="Columns")
    panel.get_by_role("checkbox", name="Git commit").check()
    panel.get_by_role("checkbox", name="Tags").uncheck()
    panel.get_by_role("button", name="Move “Git commit” left").click()
    expect(tab.get_by_role("columnheader", name="Tags")).to_have_count(0)
    lab.in_both_themes(SHOTS / "table")
    lab.workspace_has("git_commit")
    page.reload()
    lab.ready()
    tab = document(lab)
    expect(tab.locator(".jp-Cellkeep-mod-group").first).to_contain_text("model: cnn (")
    expect(tab.get_by_role("status").filter(has_text="runs")).to_contain_text("15 runs")
    tab.get_by_role("button", name="Columns").click()
    panel = tab.get_by_role("region", name="Columns")
    expect(panel.get_by_role("checkbox", name="Git commit")).to_be_checked()
    expect(panel.get_by_role("checkbox", name="Tags")).not_to_be_checked()
    panel.get_by_role("button", name="Close").click()

    # By keyboard: the group's line selects all of the group, Enter shows a run in the sidebar.
    grid = tab.get_by_role("grid", name="Runs")
    grid.focus()
    page.keyboard.press(" ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    selected = tab.get_by_role("checkbox", name="Select trial", checked=True)
    expect(selected.first).to_be_visible()
    count = selected.count()
    expect(tab.get_by_role("button", name=f"Compare {count} runs")).to_be_enabled()
    name = cells(grid, 0, 2)[1]
    page.keyboard.press("Enter")
    expect(lab.page.locator("#cellkeep-sidebar")).to_contain_text(name)
    expect(lab.row("results")).to_be_visible()

    # What is saved meanwhile comes by itself.
    study.script(_ONE_MORE)
    expect(tab.get_by_role("status").filter(has_text="runs")).to_contain_text("16 runs")
    found = [one for theme in lab.themes() for one in violations(lab, TAB)]
    assert found == []


def test_any_number_of_runs_are_compared_with_one_of_them(lab: LabPage, study: LabServer) -> None:
    page = lab.open().page
    sidebar = lab.show_sidebar()
    run = sidebar.locator(".jp-Cellkeep-Row.jp-Cellkeep-mod-run", has_text="night 1")
    run.click(button="right")
    lab.menu_item("Compare Run with…").click()
    dialog = page.locator(".jp-Dialog")
    choice = dialog.locator("select")
    night = choice.locator("option", has_text="night 2").first
    choice.select_option(label=night.inner_text())
    dialog.get_by_role("button", name="Compare").click()
    tab = document(lab)
    facts = tab.get_by_role("region", name="Details")
    expect(facts.get_by_role("row", name="Metadata · optimiser.lr")).to_contain_text("0.1")
    expect(facts).not_to_contain_text("optimiser.name")
    tab.get_by_label("Only differences").uncheck()
    expect(facts).to_contain_text("optimiser.name")
    names = tab.get_by_role("region", name="Contents")
    expect(names).to_contain_text("4 of 5 names differ")
    expect(names.get_by_role("grid")).to_contain_text("place")
    expect(names.get_by_role("grid")).to_contain_text("missing")

    # Three of them, selected in the table by their boxes.
    lab.command("cellkeep:runs")
    table = document(lab)
    table.get_by_role("searchbox", name="Find runs").fill("night")
    expect(table.get_by_role("status").filter(has_text="runs")).to_contain_text("3 runs")
    for number in (1, 2, 3):
        table.get_by_role("checkbox", name=f"Select night {number}").check()
    table.get_by_role("button", name="Compare 3 runs").click()
    tab = document(lab)
    tab.get_by_label("Base").select_option(label="night 2")
    row = tab.get_by_role("region", name="Details").get_by_role("row", name="optimiser.lr")
    assert row.get_by_role("cell").all_inner_texts() == ["0.1", "0.2", "0.2"]
    expect(row.locator(".jp-Cellkeep-mod-differs")).to_have_text("0.1")
    names = tab.get_by_role("region", name="Contents").get_by_role("grid")

    # By keyboard: the array, the figure, then the table with its versions.
    names.focus()
    page.keyboard.press("Enter")
    field = tab.get_by_role("region", name="field")
    expect(field).to_contain_text("night 1 against night 2")
    expect(field).to_contain_text("11 of 12 values differ")
    names.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    light = tab.get_by_role("region", name="light")
    slider = light.get_by_role("slider", name="Run")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "night 2")
    expect(light.get_by_role("button", name="night 2")).to_have_attribute("aria-pressed", "true")
    lab.in_both_themes(SHOTS / "pictures")
    names.focus()
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("Enter")
    stars = tab.get_by_role("region", name="stars")
    expect(stars).to_contain_text("1 row differs at the same place")
    stars.get_by_text("night 3 against night 2").click()
    expect(stars).to_contain_text("2 rows differ at the same place")
    stars.get_by_label("Version in night 3").select_option(label="v1")
    expect(stars).not_to_contain_text("2 rows differ at the same place")
    code = tab.get_by_role("region", name="Code of the cells")
    expect(code.locator(".jp-Cellkeep-mod-removed").first).to_contain_text('"lr": 0.2')
    expect(code.locator(".jp-Cellkeep-mod-added").first).to_contain_text('"lr": 0.1')
    expect(code).to_contain_text("night 3: the same code")
    found = []
    for theme in lab.themes():
        found += [f"{theme}: {one}" for one in violations(lab, TAB)]
        lab.picture(SHOTS / f"compared-{theme.lower()}.png")
    assert found == []

    # Other sizes of the page, and 200 %.
    for width, height in ((1024, 700), (720, 450)):
        page.set_viewport_size({"width": width, "height": height})
        for command in ("cellkeep:runs", "application:activate-next-tab"):
            lab.command(command)
            lab.painted()
            lab.picture(SHOTS / f"{command.split(':')[1]}-{width}.png")
    page.set_viewport_size({"width": 1440, "height": 900})
