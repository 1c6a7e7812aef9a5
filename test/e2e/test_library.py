"""The sidebar as a library: groups, filters as chips, orders, saved searches, many selected."""

from __future__ import annotations

import re

import pytest
from axe import violations
from lab_page import ROW, SIDEBAR, LabPage
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


MANY = """
import cellkeep, numpy as np
with cellkeep.Run("model-2") as run:
    for version in (1, 2):
        run.save(np.arange(version), "output", name="wave")
    for number in range(24):
        run.save(str(number).encode(), "input", name=f"system/data/{number}.txt")
"""


def test_a_narrow_list_folds_versions_and_opens_by_double_click(
    lab: LabPage, server: LabServer
) -> None:
    server.script(MANY)
    page = lab.open().page
    lab.show_sidebar()
    tree = page.locator(f"{SIDEBAR} .jp-Cellkeep-Tree")
    folder = page.locator(f"{SIDEBAR} [role=treeitem][aria-label='Folder system/data, 24 names']")
    expect(folder).to_be_visible()
    # Two runs of one name are told apart.
    twins = groups(page).filter(has_text="model-2")
    expect(twins).to_have_count(2)
    assert len(set(labels(page))) == len(labels(page))

    # A double click in the lower half opens, though the details come up under the pointer.
    box = tree.bounding_box()
    assert box is not None
    label = page.locator(ROW).nth(14).get_attribute("aria-label") or ""
    name = label.rpartition(" v")[0]
    low = lab.row(name)
    place = low.bounding_box()
    assert place is not None
    assert place["y"] > box["y"] + box["height"] / 2, "the row is where the details will be"
    low.dblclick()
    expect(page.locator(".jp-Cellkeep-Document")).to_be_visible()
    details = page.locator(f"{SIDEBAR} .jp-Cellkeep-Details")
    expect(details).to_be_visible()
    expect(low).to_be_in_viewport()

    # Its name and actions stay in view, and the next one's details begin at their top.
    pane = page.locator(f"{SIDEBAR} .jp-Cellkeep-Split-lower")
    pane.evaluate("pane => pane.scrollTo(0, pane.scrollHeight)")
    expect(details.get_by_role("heading", name=name)).to_be_in_viewport()
    assert pane.evaluate("pane => pane.scrollTop") > 0
    page.locator(f"{SIDEBAR} input[type=search]").fill("wave")
    wave = lab.row("wave")
    wave.click()
    expect(details.get_by_role("heading", name="wave")).to_be_in_viewport()
    assert pane.evaluate("pane => pane.scrollTop") == 0

    older = page.locator(f"{SIDEBAR} [role=treeitem][aria-label^='wave v1']")
    expect(older).to_have_count(0)
    wave.get_by_role("button", name="Show older versions").click()
    expect(older).to_be_visible()
    assert violations(lab, SIDEBAR) == []


def test_the_gallery_and_the_place_of_the_details_survive_a_reload(lab: LabPage) -> None:
    page = lab.open().page
    sidebar = lab.show_sidebar()
    details = page.locator(f"{SIDEBAR} .jp-Cellkeep-Details")
    page.locator(ROW).first.click()
    expect(details).to_be_visible()
    choose(lab, "Gallery", menu="View")
    choose(lab, "Details on the right", menu="View")
    right = page.locator("#cellkeep-details .jp-Cellkeep-Details")
    expect(right).to_be_visible()
    expect(details).to_have_count(0)
    assert violations(lab, SIDEBAR) == []
    lab.in_both_themes(PICTURES / "gallery")
    lab.workspace_has('"gallery": true')
    page.reload()
    lab.ready()
    lab.show_sidebar()
    expect(page.locator(f"{SIDEBAR} .jp-Cellkeep-mod-tile").first).to_be_visible()
    page.locator(ROW).first.click()
    expect(right).to_be_visible()
    # Put away, they say how they come back.
    right.get_by_role("button", name="Hide details").click()
    expect(right).to_have_count(0)
    sidebar.get_by_role("button", name="Show details").click()
    expect(right).to_be_visible()
    choose(lab, "Details below the list", menu="View")
    choose(lab, "List", menu="View")
