"""The sidebar at 100,000 artifacts in 1,000 runs: opening, searching, scrolling, grouping.

Times are taken in the page: from the event that the browser gave it to the frame in which
what belongs to it is painted.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from figure_to_stored import chromium
from figures import Figure
from fill_store import fill
from lab_page import SIDEBAR, LabPage
from lab_server import LabServer
from playwright.sync_api import Browser, Page

from cellkeep_store import Store

ARTIFACTS, RUNS = 100_000, 1000
OPENINGS = 5
WORDS = ("loss", "weights", "resnet", "needle", "needle 3000", "loss png", "zq")
GROUPINGS = ("Notebook", "Folder", "Day", "Type", "No groups", "Run")
SORTS = ("Name, A to Z", "Largest first", "Newest first")
SCROLL_ROWS = 5000
TYPING_MS = 150
SETTLED = f"{SIDEBAR} .jp-Cellkeep-Tree-rows[aria-busy=false], {SIDEBAR} .jp-Cellkeep-Placeholder"

WATCH = """
window.bench = { times: [], tasks: [], frames: 0, blank: [], waiting: 0 };
new PerformanceObserver(list => {
  for (const { duration } of list.getEntries()) bench.tasks.push(duration);
}).observe({ type: 'longtask' });

/** Calls back in the frame after the first one in which something is true. */
bench.painted = (isThere, then) => {
  const look = () => {
    if (!isThere()) return requestAnimationFrame(look);
    // A task after the frame: it is painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(performance.now());
    requestAnimationFrame(() => port2.postMessage(null));
  };
  look();
};
bench.settled = selector => () =>
  document.querySelector(selector) !== null;
