"""Ours beside other tools on the same works, in shuffled rounds: ``make bench-peers``.

Writes docs/performance.md. Each tool has an environment of its own under ``.venv-peers``, works
offline or on loopback, and is ended where it takes too long. ``--quick``: less of everything, and
the table goes to the terminal only, unless ``--write`` asks for the document too.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "e2e")]

from document import write_peers
from figures import median
from lab_server import ROOT
from mlflow_peer import VERSION, server
from rounds import MB, make_new, random_file

ENVIRONMENTS = ROOT / ".venv-peers"  # .gitignore knows it
LONGEST_S = 300.0
SETTINGS = {
    "WANDB_MODE": "offline",
    "WANDB_SILENT": "true",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "HF_HUB_OFFLINE": "1",
    "MPLBACKEND": "agg",
}
PEERS = {
    "mlflow": f"mlflow=={VERSION}",
    "wandb": "wandb==0.31.0",
    "trackio": "trackio==0.43.0",
    "pins": "pins==0.9.2",
}
# What a row is called, and the tool and the environment behind it.
ROWS = {
    "files": ("files", ""),
    "Cellkeep": ("cellkeep", ""),
    "MLflow, a folder": ("mlflow", "mlflow"),
    "MLflow, its server": ("mlflow", "mlflow"),
    "W&B offline": ("wandb", "wandb"),
    "trackio": ("trackio", "trackio"),
    "pins": ("pins", "pins"),
}
Seconds = dict[str, dict[str, list[float]]]


class TooSlowError(Exception):
    """A tool did not answer in time."""


class Client:
    """A tool's process, ended with the block."""

    def __init__(self, row: str, folder: Path, **settings: str) -> None:
        tool, environment = ROWS[row]
        python = str(ENVIRONMENTS / environment / "bin/python") if environment else sys.executable
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("CELLKEEP", "PYTHON"))}
        own = {
            "CELLKEEP_STORE": str(folder / "store"),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "TRACKIO_DIR": str(folder / "trackio"),
            "WANDB_DIR": str(folder),
            "WANDB_DATA_DIR": str(folder / "staging"),
            "WANDB_CACHE_DIR": str(folder / "cache"),
            "HOME": str(folder),
        }
        if not environment:  # a working tree's own package
            own["PYTHONPATH"] = str(ROOT / "python-bridge")
        folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / "client.log"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [python, str(HERE / "peer_client.py"), tool, str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=kept | SETTINGS | own | settings,
                cwd=folder,
                text=True,
                bufsize=1,
            )

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._process.stdin.close()  # type: ignore[union-attr]
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)

    def answer(self) -> dict[str, Any]:
        """Return its next answer."""
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], LONGEST_S)[0]:
            self._process.kill()
            raise TooSlowError
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"it ended: {self.log.read_text()[-1000:]}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def ask(self, what: str, argument: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([what, argument]) + "\n")
        return self.answer()


def works(folder: Path, *, quick: bool) -> dict[str, tuple[str, Any]]:
    """Return what is done, by its words: the client's work and its argument."""
    less = 8 if quick else 1
    size, rows, files, tiny = 1024 // less, 1_000_000 // less, 2000 // less, 1000 // less
    file = str(random_file(folder / "source.bin", size * MB))
    return {
        f"{256 // less} MB array": ("array", 256 // less),
        f"table of {rows:,} × 8, mixed": ("frame", rows),
        f"{files:,} files of 2 KB": ("file", str(folder / "many")),
        f"{size:,} MB file": ("file", file),
        "the same file again": ("file", file),
        f"{tiny:,} tiny objects in a loop": ("tiny", tiny),
        "Matplotlib figure of 100,000 points": ("figure", 100_000),
    }


def prepare(work: str, what: str, argument: Any) -> None:
    """Make what nobody has stored yet."""
    if work == "the same file again" or what != "file":
        return
    path = Path(argument)
    if path.suffix:
        make_new(path)
        return
    path.mkdir(exist_ok=True)
    for number in range(int(work.split(" ")[0].replace(",", ""))):
        (path / f"file {number}.bin").write_bytes(os.urandom(2048))


@contextlib.contextmanager
def clients(folder: Path, failed: dict[str, str]) -> Iterator[dict[str, Client]]:
    """Start a process of each tool; those that cannot start are told of."""
    with contextlib.ExitStack() as ends:
        uri = ends.enter_context(server(folder / "server", python=environment("mlflow")))
        started = {}
        for row in ROWS:
            settings = {}
            if row == "MLflow, its server":
                settings = {"MLFLOW_TRACKING_URI": uri, "SERVER_FOLDER": str(folder / "server")}
            name = "".join(letter for letter in row if letter.isalnum())
            client = Client(row, folder / name, **settings)
            ends.callback(client.close)
            try:
                client.answer()
            except (RuntimeError, TooSlowError) as error:
                failed[row] = str(error)
            else:
                started[row] = client
        yield started


def environment(peer: str) -> Path:
    """Make a tool's environment unless it is there; its Python."""
    python = ENVIRONMENTS / peer / "bin/python"
    done = ENVIRONMENTS / peer / PEERS[peer]
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENTS / peer)], check=True)
        packages = [PEERS[peer], "numpy", "pandas", "pyarrow", "matplotlib"]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *packages], check=True)
        done.touch()
    return python


