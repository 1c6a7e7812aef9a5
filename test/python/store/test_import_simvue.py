"""Runs made by Simvue's own client, on a server that it takes for its own, come in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_support import as_json, run
from store_samples import refused

from cellkeep_core.errors import CellkeepError
from cellkeep_store import Store
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.importing import open_tracker
from cellkeep_store.importing.into_store import import_runs
from cellkeep_store.importing.tracker import TrackerFile
from run_script import run_script
from simvue_server import SimvueServer

MADE = """
import pathlib
import numpy as np
import pandas as pd
import simvue

pathlib.Path("in.txt").write_text("hello")
pathlib.Path("empty.py").touch()
with simvue.Run() as run:
    about = {"lr": 0.1, "model": "forest"}
    run.init("lr 0.1", folder="/growth", tags=["first"], metadata=about, description="A note.")
    run.log_metrics({"loss": 0.5})
    run.log_metrics({"loss": 0.25, "model": 3})
    run.save_file("in.txt", category="input", name="in/in.txt", metadata={"m": 1})
    run.save_file("empty.py", category="code")
    run.save_object(np.arange(6).reshape(2, 3), category="output", name="array")
    run.save_object(pd.DataFrame({"a": [1, 2]}), category="output", name="df")
    run.save_object({"a": [1]}, category="output", name="conf")
    run.save_object({"a": [2]}, category="output", name="conf")
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimvueServer]:
    folder = tmp_path_factory.mktemp("simvue")
    server = SimvueServer().start()
    run_script(MADE, cwd=folder, env={**os.environ, **server.environment(folder)}, timeout=120)
    yield server
    server.stop()


@pytest.fixture
def simvue(made: SimvueServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SimvueServer:
    made.use(monkeypatch, tmp_path)
    return made


def artifacts_of(store: Store) -> dict[tuple[str, int], Any]:
    return {(one.name, one.version): one for one in store.catalog.select(ArtifactFilter())}


def test_runs_of_simvue_come_in_with_what_describes_them(
    store: Store, simvue: SimvueServer
) -> None:
    address = f"simvue://127.0.0.1:{simvue.port}"
    assert "Would store 6 artifacts" in run(store, "import", address, "--dry-run").output
    assert artifacts_of(store) == {}

    assert "Stored 6 artifacts" in run(store, "import", "simvue:").output
    its = store.catalog.runs().items[0].run
    assert (its.name, its.folder, its.tags) == ("lr 0.1", "/growth", ["first"])
    about = its.metadata
    # Of two of one name both are there.
    assert (about["lr"], about["model"], about["metric.model"]) == (0.1, "forest", 3)
    assert (about["loss"], about["note"]) == (0.25, "A note.")
    assert about["simvue"]["status"] == "completed"
    assert about["simvue"]["ended_at"] >= its.created_at
    kept = artifacts_of(store)
    # What was saved twice has two versions, in their order.
    assert set(kept) == {
        ("in/in.txt", 1),
        ("empty.py", 1),
        ("array", 1),
        ("df", 1),
        ("conf", 1),
        ("conf", 2),
    }
    text = kept["in/in.txt", 1]
    assert (text.category, text.metadata, text.media_type) == ("input", {"m": 1}, "text/plain")
    assert (kept["empty.py", 1].category, kept["empty.py", 1].size) == ("code", 0)
    assert (kept["array", 1].kind, kept["df", 1].kind) == ("array", "table")
    got = run(store, "get", "conf", "-o", store.root / "conf")
    assert "verified" in got.output
    assert (store.root / "conf").read_text() == '{"a": [2]}'

    again = as_json(store, dict, "import", address)
    assert (again["artifacts"], again["existing"], again["runs"]) == (0, 6, 0)


def test_an_import_goes_on_and_refuses_other_bytes(store: Store, simvue: SimvueServer) -> None:
    tracker = open_tracker("simvue", "")
    fetch = tracker.fetch
    fetched: list[TrackerFile] = []

    def cut(file: TrackerFile, folder: Path) -> Path:
        if len(fetched) == 2:
            raise KeyboardInterrupt
        fetched.append(file)
        return fetch(file, folder)

    tracker.fetch = cut  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        import_runs(store, tracker)
    assert len(artifacts_of(store)) == 2

    changed = next(one for one in simvue.artifacts.values() if one["name"] == "df")["id"]
    kept, simvue.contents[changed] = simvue.contents[changed], b"others"
    try:
        report = import_runs(store, open_tracker("simvue", ""))
    finally:
        simvue.contents[changed] = kept
    assert (report.artifacts, report.existing) == (3, 2)
    assert [line for line in report.failed if "df" in line and "not those" in line]


def test_a_server_that_does_not_answer_or_is_another(
    store: Store, simvue: SimvueServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with refused("BAD_REQUEST", match="SIMVUE_URL is http://127"):
        open_tracker("simvue", "//elsewhere.example")
    monkeypatch.setenv("SIMVUE_URL", "http://127.0.0.1:9")
    with pytest.raises(CellkeepError, match="could not be read"):
        open_tracker("simvue", "//127.0.0.1:9")
