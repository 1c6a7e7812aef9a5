"""One measured thing beside the limit that it is measured against."""

from __future__ import annotations

import statistics
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """Medians in seconds of some work and of its limit, from the same shuffled rounds."""

    work: str
    seconds: float
    limit: str
    limit_seconds: float
    goal: str

    @classmethod
    def of(
        cls, work: str, times: list[float], limit: str, limit_times: list[float], goal: str
    ) -> Figure:
        return cls(work, statistics.median(times), limit, statistics.median(limit_times), goal)

    @property
    def ratio(self) -> float:
        return self.seconds / self.limit_seconds

    def line(self) -> str:
        return (
            f"{self.work}: {self.ratio:.2f} × {self.limit} "
            f"({self.seconds * 1000:.1f} ms / {self.limit_seconds * 1000:.1f} ms; goal {self.goal})"
        )

    def row(self) -> dict[str, Any]:
        return asdict(self) | {"ratio": self.ratio}
