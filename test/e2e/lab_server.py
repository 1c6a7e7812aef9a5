"""A real JupyterLab in a temporary home, started and stopped by process id."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil

from ports import same_port

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "e2e-token"


@dataclass
class LabServer:
    """JupyterLab on loopback, with a store and notebooks of its own."""

    home: Path
    app: str = "lab"
    # The browser has JupyterLab's scripts of an address that it knows, compiled.
    port: int = field(default_factory=same_port)
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
            "CELLKEEP_NO_ENVIRONMENT": "1",  # scripts save what the tests count
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
            # It would start npm and R to look for language servers, of which there are none.
            "--LanguageServerManager.autodetect=False",
            # Each page that opens would start Node to see whether JupyterLab is to be built.
            "--ServerApp.tornado_settings={'page_config_data': {'buildCheck': False}}",
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
        # Without it another server may be the one that answers at this port.
        own = self.home / f"runtime/jpserver-{self.process.pid}.json"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with suppress(OSError):
                if own.exists() and self.get("api/status"):
                    return
            time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text()[-4000:]}")

    def get(self, path: str) -> Any:
        return self.ask("GET", path)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request to the running server; its answer, None where that is empty."""
        request = urllib.request.Request(
            f"{self.url}/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.loads(response.read() or b"null")

    def empty(self) -> None:
        """End the kernels and delete what is stored, the notebooks, and the settings."""
        for session in self.get("api/sessions"):
            try:
                self.ask("DELETE", f"api/sessions/{session['id']}")
            except urllib.error.HTTPError as error:
                if error.code != 404:  # it had the same kernel as one before, and went with it
                    raise
        for kernel in self.get("api/kernels"):
            self.ask("DELETE", f"api/kernels/{kernel['id']}")
        self.empty_store()
        shutil.rmtree(self.store / "spool", ignore_errors=True)
        shutil.rmtree(self.home / "config/lab")
        self._be_quiet()
        for path in self.notebooks.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def empty_store(self) -> None:
        everything = {"all": True, "permanent": True}
        told = self.ask("POST", "cellkeep/api/deletions", everything | {"dry_run": True})
        count = {"expect": told["artifacts"]}
        self.ask("POST", "cellkeep/api/deletions", everything | count)
        told = self.ask("POST", "cellkeep/api/trash/purge?dry_run=1", {"all": True})
        self.ask("POST", "cellkeep/api/trash/purge", {"all": True, "expect": told["purged"]})

    def artifacts(self) -> list[dict[str, Any]]:
        """All that is stored, newest first: of the server, else of the command."""
        if self.process is None or self.process.poll() is not None:
            found: list[dict[str, Any]] = self.cellkeep("ls", "-n", "1000")["items"]
            return found
        found, after = [], ""
        while True:
            page = self.get(f"cellkeep/api/artifacts?limit=500{after}")
            found += page["items"]
            if "next_cursor" not in page:
                return found
            after = f"&cursor={quote(page['next_cursor'])}"

    def last_words(self) -> str:
        """End the kernels, which say where they are, and return the end of the log."""
        assert self.process is not None
        for child in psutil.Process(self.process.pid).children():
            child.send_signal(signal.SIGABRT)
            with suppress(psutil.TimeoutExpired):
                child.wait(5)
        return self.log.read_text(errors="replace")[-20_000:]

    def kill(self) -> None:
        """End the server at once, as a crash would; its kernels live on."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> None:
        """End the server and its kernels, which have nothing more to do for anybody."""
        if self.process is not None and self.process.poll() is None:
            kernels = psutil.Process(self.process.pid).children(recursive=True)
            self.kill()
            for kernel in kernels:
                with suppress(psutil.NoSuchProcess):
                    kernel.kill()
            psutil.wait_procs(kernels, timeout=10)

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
