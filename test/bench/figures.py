"""One measured thing beside its goal."""

from __future__ import annotations

import statistics
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """What was measured, in what unit, and what it must reach.

    Attributes
    ----------
    work : str
        What was done.
    value : float
        The judged number; of several rounds the median.
    unit : str
        Its unit; '×' for a ratio to something else in the same rounds.
    goal : str
        The goal in words.
    passed : bool, optional
        Whether it is reached; absent where there is no goal.
    seconds : dict of str to list of float
        The rounds behind it, by what was timed.
    note : str
        What a reader needs to know to judge it.
    """

    work: str
    value: float
    unit: str
    goal: str = "-"
    passed: bool | None = None
    seconds: dict[str, list[float]] = field(default_factory=dict)
    note: str = ""

    @classmethod
    def ratio(
        cls, work: str, ours: str, limit: str, seconds: dict[str, list[float]], at_most: float
    ) -> Figure:
        """Make the figure of a time that may be at most so many times another."""
        value = median(seconds[ours]) / median(seconds[limit])
        return cls(
            work,
            value,
            "×",
            f"≤ {at_most:g} × {limit}",
            value <= at_most,
            {name: seconds[name] for name in (ours, limit)},
        )

    def cells(self) -> tuple[str, str, str, str]:
        """Return the row of the table: work, value, goal, verdict."""
        verdict = {True: "pass", False: "SHORT", None: "-"}[self.passed]
        return self.work, f"{self.value:,.3g} {self.unit}", self.goal, verdict

    def details(self) -> str:
        """Return the medians behind it, and the note."""
        parts = [f"{name} {median(rounds):.3f} s" for name, rounds in self.seconds.items()]
        return "; ".join([*parts, *([self.note] if self.note else [])])

    def row(self) -> dict[str, Any]:
        return asdict(self) | {"medians": {name: median(r) for name, r in self.seconds.items()}}


def median(rounds: list[float]) -> float:
    return statistics.median(rounds)
