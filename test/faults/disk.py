"""A disk that is full: a real one, small, in a mount namespace of its own.

The scenario runs this very program again inside the namespace, on a world that lies on the
small disk, so that store, spool, staging and catalog all meet the end of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from random import Random

from children import Job, await_receipt, bytes_of, guarded, sha256
from client import Client, Sending
from ledger import Ledger
from registry import scenario
from steps import at_step, fill
from world import Lost, World

import cellkeep
from offers import make_offer, make_run

HERE = Path(__file__).resolve().parent
SCRIPT = 'mount -t tmpfs -o size="$1" small "$0" && shift && exec "$@"'
MB = 1 << 20


def on_a_small_disk(world: World, seed: str, megabytes: int) -> None:
    """Run a scenario of this file inside, and take over what it found."""
    with tempfile.TemporaryDirectory(prefix="cellkeep-small-") as mount:
        result = world.work / "tally.json"
        unshare = ["unshare", "--user", "--map-root-user", "--mount"]
        command = [*unshare, "sh", "-c", SCRIPT, mount, f"{megabytes}m"]
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode != 0:
            raise Lost("no small disk can be mounted here: user namespaces are switched off")
        inside = [sys.executable, str(HERE), "--seed", seed, "--home", f"{mount}/world"]
        ran = subprocess.run(
            [*command, *inside, "--json", str(result)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if not result.exists():
            raise Lost(f"the small disk's process died: {ran.stdout[-1500:]}{ran.stderr[-1500:]}")
        found = json.loads(result.read_text())
        world.inside = found
        if found["lost"]:
            raise Lost(f"{seed}: {found['lost']} {ran.stderr[-1500:]}")


@scenario("disk-full", weight=3, alone=True)
def full_while_a_process_saves(world: World, chance: Random) -> None:
    """The disk fills up at a random step of a process that saves, and has room again later."""
    on_a_small_disk(world, f"inside-disk-full:{chance.getrandbits(32)}", 12)


@scenario("disk-full-upload", weight=1, alone=True)
def full_while_the_server_stores(world: World, chance: Random) -> None:
    """The disk fills up in the middle of an upload, and has room again later."""
    on_a_small_disk(world, f"inside-disk-full-upload:{chance.getrandbits(32)}", 24)


@scenario("inside-disk-full", weight=0, alone=True)
def inside_full_while_a_process_saves(world: World, chance: Random) -> None:
    leave = chance.choice([0, 0, 600, 5_000, 40_000, 300_000, 900_000])
    # Its last words go to this program's own stderr: on this disk there is no room for them.
    sizes = (11, 4_000, 70_000, 300_000, 900_000)
    job = world.job(chance.getrandbits(32), sizes=sizes, quiet=False)
    code = world.finish(world.start(_save_on_a_full_disk, job, chance.randrange(1, 160), leave), 90)
    if code != 0:
        raise Lost(f"a full disk broke the process that saved: {world.child_log()}")
    world.injected("disk full while a process saved")
    world.recover(chance)


def _save_on_a_full_disk(job: Job, step: int, leave: int) -> None:
    job.enter()
    ballast = job.folder.parent / "ballast"
    full = threading.Event()

    def happen() -> None:
        if not full.is_set():
            full.set()
            fill(ballast, leave)

    at_step(step, happen)
    chance = Random(job.seed)
    run = cellkeep.Run("full")
    # The ledger too is on this disk: what was promised is written down when there is room.
    notes = Notes(job.ledger)
    notes.run(run.id)
    handles = []
    for turn in range(job.saves):
        content = bytes_of(f"{job.seed} {turn}", chance.choice(job.sizes) + turn)
        name, digest = f"save {turn % 2}", sha256(content)
        notes.begin(name, digest)
        handle = guarded(
            notes, name, digest, lambda c=content, n=name: run.save(c, "output", name=n)
        )
        if handle is not None:
            handles.append(handle)
    time.sleep(chance.random() * 0.3)
    full.set()  # else it could fill up again while it is looked at
    ballast.unlink(missing_ok=True)
    for handle in handles:
        handle.retry()
        await_receipt(notes, handle, 0.5)
    run.close()
    notes.write_down()


class Notes(Ledger):
    """A ledger that is kept in memory until it is written down."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._lines: list[tuple[str, object]] = []

    def write(self, what: str, value: object) -> None:
        self._lines.append((what, value))

    def write_down(self) -> None:
        for what, value in self._lines:
            super().write(what, value)


@scenario("inside-disk-full-upload", weight=0, alone=True)
def inside_full_while_the_server_stores(world: World, chance: Random) -> None:
    server = world.server
    content = bytes_of(chance.random(), 3 * MB)
    offer = make_offer(content, make_run(), "upload")
    notes = Notes(world.ledger.path)
    client = Client(server, notes, Random(chance.random()), piece=256 * 1024, patience_s=40)
    ballast = world.home / "ballast"
    fill(ballast, chance.choice([0, 20_000, 300_000, 2 * MB, 3 * MB, 4 * MB]))
    sending = Sending(client, offer, content)
    time.sleep(0.6)
    ballast.unlink()
    sending.join(60)
    notes.write_down()
    world.injected("disk full while the server stored")
    sending.has_ended(0)


@scenario("limit", weight=1, alone=True)
def over_the_stores_limit(world: World, chance: Random) -> None:
    """The store's own limit is reached in the middle, and raised later."""
    world.environment["CELLKEEP_STORE_LIMIT"] = str(chance.choice([0, 50_000, 400_000]))
    world.environment["CELLKEEP_EXIT_TIMEOUT"] = "1"
    child = world.start(_save_over_the_limit, world.job(chance.getrandbits(32)))
    if world.finish(child) != 0:
        raise Lost(f"a full store broke the process that saved: {world.child_log()}")
    world.injected("store's limit reached")
    world.environment["CELLKEEP_STORE_LIMIT"] = str(1 << 40)
    world.recover(chance)


def _save_over_the_limit(job: Job) -> None:
    job.enter()
    ledger = Ledger(job.ledger)
    run = cellkeep.Run("limit")
    ledger.run(run.id)
    for turn in range(5):
        content = bytes_of(f"{job.seed} {turn}", 90_000 + turn)
        digest = sha256(content)
        ledger.begin("limit", digest)
        guarded(ledger, "limit", digest, lambda c=content: run.save(c, "output", name="limit"))
    run.close()
