"""Ten million rows and an array of 4 GB, opened in JupyterLab: time to see them, and memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from figure_to_stored import chromium
from figures import Figure, median
from lab_page import LabPage
from lab_server import LabServer
from playwright.sync_api import Browser
from rounds import MB, shuffled

ROUNDS = 5
SAVE = """
import cellkeep, numpy as np, pyarrow as pa, sys
run = cellkeep.Run("large")
def batches(step=65_536, rows=10_000_000):
    for start in range(0, rows, step):
        ids = np.arange(start, min(start + step, rows))
        words = pa.array(["Mercury", "Venus", "Earth", "Mars"]).take(pa.array(ids % 4))
        columns = [pa.array(ids), pa.array(np.sin(ids / 1e6)), words]
        yield pa.record_batch(columns, ["id", "value", "word"])
first = next(batches(1, 1))
rows = pa.RecordBatchReader.from_batches(first.schema, batches())
run.save(rows, "output", name="rows").wait(300)
array = np.lib.format.open_memmap(sys.argv[1], mode="w+", dtype="f4", shape=(32_768, 32_768))
array[::512] = np.arange(32_768)
run.save(np.asarray(array), "output", name="array").wait(300)
"""
# Asked frame by frame in the page: what counts is when a person sees it.
OPEN = """
async ([artifactId, selector]) => {
  const begun = performance.now();
  await window.jupyterapp.commands.execute('cellkeep:open-artifact', { artifactId });
  while (!document.querySelector(`#jp-main-dock-panel ${selector}`)) {
    if (performance.now() - begun > 60_000) throw new Error('It does not appear.');
    await new Promise(requestAnimationFrame);
  }
  return (performance.now() - begun) / 1000;
}
"""
SEEN = {
    "rows": ".jp-Cellkeep-Grid-row[aria-rowindex='2'] [aria-colindex='4']:not(:empty)",
    "array": "[role=img][aria-label^='Heat map']",
}


def measure(folder: Path) -> list[Figure]:
    server = LabServer(folder)
    server.notebooks.mkdir(parents=True)
    subprocess.run(
        [sys.executable, "-c", SAVE, str(folder / "array.npy")],
        env=server.environment,
        check=True,
        timeout=600,
    )
    (folder / "array.npy").unlink()
    ids = {item["name"]: item["id"] for item in server.cellkeep("ls")["items"]}
    server.start()
    memory: dict[str, list[float]] = {name: [] for name in SEEN}
    reads: dict[str, list[tuple[int, int]]] = {name: [] for name in SEEN}
    try:
        with chromium() as browser:
            page = browser.new_page()
            lab = LabPage(page, server).open()
            session = page.context.new_cdp_session(page)
            asked: list[int] = []
            page.on(
                "response",
                lambda response: (
                    "/content" in response.url
                    and asked.append(int(response.headers.get("content-length", 0)))
                ),
            )

            def close() -> None:
                lab.command("application:close-all")
                page.locator(".jp-Cellkeep-Document").first.wait_for(state="detached")
                session.send("HeapProfiler.collectGarbage")
                page.wait_for_timeout(1000)

            def look(name: str) -> float:
                close()
                before = _renderers(browser)
                asked.clear()
                seconds = float(page.evaluate(OPEN, [ids[name], SEEN[name]]))
                reads[name].append((len(asked), sum(asked)))
                page.wait_for_timeout(1500)  # what is read besides is in memory by then
                memory[name].append((_renderers(browser) - before) / MB)
                return seconds

            for name in SEEN:  # the viewers' own code is loaded once
                look(name)
                memory[name].clear()
                reads[name].clear()
            seconds = shuffled(ROUNDS, {name: lambda name=name: look(name) for name in SEEN})
    finally:
        server.stop()
    figures = []
    for name, what in (("rows", "10,000,000 rows"), ("array", "array of 4 GB")):
        value = 1000 * median(seconds[name])
        count, size = reads[name][-1]
        note = f"{count} reads, {size / MB:.1f} MB until it is seen"
        opened = {name: seconds[name]}
        passed = value <= 500
        figures.append(Figure(f"{what}, opened", value, "ms", "≤ 500 ms", passed, opened, note))
        more = median(memory[name])
        work = f"{what}, memory of page and worker"
        figures.append(Figure(work, more, "MB more", "≤ 64 MB", more <= 64))
    return figures


def _renderers(browser: Browser) -> float:
    """The memory that the pages' processes have for themselves, their workers' among it."""
    session = browser.new_browser_cdp_session()
    processes: list[dict[str, Any]] = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    total = 0
    for process in processes:
        if process["type"] == "renderer":
            rollup = Path(f"/proc/{process['id']}/smaps_rollup").read_text()
            total += sum(
                int(line.split()[1]) << 10
                for line in rollup.splitlines()
                if line.startswith("Private_")
            )
    return float(total)
