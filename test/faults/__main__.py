"""Real faults, many seeds: ``python test/faults -n 60``, ``python test/faults --seed NAME:NUMBER``.

Prints each injection with its seed, and at the end what was injected and what was lost.
Exits with 1 where anything was. The seeds in ``pinned.txt`` once lost something: they are done
again beside the fresh ones, each time.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "e2e")]

import scenarios
from ledger import Tally
from registry import ALONE, SCENARIOS, WEIGHTS
from world import World

LANES = 2
MOST_PER_WORLD = 25
COSTLY = ("browsers", "team")
"""The modules whose scenarios share a JupyterLab, or a team's database, storage and services."""
_printing = threading.Lock()


class Lane:
    """Injections one after the other, in worlds that several of them share."""

    def __init__(self, home: Path | None = None) -> None:
        self._home = home
        self._world: World | None = None
        self._used = 0

    def inject(self, seed: str) -> Tally:
        """Do one injection and judge it."""
        name = _name(seed)
        alone = name in ALONE
        if alone or self._world is None or self._used >= MOST_PER_WORLD:
            self.close()
            self._world, self._used = World(self._home), 0
        world, self._used = self._world, self._used + 1
        world.new_ledger()
        begun = time.monotonic()
        try:
            SCENARIOS[name](world, random.Random(seed))
            tally = world.judge()
        except Exception as error:  # noqa: BLE001  (whatever it is, it is a finding)
            tally = Tally(injections=1, faults=world.faults, lost=[f"{error!r}"])
            traceback.print_exc()
            alone = True  # nobody else should meet what it left behind
        tell(seed, tally, time.monotonic() - begun)
        if alone:
            self.close()
        return tally

    def close(self) -> None:
        if self._world is not None:
            self._world.close()
        self._world = None


def tell(seed: str, tally: Tally, seconds: float) -> None:
    faults = ", ".join(f"{count} × {kind}" for kind, count in tally.faults.items()) or "none"
    with _printing:
        print(
            f"{'LOST' if tally.lost else 'ok  '} SEED={seed}  {seconds:4.1f} s  "
            f"{tally.stored} stored, {tally.told} told of {tally.under_way}; {faults}",
            flush=True,
        )
        for line in tally.lost:
            print(f"       {line}", flush=True)


def plan(count: int, only: list[str]) -> list[str]:
    """Choose so many fresh seeds: each scenario at least once, then by weight."""
    fresh = random.SystemRandom()
    names = [name for name in SCENARIOS if (WEIGHTS[name] and not only) or name in only]
    chosen = names[:count]
    weights = [WEIGHTS[name] for name in names]
    chosen += fresh.choices(names, weights, k=count - len(chosen))
    # Those that share a world come together, so that servers are started once.
    chosen.sort(key=list(SCENARIOS).index)
    return [f"{name}:{fresh.getrandbits(32)}" for name in chosen]


def together(seeds: list[str]) -> list[list[str]]:
    """Group what shares a costly start, so that one lane does it once; the longest come first."""
    groups: dict[str, list[str]] = {family: [] for family in COSTLY}
    for seed in seeds:
        family = SCENARIOS[_name(seed)].__module__
        groups.setdefault(family if family in COSTLY else seed, []).append(seed)
    return [group for group in groups.values() if group]


def pinned() -> list[str]:
    """Return the seeds that once lost something."""
    lines = HERE.joinpath("pinned.txt").read_text().splitlines()
    return [line.split()[0] for line in lines if line and not line.startswith("#")]


def _name(seed: str) -> str:
    return seed.partition(":")[0]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("-n", type=int, default=60, help="how many fresh seeds")
    options.add_argument("--seed", action="append", default=[], help="replay one: NAME:NUMBER")
    names = sorted(name for name in SCENARIOS if WEIGHTS[name])
    options.add_argument("--only", action="append", default=[], choices=names)
    options.add_argument("--home", type=Path, help="where the world lies (one lane then)")
    options.add_argument("--json", type=Path, help="write the tally there")
    chosen = options.parse_args()
    seeds = [seed for seed in chosen.seed if seed] or plan(chosen.n, chosen.only)
    if not any(chosen.seed) and not chosen.only:
        seeds = sorted(seeds + pinned(), key=lambda seed: list(SCENARIOS).index(_name(seed)))
    begun = time.monotonic()
    total = Tally()
    queue, lock = together(seeds), threading.Lock()

    def work() -> Tally:
        lane, mine = Lane(chosen.home), Tally()
        try:
            while True:
                with lock:
                    if not queue:
                        return mine
                    group = queue.pop(0)
                for seed in group:
                    mine.add(lane.inject(seed))
        finally:
            lane.close()

    lanes = 1 if chosen.home else LANES
    with ThreadPoolExecutor(lanes) as pool:
        for future in [pool.submit(work) for _ in range(lanes)]:
            total.add(future.result())
    report(total, time.monotonic() - begun)
    if chosen.json:
        chosen.json.write_text(json.dumps(scenarios.as_json(total)))
    return 1 if total.lost else 0


def report(total: Tally, seconds: float) -> None:
    print(f"\n{total.injections} injections in {seconds:.0f} s; faults:")
    for kind, count in sorted(total.faults.items()):
        print(f"  {count:5} × {kind}")
    print(
        f"{total.under_way} artifacts were under way: {total.stored} stored, {total.told} refused "
        f"with the reason, {len(total.lost)} lost."
    )


if __name__ == "__main__":
    sys.exit(main())
