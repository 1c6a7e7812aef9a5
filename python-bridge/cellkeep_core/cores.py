"""How many things this process can do at the same time."""

from __future__ import annotations

import os
import sys


def usable_cores() -> int:
    """Return how many cores this process may use: in a container fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
