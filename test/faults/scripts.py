"""Processes that save by the store route, and are killed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from children import Job, adopt, push, save_small_files, save_small_objects, save_some
from registry import scenario
from world import World


@scenario("kill-script")
def killed_at_a_moment(world: World, chance: Random) -> None:
    """kill -9 of a saving process at a random moment."""
    child = world.start(save_some, world.job(chance.getrandbits(32)))
    if world.kill_after(child, chance.random() * 0.25):
        world.injected("kill -9 of a saving process, at a moment")
    world.recover(chance)


@scenario("kill-script-step")
def killed_at_a_step(world: World, chance: Random) -> None:
    """kill -9 of a saving process at a random step of its saves."""
    job = world.job(chance.getrandbits(32), die_at=chance.randrange(1, 260))
    if world.finish(world.start(save_some, job)) == -9:
        world.injected("kill -9 of a saving process, at a step")
    world.recover(chance)


@scenario("kill-twice")
def killed_and_its_successor_too(world: World, chance: Random) -> None:
    """kill -9 of a saving process, then of the one that recovers."""
    job = world.job(chance.getrandbits(32), die_at=chance.randrange(20, 260))
    if world.finish(world.start(save_some, job)) == -9:
        world.injected("kill -9 of a saving process, at a step")
    again = world.job(0, die_at=chance.randrange(1, 60))
    if world.finish(world.start(chance.choice([push, adopt]), again)) == -9:
        world.injected("kill -9 of a recovering process")
    world.recover(chance)


@scenario("kill-many")
def several_at_once_on_one_store(world: World, chance: Random) -> None:
    """kill -9 of three processes that save into one store at once."""
    jobs = [world.job(chance.getrandbits(32), die_at=chance.randrange(1, 260)) for _ in range(3)]
    children = [world.start(save_some, job) for job in jobs]
    for child in children:
        if world.finish(child) == -9:
            world.injected("kill -9 of a saving process, at a step")
    world.recover(chance)


@scenario("kill-small-files")
def killed_with_many_small_files(world: World, chance: Random) -> None:
    """kill -9 of a process that saves directories of small files, and perhaps of its successor."""
    _kill_among_many(world, chance, save_small_files, "small files")


@scenario("kill-small-objects")
def killed_with_many_small_objects(world: World, chance: Random) -> None:
    """kill -9 of a process that saves small objects in a loop, and perhaps of its successor."""
    _kill_among_many(world, chance, save_small_objects, "small objects")


def _kill_among_many(world: World, chance: Random, save: Callable[[Job], None], what: str) -> None:
    step = chance.randrange(1, 400)
    job = world.job(chance.getrandbits(32), die_at=step if chance.random() < 0.5 else 0)
    child = world.start(save, job)
    if job.die_at:
        if world.finish(child) == -9:
            world.injected(f"kill -9 of a process that saves {what}, at a step")
    elif world.kill_after(child, chance.random() * 0.6):
        world.injected(f"kill -9 of a process that saves {what}, at a moment")
    if chance.random() < 0.4:
        again = world.job(0, die_at=chance.randrange(1, 60))
        if world.finish(world.start(chance.choice([push, adopt]), again)) == -9:
            world.injected("kill -9 of a recovering process")
    world.recover(chance)
