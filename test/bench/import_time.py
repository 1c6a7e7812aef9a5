"""What `import cellkeep` costs above IPython's own import, in fresh processes."""

from __future__ import annotations

import subprocess
import sys

from figures import Figure

CODE = (
    "import time, IPython.core.interactiveshell; t = time.perf_counter();"
    "{what}; print(time.perf_counter() - t)"
)


def measure() -> list[Figure]:
    ours, limit = [], []
    for _ in range(9):
        ours.append(_import("import cellkeep"))
        limit.append(_import("import numpy"))
    return [Figure.of("import cellkeep", ours, "import numpy", limit, "≤ 50 ms")]


def _import(what: str) -> float:
    code = CODE.format(what=what)
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    return float(out.stdout)
