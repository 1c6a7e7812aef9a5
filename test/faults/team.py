"""A team's store, whose database, storage or services are harmed while people save into it."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import clock
from checks import compare
from children import Job, save_small_files, save_some
from fault_jupyter import JupyterServer
from ledger import Ledger
from proxy import Proxy
from registry import scenario
from remote import remote_job, send_what_waits
from world import Lost, World

from cellkeep_core.protocol import Receipt
from cellkeep_store import BatchItem, Store
from object_storage import BUCKET, CREDENTIALS, running_storage
from offers import make_offer, make_run
from postgres_server import new_database, own_server

SLOW_DOWN = ("503 Slow Down", "500 Internal Server Error")
SIZES = (0, 11, 4_000, 70_000, 900_000, 5_000_000)
STORAGE = f"s3://{BUCKET}/team"


@dataclass
class Service(JupyterServer):
    """`cellkeep serve`, which keeps nothing of its own."""

    def program(self) -> list[str]:
        """Return what is started."""
        return [sys.executable, "-c", "from cellkeep_store.cli import main; main()", "serve"]


class Team:
    """Two services on one object storage and one database.

    Attributes
    ----------
    line : Proxy
        What stands between the services and the storage, and harms nothing by itself.
    database, standby : Server
        The one that is written to, and the one that follows it.
    services : list of Service
        Both; the first one's clock may be off by what a file says.
    """

    def __init__(self, home: Path, first_clock: Path | None = None) -> None:
        with ExitStack() as stack:
            self.endpoint = stack.enter_context(running_storage())
            port = urlsplit(self.endpoint).port
            assert port is not None
            self.line = Proxy(port, Random(0), rate=0, statuses=SLOW_DOWN)
            stack.callback(self.line.close)
            self.database = stack.enter_context(own_server())
            self.catalog = new_database(self.database.socket, "team")
            self.standby = stack.enter_context(own_server(standby_of=self.database))
            self.database.wait_for_standby()
            self.catalog += f"&host={self.standby.socket}&target_session_attrs=read-write"
            self._folder = home / "judge"
            self.services = [self._service(home / f"service-{turn}") for turn in (1, 2)]
            if first_clock is not None:
                self.services[0].environment |= clock.by_file(first_clock)
            for service in self.services:
                stack.callback(service.kill)
                service.start()
            self.close = stack.pop_all().close

    def _service(self, home: Path) -> Service:
        home.mkdir(parents=True)
        return Service(
            home,
            {
                **CREDENTIALS,
                "HOME": str(home),
                "CELLKEEP_STORE": str(home / "store"),
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.line.port}",
                "CELLKEEP_STORAGE_URL": STORAGE,
                "CELLKEEP_CATALOG_URL": self.catalog,
            },
        )

    def fail_over(self) -> None:
        """Let the database crash for good; the one that follows it takes its place."""
        self.database.stop(signal.SIGQUIT)
        self.standby.tell("SELECT pg_promote()")


def judge(job: Job, team: dict[str, str], result: str) -> None:
    """Compare the team's store with the ledger, in a process with the storage's credentials."""
    os.environ.update(CREDENTIALS | {"AWS_ENDPOINT_URL": team["endpoint"]})
    with Store.open_service(STORAGE, team["catalog"], Path(result).with_suffix("")) as store:
        tally = compare(store, Ledger(job.ledger))
    Path(result).write_text(json.dumps(asdict(tally)))


_teams: WeakKeyDictionary[World, Team] = WeakKeyDictionary()


def team_of(world: World, first_clock: Path | None = None) -> Team:
    """Return the world's team, which is made on first use."""
    if world not in _teams:
        _teams[world] = Team(world.home / "team", first_clock)
        world.closing.append(_teams[world].close)
    return _teams[world]


@contextmanager
def saving(world: World, chance: Random, first_clock: Path | None = None) -> Iterator[Team]:
    """Let two processes save by way of two services; what is done meanwhile is the fault.

    Afterwards all that was kept must arrive, and the team's store is judged.
    """
    team = team_of(world, first_clock)
    children = [
        world.start(
            chance.choice([save_some, save_some, save_small_files]),
            replace(remote_job(world, service.port, chance.getrandbits(32)), sizes=SIZES),
        )
        for service in team.services
    ]
    time.sleep(chance.random())
    yield team
    try:
        _await_the_end(world, chance, team, children)
    except Lost as lost:
        raise Lost(f"{lost}; {_state_of(team)}") from None


