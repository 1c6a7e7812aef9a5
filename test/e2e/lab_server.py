"""A real JupyterLab in a temporary home, started and stopped by process id."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "e2e-token"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class LabServer:
    """JupyterLab on loopback, with a store and notebooks of its own."""

    home: Path
    app: str = "lab"
    port: int = field(default_factory=free_port)
    python: str = sys.executable
    process: subprocess.Popen[bytes] | None = None

    @property
    def store(self) -> Path:
        return self.home / "store"

    @property
    def notebooks(self) -> Path:
        return self.home / "notebooks"

    @property
    def log(self) -> Path:
        return self.home / "jupyter.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "CELLKEEP"))}
        # A working tree's own build goes before the installed one.
        kept |= {k: v for k, v in os.environ.items() if k == "JUPYTER_PATH"}
        return kept | {
            "HOME": str(self.home),
            "JUPYTER_CONFIG_DIR": str(self.home / "config"),
            "JUPYTER_DATA_DIR": str(self.home / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.home / "runtime"),
            "IPYTHONDIR": str(self.home / "ipython"),
            "MPLCONFIGDIR": str(self.home / "matplotlib"),
            "CELLKEEP_STORE": str(self.store),
            "PYTHONFAULTHANDLER": "1",  # a crash says where, in the server's log
        }

    def script(self, source: str) -> None:
        """Run a Python script in the notebooks' folder, with this server's store."""
        self.notebooks.mkdir(parents=True, exist_ok=True)
        command = [self.python, "-c", source]
        environment = self.environment
        subprocess.run(command, env=environment, cwd=self.notebooks, check=True, timeout=120)

    def start(self, *extra: str) -> LabServer:
        self.notebooks.mkdir(parents=True, exist_ok=True)
        self._be_quiet()
        command = [self.python, "-m", "jupyterlab" if self.app == "lab" else "notebook"]
        command += [
            "--no-browser",
            "--allow-root",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={TOKEN}",
            f"--ServerApp.root_dir={self.notebooks}",
            "--LabApp.expose_app_in_browser=True",
            "--LabApp.collaborative=False",
            *extra,
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, cwd=self.notebooks, stdout=log, stderr=log
            )
        self._await_answer()
        return self

    def _be_quiet(self) -> None:
        """JupyterLab's own questions about news would lie over what the tests look at."""
        folder = self.home / "config/lab/user-settings/@jupyterlab/apputils-extension"
        folder.mkdir(parents=True, exist_ok=True)
        settings = {"fetchNews": "false", "checkForUpdates": False}
        (folder / "notification.jupyterlab-settings").write_text(json.dumps(settings))

    def _await_answer(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                self.get("api/status")
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text()[-4000:]}")

    def get(self, path: str) -> Any:
        request = urllib.request.Request(
            f"{self.url}/{path}", headers={"Authorization": f"token {TOKEN}"}
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.loads(response.read())

    def kill(self) -> None:
        """End the server at once, as a crash would; its kernels live on."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)

    def add_example(self, name: str) -> None:
        self.notebooks.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / "examples" / name, self.notebooks / name)

    def cellkeep(self, *arguments: str) -> Any:
        """Run the `cellkeep` command on this server's store; its JSON."""
        command = shutil.which("cellkeep") or str(Path(sys.executable).with_name("cellkeep"))
        result = subprocess.run(
            [command, *arguments, "--json"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert result.returncode == 0, f"cellkeep {arguments}: {result.stdout}{result.stderr}"
        return json.loads(result.stdout)


class RemoteKernels(LabServer):
    """Its kernels are as on another machine: no store, and no way to one but a page."""

    @property
    def environment(self) -> dict[str, str]:
        environment = super().environment
        # Before the environment's own kernel spec of that name.
        paths = [str(self.home / "share"), environment.get("JUPYTER_PATH", "")]
        return environment | {"JUPYTER_PATH": os.pathsep.join(filter(None, paths))}

    def start(self, *extra: str) -> LabServer:
        spec = self.home / "share/kernels/python3"
        spec.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        away = {
            "CELLKEEP_STORE": "/proc/nowhere/store",
            "CELLKEEP_SPOOL": str(self.home / "remote-spool"),
            "CELLKEEP_ROUTES": "have,comm,spool",
        }
        about = {"argv": command, "display_name": "Python 3 (ipykernel)", "language": "python"}
        spec.joinpath("kernel.json").write_text(json.dumps(about | {"env": away}))
        return super().start(*extra)
