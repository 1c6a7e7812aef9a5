"""Other Jupyter requests, and the server's memory, while ten uploads run."""

from __future__ import annotations

import http.client
import itertools
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from functools import partial
from pathlib import Path

import psutil
from figures import Figure
from file_http import lab, peer
from lab_server import TOKEN, LabServer
from rounds import MB

ROUNDS = 3
UPLOADS, UPLOAD_MB = 10, 200
HERE = Path(__file__).resolve().parent
PATHS = ("/api/status", "/api/contents?content=1", "/api/kernelspecs")


def measure(folder: Path) -> list[Figure]:
    idle: dict[str, list[float]] = defaultdict(list)
    busy: dict[str, list[float]] = defaultdict(list)
    grown: list[float] = []
    took: list[float] = []
    with lab(folder) as server, peer("foreign_server.py") as foreign:
        assert server.process is not None
        process = psutil.Process(server.process.pid)
        probe = partial(_probe, server.port, foreign)
        probe(defaultdict(list), threading.Event(), 2)  # warm
        _uploads(server, 1, 1).wait(60)
        for _ in range(ROUNDS):
            probe(idle, threading.Event(), 4)
            before = process.memory_info().rss
            begun = time.perf_counter()
            client = _uploads(server, UPLOADS, UPLOAD_MB)
            over, peak = threading.Event(), [before]

            def watch(over: threading.Event = over, peak: list[int] = peak) -> None:
                while not over.wait(0.02):
                    peak[0] = max(peak[0], process.memory_info().rss)

            watching = threading.Thread(target=watch)
            watching.start()
            ended = threading.Event()
            threading.Thread(target=lambda c=client, e=ended: (c.wait(120), e.set())).start()
            probe(busy, ended, 120)
            took.append(time.perf_counter() - begun)
            over.set()
            watching.join()
            assert client.returncode == 0, "an upload failed"
            grown.append((peak[0] - before) / MB)
    ratio = _p99(busy["jupyter"]) / _p99(idle["jupyter"])
    foreign_ratio = _p99(busy["foreign"]) / _p99(idle["foreign"])
    note = (
        f"{_told(idle['jupyter'])} idle and {_told(busy['jupyter'])} busy; "
        f"{UPLOADS} × {UPLOAD_MB} MB at {UPLOADS * UPLOAD_MB / statistics.median(took):.0f} MB/s; "
        f"a server that has nothing to do with it meanwhile: {foreign_ratio:.2f} × idle"
    )
    memory = max(grown)
    return [
        Figure(
            "other requests' p99 in ten uploads", ratio, "× idle", "≤ 2 ×", ratio <= 2, note=note
        ),
        Figure("server's memory in ten uploads", memory, "MB more", "≤ 100 MB", memory <= 100),
    ]


def _uploads(server: LabServer, count: int, megabytes: int) -> subprocess.Popen[bytes]:
    """Ten clients, in a process of their own."""
    command = [sys.executable, str(HERE / "upload_clients.py")]
    return subprocess.Popen([*command, str(server.port), TOKEN, str(count), str(megabytes)])


def _probe(
    jupyter: int,
    foreign: int,
    seconds: dict[str, list[float]],
    until: threading.Event,
    longest_s: float,
) -> None:
    """Ask, now and then, for what a JupyterLab asks for, and the other server for a page.

    The seconds of each request are added by whose it was.
    """
    asked = [*(("jupyter", jupyter, path) for path in PATHS), ("foreign", foreign, "/")]
    connections = {
        port: http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for port in (jupyter, foreign)
    }
    headers = {"Authorization": f"token {TOKEN}"}
    end = time.monotonic() + longest_s
    for whose, port, path in itertools.cycle(asked):
        if time.monotonic() > end or until.is_set():
            break
        begun = time.perf_counter()
        connections[port].request("GET", path, headers=headers)
        connections[port].getresponse().read()
        seconds[whose].append(time.perf_counter() - begun)
        time.sleep(0.01)
    for connection in connections.values():
        connection.close()


def _told(seconds: list[float]) -> str:
    median = statistics.median(seconds)
    return f"p99 {_p99(seconds) * 1000:.1f}, median {median * 1000:.1f} ms of {len(seconds)}"


def _p99(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=100)[98]
