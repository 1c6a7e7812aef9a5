"""What runs in processes of its own: saving, pushing, adopting, changing files."""

from __future__ import annotations

import faulthandler
import hashlib
import os
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import steps
from ledger import Ledger

import cellkeep
from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import to_builtins

SIZES = (0, 11, 4_000, 70_000, 300_000, 2_000_000)


@dataclass(frozen=True)
class Job:
    """What a child gets to know."""

    environment: dict[str, str]
    folder: Path
    ledger: Path
    seed: int
    saves: int = 6
    die_at: int = 0
    waits: bool = True
    quiet: bool = True
    sizes: tuple[int, ...] = SIZES
    files: float = 0.5
    """The share of saves that are files; the rest are bytes."""

    def enter(self) -> None:
        """Become a process with this environment, as if started afresh."""
        os.environ.update(self.environment)
        os.chdir(self.folder)
        # What it says to people at its end is looked at elsewhere.
        if self.quiet:
            sys.stdout = sys.stderr = (self.folder / "child.log").open("a")
            faulthandler.enable()  # what hangs is ended by a signal that makes it say where
        if self.die_at:
            steps.at_step(self.die_at, steps.die)


def bytes_of(seed: object, size: int) -> bytes:
    """Return random bytes that are a seed's own."""
    return random.Random(str(seed)).randbytes(size)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def save_some(job: Job) -> None:
    """Save bytes and files of all sizes, some of one name, and wait for some of them."""
    job.enter()
    ledger, chance = Ledger(job.ledger), random.Random(job.seed)
    with cellkeep.Run(f"run {job.seed}") as run:
        ledger.run(run.id)
        handles: list[tuple[cellkeep.Handle, str]] = []
        for turn in range(job.saves):
            content = bytes_of(f"{job.seed} {turn}", chance.choice(job.sizes) + turn)
            digest = sha256(content)
            name = f"save {turn % 3}"
            ledger.begin(name, digest)
            if chance.random() < job.files:
                source = job.folder / f"{job.seed}-{turn}.bin"
                source.write_bytes(content)
                handle = guarded(
                    ledger, name, digest, lambda p=source, n=name: run.save(p, "input", name=n)
                )
            else:
                handle = guarded(
                    ledger, name, digest, lambda c=content, n=name: run.save(c, "output", name=n)
                )
            if handle is not None:
                handles.append((handle, digest))
            if handle is not None and job.waits and chance.random() < 0.3:
                await_receipt(ledger, handle)
        for handle, _ in handles if job.waits else []:
            await_receipt(ledger, handle)
    if job.die_at:
        steps.die()  # it was not that long: killed at the very end then


def guarded(
    ledger: Ledger, name: str, digest: str, save: Callable[[], cellkeep.Handle]
) -> cellkeep.Handle | None:
    """Save, and write down whether it was kept or what was said."""
    try:
        handle = save()
    except CellkeepError as error:
        ledger.tell(name, digest, f"{error.code}: {error.message}")
        return None
    ledger.keep(name, digest)
    return handle


def await_receipt(ledger: Ledger, handle: cellkeep.Handle, timeout: float = 20) -> bool:
    """Write the receipt down once there is one; False where it waits in the spool."""
    with suppress(CellkeepError):
        receipt: Any = handle.result(timeout)
        ledger.receipt(to_builtins(receipt))
        return True
    return False


def push(job: Job) -> None:
    """`cellkeep push`."""
    job.enter()
    from cellkeep_store.cli import main

    sys.argv = ["cellkeep", "push", "--json"]
    main()


def adopt(job: Job) -> None:
    """Be the next process, which takes over what the last one left in its spool."""
    job.enter()
    from cellkeep.transfer.session import current_session

    thread = current_session().engine.adoption
    assert thread is not None
    thread.join(60)


