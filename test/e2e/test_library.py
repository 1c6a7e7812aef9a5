"""The sidebar as a library: groups, filters as chips, orders, saved searches, many selected."""

from __future__ import annotations

import re

import pytest
from axe import violations
from lab_page import SIDEBAR, LabPage
from lab_server import ROOT, LabServer
from playwright.sync_api import Locator, Page, expect

PICTURES = ROOT / "test-results" / "library"
SEED = """
import cellkeep, numpy as np
for number in range(3):
    tags = ["paper"] if number else []
    with cellkeep.Run(f"model-{number}", folder=f"/team/{number % 2}", tags=tags) as run:
        for name in ("loss", "accuracy"):
            run.save(np.arange(10.0 ** number), "output", name=name)
        run.save(b"x" * 1_500_000 if number == 2 else b"x", "input", name="raw")
        run.save("train.py", "code")
"""


@pytest.fixture(scope="module")
def server(shared_server: LabServer) -> LabServer:
    server = shared_server
    server.empty()
    server.notebooks.joinpath("train.py").write_text("print(1)\n")
    server.script(SEED)
    return server


def groups(page: Page) -> Locator:
    return page.locator(f"{SIDEBAR} .jp-Cellkeep-Row.jp-Cellkeep-mod-group")


def labels(page: Page) -> list[str]:
    """What the groups are called, without their counts."""
    found = groups(page).all()
    return [(row.get_attribute("aria-label") or "").rsplit(", ", 1)[0] for row in found]


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.locator(SIDEBAR).get_by_role("button", name=name)


def choose(lab: LabPage, *items: str, menu: str = "Filter") -> None:
    """Choose from the menu of one of the two buttons, by mouse."""
    button(lab.page, re.compile(f"^{menu}")).click()
    for item in items:
        lab.menu_item(item).last.click()


def chips(page: Page) -> list[str]:
    return page.locator(f"{SIDEBAR} .jp-Cellkeep-Chip-label").all_inner_texts()


def test_groups_orders_and_what_a_reload_keeps(lab: LabPage) -> None:
    page = lab.open().page
    lab.show_sidebar()
    expect(groups(page)).to_have_count(3)
    assert labels(page) == ["model-2", "model-1", "model-0"]
    for grouping, expected in (
        ("Folder", ["/team/0", "/team/1"]),
        ("Notebook", ["No notebook"]),
        ("Day", ["Today"]),
        ("Type", ["Array", "Code", "File"]),
    ):
        choose(lab, grouping, menu="View")
        for label in expected:  # the groups of before stay until the answer is there
            expect(groups(page).filter(has_text=label)).to_have_count(1)
        expect(groups(page)).to_have_count(len(expected))
        # Which of a run's saves is stored last is nobody's promise.
        assert sorted(labels(page)) == expected, grouping
        # The newest is open, and holds what its count says.
        count = int(groups(page).first.locator(".jp-Cellkeep-Row-count").inner_text())
        lab.page.locator(f"{SIDEBAR} .jp-Cellkeep-Row.jp-Cellkeep-mod-artifact").nth(
            count - 1
        ).wait_for()
        assert len(lab.rows()) == count
    lab.in_both_themes(PICTURES / "type")

    choose(lab, "No groups", menu="View")
    expect(groups(page)).to_have_count(0)
    choose(lab, "Largest first", menu="View")
    expect(page.locator(f"{SIDEBAR} .jp-Cellkeep-Row").first).to_contain_text("raw")
    choose(lab, "Name, A to Z", menu="View")
    expect(page.locator(f"{SIDEBAR} .jp-Cellkeep-Row").first).to_contain_text("accuracy")
    assert [row.split()[0] for row in lab.rows()] == sorted(row.split()[0] for row in lab.rows())

    lab.workspace_has('"groupBy": "none", "sort": "name"')
    page.reload()
    lab.ready()
    lab.show_sidebar()
    name = "View: No groups, Name, A to Z"
    expect(button(page, name)).to_be_visible()
    expect(page.locator(f"{SIDEBAR} .jp-Cellkeep-Row").first).to_contain_text("accuracy")


