"""A small figure from `save` to `stored`, in a real notebook with a browser attached."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from figures import Figure
from lab_page import LabPage
from lab_server import LabServer
from playwright.sync_api import sync_playwright

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


def measure() -> list[Figure]:
    folder = tempfile.mkdtemp(prefix="cellkeep-bench-")
    server = LabServer(Path(folder))
    server.add_example("tour.ipynb")
    server.start()
    try:
        with sync_playwright() as playwright:
            chromium = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            lab = LabPage(browser.new_page(), server).open("tour.ipynb")
            lab.run_cell(lab.type_cell(SETUP))
            lab.run_cell(lab.type_cell(ROUND), timeout=120_000)
            browser.close()
        ours, blocked, plain = json.loads((server.notebooks / "bench.json").read_text())
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    limit = "savefig as PNG and SVG"
    return [
        Figure.of("small figure, save to stored, browser attached", ours, limit, plain, "≤ 60 ms"),
        Figure.of("small figure, cell blocked", blocked, limit, plain, "-"),
    ]
