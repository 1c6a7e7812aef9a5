"""A 1 GB file by the http route on loopback, against a bare streaming PUT of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from figures import Figure, median
from helper import Helper
from lab_server import TOKEN, LabServer
from put_server import put
from rounds import MB, make_new, random_file, shuffled, timed

ROUNDS = 3
HERE = Path(__file__).resolve().parent


def measure(folder: Path) -> list[Figure]:
    source = random_file(folder / "source.bin", 1024 * MB)
    with (
        lab(folder) as server,
        peer("put_server.py", str(folder)) as port,
        over_http(folder, server) as helper,
    ):

        def save() -> dict[str, float]:
            make_new(source)
            told = helper.ask("save", str(source))
            assert told["route"] == "http", f"it went by {told['route']}"
            copied, receipt = float(told["blocked"]), float(told["receipt"])
            # Where memory is fresh, as it is after a rest in a virtual machine, this is most of it.
            return {"http route": receipt, "its copy in the spool": copied}

        limit = "PUT + sha256 + fsync"
        seconds = shuffled(
            ROUNDS, {limit: lambda: timed(lambda: put(port, source)), "http route": save}
        )
    value = 100 * median(seconds[limit]) / median(seconds["http route"])
    work = "1 GB file, http route"
    goal = "≥ 80 % of PUT + sha256 + fsync"
    return [Figure(work, value, "% of its speed", goal, value >= 80, seconds)]


@contextmanager
def lab(folder: Path) -> Iterator[LabServer]:
    """A real JupyterLab with the extension."""
    server = LabServer(folder / "lab")
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def peer(script: str, *arguments: str) -> Iterator[int]:
    """Run a server of this folder in a process of its own, which prints its port."""
    command = [sys.executable, str(HERE / script), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait(10)


def over_http(folder: Path, server: LabServer) -> Helper:
    """A helper as on another machine: a spool of its own, and no way but the server."""
    return Helper(
        folder / "remote",
        CELLKEEP_SPOOL=str(folder / "remote" / "spool"),
        CELLKEEP_ROUTES="http,spool",
        CELLKEEP_SERVER=server.url,
        CELLKEEP_TOKEN=TOKEN,
    )
