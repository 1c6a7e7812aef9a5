"""How long `run.save` of 256 MB blocks, and until its receipt, against np.save of the same."""

from __future__ import annotations

import os
import random
import tempfile
import time
from pathlib import Path

from figures import Figure

ROUNDS = 7


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="cellkeep-bench-") as folder:
        os.environ["CELLKEEP_STORE"] = str(Path(folder) / "store")
        return _measure(Path(folder))


def _measure(folder: Path) -> list[Figure]:
    import numpy as np

    import cellkeep

    array = np.random.default_rng(0).random(32 * 1024 * 1024)  # 256 MiB of float64
    run = cellkeep.Run("bench")
    run.save(np.zeros(8), "output", name="warm-up").wait(30)
    times: dict[str, list[float]] = {"plain": [], "synced": [], "blocked": [], "receipt": []}

    def plain() -> None:
        with _timed(times["plain"]):
            np.save(folder / "plain.npy", array)
        (folder / "plain.npy").unlink()

    def synced() -> None:
        with _timed(times["synced"]), (folder / "synced.npy").open("wb") as file:
            np.save(file, array)
            file.flush()
            os.fsync(file.fileno())
        (folder / "synced.npy").unlink()

    def saved() -> None:
        array[0] += 1  # new content each time, so that the store cannot have it already
        with _timed(times["receipt"]):
            with _timed(times["blocked"]):
                handle = run.save(array, "output", name="array")
            handle.wait(120)

    for _ in range(ROUNDS):
        steps = [plain, synced, saved]
        random.shuffle(steps)
        for step in steps:
            os.sync()  # nobody pays for another's dirty pages, nor for the disk's clearing up
            time.sleep(1)
            step()
    run.close()
    return [
        Figure.of(
            "run.save of 256 MB, cell blocked",
            times["blocked"],
            "np.save",
            times["plain"],
            "≤ 1.2 ×",
        ),
        Figure.of(
            "run.save of 256 MB, until the receipt",
            times["receipt"],
            "np.save + fsync",
            times["synced"],
            "≤ 1.5 ×",
        ),
    ]


class _timed:  # noqa: N801  (reads as a word in `with _timed(...)`)
    def __init__(self, into: list[float]) -> None:
        self._into = into

    def __enter__(self) -> None:
        self._start = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._into.append(time.perf_counter() - self._start)
