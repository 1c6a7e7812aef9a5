"""2 GB dropped in the browser: memory of the page, its main thread, and the speed."""

from __future__ import annotations

import time
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
PATIENCE_S = 200
WATCH = """
window.longTasks = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
}).observe({ type: 'longtask' });
"""


def measure(folder: Path) -> list[Figure]:
    source = random_file(folder / "dropped.bin", SIZE)
    heaps: list[float] = []
    tasks: list[float] = []
    with lab(folder) as server, over_http(folder, server) as helper, chromium() as browser:
        page = browser.new_page()
        tab = LabPage(page, server).open()
        sidebar = tab.show_sidebar()
        time.sleep(3)  # JupyterLab itself is busy for a moment after its start
        session = page.context.new_cdp_session(page)

        def drop() -> float:
            make_new(source)
            page.evaluate(WATCH)
            session.send("HeapProfiler.collectGarbage")
            before, highest = _heap(session), 0.0
            stored = _artifacts(server)
            tab.drag_files(sidebar, [str(source)])
            begun = time.perf_counter()
            target = page.locator(".ck-DropTarget[data-category=input]:not(.ck-mod-run)")
            tab.drop_files(target, [str(source)])
            while True:
                # What the store says, not what the page shows.
                highest = max(highest, _heap(session))
                if _artifacts(server) > stored:
                    break
                assert time.perf_counter() - begun < PATIENCE_S, (
                    f"the drop did not arrive; the page shows {sidebar.inner_text()!r}"
                )
                page.wait_for_timeout(100)
            took = time.perf_counter() - begun
            heaps.append((highest - before) / MB)
            tasks.extend(page.evaluate("window.longTasks"))
            return took

        def send() -> float:
            make_new(source)
            return float(helper.ask("save", str(source))["receipt"])

        seconds = shuffled(ROUNDS, {"dropped": drop, "http route": send})
    heap, longest = max(heaps), max(tasks, default=0.0)
    speed = 100 * median(seconds["http route"]) / median(seconds["dropped"])
    return [
        Figure("2 GB dropped, JS heap", heap, "MB more", "≤ 64 MB", heap <= 64),
        Figure(
            "2 GB dropped, longest task",
            longest,
            "ms",
            "none over 50 ms",
            longest <= 50,
            note=f"{len(tasks)} tasks over 50 ms",
        ),
        Figure("2 GB dropped, speed", speed, "% of http", "≥ 50 %", speed >= 50, seconds),
    ]


def _artifacts(server: LabServer) -> int:
    return int(server.get("cellkeep/api/status")["artifacts"])


def _heap(session: Any) -> float:
    return float(session.send("Runtime.getHeapUsage")["usedSize"])
