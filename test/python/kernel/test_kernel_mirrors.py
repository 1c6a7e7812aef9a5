"""What is saved goes to MLflow and Simvue, too, in forms that their own clients read back."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import cellkeep
from cellkeep import Run, errors
from cellkeep.transfer import adoption
from cellkeep.transfer.engine import Engine
from cellkeep.transfer.mirrors.mirror import mirrored_name, shown
from cellkeep.transfer.session import current_session
from cellkeep_core.mirrors import mirror_spools, places_of
from cellkeep_core.paths import spool_roots
from cellkeep_core.spool_room import spool_usage
from cellkeep_store import Store
from cellkeep_store.cli import main
from ports import free_port
from simvue_server import SimvueServer
from waiting import wait_until

# The first copy of a process imports the tracker's client, which takes its time where much runs.
PATIENCE = 250
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def simvue(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[SimvueServer]:
    server = SimvueServer().start()
    server.use(monkeypatch, tmp_path)
    yield server
    server.stop()


@pytest.fixture
def mlflow_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    return f"mlflow:{tmp_path / 'mlruns'}"


def copies_waiting() -> int:
    return spool_usage(mirror_spools(spool_roots()))[0]


def run_of_mlflow(address: str, run: Run) -> tuple[Any, Any]:
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=Path(address.removeprefix("mlflow:")).as_uri())
    experiment = client.get_experiment_by_name("growth")
    (found,) = client.search_runs([experiment.experiment_id])
    assert found.data.tags["cellkeep.run"] == run.id
    return client, found


def test_mlflow_reads_back_what_was_saved(mlflow_address: str, tmp_path: Path) -> None:
    import matplotlib.pyplot as plt

    frame = pd.DataFrame({"a": [1, 2], "t": pd.to_datetime(["2026-01-01", "2026-01-02"])})
    run = Run("lr 0.1", folder="/growth", metadata={"lr": 0.1}, mirror=mlflow_address)
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    Path("notes.txt").write_text("hello")
    run.save(np.arange(6).reshape(2, 3), name="array")
    run.save(frame, name="deep/df")
    run.save(figure, name="fig")
    run.save("notes.txt", "input")
    run.save({"loss": 1}, name="a: ü")
    for loss in (1, 2):
        run.save({"loss": loss}, name="results")
    plt.close(figure)
    flushed = run.flush(PATIENCE)
    assert (bool(flushed), flushed.copies) == (True, [])

    client, found = run_of_mlflow(mlflow_address, run)
    assert (found.info.run_name, found.data.params) == ("lr 0.1", {"lr": "0.1"})
    there = Path(client.download_artifacts(found.info.run_id, "", str(tmp_path)))
    np.testing.assert_array_equal(np.load(there / "array.npy"), np.arange(6).reshape(2, 3))
    read = pq.read_table(there / "deep" / "df.parquet").to_pandas()
    pd.testing.assert_frame_equal(read, frame)
    assert (there / "fig.png").read_bytes().startswith(b"\x89PNG")
    assert (there / "notes.txt").read_text() == "hello"
    # Each version is there; of a name that MLflow might refuse, something like it.
    assert (there / "results.json").read_text() == '{"loss":1}'
    assert (there / "results.v2.json").read_text() == '{"loss":2}'
    assert len(list(there.glob("a_ _-*.json"))) == 1

    said = CliRunner().invoke(main, ["show", "results@2"]).output
    assert "MLflow: growth/lr 0.1/results.v2.json" in said
    assert "metadata" not in said

    # The same bytes are the same artifact, which is there; and where only the note of that is
    # lost, as where the process was killed before it, MLflow itself says that it has the file.
    sent = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("artifacts/**/*")}
    run.save({"loss": 2}, name="results").wait(20)
    run.flush(PATIENCE)
    with Store.open() as store:
        array = store.catalog.resolve("array", run_id=run.id)
        store.editor.edit(array.id, cellkeep_edit({}))
        run.save(np.arange(6).reshape(2, 3), name="array").wait(20)
        run.flush(PATIENCE)
        assert len(places_of(store.catalog.artifact(array.id).metadata)) == 1
    assert {path: path.stat().st_mtime_ns for path in sent} == sent
    assert copies_waiting() == 0


def cellkeep_edit(metadata: dict[str, Any]) -> Any:
    from cellkeep_core.protocol import ArtifactEdit

    return ArtifactEdit(metadata=metadata)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_server_of_mlflows_own_takes_what_is_saved(tmp_path: Path) -> None:
    """The whole of MLflow, of the client's version, in an environment of its own."""
    from mlflow import MlflowClient, __version__

    python, port = tmp_path / "own" / "bin" / "python", free_port()
    for command in (
        ["uv", "venv", "-q", str(tmp_path / "own")],
        ["uv", "pip", "install", "-q", "--python", str(python), f"mlflow=={__version__}"],
    ):
        subprocess.run(command, check=True, timeout=600)
    kept = [f"--backend-store-uri=sqlite:///{tmp_path}/db", f"--artifacts-destination={tmp_path}/a"]
    address = ["--host=127.0.0.1", f"--port={port}", "--workers=1"]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [python, "-m", "mlflow", "server", *address, *kept], stdout=log, stderr=log
        )
    try:
        run = Run("afar", mirror=f"mlflow://127.0.0.1:{port}")
        frame = pd.DataFrame({"a": [1, 2]})
        run.save(frame, name="deep/df")
        wait_until(
            lambda: run.flush(PATIENCE).copies == [],
            timeout=800,
            otherwise=lambda: (tmp_path / "log").read_text(),
            process=server,
        )
        client = MlflowClient(f"http://127.0.0.1:{port}")
        (found,) = client.search_runs([client.get_experiment_by_name("Default").experiment_id])
        path = client.download_artifacts(found.info.run_id, "deep/df.parquet", str(tmp_path))
        pd.testing.assert_frame_equal(pd.read_parquet(path), frame)
    finally:
        server.terminate()
        server.wait(30)


