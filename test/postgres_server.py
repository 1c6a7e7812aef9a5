"""A PostgreSQL server of this test run's own, in a temporary folder, as an unprivileged user."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, LiteralString

import psycopg

from quick_folder import quick_folder
from waiting import wait_until

_NOBODY = 65534


def program(name: str) -> str:
    """Return the newest PostgreSQL's own program: Debian keeps them out of the way."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version)
    path = str(found[-1]) if found else shutil.which(name)
    assert path, "PostgreSQL is missing: run scripts/ensure_postgres.py"
    return path


class Server:
    """A server whose databases are in a folder, with a socket there and nowhere else.

    Parameters
    ----------
    folder : Path
        Taken up as it is, where it has databases already.
    options : str
        Its settings, as `postgres` takes them. Default: it may lose all with the machine's power.
    standby_of : Server, optional
        Another, which this one follows and whose place it can take.
    """

    def __init__(
        self,
        folder: Path,
        options: tuple[str, ...] = ("fsync=off",),
        standby_of: Server | None = None,
    ) -> None:
        self.socket = str(folder)
        self._folder = folder
        self._options = ("listen_addresses=", "max_connections=60", *options)
        root = os.geteuid() == 0
        if root:
            os.chown(folder, _NOBODY, _NOBODY)
        self._as: Any = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if root else {}
        if not (folder / "data").exists():
            self._make(["-D", f"{folder}/data", "-U", "cellkeep"], standby_of)
        self.start()

    def _make(self, data: list[str], standby_of: Server | None) -> None:
        if standby_of is None:
            make = [program("initdb"), *data, "-A", "trust", "-E", "UTF8"]
        else:
            make = [program("pg_basebackup"), *data, "-h", standby_of.socket, "-R", "-c", "fast"]
        folder = self._folder
        subprocess.run(make, check=True, cwd=folder, capture_output=True, timeout=60, **self._as)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [program("postgres"), "-D", f"{self._folder}/data", "-k", self.socket]
        command += [part for option in self._options for part in ("-c", option)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self._folder, stdout=log, stderr=log, **self._as
            )
        _wait_until_it_answers(self.socket, self._process)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: by default cut the connections and end in order."""
        self._process.send_signal(how)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired as late:
            self._process.kill()
            self._process.wait(10)
            said = Path(self.socket, "log").read_text()[-2000:]
            raise AssertionError(f"PostgreSQL did not stop in 30 s:\n{said}") from late

    def restart(self) -> None:
        """Let it crash, and start it again."""
        self.stop(signal.SIGQUIT)
        self.start()

    def tell(self, statement: LiteralString) -> list[Any]:
        """Execute a statement as an administrator, and return its rows."""
        with _administrator(self.socket) as link:
            done = link.execute(statement)
            return done.fetchall() if done.description else []

    def waits(self) -> str:
        """Say what each connection waits for, and how far the standby has come."""
        told = "no answer"
        with suppress(psycopg.Error):
            busy = self.tell(
                "SELECT pid, state, wait_event_type, wait_event, now() - state_change AS since, "
                "left(query, 80) FROM pg_stat_activity WHERE state <> 'idle' OR "
                "wait_event_type = 'Lock'"
            )
            standby = self.tell(
                "SELECT state, sync_state, sent_lsn, flush_lsn FROM pg_stat_replication"
            )
            told = f"{[tuple(map(str, row)) for row in busy]}, standby {standby}"
        return told

    def wait_for_standby(self) -> None:
        """From now on a commit has ended when the standby has it too."""
        self.tell("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.tell("SELECT pg_reload_conf()")
        state = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"
        wait_until(lambda: self.tell(state), otherwise="no standby")


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server; yield its socket's folder."""
    with own_server() as server:
        yield server.socket


@contextmanager
def own_server(standby_of: Server | None = None) -> Iterator[Server]:
    """Start a server that a test may restart, or one that follows another."""
    # Not pytest's folder: its parents are closed to other users, and sockets need short paths.
    folder = Path(tempfile.mkdtemp(prefix="ckpg-", dir=quick_folder()))
    try:
        server = Server(folder, standby_of=standby_of)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_answers(socket: str, server: subprocess.Popen[bytes]) -> None:
    def answers() -> bool:
        with suppress(psycopg.OperationalError):
            _administrator(socket).close()
            return True
        return False

    wait_until(answers, otherwise=Path(socket, "log").read_text, process=server)


def new_database(socket: str, name: str, template: str = "template1") -> str:
    """Make a database, empty by default; return the URL that a store is opened with."""
    with _administrator(socket) as link:
        link.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"postgresql://cellkeep@/{name}?host={socket}"


def drop_database(socket: str, name: str) -> None:
    """Remove a database, and cut whoever is still connected to it."""
    with _administrator(socket) as link:
        link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _administrator(socket: str) -> psycopg.Connection[Any]:
    """Connect as somebody who may do everything, and waits for nothing without an end."""
    return psycopg.connect(
        host=socket,
        user="cellkeep",
        dbname="postgres",
        autocommit=True,
        connect_timeout=10,
        options="-c statement_timeout=60s -c lock_timeout=30s",
    )


def _version(path: Path) -> int:
    text = path.parent.parent.name
    return int(text) if text.isdigit() else 0
