"""A clock that goes backwards and forwards while things are saved.

By libfaketime where it is installed, which every process and library believes; else by the
child's own `time.time`, which is all that Python code asks.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from children import Job, await_receipt, bytes_of, guarded, sha256
from ledger import Ledger
from registry import scenario
from world import Lost, World

import cellkeep
from cellkeep_store import Store

HERE = Path(__file__).resolve().parent
LIBRARY = "/usr/lib/*/faketime/libfaketime.so.1"
JUMPS = ("-400d", "-3d", "-2h", "-5s", "+2h", "+400d")


def library() -> Path | None:
    """Return libfaketime, where there is one."""
    found = sorted(Path("/").glob(LIBRARY.lstrip("/")))
    return found[0] if found else None


def by_file(offsets: Path) -> dict[str, str]:
    """Return the environment whose clock is off by what a file says; empty without the library."""
    found = library()
    if found is None:
        return {}
    return {
        "LD_PRELOAD": str(found),
        "FAKETIME_TIMESTAMP_FILE": str(offsets),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
        "PYTHONPATH": os.pathsep.join([str(HERE / "hook"), os.environ.get("PYTHONPATH", "")]),
    }


@scenario("clock", weight=2)
def clock_jumps(world: World, chance: Random) -> None:
    """The clock jumps days back or ahead between the saves of one process."""
    seed = chance.getrandbits(32)
    offsets = world.work / "offset"
    offsets.write_text("+0")
    faked = by_file(offsets)
    environment = {**os.environ, **world.environment, **faked}
    command = [sys.executable, str(HERE / "clock.py"), str(world.work), str(world.ledger.path)]
    ran = subprocess.run(
        [*command, str(seed)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    if ran.returncode != 0:
        raise Lost(f"a clock that jumped broke the process: {ran.stderr[-1500:]}")
    world.injected(f"clock jumped ({'libfaketime' if faked else 'patched'})", 4)
    with Store.open(world.store) as store:
        for run in world.ledger.read().runs:
            # The last saved is the latest, whatever the clock said.
            last = store.catalog.find_artifact(run, "clock")
            if last.sha256 != sha256(bytes_of(f"{seed} 4", 50_004)):
                raise Lost("after the clock jumped, the latest version is not the last one saved")


def save_under_jumps(job: Job, offsets: Path) -> None:
    """Save one name five times, with a jump between each two."""
    ledger, chance = Ledger(job.ledger), Random(job.seed)
    real, jump_s = time.time, [0.0]
    if "FAKETIME_TIMESTAMP_FILE" not in os.environ:
        time.time = lambda: real() + jump_s[0]
    run = cellkeep.Run("clock")
    ledger.run(run.id)
    for turn in range(5):
        content = bytes_of(f"{job.seed} {turn}", 50_000 + turn)
        digest = sha256(content)
        ledger.begin("clock", digest)
        handle = guarded(
            ledger, "clock", digest, lambda c=content: run.save(c, "output", name="clock")
        )
        if handle is None or not await_receipt(ledger, handle):
            raise SystemExit("a save did not arrive after the clock jumped")
        before = time.time()
        jump = chance.choice(JUMPS)
        offsets.write_text(jump)
        unit = {"d": 86400, "h": 3600, "s": 1}[jump[-1]]
        jump_s[0] = int(jump[:-1]) * unit
        if abs(time.time() - before) < 4 and turn == 0:
            raise SystemExit("the clock did not jump")
    run.close()


if __name__ == "__main__":
    work = Path(sys.argv[1])
    os.chdir(work)
    save_under_jumps(Job({}, work, Path(sys.argv[2]), int(sys.argv[3])), work / "offset")
