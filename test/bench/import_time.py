"""What `import cellkeep` costs, in fresh processes, beside NumPy's own import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from figures import Figure, median
from rounds import shuffled

CODE = (
    "import time, IPython.core.interactiveshell; t = time.perf_counter();"
    "import {what}; print(time.perf_counter() - t)"
)


def measure(folder: Path) -> list[Figure]:
    seconds = shuffled(
        5, {"cellkeep": lambda: _import("cellkeep"), "numpy": lambda: _import("numpy")}
    )
    value = 1000 * median(seconds["cellkeep"])
    return [Figure("import cellkeep", value, "ms", "≤ 50 ms", value <= 50, seconds)]


def _import(what: str) -> float:
    command = [sys.executable, "-c", CODE.format(what=what)]
    out = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return float(out.stdout)
