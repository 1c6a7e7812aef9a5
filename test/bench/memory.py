"""The kernel's memory during a save of 2 GB, above the object itself."""

from __future__ import annotations

from pathlib import Path

from figures import Figure
from helper import Helper
from rounds import MB


def measure(folder: Path) -> list[Figure]:
    with Helper(folder) as helper:
        helper.ask("array", 2048)
        above = [helper.ask("memory")["above"] / MB for _ in range(2)]
    value = max(above)
    work = "kernel's memory in a save of 2 GB"
    return [Figure(work, value, "MB above the object", "≤ 64 MB", value <= 64)]
