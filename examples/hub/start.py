"""A team on one machine, for a trial: `make hub` starts it, Ctrl+C ends it and removes all of it.

JupyterHub with its proxy, two `cellkeep serve`, one PostgreSQL and one object storage (SeaweedFS),
on loopback, on free ports, in temporary folders. The database and the storage are those of the tests.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "test"))

from object_storage import BUCKET, CREDENTIALS, let_pages_in, running_storage
from ports import free_port
from postgres_server import new_database, running_server

PROXY = Path(sys.prefix, "proxy", "node_modules", ".bin", "configurable-http-proxy")
START_S = 120
# What this terminal says of other stores and hubs is not for this one.
FOREIGN = ("CELLKEEP_", "JUPYTER", "AWS_")
OWN = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}


def main() -> None:
    # A script that starts this in the background has Ctrl+C's signal ignored: not here.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.default_int_handler)
    with ExitStack() as stack:
        try:
            run(stack)
        except KeyboardInterrupt:
            print("Stopping.", flush=True)
            for one in (signal.SIGINT, signal.SIGTERM):
                signal.signal(one, signal.SIG_IGN)  # the rest is quick, and not to be cut


def run(stack: ExitStack) -> None:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cellkeep-hub-")))
    port, hub_port, proxy_port, *ports = distinct_ports(5)
    trial = {
        "url": f"http://127.0.0.1:{port}",
        "hub_port": hub_port,
        "proxy_port": proxy_port,
        "proxy": str(PROXY),
        "password": secrets.token_urlsafe(9),
        "services": {
            f"cellkeep-{number}": {
                "url": f"http://127.0.0.1:{one}",
                "api_token": secrets.token_hex(32),
            }
            for number, one in enumerate(ports, 1)
        },
    }
    (folder / "trial.json").touch(mode=0o600)
    (folder / "trial.json").write_text(json.dumps(trial))
    print("Starting PostgreSQL and the object storage.", flush=True)
    # Only the services know these: no person, kernel or browser ever does.
    endpoint = stack.enter_context(running_storage())
    let_pages_in(endpoint, trial["url"])
    storage = {
        "CELLKEEP_CATALOG_URL": new_database(stack.enter_context(running_server()), "team"),
        "AWS_ENDPOINT_URL": endpoint,
        "CELLKEEP_STORAGE_CLIENT_ENDPOINT": endpoint,
        "CELLKEEP_STORAGE_URL": f"s3://{BUCKET}/team",
        **CREDENTIALS,
    }
    print("Starting JupyterHub and two services of Cellkeep.", flush=True)
    config = str(HERE / "jupyterhub_config.py")
    hub = [sys.executable, "-m", "jupyterhub", "-f", config]
    processes = {"JupyterHub": stack.enter_context(running(folder / "hub.log", hub, folder))}
    for name, service in trial["services"].items():
        environment = {
            **storage,
            "CELLKEEP_STORE": str(folder / name),
            "JUPYTERHUB_API_TOKEN": service["api_token"],
            "JUPYTERHUB_API_URL": f"http://127.0.0.1:{hub_port}/hub/api",
            "JUPYTERHUB_CLIENT_ID": f"service-{name}",
            "JUPYTERHUB_SERVICE_NAME": name,
            "JUPYTERHUB_SERVICE_PREFIX": f"/services/{name}/",
            "JUPYTERHUB_SERVICE_URL": service["url"],
        }
        serve = [sys.executable, "-c", "from cellkeep_store.cli import main; main()", "serve"]
        serve += ["--ServerApp.port_retries=0", *(["--allow-root"] if os.geteuid() == 0 else [])]
        log = folder / f"{name}.log"
        processes[name] = stack.enter_context(running(log, serve, folder, **environment))
    for name in trial["services"]:
        wait_for(f"{trial['url']}/services/{name}/cellkeep/api/ready", processes)
    wait_for(f"{trial['url']}/hub/login", processes)
    print(
        f"JupyterHub is at {trial['url']}/\n"
        f"Sign in as alice or bob, who are the group team, or as carol, with the password {trial['password']}\n"
        f"Logs are in {folder}\n"
        "Ctrl+C ends it and removes all that was saved.",
        flush=True,
    )
    while True:
        check(processes)
        time.sleep(1)


@contextmanager
def running(log: Path, command: list[str], folder: Path, **environment: str):
    """Run a program, whose end is this one's to say: a Ctrl+C of the terminal is not for it."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**OWN, "HOME": str(folder), **environment},
            stdout=out,
            stderr=out,
            process_group=0,
        )
    process.log = log
    try:
        yield process
    finally:
        process.terminate()  # JupyterHub ends its proxy and people's servers with it
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(url: str, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + START_S
    while True:
        check(processes)
        try:
            with urlopen(url, timeout=10):
                return
        except OSError as error:
            if time.monotonic() > end:
                raise SystemExit(f"{url} did not answer in {START_S} s: {error}") from error
            time.sleep(0.2)


def check(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            words = "\n".join(process.log.read_text(errors="replace").splitlines()[-30:])
            raise SystemExit(f"{words}\n{name} ended (status {process.returncode}): its last words are above.")


def distinct_ports(count: int) -> list[int]:
    ports: set[int] = set()
    while len(ports) < count:
        ports.add(free_port())
    return list(ports)


if __name__ == "__main__":
    main()
