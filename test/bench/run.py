"""Figures of speed, each as a ratio to the machine's own limit in the same run.

Run as ``make bench``, or ``python test/bench/run.py [NAME…]``. Nothing here is a test: a slow
machine prints other seconds, and nearly the same ratios. Results also go to
``bench-results/bench.json``.
"""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "e2e")]

import figure_to_stored
import import_time
import save_blocks
from figures import Figure

BENCHES = {
    "save-blocks": save_blocks.measure,
    "figure-to-stored": figure_to_stored.measure,
    "import-time": import_time.measure,
}


def main(chosen: list[str]) -> None:
    """Run the chosen benches, or all of them, and print and write their figures."""
    figures: list[Figure] = []
    for name in chosen or BENCHES:
        print(f"{name} …", flush=True)
        for figure in BENCHES[name]():
            print(f"  {figure.line()}", flush=True)
            figures.append(figure)
    out = HERE.parent.parent / "bench-results" / "bench.json"
    out.parent.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "processor": platform.machine()}
    rows = [figure.row() for figure in figures]
    out.write_text(json.dumps({"machine": machine, "figures": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
