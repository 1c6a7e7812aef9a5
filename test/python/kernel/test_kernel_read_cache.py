"""What a script loads from a server is kept on its own machine."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from jupyter_process import JupyterProcess

from cellkeep import Run
from cellkeep_core.read_cache import VARIABLE, ReadCache
from cellkeep_store.cli import main

LOAD = "import cellkeep, sys\nprint(cellkeep.load({name!r}).decode()[:8])\n"


def test_content_is_asked_for_once(
    server: JupyterProcess,
    line: Callable[..., None],
    run_python: Callable[..., subprocess.CompletedProcess[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bytes] = []

    def note(data: bytes, _before: int) -> bytes:
        asked.extend([data] * data.count(b"/content HTTP"))
        return data

    line(note)
    run = Run("cached")
    for name in ("first", "second", "third"):
        run.save(name.encode() * 100_000, "output", name=name)
    run.flush()
    cache = ReadCache.of_user()
    assert (run.load("first"), len(asked)) == (b"first" * 100_000, 1)
    assert cache.kept() == (1, 500_000)
    # Again, and in another process: no byte of it comes from the server.
    assert run.load("first") == b"first" * 100_000
    other = run_python(LOAD.format(name="first"))
    assert other.stdout == "firstfir\n", other.stderr
    assert len(asked) == 1
    # Damaged where it is kept: noticed, and fetched again.
    (kept,) = cache.folder.iterdir()
    kept.chmod(0o600)
    kept.write_bytes(b"FIRST" * 100_000)
    assert (run.load("first"), len(asked)) == (b"first" * 100_000, 2)
    other = run_python(LOAD.format(name="first"))
    assert (other.stdout, len(asked)) == ("firstfir\n", 2)
    # The bound holds, and what was loaded is still whole.
    monkeypatch.setenv(VARIABLE, "1200000")
    taken = run.load("second"), run.load("third")
    assert taken == (b"second" * 100_000, b"third" * 100_000)
    assert cache.kept() == (2, 1_100_000)
    told = json.loads(CliRunner().invoke(main, ["cache", "--json"]).output)
    assert (told["files"], told["bytes"], told["most_bytes"]) == (2, 1_100_000, 1_200_000)
    assert Path(told["folder"]) == cache.folder
    emptied = CliRunner().invoke(main, ["cache", "--empty"]).output
    assert emptied == "Removed 2 files, 1.1 MB.\n"
    assert (run.load("third"), len(asked)) == (b"third" * 100_000, 4)
    shown = CliRunner().invoke(main, ["cache"]).output
    assert "0 files, 0 B" in shown
    assert "At most 1.2 MB are kept (CELLKEEP_CACHE_BYTES)." in shown
