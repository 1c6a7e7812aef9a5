"""Power failures: a record is taken of a route once, and then cut at many of its entries."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "faults")]

from checks import check
from ledger import Ledger
from powerless import Disk, Loss
from record import build_recorder, entries, recorded


@dataclass
class Outcome:
    """What was left after the failures of one route.

    Attributes
    ----------
    points : int
        How many failures.
    receipts : int
        How many receipts were held at them, all together.
    lost : list of str
        What was promised and is not so, with the point and what the disk did.
    """

    points: int = 0
    receipts: int = 0
    lost: list[str] = field(default_factory=list)


def take_record(route: str, folder: Path, seed: int) -> Path:
    """Run a route in processes whose calls are written down; return the record.

    The route works in ``folder / "home"``.
    """
    home, record = folder / "home", folder / "record"
    home.mkdir(parents=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CELLKEEP")}
    environment = kept | recorded(build_recorder(folder), home, record)
    command = [sys.executable, str(HERE / "routes.py"), route, str(home), str(seed)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"{route}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return record


def fail_at_points(
    folder: Path, record: Path, points: int, seed: int, *, deaf: bool = False
) -> Outcome:
    """Let the power fail after entries of a record, each time with another kind of loss.

    Parameters
    ----------
    folder : Path
        Where the record was taken.
    record : Path
        The record.
    points : int
        How many entries it is cut after: the last one, and others by chance.
    seed : int
        Of the chance.
    deaf : bool, default False
        The disk does nothing when it is asked to sync, so that much must be lost: the proof that
        a loss is seen.
    """
    chance = Random(seed)
    home = folder / "home"
    total = sum(1 for _ in entries(record))
    last = total - 1
    chosen = {last, *chance.sample(range(last), min(points, total) - 1)}
    disk, outcome = Disk(home), Outcome()
    for number, entry in enumerate(entries(record)):
        if not (deaf and entry.kind in "sa"):
            disk.follow(entry)
        if number in chosen:
            loss = chance.choice(list(Loss))
            _examine(disk, folder, loss, chance, f"after entry {number} of {total}", outcome)
    return outcome


def _examine(
    disk: Disk, folder: Path, loss: Loss, chance: Random, where: str, outcome: Outcome
) -> None:
    left = folder / "left"
    shutil.rmtree(left, ignore_errors=True)
    left.mkdir(mode=0o700)
    disk.write_to(left, loss, chance)
    ledger = _promised(disk, folder)
    outcome.points += 1
    outcome.receipts += len(ledger.read().receipts)
    try:
        lost = check(left / "store", ledger).lost
    except Exception as error:  # noqa: BLE001  (whatever it is, the store is not as promised)
        lost = [f"the store cannot be looked at: {error!r}"]
    outcome.lost += [f"{where}, left was {loss.value}: {one}" for one in lost]


def _promised(disk: Disk, folder: Path) -> Ledger:
    """Return what the people knew then. What only waited in a spool was not promised."""
    path = folder / "ledger"
    lines = []
    try:
        written = disk.file(folder / "home" / "ledger")
    except KeyError:
        written = b""
    for line in written.splitlines():
        what, value = json.loads(line)
        if what in ("run", "begun", "receipt"):
            lines.append(json.dumps([what, value]) + "\n")
    path.write_text("".join(lines))
    return Ledger(path)
