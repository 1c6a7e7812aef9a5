"""Two thousand files dropped at once: all arrive, and the page stays at hand meanwhile."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

import pytest
from lab_page import SIDEBAR, LabPage
from lab_server import ROOT, LabServer
from meter import LONG_TASKS

COUNT = 2000


@pytest.mark.long
def test_a_folder_of_two_thousand_files(lab: LabPage, server: LabServer, tmp_path: Path) -> None:
    folder = tmp_path / "survey"
    names = [f"survey/{i % 20:02d}/point {i:04d}.json" for i in range(COUNT)]
    for i, name in enumerate(names):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"point": i, "noise": os.urandom(200 + i % 700).hex()}))

    lab.open("tour.ipynb")
    sidebar = lab.show_sidebar()
    cell = lab.type_cell("")
    cell.locator(".cm-content").click()
    lab.page.wait_for_timeout(500)
    profile = os.environ.get("CELLKEEP_PROFILE")
    session = lab.page.context.new_cdp_session(lab.page)
    lab.page.evaluate(LONG_TASKS)
    lab.page.wait_for_timeout(1000)
    print(f"\nlong tasks of the idle page: {lab.page.evaluate('window.longTasks')}")
    if profile:
        session.send("Profiler.enable")
        session.send("Profiler.start")
    requests: list[str] = []
    lab.page.on("request", lambda one: one.method == "POST" and requests.append(one.url))
    begin = time.monotonic()
    arrived: list[float] = []

    def look() -> None:
        """Note when all are there, while this thread types."""
        while not arrived and time.monotonic() < begin + 120:
            if server.get("cellkeep/api/status")["artifacts"] >= COUNT:
                arrived.append(time.monotonic() - begin)
            time.sleep(0.1)

    watch = threading.Thread(target=look)
    watch.start()
    lab.drag_files(sidebar, [str(folder)])
    lab.drop_files(lab.page.locator(".jp-Cellkeep-DropTarget[data-category=input]"), [str(folder)])
    cell.locator(".cm-content").click()
    slowest = 0.0
    for n in range(60):
        pressed = time.monotonic()
        lab.page.keyboard.insert_text(f"{n} ")
        lab.page.wait_for_function(
            "text => document.activeElement.innerText.endsWith(text)", arg=f"{n} "
        )
        slowest = max(slowest, time.monotonic() - pressed)
        if n in (5, 25, 45):
            lab.picture(ROOT / f"test-results/uploads/many-{n}.png")
        lab.page.wait_for_timeout(50)
    typed = " ".join(map(str, range(60)))
    assert typed in cell.locator(".cm-content").inner_text()
    watch.join()
    (took,) = arrived
    batches = sum("cellkeep/api/batch" in url for url in requests)
    assert 0 < batches < COUNT / 20, "many go in one request"
    assert sum("cellkeep/api/offers" in url for url in requests) < COUNT / 20
    lab.page.locator(f"{SIDEBAR} .jp-Cellkeep-mod-flight").wait_for(state="detached")
    if profile:
        Path(profile).write_text(json.dumps(session.send("Profiler.stop")["profile"]))
    tasks = sorted(lab.page.evaluate("window.longTasks"), reverse=True)
    print(
        f"{COUNT / took:.0f} files/s in {batches} batches; slowest key {slowest * 1000:.0f} ms; "
        f"{len(tasks)} long tasks, the longest {tasks[:10]} ms"
    )
    stored = lab.server.cellkeep("ls", "-n", "5000")["items"]
    assert {item["name"] for item in stored} >= set(names)
    verified = server.cellkeep("verify")
    assert verified["ok"]
    assert verified["whole"] >= COUNT
