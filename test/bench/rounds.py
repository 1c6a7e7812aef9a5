"""Shuffled rounds: neighbours in a fixed order would pay for each other's dirty pages."""

from __future__ import annotations

import os
import random
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

Step = Callable[[], float | dict[str, float]]
MB = 1 << 20


def shuffled(count: int, steps: dict[str, Step]) -> dict[str, list[float]]:
    """Do each step once in every round, in a fresh order; the seconds of each by name.

    A step returns its own seconds, or several by name.
    """
    seconds: dict[str, list[float]] = defaultdict(list)
    for _ in range(count):
        order = list(steps)
        random.shuffle(order)
        for name in order:
            os.sync()
            time.sleep(0.5)  # the disk clears up, and nobody pays for another
            took = steps[name]()
            for key, value in (took if isinstance(took, dict) else {name: took}).items():
                seconds[key].append(value)
    return dict(seconds)


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def random_file(path: Path, size: int) -> Path:
    """Write a file that nobody can compress or knows."""
    block = os.urandom(8 * MB)
    with path.open("wb") as file:
        for number in range(-(-size // len(block))):
            file.write(number.to_bytes(8, "big") + block[8:])
        file.truncate(size)
    return path


def make_new(path: Path) -> None:
    """Give a file other content, so that no store has it already."""
    with path.open("r+b") as file:
        file.write(os.urandom(4096))
