"""Other Jupyter requests, and the server's memory, while ten uploads run."""

from __future__ import annotations

import http.client
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
from figures import Figure
from file_http import lab
from lab_server import TOKEN, LabServer
from rounds import MB

ROUNDS = 3
UPLOADS, UPLOAD_MB = 10, 200
HERE = Path(__file__).resolve().parent
PATHS = ("/api/status", "/api/contents?content=1", "/api/kernelspecs")


def measure(folder: Path) -> list[Figure]:
    idle: list[float] = []
    busy: list[float] = []
    grown: list[float] = []
    took: list[float] = []
    with lab(folder) as server:
        assert server.process is not None
        process = psutil.Process(server.process.pid)
        _probe(server, threading.Event(), 2)  # warm
        _uploads(server, 1, 1).wait(60)
        for _ in range(ROUNDS):
            idle += _probe(server, threading.Event(), 4)
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
            busy += _probe(server, ended, 120)
            took.append(time.perf_counter() - begun)
            over.set()
            watching.join()
            assert client.returncode == 0, "an upload failed"
            grown.append((peak[0] - before) / MB)
    ratio = _p99(busy) / _p99(idle)
    note = (
        f"p99 idle {_p99(idle) * 1000:.1f} ms, busy {_p99(busy) * 1000:.1f} ms; medians "
        f"{statistics.median(idle) * 1000:.1f} and {statistics.median(busy) * 1000:.1f} ms; "
        f"{len(idle)} and {len(busy)} requests, {UPLOADS} × {UPLOAD_MB} MB "
        f"at {UPLOADS * UPLOAD_MB / statistics.median(took):.0f} MB/s"
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


def _probe(server: LabServer, until: threading.Event, longest_s: float) -> list[float]:
    """Ask for things that a JupyterLab asks for, now and then; the seconds of each."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"Authorization": f"token {TOKEN}"}
    seconds = []
    end = time.monotonic() + longest_s
    turn = 0
    while time.monotonic() < end and not until.is_set():
        begun = time.perf_counter()
        connection.request("GET", PATHS[turn % len(PATHS)], headers=headers)
        connection.getresponse().read()
        seconds.append(time.perf_counter() - begun)
        turn += 1
        time.sleep(0.01)
    connection.close()
    return seconds


def _p99(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=100)[98]
