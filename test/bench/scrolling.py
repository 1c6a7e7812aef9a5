"""The gallery and the table of runs, scrolled fast in a large store: blank frames, long tasks.

Tasks are judged by the processor time that Chromium's own trace gives each: by the clock a task is
also long where other programs had the processor. The traces are left in ``bench-results``, where
chrome://tracing and the browser's tools open them and say what a task was made of.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from figures import Figure
from lab_page import SIDEBAR, LabPage
from library import FilledLab, filled_lab, scrolled
from playwright.sync_api import Page

ARTIFACTS, RUNS = 100_000, 10_000
TURNS = 300
TURN = 240
LONG_MS = 50
TRACES = Path(__file__).resolve().parents[2] / "bench-results"
GRID = "#jp-main-dock-panel .jp-Cellkeep-Grid"
TREE = ".jp-Cellkeep-Tree"


def measure(folder: Path) -> list[Figure]:
    """Scroll both in a new page of a filled store."""
    with filled_lab(folder, ARTIFACTS, RUNS) as filled:
        lab = filled.open()
        return [*_table(filled, lab), *_gallery(filled, lab)]


def _table(filled: FilledLab, lab: LabPage) -> list[Figure]:
    page = lab.page
    lab.command("cellkeep:runs")
    page.wait_for_selector(f"{GRID} .jp-Cellkeep-Grid-row")
    page.wait_for_timeout(2000)
    head = page.locator(f"{GRID}-head").evaluate("head => head.offsetHeight")
    where = [GRID, ".jp-Cellkeep-Grid-row", ":has([aria-busy=true])", head]
    figures = _turned(filled, page, GRID, where, "table of runs")

    def jump() -> None:
        page.locator(GRID).focus()
        for key in ("Control+End", "Control+Home") * 5:
            page.keyboard.press(key)
            page.wait_for_function(
                "grid => !document.querySelector(`${grid} [aria-busy=true]`)", arg=GRID
            )

    return [*figures, _longest(filled, page, "table of runs, ten jumps to an end", jump)]


def _gallery(filled: FilledLab, lab: LabPage) -> list[Figure]:
    page = lab.page
    sidebar = lab.show_sidebar()
    for item in ("No groups", "Gallery"):
        sidebar.get_by_role("button", name="View: ").click()
        lab.menu_item(item).click()
        page.wait_for_selector(f"{SIDEBAR} .jp-Cellkeep-Tree-rows[aria-busy=false]")
    page.wait_for_timeout(2000)
    where = [TREE, ".jp-Cellkeep-Row", ".jp-Cellkeep-mod-more", 0]
    return _turned(filled, page, TREE, where, "gallery")


def _turned(
    filled: FilledLab, page: Page, scroller: str, where: list[object], name: str
) -> list[Figure]:
    """Turn the wheel as fast as a hand does."""
    work = f"{name}, {TURNS * TURN:,} pixels scrolled"
    page.locator(scroller).hover()
    page.evaluate("Object.assign(bench, { frames: 0, blank: [], waiting: 0 }); null")
    page.evaluate("where => bench.look(...where)", where)

    def turn() -> None:
        for _ in range(TURNS):
            page.mouse.wheel(0, TURN)

    longest = _longest(filled, page, work, turn)
    return [*scrolled(page, work, 0)[:2], longest]


def _longest(filled: FilledLab, page: Page, work: str, act: Callable[[], None]) -> Figure:
    """Return the processor time of the longest task of the page while something is done."""
    TRACES.mkdir(exist_ok=True)
    path = TRACES / f"scrolling, {work}.json"
    categories = ["toplevel", "devtools.timeline"]
    filled.browser.start_tracing(page=page, path=path, categories=categories)
    act()
    filled.browser.stop_tracing()
    tasks = _tasks(json.loads(path.read_bytes())["traceEvents"])
    longest = max(task["tdur"] for task in tasks) / 1000
    by_clock = sum(task["dur"] > LONG_MS * 1000 for task in tasks)
    return Figure(
        f"{work}, longest task, processor time",
        longest,
        "ms",
        f"none over {LONG_MS} ms",
        longest <= LONG_MS,
        note=f"{by_clock} tasks over {LONG_MS} ms by the clock",
    )


def _tasks(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the tasks of the thread that runs the page: the one with the most scripts."""
    threads = defaultdict(list)
    for event in events:
        if event["ph"] == "X":
            threads[event["pid"], event["tid"]].append(event)
    busiest = max(
        threads.values(), key=lambda each: sum(event["name"] == "FunctionCall" for event in each)
    )
    return [event for event in busiest if event["name"].endswith("RunTask") and "tdur" in event]
