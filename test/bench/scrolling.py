"""The gallery and the table of runs, scrolled fast in a large store: blank frames, long tasks.

Where a task is longer than 50 ms, Chromium's own trace says what it was made of: it is left in
``bench-results/scrolling.json``, which chrome://tracing and the browser's tools open.
"""

from __future__ import annotations

from pathlib import Path

from figures import Figure
from lab_page import SIDEBAR, LabPage
from library import filled_lab, scrolled
from playwright.sync_api import Page

ARTIFACTS, RUNS = 100_000, 10_000
TURNS = 300
TURN = 240
TRACE = Path(__file__).resolve().parents[2] / "bench-results" / "scrolling.json"
GRID = "#jp-main-dock-panel .jp-Cellkeep-Grid"
TREE = ".jp-Cellkeep-Tree"


def measure(folder: Path) -> list[Figure]:
    """Scroll both in a new page of a filled store."""
    with filled_lab(folder, ARTIFACTS, RUNS) as filled:
        lab = filled.open()
        TRACE.parent.mkdir(exist_ok=True)
        categories = ["toplevel", "devtools.timeline"]
        filled.browser.start_tracing(page=lab.page, path=TRACE, categories=categories)
        figures = [*_table(lab), *_gallery(lab)]
        filled.browser.stop_tracing()
        return figures


def _table(lab: LabPage) -> list[Figure]:
    page = lab.page
    lab.command("cellkeep:runs")
    page.wait_for_selector(f"{GRID} .jp-Cellkeep-Grid-row")
    page.wait_for_timeout(2000)
    head = page.locator(f"{GRID}-head").evaluate("head => head.offsetHeight")
    where = [GRID, ".jp-Cellkeep-Grid-row", ":has([aria-busy=true])", head]
    figures = _turned(page, GRID, where, "table of runs")
    tasks = _tasks(page)
    page.locator(GRID).focus()
    for key in ("Control+End", "Control+Home") * 5:
        page.keyboard.press(key)
        page.wait_for_function(
            "grid => !document.querySelector(`${grid} [aria-busy=true]`)", arg=GRID
        )
    return [*figures, *scrolled(page, "table of runs, ten jumps to an end", tasks)[2:]]


def _gallery(lab: LabPage) -> list[Figure]:
    page = lab.page
    sidebar = lab.show_sidebar()
    for item in ("No groups", "Gallery"):
        sidebar.get_by_role("button", name="View: ").click()
        lab.menu_item(item).click()
        page.wait_for_selector(f"{SIDEBAR} .jp-Cellkeep-Tree-rows[aria-busy=false]")
    page.wait_for_timeout(2000)
    where = [TREE, ".jp-Cellkeep-Row", ".jp-Cellkeep-mod-more", 0]
    return _turned(page, TREE, where, "gallery")


def _turned(page: Page, scroller: str, where: list[object], work: str) -> list[Figure]:
    """Turn the wheel as fast as a hand does."""
    page.locator(scroller).hover()
    page.evaluate("Object.assign(bench, { frames: 0, blank: [], waiting: 0 }); null")
    tasks = _tasks(page)
    page.evaluate("where => bench.look(...where)", where)
    for _ in range(TURNS):
        page.mouse.wheel(0, TURN)
    return scrolled(page, f"{work}, {TURNS * TURN:,} pixels scrolled", tasks)


def _tasks(page: Page) -> int:
    return int(page.evaluate("bench.tasks.length"))
