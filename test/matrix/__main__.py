"""Saved under one set of library versions and loaded under each other: ``python test/matrix``.

With ``torch`` after it, tensors under the oldest and newest torch: some GB to download.

The oldest versions are the lower bounds that pyproject.toml declares, the newest what PyPI has
today. Each set is an environment in ``.venv-matrix``, made once and brought up to date each time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from environments import LIBRARIES, ROOT, TORCH, prepared

HERE = Path(__file__).resolve().parent


def main(which: list[str]) -> int:
    names = TORCH if which == ["torch"] else LIBRARIES
    with (
        ThreadPoolExecutor(2) as pool,
        tempfile.TemporaryDirectory(prefix="cellkeep-matrix-") as home,
    ):
        pythons = dict(zip(names, pool.map(prepared, names), strict=True))
        environment = os.environ | {
            "CELLKEEP_STORE": f"{home}/store",
            "JUPYTER_DATA_DIR": f"{home}/data",
            "PYTHONPATH": str(ROOT / "python-bridge"),
        }

        def run(step: str, name: str) -> bool:
            command = [pythons[name], HERE / "steps.py", step, name, *names]
            done = subprocess.run(
                command, env=environment, text=True, capture_output=True, check=False, timeout=300
            )
            print(done.stdout + done.stderr, end="", flush=True)
            return done.returncode == 0

        done = [*pool.map(lambda name: run("save", name), names)]
        done += pool.map(lambda name: run("load", name), names)
        return int(not all(done))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
