"""A PostgreSQL server of this test run's own, in a temporary folder, as an unprivileged user."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

_NOBODY = 65534


def program(name: str) -> str:
    """Return the newest PostgreSQL's own program: Debian keeps them out of the way."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version)
    path = str(found[-1]) if found else shutil.which(name)
    assert path, "PostgreSQL is missing: run scripts/ensure_postgres.py"
    return path


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server that listens on a socket in its folder only; yield its socket's folder."""
    # Not pytest's folder: its parents are closed to other users, and sockets need short paths.
    # In memory where there is room for that: a database is hundreds of files.
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp"
    folder = Path(tempfile.mkdtemp(prefix="ckpg-", dir=place))
    data = folder / "data"
    root = os.geteuid() == 0
    if root:
        os.chown(folder, _NOBODY, _NOBODY)
    as_nobody: Any = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if root else {}

    try:
        initdb = [program("initdb"), "-D", str(data), "-U", "cellkeep", "-A", "trust", "-E", "UTF8"]
        subprocess.run(initdb, check=True, cwd=folder, capture_output=True, timeout=60, **as_nobody)
        command = [program("postgres"), "-D", str(data), "-k", str(folder)]
        command += ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=60"]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **as_nobody)
        try:
            _wait_until_it_answers(str(folder), server)
            yield str(folder)
        finally:
            server.send_signal(signal.SIGINT)  # to PostgreSQL: cut the connections and end
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_answers(socket: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(host=socket, user="cellkeep", dbname="postgres").close()
        except psycopg.OperationalError:
            assert server.poll() is None, Path(socket, "log").read_text()
            assert time.monotonic() < end, Path(socket, "log").read_text()
            time.sleep(0.05)
        else:
            return


def new_database(socket: str, name: str, template: str = "template1") -> str:
    """Make a database, empty by default; return the URL that a store is opened with."""
    with psycopg.connect(host=socket, user="cellkeep", dbname="postgres", autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"postgresql://cellkeep@/{name}?host={socket}"


def drop_database(socket: str, name: str) -> None:
    """Remove a database, and cut whoever is still connected to it."""
    with psycopg.connect(host=socket, user="cellkeep", dbname="postgres", autocommit=True) as link:
        link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _version(path: Path) -> int:
    text = path.parent.parent.name
    return int(text) if text.isdigit() else 0
