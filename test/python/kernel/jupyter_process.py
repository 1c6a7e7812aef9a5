"""A real Jupyter server in a process of its own, and a line to it that can be disturbed."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from cellkeep_core.protocol import from_json
from cellkeep_core.server_file import ServerAddress
from ports import free_port


class JupyterProcess:
    """Starts, kills and starts again a server with its own store; this process may look for it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.store = folder / "server-store"
        self.options = options
        self.port = 0
        (folder / "root").mkdir(parents=True)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"]
        if not self._on_a_socket:
            command += [f"--port={self.port}", "--ServerApp.port_retries=0"]
            command += ["--ServerApp.ip=127.0.0.1"]
        command += ["--IdentityProvider.token=secret", f"--CellkeepApp.store_folder={self.store}"]
        command += ["--ServerApp.jpserver_extensions={'cellkeep_server': True}", *self.options]
        hidden = ("CELLKEEP_SERVER_FILE", "CELLKEEP_SERVER", "CELLKEEP_TOKEN", "CELLKEEP_ROUTES")
        env = {key: value for key, value in os.environ.items() if key not in hidden}
        env["JUPYTER_RUNTIME_DIR"] = str(self.folder / "runtime")
        env["JUPYTER_NO_CONFIG"] = "1"  # without JupyterLab and the others it starts a fifth sooner
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self.folder / "root", env=env, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 40
        while not self._listens():
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    @property
    def file(self) -> Path:
        """The server's file, whose path its kernels inherit."""
        (found,) = (self.folder / "runtime").glob("cellkeep-*.json")
        return found

    def address(self) -> ServerAddress:
        """What its file says now."""
        return from_json(self.file.read_bytes(), ServerAddress)

    @property
    def _on_a_socket(self) -> bool:
        return any("ServerApp.sock" in one for one in self.options)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def log(self) -> str:
        return (self.folder / "server.log").read_text()

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(20)
            self._process = None

    def _listens(self) -> bool:
        if not list((self.folder / "runtime").glob("cellkeep-*.json")):
            return False
        try:
            if self._on_a_socket:
                return (self.folder / "s").exists()
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True


class Line:
    """A proxy that passes bytes on; `towards` may change them, slow them, or cut the line.

    Parameters
    ----------
    port : callable
        Where the server listens now.
    towards : callable
        Gets each piece on its way to the server, with the count of bytes before it on this
        connection; returns what goes on. An `OSError` cuts both sides.
    """

    def __init__(self, port: Callable[[], int], towards: Callable[[bytes, int], bytes]) -> None:
        self._port = port
        self._towards = towards
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()
        for one in self._open:
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._port()), 5)
            except OSError:
                client.close()
                continue
            self._open += [client, server]
            for work in (self._to_server, self._to_client):
                threading.Thread(target=work, args=(client, server), daemon=True).start()

    def _to_server(self, client: socket.socket, server: socket.socket) -> None:
        done = 0
        try:
            while data := client.recv(65536):
                server.sendall(self._towards(data, done))
                done += len(data)
        except OSError:
            pass
        self._cut(client, server)

    def _to_client(self, client: socket.socket, server: socket.socket) -> None:
        try:
            while data := server.recv(65536):
                client.sendall(data)
        except OSError:
            pass
        self._cut(client, server)

    @staticmethod
    def _cut(*sockets: socket.socket) -> None:
        for one in sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
