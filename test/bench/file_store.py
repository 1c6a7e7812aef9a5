"""A 1 GB file until the receipt by the store route, and the same file again."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from figures import Figure, median
from helper import Helper
from rounds import MB, make_new, random_file, shuffled, timed

ROUNDS = 5


def measure(folder: Path) -> list[Figure]:
    source = random_file(folder / "source.bin", 1024 * MB)
    copy = folder / "copy.bin"
    moved: list[int] = []
    with Helper(folder) as helper:

        def limit() -> float:
            def work() -> None:
                shutil.copyfile(source, copy)
                with copy.open("rb") as file:
                    hashlib.file_digest(file, "sha256")
                    os.fsync(file.fileno())

            took = timed(work)
            copy.unlink()
            return took

        def save() -> dict[str, float]:
            make_new(source)
            first = helper.ask("save", str(source))
            before = _written(folder)
            again = helper.ask("save", str(source))
            assert again["existing"], "the same bytes became another version"
            moved.append(_written(folder) - before)
            return {"receipt": first["receipt"], "again": again["receipt"]}

        seconds = shuffled(ROUNDS, {"cp + sha256 + fsync": limit, "save": save})
    value = 100 * median(seconds["again"]) / median(seconds["receipt"])
    return [
        Figure.ratio("1 GB file, store route", "receipt", "cp + sha256 + fsync", seconds, 1.3),
        Figure(
            "the same 1 GB file again",
            value,
            "% of the first time",
            "≤ 2 %, 0 bytes moved",
            value <= 2 and max(moved) == 0,
            {name: seconds[name] for name in ("again", "receipt")},
            f"{max(moved):,} bytes more in store and spool",
        ),
    ]


def _written(folder: Path) -> int:
    """Return the bytes of blobs, staging and spool, each file once however often it is linked."""
    sizes = {}
    for place in ("blobs", "staging", "spool"):
        for path in (folder / "store" / place).rglob("content" if place != "blobs" else "*"):
            try:
                about = path.stat()
            except FileNotFoundError:
                continue
            if path.is_file():
                sizes[about.st_ino] = about.st_size
    return sum(sizes.values())
