"""A real Jupyter server with the extension, killed and started again as often as needed."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ports import free_port

HERE = Path(__file__).resolve().parent
TOKEN = "faults"
# What the tests do not need would only make each start slower.
OTHERS = ("jupyterlab", "jupyter_lsp", "jupyter_server_terminals", "notebook", "notebook_shim")


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class JupyterServer:
    """On loopback, with the world's store."""

    home: Path
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def order(self) -> Path:
        """The file that tells a server at which step to die: by its size, see `steps`."""
        return self.home / "order"

    def program(self) -> list[str]:
        """Return what is started."""
        extensions = {"cellkeep_server": True, **dict.fromkeys(OTHERS, False)}
        command = [sys.executable, "-m", "jupyter_server", f"--ServerApp.root_dir={self.home}"]
        return [*command, f"--ServerApp.jpserver_extensions={extensions}"]

    def start(self) -> None:
        self.order.unlink(missing_ok=True)
        command = [*self.program(), "--no-browser", "--allow-root", "--ip=127.0.0.1"]
        command += [f"--port={self.port}", "--ServerApp.port_retries=0"]
        command += [f"--IdentityProvider.token={TOKEN}", *self.options]
        path = os.pathsep.join([str(HERE / "hook"), os.environ.get("PYTHONPATH", "")])
        folders = {f"JUPYTER_{kind}_DIR": str(self.home / kind) for kind in ("CONFIG", "RUNTIME")}
        environment = {**os.environ, **folders, **self.environment}
        environment |= {"PYTHONPATH": path, "CELLKEEP_FAULT_ORDER": str(self.order)}
        environment["PYTHONFAULTHANDLER"] = "1"  # so that what hangs says where (`abort`)
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=environment, cwd=self.home, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 60
        while True:
            try:
                if self.ask("GET", "status").status == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.abort()
                raise RuntimeError(f"no server:\n{self.last_words()}")
            time.sleep(0.05)

    def abort(self) -> None:
        """End it, if it still runs, by a signal that makes its threads say where they are."""
        assert self.process is not None
        with suppress(subprocess.TimeoutExpired):
            self.process.send_signal(signal.SIGABRT)
            self.process.wait(5)
        self.kill()

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def stop(self, within_s: float = 15) -> None:
        """End it as a person does."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(within_s)
        except subprocess.TimeoutExpired:
            self.kill()

    def last_words(self) -> str:
        return (self.home / "server.log").read_text()[-6000:]

    def die_at_step(self, number: int) -> None:
        """Let it be killed the number-th time that it touches the store's files from now."""
        self.order.write_bytes(bytes(number))

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        *,
        port: int | None = None,
        timeout: float = 20,
    ) -> Answer:
        """Send one request, on a connection of its own."""
        return request(
            port or self.port,
            method,
            path if path.startswith("/") else f"/cellkeep/api/{path}",
            body,
            {"Authorization": f"token {TOKEN}", **(headers or {})},
            timeout,
        )


def request(
    port: int,
    method: str,
    path: str,
    body: bytes | None,
    headers: dict[str, str],
    timeout: float = 20,
) -> Answer:
    """Send a request; `OSError` for whatever breaks on the way."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        found = {key.lower(): value for key, value in answer.getheaders()}
        return Answer(answer.status, found, content)
    except http.client.HTTPException as error:
        raise ConnectionError(repr(error)) from error
    finally:
        connection.close()
