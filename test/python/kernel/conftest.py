"""A fresh store, spool, engine and working folder for each test; real kernels where needed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from front_end import FrontEnd, attaching
from gate import Gate
from jupyter_process import JupyterProcess, Line
from live_objects import SETUP
from real_kernel import RealKernel

from cellkeep.transfer.routes import http_sending
from cellkeep.transfer.session import KernelSession, use_session
from cellkeep_store import Store
from system_files import SYSTEM_FILES


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
    session = KernelSession()
    before = use_session(session)
    yield
    engine = session.running_engine
    if engine is not None:
        engine.drain(20)
        for transfer in [*engine.transfers(), *engine.copies.transfers()]:
            transfer.cancel()  # else its worker goes on into the next test's store
    session.close_spool()
    use_session(before)


@pytest.fixture
def store_folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def open_store(store_folder: Path) -> Iterator[Callable[[], Store]]:
    """Open the test's store, as another process would."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(Store.open(store_folder))


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
    """Run a script in a Python of its own, with the test's store; it must end with `ends`."""

    def run(
        code: str, timeout: float = 60, *, ends: int = 0, **env: str
    ) -> subprocess.CompletedProcess[str]:
        script = tmp_path / "work" / "script.py"
        script.write_text(code)
        done = subprocess.run(
            [sys.executable, str(script)],
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            env={**os.environ, **env},
            cwd=tmp_path / "work",
        )
        assert done.returncode == ends, done.stderr
        return done

    return run


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealKernel]:
    """One real kernel for the tests of a module."""
    folder = tmp_path_factory.mktemp("kernel")
    with RealKernel(folder) as real:
        yield real


@pytest.fixture
def attach(kernel: RealKernel) -> Iterator[Callable[..., FrontEnd]]:
    """Have a front end speak to the module's kernel, once that has imported cellkeep."""
    with attaching(kernel, FrontEnd) as make:
        yield make


@pytest.fixture
def page(shell: RealKernel, attach: Callable[..., FrontEnd]) -> FrontEnd:
    """The only front end of a kernel."""
    return attach()


@pytest.fixture
def make_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Start a server whose store is not the one that this process would use by itself."""
    servers: list[JupyterProcess] = []

    def make(*options: str) -> JupyterProcess:
        server = JupyterProcess(tmp_path / f"server{len(servers)}", *options)
        servers.append(server)
        server.start()
        monkeypatch.setenv("CELLKEEP_SERVER_FILE", str(server.file))
        return server

    yield make
    for server in servers:
        server.stop()


@pytest.fixture
def server(make_server: Callable[..., JupyterProcess]) -> JupyterProcess:
    return make_server()


@pytest.fixture
def line(
    server: JupyterProcess, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Callable[[bytes, int], bytes]], None]]:
    """Put a line that can be disturbed between this process and the server."""

    def make(towards: Callable[[bytes, int], bytes]) -> None:
        made = Line(lambda: server.port, towards)
        lines.callback(made.close)
        monkeypatch.setenv("CELLKEEP_SERVER", f"http://127.0.0.1:{made.port}/")
        monkeypatch.setenv("CELLKEEP_TOKEN", server.address().token)

    with ExitStack() as lines:
        yield make


@pytest.fixture
def offsets(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The offsets at which uploads began or went on."""
    found: list[int] = []
    send = http_sending.Sending._send_from

    def noting(sending: Any, upload: Any, progress: Any) -> Any:
        found.append(upload.offset)
        return send(sending, upload, progress)

    monkeypatch.setattr(http_sending.Sending, "_send_from", noting)
    return found


@pytest.fixture
def before_write(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[int], object]], None]:
    """Let something happen before each write to the server; it is told the offset."""

    def set_up(happen: Callable[[int], object]) -> None:
        write = http_sending.Sending._write

        def writing(sending: Any, sock: Any, file: Any, offset: int, *rest: Any) -> None:
            happen(offset)
            write(sending, sock, file, offset, *rest)

        monkeypatch.setattr(http_sending.Sending, "_write", writing)

    return set_up


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate(monkeypatch)
    yield gate
    gate.open.set()


@pytest.fixture(scope="module")
def shell(kernel: RealKernel) -> RealKernel:
    """The module's kernel with the usual libraries, and a count of the calls into ours."""
    kernel.run_ok(
        f"{SETUP}\n"
        "import sys\n"
        "calls = []\n"
        "def count(frame, event, _):\n"
        "    if event == 'call' and '/cellkeep/' in frame.f_code.co_filename:\n"
        "        calls.append(frame.f_code.co_name)\n"
        "def profile(code):\n"
        "    calls.clear(); sys.setprofile(count)\n"
        "    try: get_ipython().run_cell(code)\n"
        "    finally: sys.setprofile(None)\n"
        "    return list(calls)"
    )
    return kernel


@pytest.fixture
def off_at_the_end(shell: RealKernel) -> Iterator[None]:
    yield
    assert shell.run("%autokeep off --updates last").ok


@pytest.fixture
def no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that cannot be there yet: its folder would lie inside a file."""
    blocker = tmp_path / "away"
    blocker.write_text("not a folder")
    monkeypatch.setenv("CELLKEEP_STORE", str(blocker / "store"))
    return blocker
