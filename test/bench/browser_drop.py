"""Drops in the browser, one of 2 GB and one of many small files: speed, memory, main thread."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from figure_to_stored import chromium
from figures import Figure, median
from file_http import lab, over_http
from lab_page import LabPage
from lab_server import LabServer
from rounds import MB, make_new, random_file, shuffled

ROUNDS = 2
SIZE = 2048 * MB
FOLDER_ROUNDS = 3
FILES = 2_000
PATIENCE_S = 200
WATCH = """
window.longTasks = [];
window.taskWatch?.disconnect();
window.taskWatch = new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
});
window.taskWatch.observe({ type: 'longtask' });
"""


def measure(folder: Path) -> list[Figure]:
    """Drop a large file, beside the http route of a kernel."""
    source = random_file(folder / "dropped.bin", SIZE)
    with _sidebar(folder) as into, over_http(folder, into.server) as helper:

        def drop() -> float:
            make_new(source)
            return into.drop(source, files=1)

        def send() -> float:
            make_new(source)
            return float(helper.ask("save", str(source))["receipt"])

        seconds = shuffled(ROUNDS, {"dropped": drop, "http route": send})
    heap = max(into.heaps)
    speed = 100 * median(seconds["http route"]) / median(seconds["dropped"])
    return [
        Figure("2 GB dropped, JS heap", heap, "MB more", "≤ 64 MB", heap <= 64),
        into.longest_task("2 GB dropped"),
        Figure("2 GB dropped, speed", speed, "% of http", "≥ 60 %", speed >= 60, seconds),
    ]


def measure_folder(folder: Path) -> list[Figure]:
    """Drop a folder of small files."""
    count = iter(range(FOLDER_ROUNDS))
    with _sidebar(folder) as into:

        def drop() -> float:
            return into.drop(_write(folder / f"survey {next(count)}"), files=FILES)

        seconds = shuffled(FOLDER_ROUNDS, {"dropped": drop})
    rate = FILES / median(seconds["dropped"])
    work = f"a folder of {FILES:,} files dropped"
    return [
        Figure(work, rate, "files/s", "≥ 2,000 files/s", rate >= 2000, seconds),
        into.longest_task(work),
    ]


@dataclass
class _Sidebar:
    """The sidebar of a real page, and what it cost to drop things there."""

    server: LabServer
    tab: LabPage
    heaps: list[float] = field(default_factory=list)
    tasks: list[float] = field(default_factory=list)

    def drop(self, path: Path, files: int) -> float:
        """Drop a path; seconds until the store has all its files."""
        page, sidebar = self.tab.page, self.tab.show_sidebar()
        session = page.context.new_cdp_session(page)
        session.send("HeapProfiler.collectGarbage")
        page.evaluate(WATCH)  # from here on: what is collected before is no work of the drop
        before, highest = _heap(session), 0.0
        wanted = _artifacts(self.server) + files
        self.tab.drag_files(sidebar, [str(path)])
        target = page.locator(
            ".jp-Cellkeep-DropTarget[data-category=input]:not(.jp-Cellkeep-mod-run)"
        )
        begun = time.perf_counter()
        self.tab.drop_files(target, [str(path)])
        # What the store says, not what the page shows.
        while _artifacts(self.server) < wanted:
            highest = max(highest, _heap(session))
            assert time.perf_counter() - begun < PATIENCE_S, (
                f"the drop did not arrive; the page shows {sidebar.inner_text()!r}"
            )
            page.wait_for_timeout(50)
        took = time.perf_counter() - begun
        page.wait_for_timeout(2000)  # what the page does with the news is its work too
        self.heaps.append((max(highest, _heap(session)) - before) / MB)
        self.tasks.extend(page.evaluate("window.longTasks"))
        session.detach()
        return took

    def longest_task(self, work: str) -> Figure:
        longest = max(self.tasks, default=0.0)
        note = f"{len(self.tasks)} tasks over 50 ms"
        return Figure(
            f"{work}, longest task", longest, "ms", "none over 50 ms", longest <= 50, note=note
        )


@contextmanager
def _sidebar(folder: Path) -> Iterator[_Sidebar]:
    with lab(folder) as server, chromium() as browser:
        tab = LabPage(browser.new_page(), server).open()
        tab.show_sidebar()
        time.sleep(3)  # JupyterLab itself is busy for a moment after its start
        yield _Sidebar(server, tab)


def _write(folder: Path) -> Path:
    """Write small files whose bytes nobody has seen."""
    for number in range(FILES):
        path = folder / f"{number % 20:02d}" / f"point {number:04d}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"point": number, "noise": os.urandom(700).hex()}))
    return folder


def _artifacts(server: LabServer) -> int:
    return int(server.get("cellkeep/api/status")["artifacts"])


def _heap(session: Any) -> float:
    return float(session.send("Runtime.getHeapUsage")["usedSize"])