def measure(folder: Path, rounds: int, *, quick: bool) -> tuple[dict[str, Seconds], dict[str, str]]:
    """Do every work with every tool in each round, in a fresh order."""
    seconds: dict[str, Seconds] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    failed: dict[str, str] = {}
    chosen = works(folder, quick=quick)
    with clients(folder, failed) as running:
        for number in range(rounds):
            order = list(running)
            random.shuffle(order)
            for row in order:
                for work, (what, argument) in chosen.items():
                    if row in failed:
                        break
                    prepare(work, what, argument)
                    os.sync()
                    time.sleep(0.2)  # the disk clears up, and nobody pays for another
                    try:
                        took = running[row].ask(what, argument)
                    except (RuntimeError, TooSlowError) as error:
                        failed[row] = f"{work}: {error or f'more than {LONGEST_S:.0f} s'}"
                        continue
                    for kind, value in took.items():
                        seconds[work][row][kind].append(value)
            print(f"round {number + 1} of {rounds}", flush=True)
    return seconds, failed


def document(seconds: dict[str, Seconds], failed: dict[str, str], rounds: int, load: float) -> str:
    """Return the page: a table for each work."""
    versions = ", ".join(PEERS.values()).replace("==", " ")
    lines = [
        "# Performance beside other tools",
        "",
        "Written by `make bench-peers`; do not edit it. Seconds until a tool says that it is",
        f"stored: the median of {rounds} rounds, the fastest and the slowest. Each round does",
        "every work with every tool, in a fresh order, with content that none has seen. Cellkeep",
        "has synced all to the disk by then; the others have not, so *+ fsync* adds an fsync of",
        "all that each wrote. *files* is a copy or a write without any tool. Compare within a",
        f"table only: machines differ. {os.cpu_count()} cores, load {load:.1f} at the start;",
        f"{versions}.",
    ]
    for work, rows in seconds.items():
        lines += [
            "",
            f"## {work}",
            "",
            "| | stored, s | spread | + fsync, s |",
            "|---|---|---|---|",
        ]
        for row in ROWS:
            if row in rows:
                stored, synced = rows[row]["stored"], rows[row]["synced"]
                spread = f"{min(stored):.3g} – {max(stored):.3g}"
                lines.append(f"| {row} | {median(stored):.3g} | {spread} | {median(synced):.3g} |")
    if failed:
        lines += ["", "Not measured, or not to the end:", ""]
        lines += [f"- {row}: {' '.join(reason.split())[:300]}" for row, reason in failed.items()]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two rounds of an eighth each")
    parser.add_argument("--write", action="store_true", help="write the document after --quick too")
    options = parser.parse_args()
    for peer in PEERS:
        environment(peer)
    rounds, load = 2 if options.quick else 5, os.getloadavg()[0]
    folder = Path(tempfile.mkdtemp(prefix="cellkeep-peers-"))
    try:
        seconds, failed = measure(folder, rounds, quick=options.quick)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = document(seconds, failed, rounds, load)
    print(text)
    if options.write or not options.quick:
        write_peers(text)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
