"""A 256 MB float64 array: how long the cell is blocked, and until the receipt."""

from __future__ import annotations

from pathlib import Path

from figures import Figure
from helper import Helper
from rounds import shuffled

ROUNDS = 7


def measure(folder: Path) -> list[Figure]:
    with Helper(folder) as helper:
        helper.ask("array", 256)

        def save() -> dict[str, float]:
            told = helper.ask("save_array")
            return {"blocked": told["blocked"], "receipt": told["receipt"]}

        seconds = shuffled(
            ROUNDS,
            {
                "np.save": lambda: helper.ask("np_save", str(folder), False)["took"],
                "np.save + fsync": lambda: helper.ask("np_save", str(folder), True)["took"],
                "run.save": save,
            },
        )
    return [
        Figure.ratio("256 MB array, cell blocked", "blocked", "np.save", seconds, 1.2),
        Figure.ratio("256 MB array, until the receipt", "receipt", "np.save + fsync", seconds, 1.1),
    ]