def rewrite(path: Path, seed: int, how: str, seconds: float) -> None:
    """Change a file in place, over and over: each version is one byte, repeated."""
    import time

    chance = random.Random(seed)
    size = path.stat().st_size
    end = time.monotonic() + seconds
    version = 0
    while time.monotonic() < end:
        version = version % 250 + 1
        if how == "rewrite":
            with path.open("r+b", buffering=0) as file:
                file.write(bytes([version]) * size)
        elif how == "append":
            with path.open("ab", buffering=0) as file:
                file.write(b"\0" * 4096)
        elif how == "truncate":
            os.truncate(path, chance.randrange(size))
            with path.open("r+b", buffering=0) as file:
                file.write(bytes([version]) * size)
        elif how == "delete":
            path.unlink(missing_ok=True)
            time.sleep(chance.random() / 500)
            path.write_bytes(bytes([version]) * size)
        elif how == "replace":
            new = path.with_suffix(".new")
            new.write_bytes(bytes([version]) * size)
            new.replace(path)
        time.sleep(chance.random() / 200)


def save_in_kernel(
    ledger_path: str, seed: int, saves: int, sizes: tuple[int, ...], *, flood: bool, die_at: int
) -> None:
    """Save in a cell, perhaps under a flood of stdout, and wait for all of it."""
    import threading
    import time

    ledger, chance = Ledger(Path(ledger_path)), random.Random(seed)
    if die_at:
        steps.at_step(die_at, steps.die)
    over = threading.Event()

    def shout() -> None:
        while not over.is_set():
            print("x" * 100_000)
            time.sleep(0.005)  # 20 MB/s are far over what a server passes on

    shouting = threading.Thread(target=shout, daemon=True)
    if flood:
        shouting.start()
    run = cellkeep.Run(f"kernel {seed}")
    ledger.run(run.id)
    handles = []
    for turn in range(saves):
        content = bytes_of(f"{seed} {turn}", chance.choice(sizes) + turn)
        name, digest = f"save {turn % 2}", sha256(content)
        ledger.begin(name, digest)
        handle = guarded(
            ledger, name, digest, lambda c=content, n=name: run.save(c, "output", name=n)
        )
        if handle is not None:
            handles.append(handle)
    for handle in handles:
        if not await_receipt(ledger, handle, 45):
            raise RuntimeError(f"{handle.name!r} did not arrive: {handle.status} {handle.error}")
    over.set()
    (Path(ledger_path).parent / "done").write_text("")
    if die_at:
        steps.die()


def save_small_files(job: Job) -> None:
    """Save a directory of many small files, which travel packed together."""
    job.enter()
    ledger, chance = Ledger(job.ledger), random.Random(job.seed)
    with cellkeep.Run(f"run {job.seed}") as run:
        ledger.run(run.id)
        for turn in range(3):
            folder = job.folder / f"small-{job.seed}-{turn}"
            folder.mkdir()
            digests = {}
            for number in range(chance.choice([5, 60, 400])):
                content = bytes_of(f"{job.seed} {turn} {number}", chance.randrange(3000))
                name = f"{turn}-{number}.bin"
                (folder / name).write_bytes(content)
                digests[name] = sha256(content)
                ledger.begin(name, digests[name])
            handles = run.save_directory(folder, "input")
            for handle in handles:
                ledger.keep(handle.name, digests[handle.name])
            # Once at least: a power failure proves nothing where there was no receipt.
            if chance.random() < 0.5 or turn == 1:
                for handle in handles:
                    await_receipt(ledger, handle)
    if job.die_at:
        steps.die()


def save_small_objects(job: Job) -> None:
    """Save small objects in a loop, some of one name, which wait in packs and go together."""
    job.enter()
    ledger, chance = Ledger(job.ledger), random.Random(job.seed)
    with cellkeep.Run(f"run {job.seed}") as run:
        ledger.run(run.id)
        handles = []
        for turn in range(chance.choice([5, 60, 400])):
            content = bytes_of(f"{job.seed} {turn}", chance.randrange(16, 3000))
            name, digest = f"object {turn % 40}", sha256(content)
            ledger.begin(name, digest)
            handles.append(run.save(content, "output", name=name))
            ledger.keep(name, digest)
        for handle in handles:
            await_receipt(ledger, handle)
    if job.die_at:
        steps.die()
