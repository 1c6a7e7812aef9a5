"""A fresh store, spool, engine and working folder for each test; real kernels where needed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
import weakref
from pathlib import Path

import pytest
from kernel_harness import SYSTEM_FILES, RealKernel

from cellkeep import current, inputs
from cellkeep.transfer import process
from cellkeep_store import Store


@pytest.fixture(autouse=True)
def fresh_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give the test a process that has saved nothing yet."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("CELLKEEP_STORE", str(tmp_path / "store"))
    monkeypatch.delenv("CELLKEEP_SPOOL", raising=False)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CELLKEEP_EXIT_TIMEOUT", "20")
    monkeypatch.setattr(process, "_engine", None)
    monkeypatch.setattr(process, "_session", None)
    monkeypatch.setattr(process, "_older_sessions", [])
    monkeypatch.setattr(current, "_current", None)
    for name in ("_of_process", "_outside_of_runs"):
        monkeypatch.setattr(inputs, name, inputs.Inputs())
    monkeypatch.setattr(inputs, "_open", weakref.WeakSet())
    yield
    engine = process._engine
    if engine is not None:
        engine.drain(20)
        for transfer in engine.transfers():
            transfer.cancel()  # else its worker goes on into the next test's store
    for session in (*process._older_sessions, process._session):
        if session is not None:
            session.close()


@pytest.fixture
def store_folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def open_store(store_folder: Path) -> Iterator[Callable[[], Store]]:
    """Open the test's store, as another process would."""
    opened: list[Store] = []

    def open_it() -> Store:
        opened.append(Store.open(store_folder))
        return opened[-1]

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """The directory of the seed's example, in the working folder."""
    folder = tmp_path / "work" / "system"
    folder.mkdir()
    for name in SYSTEM_FILES:
        (folder / name).write_text(f"FoamFile {{ object {name}; }}\n")
    return folder


@pytest.fixture
def run_python(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a script in a Python of its own, with the test's store."""

    def run(code: str, timeout: float = 60, **env: str) -> subprocess.CompletedProcess[str]:
        script = tmp_path / "work" / "script.py"
        script.write_text(code)
        return subprocess.run(
            [sys.executable, str(script)],
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            env={**os.environ, **env},
            cwd=tmp_path / "work",
        )

    return run


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealKernel]:
    """One real kernel for the tests of a module."""
    folder = tmp_path_factory.mktemp("kernel")
    real = RealKernel(folder)
    try:
        yield real
    finally:
        real.stop()
