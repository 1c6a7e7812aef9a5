"""Ask a store of a million artifacts what the sidebar asks, in every order: ``make bench-million``.

Writes its part of docs/performance.md. It makes the stores first, which takes ten minutes;
those of ``--folder`` and ``--postgres`` (a catalog's URL) are taken as they are once they are full.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from document import write_million
from fill_store import fill
from multiply import multiply

from cellkeep_store import Store
from cellkeep_store.catalog.filters import ArtifactFilter
from postgres_server import running_server

ARTIFACTS, RUNS, COPIES = 100_000, 1000, 10
WORDS = ("loss", "needle", "zq")
WHOLE = ("analysis-7", "loss png", "png")
"""Asked without their letters: what is part of a path, of two, of what differs among versions."""
ORDERS = list(product(("time", "name", "size"), (True, False)))
FIRST_MS, LETTER_MS = 300, 100
ROUNDS = 2


def main() -> int:
    """Measure both catalogs and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--postgres", help="URL of a database for the catalog.")
    parser.add_argument("--minutes", type=float, default=60, help="Ask no more after so many.")
    chosen = parser.parse_args()
    rows: list[str] = []
    with ExitStack() as stack:
        folder = chosen.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = chosen.postgres
        if url is None:
            socket = stack.enter_context(running_server())
            url = f"postgresql://cellkeep@/postgres?host={socket}"
        stores = {
            name: stack.enter_context(Store.open(folder / name.lower(), catalog_url=where))
            for name, where in (("SQLite", None), ("PostgreSQL", url))
        }
        for store in stores.values():
            _fill(store)
        end = time.monotonic() + 60 * chosen.minutes
        for what, order, name in product(("artifacts", "names"), ORDERS, stores):
            if time.monotonic() > end:
                rows.append("\nThe time given was over then: what is missing was not measured.")
                break
            rows.append(_measured(name, stores[name], what, *order))
            print(rows[-1], flush=True)
    text = "\n".join([*_head(), *rows]) + "\n"
    print(text)
    write_million(text)
    return 0


def _fill(store: Store) -> None:
    if store.status().artifacts < ARTIFACTS:
        fill(store, ARTIFACTS, RUNS)
    if store.status().artifacts < ARTIFACTS * COPIES:
        multiply(store, COPIES)


def _measured(name: str, store: Store, what: str, sort: str, descending: bool) -> str:
    page = store.catalog.names if what == "names" else store.catalog.artifacts
    letters = dict.fromkeys(word[:end] for word in WORDS for end in range(1, len(word) + 1))
    letters |= dict.fromkeys(WHOLE)
    first = _milliseconds(page, None, sort, descending)
    times = [(_milliseconds(page, q, sort, descending), q) for q in letters]
    median = statistics.median(ms for ms, _ in times)
    worst, slowest = max(times)
    cells = [
        *(name, what, f"{sort}, {'down' if descending else 'up'}"),
        *(_judged(first, FIRST_MS), _judged(median, LETTER_MS)),
        f"{_judged(worst, LETTER_MS)} ({slowest!r})",
    ]
    return f"| {' | '.join(cells)} |"


def _milliseconds(page: Callable[..., Any], q: str | None, sort: str, descending: bool) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        page(where=ArtifactFilter(q=q), sort=sort, descending=descending)
        times.append(1000 * (time.perf_counter() - begun))
        if times[-1] > FIRST_MS:
            break  # it is over the goal whatever the others say
    return min(times)


def _judged(ms: float, goal: float) -> str:
    return f"{ms:.0f}" if ms <= goal else f"**{ms:.0f}**"


def _head() -> list[str]:
    artifacts = f"{ARTIFACTS * COPIES:,} artifacts in about {RUNS * COPIES:,} runs"
    return [
        "# At a million artifacts",
        "",
        f"Written by `make bench-million`; do not edit it. A store of {artifacts} is asked for the",
        "first hundred rows of the sidebar's list, as artifacts and as names, in each order; then",
        f"{len(WORDS)} words are typed, and each letter is a question; so are",
        f"{', '.join(f'`{each}`' for each in WHOLE)}. Milliseconds, the best of {ROUNDS};",
        f"what is bold is over its goal of {FIRST_MS} ms for the first rows and {LETTER_MS} ms",
        f"for a letter. {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at",
        "the end.",
        "",
        "| catalog | list | order | first rows | a letter, median | the slowest letter |",
        "|---|---|---|---|---|---|",
    ]


if __name__ == "__main__":
    sys.exit(main())
