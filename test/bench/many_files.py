"""10,000 files of 2 KB until their receipts, beside MLflow's tracking server."""

from __future__ import annotations

import os
from pathlib import Path

from figures import Figure, median
from helper import Helper
from mlflow_peer import Mlflow
from rounds import shuffled

ROUNDS = 3
FILES, MLFLOW_FILES = 10_000, 1_000


def measure(folder: Path) -> list[Figure]:
    ours, theirs = folder / "ours", folder / "theirs"
    with Mlflow(folder / "mlflow") as mlflow, Helper(folder) as helper:

        def save() -> float:
            _write(ours, FILES)
            told = helper.ask("directory", str(ours))
            assert told["files"] == FILES, told
            return float(told["receipt"])

        def log() -> dict[str, float]:
            _write(theirs, MLFLOW_FILES)
            stored = mlflow.log(theirs)
            return {"MLflow": stored, "MLflow + fsync": stored + mlflow.sync()}

        seconds = shuffled(ROUNDS, {"receipts": save, "MLflow": log})
    rate = FILES / median(seconds["receipts"])
    peer = MLFLOW_FILES / median(seconds["MLflow"])
    durable = MLFLOW_FILES / median(seconds["MLflow + fsync"])
    note = (
        f"MLflow {mlflow.version}: {peer:.0f} files/s of {MLFLOW_FILES}, {durable:.0f} with fsync"
    )
    return [
        Figure("10,000 files of 2 KB", rate, "files/s", "≥ 3,000 files/s", rate >= 3000, seconds),
        Figure(
            "the same beside MLflow's server",
            rate / peer,
            "× MLflow",
            "≥ 10 ×",
            rate / peer >= 10,
            seconds,
            note,
        ),
    ]


def _write(folder: Path, count: int) -> None:
    """Write files whose bytes nobody has seen."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        sub = folder / f"{number // 1000}"
        if number % 1000 == 0:
            sub.mkdir(exist_ok=True)
        (sub / f"file {number}.bin").write_bytes(os.urandom(2048))
