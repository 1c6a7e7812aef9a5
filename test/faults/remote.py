"""Processes that reach the store through the server only: the http route, as from elsewhere."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from random import Random

from children import Job, adopt, save_small_files, save_some
from fault_jupyter import TOKEN, JupyterServer
from proxy import FAULTS, Proxy
from registry import scenario
from world import Lost, World, wait_until

# More than a piece, so that a file of them is sent while it is copied.
LARGE_SIZES = (36_000_000, 70_000_000)
CUTS = ("cut in the request", "cut before the answer", "cut in the answer")
SIZES = (0, 11, 70_000, 900_000, 5_000_000, 12_000_000)


def remote_job(world: World, port: int, seed: int, **named: object) -> Job:
    """Describe a process that has a spool of its own, and a server to send to."""
    home = world.home / "remote"
    environment = world.environment | {
        "CELLKEEP_STORE": str(home / "no-store"),
        "CELLKEEP_SPOOL": str(home / "spool"),
        "CELLKEEP_ROUTES": "http,spool",
        "CELLKEEP_SERVER": f"http://127.0.0.1:{port}/",
        "CELLKEEP_TOKEN": TOKEN,
    }
    job = world.job(seed, sizes=SIZES, saves=4, **named)  # type: ignore[arg-type]
    return replace(job, environment=environment)


def send_what_waits(world: World, server: JupyterServer) -> None:
    """Let the next process over there send what waits, until nothing does."""
    spool = world.home / "remote" / "spool"
    deadline = time.monotonic() + 90
    while any(_waiting(spool)):
        if not server.alive:
            raise Lost(f"the server died by itself: {server.last_words()}")
        code = world.finish(world.start(adopt, remote_job(world, server.port, 0)), 90)
        if code != 0:
            raise Lost(f"the next process ended with {code}: {world.child_log()}")
        if any(_waiting(spool)) and time.monotonic() > deadline:
            raise Lost(f"the next process left {_waiting(spool)}: {world.child_log()}")


def _waiting(spool: Path) -> list[str]:
    return [str(one) for one in spool.glob("*/[!.]*/") if one.is_dir()]


@scenario("http-kill")
def sending_process_killed(world: World, chance: Random) -> None:
    """kill -9 of a process that sends by http, at a moment or at a step."""
    die_at = chance.randrange(1, 120) if chance.random() < 0.5 else 0
    job = remote_job(world, world.server.port, chance.getrandbits(32), die_at=die_at)
    child = world.start(chance.choice([save_some, save_some, save_small_files]), job)
    if die_at:
        if world.finish(child) == -9:
            world.injected("kill -9 of a process that sends by http, at a step")
    elif world.kill_after(child, chance.random() * 0.8):
        world.injected("kill -9 of a process that sends by http, at a moment")
    send_what_waits(world, world.server)


@scenario("http-kill-server", weight=2)
def server_killed_under_the_sender(world: World, chance: Random) -> None:
    """kill -9 of the server, at a moment or a step, while a process sends to it."""
    job = remote_job(world, world.server.port, chance.getrandbits(32))
    if chance.random() < 0.5:
        world.server.die_at_step(chance.randrange(1, 60))
    child = world.start(chance.choice([save_some, save_small_files]), job)
    time.sleep(chance.random() * 0.8)
    world.server.kill()
    world.injected("kill -9 of the server under a process that sends by http")
    world.server.start()
    if world.finish(child, 120) != 0:
        raise Lost(f"a server that died broke the process that saves: {world.child_log()}")
    send_what_waits(world, world.server)


@scenario("http-network")
def bad_network_under_the_sender(world: World, chance: Random) -> None:
    """A network that cuts, delays, duplicates and reorders, and flips bits of what is sent."""
    flips = chance.choice([0, 0, 1, 2])
    faults = () if flips else FAULTS
    proxy = Proxy(world.server.port, chance, faults=faults, rate=0.35, most=8, flips=flips)
    _save_through(world, proxy, remote_job(world, proxy.port, chance.getrandbits(32)), "http route")


def _save_through(world: World, proxy: Proxy, job: Job, what: str) -> None:
    """Let a process save by way of a bad network, and note what that did."""
    try:
        code = world.finish(world.start(save_some, job), 120)
    finally:
        proxy.close()
    for kind, count in proxy.done.items():
        world.injected(f"{what}: {kind}", count)
    if code != 0:
        raise Lost(f"a bad network broke the process that saves: {world.child_log()}")
    send_what_waits(world, world.server)


def _large_file(world: World, port: int, chance: Random) -> Job:
    """Describe a process that saves a file which is sent while it is still being copied."""
    job = remote_job(world, port, chance.getrandbits(32))
    return replace(job, sizes=LARGE_SIZES, saves=1, files=1.0)


@scenario("http-early-kill", weight=2)
def killed_while_a_copy_is_sent(world: World, chance: Random) -> None:
    """kill -9 of the process or of the server, while a large file is sent during its copy."""
    how = chance.choice(("process", "server"))
    staging = world.store / "staging"
    before = set(staging.glob("*/content"))
    child = world.start(save_some, _large_file(world, world.server.port, chance))
    wait_until(lambda: set(staging.glob("*/content")) - before, "its bytes are on their way")
    time.sleep(chance.random() * 0.3)
    if how == "process":
        killed = world.kill_after(child, 0)
    else:
        world.server.kill()
        killed = True
        world.server.start()
        if world.finish(child, 120) != 0:
            raise Lost(f"a server that died broke the process that saves: {world.child_log()}")
    if killed:
        world.injected(f"kill -9 of the {how} while a large file is sent during its copy")
    send_what_waits(world, world.server)


@scenario("http-early-network", weight=2)
def network_cut_while_a_copy_is_sent(world: World, chance: Random) -> None:
    """A network that is cut in the pieces of a large file that is sent during its copy."""
    proxy = Proxy(world.server.port, chance, faults=CUTS, rate=0.5, most=3)
    job = _large_file(world, proxy.port, chance)
    _save_through(world, proxy, job, "large file sent during its copy")


@scenario("http-grants", weight=1, alone=True)
def expired_grants(world: World, chance: Random) -> None:
    """Grants that expire while their upload is under way are renewed."""
    # So short that the proxy's delay outlives each of them.
    world.server_options = ("--CellkeepApp.grant_lifetime=0.3",)
    proxy = Proxy(
        world.server.port, chance, faults=("stalled in the middle", "delayed"), rate=0.9, most=12
    )
    try:
        job = replace(
            remote_job(world, proxy.port, chance.getrandbits(32)), sizes=(5_000_000, 14_000_000)
        )
        code = world.finish(world.start(save_some, job), 120)
    finally:
        proxy.close()
    world.injected("grants that expire in 0.3 s", proxy.done.total())
    if code != 0:
        raise Lost(f"expired grants broke the process that saves: {world.child_log()}")
    send_what_waits(world, world.server)
