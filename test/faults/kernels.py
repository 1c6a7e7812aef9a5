"""Kernels with a front end attached: the comm route, and what happens when one side dies."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from random import Random

from frontend import FrontEnd, start_kernel, stop_kernel
from registry import scenario
from world import World, wait_until

SIZES = (11, 4_000, 300_000, 2_000_000, 9_000_000)
CELL = """
from children import save_in_kernel
save_in_kernel({ledger!r}, {seed}, {saves}, {sizes}, flood={flood}, die_at={die_at})
"""


class Notebook:
    """A kernel of the world's server, and the front ends that show it."""

    def __init__(self, world: World, front_ends: int = 1) -> None:
        self.world = world
        self.kernel_id = start_kernel(world.server)
        self.front_ends = [
            FrontEnd(world.server, self.kernel_id, world.ledger) for _ in range(front_ends)
        ]
        first = self.front_ends[0]
        pid = world.work / "pid"
        code = f"import cellkeep, os; open({str(pid)!r}, 'w').write(str(os.getpid()))"
        first.wait_for(first.execute(code))
        self.pid = int(pid.read_text())
        for front_end in self.front_ends:
            front_end.attach()

    def save(self, seed: int, saves: int = 5, *, flood: bool = False, die_at: int = 0) -> str:
        """Begin a cell that saves."""
        code = CELL.format(
            ledger=str(self.world.ledger.path),
            seed=seed,
            saves=saves,
            sizes=SIZES,
            flood=flood,
            die_at=die_at,
        )
        return self.front_ends[0].execute(code)

    def close(self) -> None:
        for front_end in self.front_ends:
            front_end.vanish()
        if self.world.server.alive:
            stop_kernel(self.world.server, self.kernel_id)


@scenario("kill-kernel", weight=3)
def kernel_killed(world: World, chance: Random) -> None:
    """kill -9 of a kernel in a cell that saves, at a moment or at a step."""
    notebook = Notebook(world)
    by_step = chance.random() < 0.5
    try:
        notebook.save(chance.getrandbits(32), die_at=chance.randrange(1, 200) if by_step else 0)
        if by_step:
            wait_until(lambda: not _alive(notebook.pid), "the kernel dies at its step")
        else:
            time.sleep(chance.random() * 0.8)
            os.kill(notebook.pid, signal.SIGKILL)
        world.injected(f"kill -9 of a kernel, at a {'step' if by_step else 'moment'}")
        wait_until(lambda: not _alive(notebook.pid), "the kernel is gone")
        world.recover(chance)
    finally:
        notebook.close()


@scenario("kill-front-end", weight=2)
def front_end_killed(world: World, chance: Random) -> None:
    """The browser is gone without a word while it uploads; another one may be there."""
    notebook = Notebook(world, chance.choice([1, 2]))
    try:
        # The last front end to attach uploads; the first one has the cell.
        begun = notebook.save(chance.getrandbits(32))
        first, last = notebook.front_ends[0], notebook.front_ends[-1]
        time.sleep(chance.random() * 0.5)
        last.vanish()
        world.injected("front end gone without a word")
        if first is last:
            watcher = FrontEnd(world.server, notebook.kernel_id, world.ledger)
            notebook.front_ends.append(watcher)
            done = world.work / "done"
            wait_until(done.exists, "the cell ends though nobody looks", 60)
        else:
            first.wait_for(begun)
    finally:
        notebook.close()


@scenario("kill-server-comm", weight=1)
def server_killed_under_a_kernel(world: World, chance: Random) -> None:
    """kill -9 of the server while one of its kernels saves; the kernel ends by itself then."""
    notebook = Notebook(world)
    notebook.save(chance.getrandbits(32))
    time.sleep(chance.random() * 0.8)
    world.server.kill()
    world.injected("kill -9 of the server under a saving kernel")
    wait_until(lambda: not _alive(notebook.pid), "the kernel ends without its server", 60)
    notebook.close()
    world.server.start()
    world.recover(chance)


@scenario("flood", weight=2)
def stdout_flood(world: World, chance: Random) -> None:
    """A cell floods stdout while it saves, so that the server drops messages of the comm."""
    notebook = Notebook(world)
    front_end = notebook.front_ends[0]
    try:
        front_end.wait_for(notebook.save(chance.getrandbits(32), flood=True), 90)
        world.injected("stdout flood during comm transfer")
        ids = {receipt["offer_id"] for receipt in world.ledger.read().receipts}
        # The next message shows what is missing before it, and a snapshot brings it.
        front_end.wait_for(notebook.save(chance.getrandbits(32), saves=1))
        wait_until(
            lambda: front_end.knows_stored(ids),
            "the front end knows of each save that it is stored",
            60,
        )
    finally:
        notebook.close()


def _alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False