def _await_the_end(world: World, chance: Random, team: Team, children: list[BaseProcess]) -> None:
    end = time.monotonic() + 120
    for child in children:
        if world.finish(child, max(end - time.monotonic(), 0)) != 0:
            raise Lost(f"it broke a process that saves: {world.child_log()}")
    for kind, count in team.line.done.items():
        world.injected(f"storage: {kind}", count)
    team.line.harm(chance, rate=0, most=0)
    send_what_waits(world, team.services[0])
    result = world.work / "tally.json"
    told = {"endpoint": team.endpoint, "catalog": team.catalog}
    if world.finish(world.start(judge, world.job(0), told, str(result)), 60) != 0:
        raise Lost(f"the team's store cannot be looked at: {world.child_log()}")
    world.inside = json.loads(result.read_text()) | {"injections": 1}


def _state_of(team: Team) -> str:
    """Say of each service whether it answers, what its log says if not, and what waits below."""
    told = [f"database: {team.database.waits()}", f"its standby: {team.standby.waits()}"]
    for number, service in enumerate(team.services, 1):
        try:
            answer = f"answers {service.ask('GET', 'ready').status}"
        except OSError as error:
            answer = f"does not answer ({error}): {service.last_words()}"
        told.append(f"service {number} {'lives' if service.alive else 'died'} and {answer}")
    return "; ".join(told)


@scenario("team-database", weight=2)
def database_crashes(world: World, chance: Random) -> None:
    """PostgreSQL crashes while two services commit, and starts again."""
    with saving(world, chance) as team:
        for _ in range(chance.choice([1, 2, 3])):
            team.database.restart()
            world.injected("crash of PostgreSQL under two services")
            time.sleep(chance.random() / 2)


@scenario("team-storage", weight=2)
def storage_misbehaves(world: World, chance: Random) -> None:
    """The storage is slow, cuts, repeats and refuses with 503 what two services send and ask."""
    with saving(world, chance) as team:
        team.line.harm(chance, rate=0.4, most=20)


@scenario("team-kill", weight=2)
def a_service_is_killed_at_a_request(world: World, chance: Random) -> None:
    """kill -9 of a service when its n-th request comes to the storage, or has been answered."""
    with saving(world, chance) as team:
        first = team.services[0]
        killed = threading.Event()

        def kill() -> None:
            first.kill()
            killed.set()

        team.line.at_request(chance.randrange(1, 12), kill, after=chance.random() < 0.5)
        if killed.wait(5):
            world.injected("kill -9 of a service at a request to the storage")
        else:
            team.line.harm(chance, rate=0, most=0)
            first.kill()
            world.injected("kill -9 of a service, at a moment")
        first.start()


def save_and_clean_up(job: Job, team: dict[str, str]) -> None:
    """Save small files together, delete most of them and clean up, until it is killed."""
    os.environ.update(CREDENTIALS | {"AWS_ENDPOINT_URL": team["endpoint"]})
    chance = Random(job.seed)
    with Store.open_service(STORAGE, team["catalog"], job.folder / "cleaner") as store:
        while True:
            run = make_run("packs")
            contents = [chance.randbytes(chance.randrange(3000)) for _ in range(20)]
            items = [BatchItem(make_offer(one, run, f"{n}"), one) for n, one in enumerate(contents)]
            stored = [one for one in store.ingest.put_many(items) if isinstance(one, Receipt)]
            store.trash.delete([one.artifact_id for one in stored[:15]], permanent=True)
            store.maintenance.collect(orphan_age_s=0)


@scenario("team-packs", weight=1)
def who_cleans_up_is_killed(world: World, chance: Random) -> None:
    """kill -9 of who writes packs anew, at a request to the storage, while two services commit."""
    with saving(world, chance) as team:
        told = {"endpoint": f"http://127.0.0.1:{team.line.port}", "catalog": team.catalog}
        child = world.start(save_and_clean_up, world.job(chance.getrandbits(32)), told)
        killed = threading.Event()

        def kill() -> None:
            child.kill()
            killed.set()

        team.line.at_request(chance.randrange(5, 60), kill, after=chance.random() < 0.5)
        killed.wait(10)
        team.line.harm(chance, rate=0, most=0)
        child.kill()
        child.join(10)
        if child.exitcode != -signal.SIGKILL:
            raise Lost(f"a clean-up broke: {world.child_log()}")
        world.injected("kill -9 of a clean-up of packs")


@scenario("team-failover", weight=1, alone=True)
def database_fails_over(world: World, chance: Random) -> None:
    """PostgreSQL crashes for good while two services commit; its standby takes its place."""
    with saving(world, chance) as team:
        team.fail_over()
        world.injected("failover of PostgreSQL under two services")


@scenario("team-clock", weight=1, alone=True)
def the_clock_of_a_service_is_wrong(world: World, chance: Random) -> None:
    """The clock of one service is off by hours, and then jumps to what is right."""
    offset = world.home / "offset"
    offset.write_text("+0")
    with saving(world, chance, offset):
        offset.write_text(chance.choice(("-30h", "-40m", "+40m", "+30h")))
        time.sleep(1 + chance.random())
        offset.write_text("+0")
        world.injected("clock of a service wrong, and right again")