def test_filters_are_chips_and_a_search_with_a_name_comes_back(lab: LabPage) -> None:
    page = lab.open().page
    sidebar = lab.show_sidebar()
    found = sidebar.locator(".jp-Cellkeep-Filters-found [role=status]")
    choose(lab, "Type", "Array")
    choose(lab, "Category", "Output")
    sidebar.get_by_role("searchbox").fill("loss")
    expect(found).to_contain_text("3 found")
    assert chips(page) == ["Array", "Output"]
    # What is found is open, under what it is grouped by.
    assert [row.split()[0] for row in lab.rows()] == ["loss"] * 3
    assert labels(page) == ["model-2", "model-1", "model-0"]
    lab.in_both_themes(PICTURES / "chips")
    assert violations(lab, SIDEBAR) == []

    choose(lab, "Save This Search…")
    page.get_by_role("dialog").get_by_role("textbox").fill("losses")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    button(page, "Remove filter: Array").click()
    expect(sidebar.get_by_role("searchbox")).to_be_focused()
    assert chips(page) == ["Output"]
    button(page, "Clear all").click()
    expect(found).to_have_text("")
    assert chips(page) == []

    # Sizes, days, status and tags, the first by keys alone.
    filters = sidebar.get_by_role("button", name="Filter", exact=True)
    filters.focus()
    page.keyboard.press("Enter")
    for key in ("s", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(sidebar.locator(".jp-Cellkeep-Chip-label")).to_have_text(["Larger than 1 MB"])
    expect(filters).to_be_focused()
    expect(found).to_contain_text("1 found")
    choose(lab, "Date", "Today")
    expect(found).to_contain_text("1 found")
    choose(lab, "Status", "Damaged")
    expect(sidebar.get_by_text("No artifacts match these filters.")).to_be_visible()
    button(page, "Remove filter: Damaged").click()
    button(page, "Remove filter: Larger than 1 MB").click()
    choose(lab, "Tag…")
    page.get_by_role("dialog").get_by_role("combobox").fill("paper")
    page.get_by_role("dialog").get_by_role("button", name="Filter").click()
    expect(found).to_contain_text("8 found")
    assert chips(page) == ["Tag paper", "Today"]

    page.reload()
    lab.ready()
    lab.show_sidebar()
    choose(lab, "losses")
    expect(found).to_contain_text("3 found")
    assert chips(page) == ["Array", "Output"]
    expect(sidebar.get_by_role("searchbox")).to_have_value("loss")
    choose(lab, "Rename Saved Search", "losses")
    page.get_by_role("dialog").get_by_role("textbox").fill("my losses")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    choose(lab, "Delete Saved Search", "my losses")
    sidebar.get_by_role("button", name="Filter", exact=True).click()
    expect(lab.menu_item("Save This Search…")).to_be_visible()
    expect(lab.menu_item("my losses")).to_have_count(0)
    page.keyboard.press("Escape")


def test_many_are_selected_by_mouse_and_by_keys(lab: LabPage) -> None:
    page = lab.open().page
    sidebar = lab.show_sidebar()
    choose(lab, "No groups", menu="View")
    rows = page.locator(f"{SIDEBAR} .jp-Cellkeep-Row.jp-Cellkeep-mod-artifact")
    expect(rows).to_have_count(12)
    words = sidebar.locator(".jp-Cellkeep-SelectionBar-words")
    rows.nth(0).click()
    expect(words).to_have_count(0)
    rows.nth(3).click(modifiers=["Shift"])
    expect(words).to_contain_text("4 selected · 1.5 MB")
    rows.nth(1).click(modifiers=["ControlOrMeta"])
    expect(words).to_contain_text("3 selected")
    page.keyboard.press("Shift+ArrowDown")
    expect(words).to_contain_text("2 selected")
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("Control+Space")
    expect(words).to_contain_text("3 selected")
    page.keyboard.press("Control+a")
    expect(words).to_contain_text("12 selected")
    lab.in_both_themes(PICTURES / "selected")
    assert violations(lab, SIDEBAR) == []
    # The context menu is about all of them.
    rows.nth(2).click(button="right")
    expect(lab.menu_item("Compare")).to_be_visible()
    page.keyboard.press("Escape")
    button(page, "More for selected").click()
    expect(lab.menu_item("Copy Load Code")).to_be_visible()
    page.keyboard.press("Escape")
    expect(button(page, "More for selected")).to_be_focused()
    # What cannot be seen any more is selected no more.
    sidebar.get_by_role("searchbox").fill("acc")
    expect(words).to_have_count(0)
    expect(rows).to_have_count(3)
    rows.nth(0).click()
    page.keyboard.press("Control+a")
    expect(words).to_contain_text("3 selected")
    button(page, "Clear selection").click()
    expect(words).to_have_count(0)
    expect(page.locator(f"{SIDEBAR} .jp-Cellkeep-Row:focus")).to_have_count(1)
