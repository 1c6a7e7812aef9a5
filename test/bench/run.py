"""Figures of speed, each beside its limit in the same shuffled rounds of the same run.

Run as ``make bench``, or ``python test/bench/run.py [NAME…]``. Nothing here is a test: a slow
machine prints other seconds, and nearly the same ratios. Results also go to
``bench-results/bench.json``.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "e2e")]

import array_save
import browser_drop
import figure_cost
import figure_to_stored
import file_http
import file_store
import import_time
import library
import many_files
import memory
import presigned
import scrolling
import server_load
import storage_table
import tiny_saves
import viewers
from figures import Figure

BENCHES = {
    "array": array_save.measure,
    "file-store": file_store.measure,
    "file-http": file_http.measure,
    "presigned": presigned.measure,
    "many-files": many_files.measure,
    "tiny-saves": tiny_saves.measure,
    "figure": figure_to_stored.measure,
    "figure-cost": figure_cost.measure,
    "browser-drop": browser_drop.measure,
    "folder-drop": browser_drop.measure_folder,
    "library": library.measure,
    "scrolling": scrolling.measure,
    "server-load": server_load.measure,
    "viewers": viewers.measure,
    "storage-table": storage_table.measure,
    "memory": memory.measure,
    "import": import_time.measure,
}


def main(chosen: list[str]) -> int:
    """Run the chosen benches, or all of them; print a table and write the JSON."""
    figures: list[Figure] = []
    broken: dict[str, str] = {}
    load = os.getloadavg()
    for name in chosen or BENCHES:
        print(f"{name} …", flush=True)
        folder = Path(tempfile.mkdtemp(prefix="cellkeep-bench-"))
        begun = time.monotonic()
        try:
            found = BENCHES[name](folder)
        except Exception as error:  # noqa: BLE001  (the other rows are still worth having)
            traceback.print_exc()
            broken[name] = repr(error)
            continue
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        for figure in found:
            print(f"  {figure.work}: {figure.value:,.3g} {figure.unit}  ({figure.details()})")
        print(f"  in {time.monotonic() - begun:.0f} s", flush=True)
        figures += found
    _table(figures)
    for name, reason in broken.items():
        print(f"{name} could not be measured: {reason}")
    out = HERE.parent.parent / "bench-results" / "bench.json"
    out.parent.mkdir(exist_ok=True)
    machine = {
        "python": platform.python_version(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "load": load,
    }
    rows = [figure.row() for figure in figures]
    told = {"machine": machine, "figures": rows, "broken": broken}
    out.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    return 1 if broken else 0


def _table(figures: list[Figure]) -> None:
    rows = [("work", "measured", "goal", ""), *[figure.cells() for figure in figures]]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    print()
    for row in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
