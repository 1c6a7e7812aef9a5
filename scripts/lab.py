"""Start JupyterLab on the tour notebook; without a screen, print the address instead."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLAYGROUND = ROOT / "build" / "tour"


def main() -> None:
    """Copy the tour to a playground, so that running it leaves the checkout clean, and open it."""
    PLAYGROUND.mkdir(parents=True, exist_ok=True)
    for source in (ROOT / "examples").iterdir():
        target = PLAYGROUND / source.name
        if source.name != "hub" and not target.exists():  # that starts by a command of its own
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, target)
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={PLAYGROUND}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        # The address that it prints leads to the tour too, not only to the folder.
        command += ["--no-browser", "--LabApp.default_url=/lab/tree/tour.ipynb"]
        print("No screen here: open the address that JupyterLab prints below.", flush=True)
    command += sys.argv[1:]
    command.append(str(PLAYGROUND / "tour.ipynb"))
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