def test_a_mirror_that_is_away_holds_up_no_save(
    simvue: SimvueServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import plotly.graph_objects as go
    from simvue import Client

    # What waits is tried again when it is asked for, and not by chance while it is looked at.
    monkeypatch.setattr("cellkeep.transfer.carrier.backoff_s", lambda _: 300.0)
    simvue.stop()
    run = Run("lr 0.1", tags=["first"], mirror=f"simvue://127.0.0.1:{simvue.port}")
    values = np.arange(6.0)
    assert run.save(values, "input", name="array").wait(20).version == 1
    with pytest.warns(errors.CellkeepWarning, match="1 copy .* did not reach a mirror"):
        flushed = run.flush(PATIENCE)
    assert flushed, "everything is in the store"
    (waiting,) = flushed.copies
    assert (waiting.name, waiting.mirror, waiting.state) == ("array", "Simvue", "queued")
    assert waiting.error.code == "MIRROR_UNREACHABLE"
    assert "1 copy wait" in CliRunner().invoke(main, ["doctor"]).output

    simvue.start()
    run.save(pd.DataFrame({"a": [1, 2]}), name="df")
    run.save(go.Figure(go.Scatter(y=[1, 2])), name="plotly")
    run.save([1, 2], name="conf")
    assert run.flush(PATIENCE).copies == []
    (run_id,) = simvue.runs
    assert simvue.runs[run_id]["tags"] == ["first"]
    client = Client()
    np.testing.assert_array_equal(client.get_artifact(run_id, "array"), values)
    assert list(client.get_artifact(run_id, "df")["a"]) == [1, 2]
    assert client.get_artifact(run_id, "plotly").data[0].y == (1, 2)
    assert client.get_artifact(run_id, "conf") == [1, 2]
    assert sorted(simvue.links[run_id].values()) == ["input", "output", "output", "output"]
    with Store.open() as store:
        (place,) = places_of(store.catalog.resolve("array", run_id=run.id).metadata)
    assert place.url == f"{simvue.url}/dashboard/runs/run/{run_id}"

    # Where it was noted nowhere, Simvue itself says what it has.
    current_session().engine.copies._mirrors.clear()
    assert simvue.uploads == 4
    with Store.open() as store:
        store.editor.edit(store.catalog.resolve("df", run_id=run.id).id, cellkeep_edit({}))
    run.save(pd.DataFrame({"a": [1, 2]}), name="df")
    run.flush(PATIENCE)
    assert (simvue.uploads, len(simvue.runs), copies_waiting()) == (4, 1, 0)


def test_a_wait_that_comes_before_the_copy_has_begun_waits_for_it(mlflow_address: str) -> None:
    run = Run(mirror=mlflow_address)
    copies = current_session().engine.copies
    begin, begins, may_begin = copies.save_ended, Event(), Event()

    def begin_later(transfer: Any) -> None:
        begins.set()
        may_begin.wait(60)
        begin(transfer)

    copies.save_ended = begin_later  # type: ignore[method-assign]
    run.save([1], name="one").wait(20)
    assert begins.wait(20)
    with ThreadPoolExecutor(1) as threads:
        flushed = threads.submit(run.flush, PATIENCE)
        with pytest.raises(TimeoutError):
            flushed.result(0.3)
        may_begin.set()
        assert flushed.result(PATIENCE).copies == []
    assert copies_waiting() == 0
    assert list(Path(mlflow_address.removeprefix("mlflow:")).rglob("artifacts/one.json"))


def test_the_next_process_sends_what_a_killed_one_left(
    simvue: SimvueServer, run_python: Any
) -> None:
    simvue.stop()
    run_python(
        f"""
import os, signal
import cellkeep
from cellkeep.transfer.engine import Engine
run = cellkeep.Run("killed", mirror="simvue://127.0.0.1:{simvue.port}")
run.save({{"a": 1}}, name="stored").wait(20)
Engine._start_workers = lambda self: None
run.save({{"a": 2}}, name="waiting")
run.save({{"a": 3}}, name="given up").cancel()
os.kill(os.getpid(), signal.SIGKILL)
""",
        ends=-signal.SIGKILL,
    )
    assert copies_waiting() == 2
    pushed = CliRunner().invoke(main, ["push"])
    assert "2 copies wait for a mirror" in pushed.output
    simvue.start()
    adoption.adopt_orphans(Engine())
    assert sorted(one["name"] for one in simvue.artifacts.values()) == ["stored", "waiting"]
    assert copies_waiting() == 0


def test_a_mirror_that_cannot_be_is_said_before_anything_is_saved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for address in ("nothing://x", "mlflow:", "mlflow"):
        with pytest.raises(errors.CellkeepError, match="is no mirror"):
            Run(mirror=address)
    monkeypatch.setitem(sys.modules, "simvue", None)
    with pytest.raises(errors.CellkeepError, match="not installed") as raised:
        Run(mirror="simvue:")
    assert raised.value.hint == 'pip install "cellkeep[simvue]"'
    # A setting that is wrong costs no save.
    monkeypatch.setenv("CELLKEEP_MIRROR", "simvue:")
    with pytest.warns(errors.CellkeepWarning, match="CELLKEEP_MIRROR: Simvue's client is not"):
        run = cellkeep.new_run("set")
    assert run.save([1], name="one").wait(20).version == 1
    monkeypatch.setenv("CELLKEEP_MIRROR", f"mlflow:{Path.cwd()}/ml")
    assert Run("set").mirror == f"mlflow:file://{Path.cwd()}/ml"
    assert Run("set", mirror="").mirror is None


@pytest.mark.parametrize(
    ("name", "version", "becomes"),
    [
        ("loss.json", 1, "loss.json"),
        ("deep/loss.tar.gz", 12, "deep/loss.v12.tar.gz"),
        ("../../etc/passwd", 1, "etc/passwd-0123abcd"),
        (".hidden", 2, ".hidden.v2"),
        ("a#%2e?b.txt", 1, "a__2e_b-0123abcd.txt"),
        ("日本", 1, "__-0123abcd"),
        ("..", 1, "artifact-0123abcd"),
    ],
)
def test_a_name_is_one_that_any_tracker_takes(name: str, version: int, becomes: str) -> None:
    assert mirrored_name(name, version, "0123abcd" * 4) == becomes


def test_an_account_is_not_told() -> None:
    assert shown("mlflow:https://me:secret@host/x?a@b") == "mlflow:https://host/x?a@b"