/** Takes the time from the next event of a type to what follows from it. */
bench.time = (type, target, isThere) => {
  const listen = event => {
    if (!event.target.closest?.(target)) return;
    document.removeEventListener(type, listen, true);
    // After JupyterLab's own listeners, which are called with this event.
    setTimeout(() =>
      bench.painted(isThere, now => bench.times.push(now - event.timeStamp)));
  };
  document.addEventListener(type, listen, true);
};
/** Looks at each frame: are there rows all over the list, and all of them real? */
bench.look = (scroller, rowClass, waits, head = 0) => {
  const tree = document.querySelector(scroller);
  const look = () => {
    if (!bench.looking) return;
    const top = tree.scrollTop;
    const bottom = Math.min(top + tree.clientHeight, tree.scrollHeight) - head;
    const rows = [...tree.querySelectorAll(rowClass)]
      .map(row => ({
        // Each row is moved to its place; asking the page where it is would cost more.
        start: parseFloat(row.style.top || row.style.transform.slice('translateY('.length)) - head,
        height: parseFloat(row.style.height),
        more: row.matches(waits)
      }))
      .filter(({ start, height }) => start + height > top && start < bottom)
      .sort((one, other) => one.start - other.start);
    const rowHeight = rows[0]?.height ?? 1;
    let end = top;
    let isBlank = false;
    for (const { start, height } of rows) {
      isBlank ||= start > end + 1;
      end = start + height;
    }
    bench.frames += 1;
    if (isBlank || end < bottom - 1) bench.blank.push(Math.round(top / rowHeight));
    bench.waiting += rows.some(({ more }) => more) ? 1 : 0;
    requestAnimationFrame(look);
  };
  bench.looking = true;
  requestAnimationFrame(look);
};
null;  // what is a function at the end, Playwright calls
"""


@dataclass
class Times:
    """Milliseconds of one kind of thing, and what each was."""

    all: list[tuple[float, str]] = field(default_factory=list)

    def add(self, page: Page, what: str) -> None:
        """Wait for the time that the page takes, and keep it."""
        page.wait_for_function("bench.times.length > 0")
        self.all.append((page.evaluate("bench.times.pop()"), what))

    def figures(self, work: str, goal: float) -> list[Figure]:
        """Return the median and the worst, both judged."""
        worst, what = max(self.all)
        median = statistics.median(ms for ms, _ in self.all)
        words = f"≤ {goal:g} ms"
        note = f"{len(self.all)} times; the slowest was {what}"
        return [
            Figure(f"{work}, median", median, "ms", words, median <= goal),
            Figure(f"{work}, worst", worst, "ms", words, worst <= goal, note=note),
        ]


class FilledLab:
    """JupyterLab at a large store, and a browser."""

    def __init__(self, server: LabServer, browser: Browser) -> None:
        self._server = server
        self.browser = browser

    def open(self) -> LabPage:
        """Open a page that counts its long tasks and takes times."""
        page = self.browser.new_page(viewport={"width": 1440, "height": 900})
        lab = LabPage(page, self._server).open()
        page.wait_for_timeout(3000)  # JupyterLab itself is busy after its start
        page.evaluate(WATCH)
        return lab


@contextmanager
def filled_lab(folder: Path, artifacts: int, runs: int) -> Iterator[FilledLab]:
    """Fill a store, and start JupyterLab and a browser at it."""
    server = LabServer(folder / "lab")
    with Store.open(server.store) as store:
        fill(store, artifacts, runs)
    server.start()
    try:
        with chromium() as browser:
            yield FilledLab(server, browser)
    finally:
        server.stop()


def measure(folder: Path) -> list[Figure]:
    with filled_lab(folder, ARTIFACTS, RUNS) as filled:
        opening = Times()
        for _ in range(OPENINGS):
            lab = filled.open()
            _open(lab, opening)
            if len(opening.all) < OPENINGS:
                lab.page.close()
        return [
            *opening.figures("library, open to first rows", 300),
            *_search(lab),
            *_group(lab),
            *_scroll(lab),
        ]


def _open(lab: LabPage, times: Times) -> None:
    page = lab.page
    page.evaluate(
        "([tab, row]) => bench.time('pointerdown', tab, bench.settled(row))",
        [".lm-TabBar-tab", f"{SIDEBAR} .jp-Cellkeep-Row-name"],
    )
    lab.sidebar_tab.click()
    times.add(page, "an opening")


def _search(lab: LabPage) -> list[Figure]:
    """Type words letter by letter, in the usual order and sorted by name."""
    figures: list[Figure] = []
    for order in ("Newest first", "Name, A to Z"):
        _choose(lab, order)
        times = Times()
        box = lab.page.locator(SIDEBAR).get_by_role("searchbox")
        tasks = _tasks(lab.page)
        for word in WORDS:
            box.click()
            for count, letter in enumerate(word, 1):
                if letter == " ":
                    lab.page.keyboard.type(letter)
                    continue
                _expect(lab.page, "input", ".jp-Cellkeep-Filters-search")
                lab.page.keyboard.type(letter)
                times.add(lab.page, f"{word[:count]!r}")
                lab.page.wait_for_timeout(TYPING_MS)
            lab.page.keyboard.press("Control+a")
            _expect(lab.page, "input", ".jp-Cellkeep-Filters-search")
            lab.page.keyboard.press("Backspace")
            times.add(lab.page, "clearing it")
            lab.page.wait_for_timeout(TYPING_MS)
        named = order != "Newest first"
        work = "library, letter to answer" + (", by name" if named else "")
        figures += times.figures(work, 100)
        figures.append(_longest(work, lab.page, tasks))
    _choose(lab, "Newest first")
    return figures


def _group(lab: LabPage) -> list[Figure]:
    times = Times()
    tasks = _tasks(lab.page)
    for item in (*GROUPINGS, *SORTS):
        _choose(lab, item, times)
    return [
        *times.figures("library, another grouping or order", 300),
        _longest("library, another grouping", lab.page, tasks),
    ]


def _scroll(lab: LabPage) -> list[Figure]:
    """Turn the wheel over thousands of rows, as fast as a hand does."""
    page = lab.page
    _choose(lab, "No groups")
    box = page.locator(f"{SIDEBAR} .jp-Cellkeep-Tree").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 200)
    tasks = _tasks(page)
    page.evaluate("bench.look('.jp-Cellkeep-Tree', '.jp-Cellkeep-Row', '.jp-Cellkeep-mod-more')")
    height = page.evaluate(
        "parseFloat(document.querySelector('.jp-Cellkeep-Row.jp-Cellkeep-mod-artifact').style.height)"
    )
    end = SCROLL_ROWS * height
    for _ in range(2000):
        page.mouse.wheel(0, 240)
        if page.evaluate("document.querySelector('.jp-Cellkeep-Tree').scrollTop") >= end:
            break
    seen = page.evaluate("document.querySelector('.jp-Cellkeep-Tree').scrollTop") / height
    assert seen >= SCROLL_ROWS * 0.99, f"the list ended after {seen} rows"
    return scrolled(page, f"library, {SCROLL_ROWS:,} rows scrolled", tasks)


def scrolled(page: Page, work: str, tasks: int) -> list[Figure]:
    """Return what was seen of frames and tasks since then."""
    page.evaluate("bench.looking = false")
    told: dict[str, Any] = page.evaluate("bench")
    blank = 100 * len(told["blank"]) / told["frames"]
    waiting = 100 * told["waiting"] / told["frames"]
    note = f"{told['frames']} frames"
    if told["blank"]:
        note += f", blank at row {', '.join(map(str, sorted(set(told['blank']))[:9]))}"
    return [
        Figure(f"{work}, blank frames", blank, "%", "none", blank == 0, note=note),
        Figure(f"{work}, frames that wait for rows", waiting, "%", note=note),
        _longest(work, page, tasks),
    ]


def _choose(lab: LabPage, item: str, times: Times | None = None) -> None:
    """Choose a grouping or an order from the menu."""
    lab.page.locator(SIDEBAR).get_by_role("button", name="View: ").click()
    if times:
        _expect(lab.page, "pointerup", ".lm-Menu-item")
    lab.menu_item(item).click()
    if times:
        times.add(lab.page, item)
    lab.page.wait_for_selector(f"{SIDEBAR} [aria-label^='View: '][aria-label*='{item}']")
    lab.page.wait_for_selector(SETTLED)
    lab.page.wait_for_timeout(500)


def _expect(page: Page, event: str, target: str) -> None:
    page.evaluate(
        "([event, target, settled]) => bench.time(event, target, bench.settled(settled))",
        [event, target, SETTLED],
    )


def _tasks(page: Page) -> int:
    return int(page.evaluate("bench.tasks.length"))


def _longest(work: str, page: Page, since: int) -> Figure:
    page.wait_for_timeout(200)
    tasks: list[float] = page.evaluate("since => bench.tasks.slice(since)", since)
    longest = max(tasks, default=0.0)
    note = f"{len(tasks)} tasks over 50 ms"
    return Figure(
        f"{work}, longest task", longest, "ms", "none over 50 ms", longest <= 50, note=note
    )
