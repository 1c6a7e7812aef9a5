"""A small figure from `save` to `stored`, in a real notebook with a browser attached."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from browser_process import FLAGS, find_chromium
from figures import Figure, median
from lab_page import LabPage
from lab_server import LabServer
from playwright.sync_api import Browser, sync_playwright

SETUP = """
import cellkeep, json, time
import matplotlib.figure
run = cellkeep.current_run()
def figure(i):
    fig = matplotlib.figure.Figure(figsize=(4, 3))
    fig.subplots().plot([1, i, 3])
    return fig
run.save(figure(0), "output", name="warm-up").wait(30)
"""
ROUND = """
ours, plain, blocked = [], [], []
for i in range(1, 16):
    fig = figure(i)
    start = time.perf_counter()
    fig.savefig("f.png"); fig.savefig("f.svg")
    plain.append(time.perf_counter() - start)
    start = time.perf_counter()
    handle = run.save(fig, "output", name="fig")
    blocked.append(time.perf_counter() - start)
    handle.wait(30)
    ours.append(time.perf_counter() - start)
json.dump([ours, blocked, plain], open("bench.json", "w"))
"""


def measure(folder: Path) -> list[Figure]:
    server = LabServer(folder)
    server.add_example("tour.ipynb")
    server.start()
    try:
        with chromium() as browser:
            lab = LabPage(browser.new_page(), server).open("tour.ipynb")
            lab.run_cell(lab.type_cell(SETUP))
            lab.run_cell(lab.type_cell(ROUND), timeout=120_000)
        ours, blocked, plain = json.loads((server.notebooks / "bench.json").read_text())
    finally:
        server.stop()
    seconds = {"stored": ours, "blocked": blocked, "savefig as PNG and SVG": plain}
    value = 1000 * median(ours)
    work = "small figure, save to stored, browser attached"
    return [Figure(work, value, "ms", "≤ 60 ms", value <= 60, seconds)]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, as the browser tests start it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()
