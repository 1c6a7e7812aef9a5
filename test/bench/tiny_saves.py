"""1,000 tiny objects saved in a loop: how long the cell is blocked, and until all receipts."""

from __future__ import annotations

from pathlib import Path

from figures import Figure, median
from helper import Helper
from rounds import shuffled

ROUNDS = 7
COUNT = 1000


def measure(folder: Path) -> list[Figure]:
    with Helper(folder) as helper:
        helper.ask("tiny", 10)  # loads what the first save loads

        def save() -> dict[str, float]:
            told = helper.ask("tiny", COUNT)
            return {"blocked": told["blocked"], "receipt": told["receipt"]}

        seconds = shuffled(
            ROUNDS,
            {
                "write + fsync": lambda: helper.ask("tiny_files", str(folder), COUNT)["took"],
                "run.save": save,
            },
        )
    return [
        figure
        for work, name, at_most in (
            ("1,000 tiny objects in a loop, until the receipts", "receipt", 1.0),
            ("the same, cell blocked", "blocked", 0.7),
        )
        for figure in _figures(work, name, seconds, at_most)
    ]


def _figures(
    work: str, name: str, seconds: dict[str, list[float]], at_most: float
) -> tuple[Figure, Figure]:
    """Return the milliseconds of each, which have a goal, and how often a file's they are."""
    kept = {one: seconds[one] for one in (name, "write + fsync")}
    each = 1000 * median(seconds[name]) / COUNT
    ratio = median(seconds[name]) / median(seconds["write + fsync"])
    return (
        Figure(work, each, "ms each", f"≤ {at_most:g} ms each", each <= at_most, kept),
        Figure(f"{work}, beside files", ratio, "× write + fsync", seconds=kept),
    )
