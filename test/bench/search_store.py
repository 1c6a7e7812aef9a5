"""Ask a filled store what a sidebar asks, and print the best of five of each, in milliseconds.

Run as ``python test/bench/search_store.py FOLDER`` after ``fill_store.py FOLDER``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from cellkeep_store import Store
from cellkeep_store.catalog.condition import Sort
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.catalog.grouping import By

QUESTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"q": "loss"},
    {"q": "needle"},
    {"q": "lo"},
    {"q": "zq"},
    {"q": "resnet loss png"},
    {"q": "learning_rate"},
    {"q": "learning_rate=0.012345"},
    {"q": "step: 777"},
    {"q": "history loss"},
    {"kind": "image"},
    {"media_type": "image/", "category": "output", "q": "loss"},
    {"tag": "paper"},
    {"tag": "resnet", "q": "loss"},
    {"folder": "/team-3"},
    {"notebook": "work/vit/analysis-3.ipynb"},
    {"size_min": 10_000},
    {"since": "2026-01-01"},
    {"alias": "latest"},
    {"status": "damaged"},
    {"kind": "image", "category": "code"},
)


def best(ask: Callable[[], Any]) -> float:
    """Return the milliseconds of the fastest of five."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def main() -> int:
    """Print a line for each question."""
    with Store.open(Path(sys.argv[1])) as store:
        print(f"{best(lambda: store.catalog.runs(limit=50)):7.1f} ms  a page of runs")
        for sort in get_args(Sort):
            for question in QUESTIONS:
                where = ArtifactFilter(**question)
                spent = best(
                    lambda where=where, sort=sort: store.catalog.artifacts(where=where, sort=sort)
                )
                print(f"{spent:7.1f} ms  by {sort}: {question or 'everything'}")
        for question in ({}, {"q": "loss"}, {"q": "learning_rate=0.012345"}, {"q": "zq"}):
            where = ArtifactFilter(**question)
            spent = best(lambda where=where: store.catalog.names(where, limit=50))
            print(f"{spent:7.1f} ms  names: {question or 'everything'}")
        for by in get_args(By):
            for question in ({}, {"q": "loss"}, {"category": "output"}):
                where = ArtifactFilter(**question)
                spent = best(lambda by=by, where=where: store.catalog.groups(by, where))
                print(f"{spent:7.1f} ms  counts by {by}: {question or 'everything'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
