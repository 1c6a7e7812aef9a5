"""MLflow's tracking server with proxied artifacts, and its client, in an environment of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from lab_server import ROOT

from ports import free_port

VERSION = "3.17.0"
ENVIRONMENT = ROOT / ".venv-bench"  # .gitignore knows it
CLIENT = """
import sys, time, mlflow
mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment("bench")
print("ready", flush=True)
for line in sys.stdin:
    with mlflow.start_run():
        begun = time.perf_counter()
        mlflow.log_artifacts(line.strip())
        print(time.perf_counter() - begun, flush=True)
"""


def _settings() -> dict[str, str]:
    quiet = {
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
        # Its workers for other jobs would only load the machine.
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
    }
    return {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | quiet


@contextmanager
def server(folder: Path, python: Path) -> Iterator[str]:
    """Start the tracking server of an environment; its address."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [str(python.with_name("mlflow")), "server", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--serve-artifacts"]
    command += ["--backend-store-uri", f"sqlite:///{folder}/mlflow.db"]
    command += ["--artifacts-destination", f"file://{folder}/artifacts"]
    command += ["--default-artifact-root", "mlflow-artifacts:/"]
    with (folder / "server.log").open("ab") as log:
        # A session of its own: the command starts workers, which end with it.
        process = subprocess.Popen(
            command, env=_settings(), stdout=log, stderr=log, start_new_session=True
        )
    try:
        _await(f"{url}/health")
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


class Mlflow:
    """Server and client, started by `with`."""

    version = VERSION

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        python = _environment()
        self._ends = ExitStack()
        url = self._ends.enter_context(server(self._folder, python))
        self._client = subprocess.Popen(
            [str(python), "-c", CLIENT, url],
            env=_settings(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(self._folder / "client.log").open("ab"),
            text=True,
        )
        assert self._client.stdout is not None
        while self._client.stdout.readline().strip() != "ready":
            assert self._client.poll() is None, (self._folder / "client.log").read_text()[-2000:]
        return self

    def __exit__(self, *_: object) -> None:
        assert self._client.stdin is not None
        self._client.stdin.close()
        self._client.wait(30)
        self._ends.close()

    def log(self, directory: Path) -> float:
        """Log a directory; the seconds until MLflow says that it is stored."""
        assert self._client.stdin is not None
        assert self._client.stdout is not None
        self._client.stdin.write(f"{directory}\n")
        self._client.stdin.flush()
        while True:  # its own chatter comes by the same way
            line = self._client.stdout.readline()
            assert line, "MLflow's client ended"
            try:
                return float(line)
            except ValueError:
                continue

    def sync(self) -> float:
        """Return the seconds that an fsync of all that was stored last would have cost."""
        begun = time.perf_counter()
        newest = max((self._folder / "artifacts").glob("*/*"), key=lambda run: run.stat().st_mtime)
        for path in newest.rglob("*"):
            descriptor = os.open(path, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
        return time.perf_counter() - begun


def _environment() -> Path:
    """Make the environment unless it is there; its Python."""
    python = ENVIRONMENT / "bin" / "python"
    if not (ENVIRONMENT / "bin" / "mlflow").exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        packages = [f"mlflow=={VERSION}"]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *packages], check=True)
    return python


def _await(url: str) -> None:
    deadline = time.monotonic() + 180
    while True:
        try:
            urllib.request.urlopen(url, timeout=5)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return
