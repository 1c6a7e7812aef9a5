"""How long a figure's save blocks the cell, beside its own `savefig` to a PNG file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from drawings import DRAWINGS
from figures import Figure
from helper import Helper
from rounds import shuffled

ROUNDS = 9
WAYS = ("savefig", "save_figure")


def measure(folder: Path) -> list[Figure]:
    with Helper(folder) as helper:
        for name in DRAWINGS:
            for way in WAYS:
                helper.ask(way, name)  # loads what the first one loads

        def step(way: str, name: str) -> float:
            return float(helper.ask(way, name)["took"])

        seconds = shuffled(
            ROUNDS,
            {f"{way} of {name}": partial(step, way, name) for name in DRAWINGS for way in WAYS},
        )
    return [
        Figure.ratio(
            f"{name}, cell blocked", f"save_figure of {name}", f"savefig of {name}", seconds, 1.15
        )
        for name in DRAWINGS
    ]
