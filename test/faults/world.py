"""A folder with a store, the processes that use it, and a record of what was done to them."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import time
from collections import Counter
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks import check
from children import Job, adopt, push
from ledger import Ledger, Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from fault_jupyter import JupyterServer

# One process imports everything, and every child is a fork of it: hundreds cost little.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["children", "cellkeep.api.run", "cellkeep_store"])


class Lost(AssertionError):  # noqa: N818  (the word that the report uses)
    """Something that was promised did not come true."""


class World:
    """Made for some injections, then thrown away.

    Parameters
    ----------
    home : Path, optional
        Where it lies; a fresh temporary folder by default.
    """

    def __init__(self, home: Path | None = None) -> None:
        self._own = home is None
        self.home = home or Path(tempfile.mkdtemp(prefix="cellkeep-faults-"))
        self.store = self.home / "store"
        self.environment = {
            "CELLKEEP_STORE": str(self.store),
            "CELLKEEP_EXIT_TIMEOUT": "20",
            "CELLKEEP_NO_ENVIRONMENT": "1",
            "JUPYTER_DATA_DIR": str(self.home / "data"),
        }
        self.faults: Counter[str] = Counter()
        self._server: JupyterServer | None = None
        self.server_options: tuple[str, ...] = ()
        self._starting = threading.Lock()
        self.closing: list[Callable[[], None]] = []
        """Called when it is thrown away: what a scenario started for all that come after it."""
        self._number = 0
        self.inside: dict[str, Any] | None
        """What an injection's scenario has judged itself, where only it can look."""
        self.ledger = self.new_ledger()

    def new_ledger(self) -> Ledger:
        """Begin an injection."""
        self._number += 1
        self.inside = None
        self.work = self.home / f"work-{self._number}"
        self.work.mkdir(parents=True)
        self.ledger = Ledger(self.work / "ledger")
        return self.ledger

    def injected(self, kind: str, times: int = 1) -> None:
        """Note that a fault happened."""
        self.faults[kind] += times

    def job(self, seed: int, **named: Any) -> Job:
        return Job(self.environment, self.work, self.ledger.path, seed, **named)

    def start(self, target: Callable[..., None], *arguments: Any) -> BaseProcess:
        """Start a child."""
        child = _processes.Process(target=target, args=arguments)
        child.start()
        return child

    def finish(self, child: BaseProcess, within_s: float = 60) -> int:
        """Wait for a child's end; its exit code."""
        child.join(within_s)
        if child.exitcode is None:
            assert child.pid is not None
            os.kill(child.pid, signal.SIGABRT)
            child.join(5)
            child.kill()
            raise Lost(f"a process did not end in {within_s:.0f} s: {self.child_log()}")
        return child.exitcode

    def kill_after(self, child: BaseProcess, seconds: float) -> bool:
        """Kill a child in a while; False where it had ended by then."""
        child.join(seconds)
        ended = child.exitcode is not None
        child.kill()
        child.join(10)
        return not ended

    def recover(self, chance: Random) -> None:
        """Let what waits in the spool arrive: by the next process, or by `cellkeep push`."""
        how = chance.choice([push, adopt])
        code = self.finish(self.start(how, self.job(0)))
        if code != 0:
            raise Lost(f"{how.__name__} ended with {code}: {self.child_log()}")

    def child_log(self) -> str:
        log = self.work / "child.log"
        return log.read_text()[-4000:] if log.exists() else ""

    @property
    def server(self) -> JupyterServer:
        """The Jupyter server of this world, started on first use."""
        from fault_jupyter import JupyterServer

        with self._starting:  # scenarios ask from several threads
            if self._server is None:
                self._server = JupyterServer(
                    self.home, self.environment, options=self.server_options
                )
                self._server.start()
            return self._server

    def judge(self) -> Tally:
        """Look whether all is well after an injection."""
        if self.inside is not None:  # it was judged where it lies
            faults, self.faults = Counter(self.inside["faults"]) + self.faults, Counter()
            return Tally(**(self.inside | {"faults": faults}))
        tally = check(self.store, self.ledger)
        tally.injections = 1
        tally.faults, self.faults = self.faults, Counter()
        return tally

    def close(self) -> None:
        for close in self.closing:
            close()
        if self._server is not None:
            self._server.stop()
        if self._own:
            shutil.rmtree(self.home, ignore_errors=True)


def wait_until(met: Callable[[], Any], what: str, timeout: float = 30) -> Any:
    """Wait until something is true, and return it."""
    deadline = time.monotonic() + timeout
    while True:
        found = met()
        if found:
            return found
        if time.monotonic() > deadline:
            raise Lost(f"it did not happen in {timeout} s: {what}")
        time.sleep(0.02)


def flip_bit(path: Path, chance: Random) -> None:
    """Change one bit of a file, as a bad disk does."""
    size = path.stat().st_size
    at = chance.randrange(size)
    path.chmod(0o600)
    with path.open("r+b", buffering=0) as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ (1 << chance.randrange(8))]))
    path.chmod(0o400)
