"""The cache of what was loaded from servers."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cellkeep_core.read_cache import DEFAULT_BYTES, VARIABLE, ReadCache

KEEPING = """
import hashlib, os, sys
from pathlib import Path
from cellkeep_core.read_cache import ReadCache

folder, own, most = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
own.mkdir()
cache = ReadCache(folder, most)
for number in range(150):
    content = bytes([number % 30]) * 1000
    sha256 = hashlib.sha256(content).hexdigest()
    path = own / f"{sha256}-{number}"
    if not cache.take(sha256, path):
        path.write_bytes(content)
        cache.keep(sha256, path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256
assert cache.kept().files > 0
"""


def made(folder: Path, content: bytes) -> tuple[str, Path]:
    path = folder / f"source-{len(list(folder.iterdir()))}"
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest(), path


def test_the_least_recently_used_goes_and_what_is_in_use_stays(tmp_path: Path) -> None:
    cache = ReadCache(tmp_path / "data" / "loaded", 250)
    digests = []
    for number in range(2):
        sha256, path = made(tmp_path, bytes([number]) * 100)
        cache.keep(sha256, path)
        os.utime(cache.folder / sha256, (number, number))
        digests.append(sha256)
    assert cache.take(digests[0], tmp_path / "taken")  # now it is the later one
    third, path = made(tmp_path, b"3" * 100)
    cache.keep(third, path)
    assert cache.kept() == (2, 200)
    assert not cache.take(digests[1], tmp_path / "gone")
    huge, path = made(tmp_path, b"4" * 251)
    cache.keep(huge, path)
    assert cache.kept() == (2, 200)  # it would have emptied the cache, and not fitted
    assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700
    assert cache.clear() == (2, 200)
    assert (tmp_path / "taken").read_bytes() == bytes(100)
    assert cache.kept() == (0, 0)
    cache.forget(third)


def test_two_processes_keep_to_one_bound(tmp_path: Path) -> None:
    folder = tmp_path / "loaded"
    processes = [
        subprocess.Popen([sys.executable, "-c", KEEPING, folder, tmp_path / name, "10500"])
        for name in ("one", "two")
    ]
    assert [process.wait(60) for process in processes] == [0, 0]
    kept = ReadCache(folder, 10500).kept()
    assert 0 < kept.bytes <= 10500
    assert all(len(path.name) == 64 for path in folder.iterdir())  # nothing half made is left


def test_another_disk_gets_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(Path, "hardlink_to", no_link)
    cache = ReadCache(tmp_path / "loaded", 1000)
    sha256, path = made(tmp_path, b"far")
    cache.keep(sha256, path)
    assert cache.take(sha256, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"far"
    assert stat.S_IMODE((cache.folder / sha256).stat().st_mode) == 0o400
    assert cache.kept() == (1, 3)


def test_a_bound_that_is_no_number_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(VARIABLE, "much")
    assert ReadCache.of_user().most_bytes == DEFAULT_BYTES
    assert "'much'" in caplog.text
    monkeypatch.setenv(VARIABLE, "0")
    assert ReadCache.of_user().most_bytes == 0
