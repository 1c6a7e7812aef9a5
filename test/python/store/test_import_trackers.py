"""Runs of MLflow and W&B, made by their own clients, come in by `cellkeep import`."""

from __future__ import annotations

import os
import shutil
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

MLFLOW = """
import mlflow
mlflow.set_tracking_uri(%r)
mlflow.set_experiment("growth")
for lr in (0.1, 0.01):
    with mlflow.start_run(run_name=f"lr {lr}", description="A note."):
        mlflow.log_params({"lr": lr, "model": "forest"})
        mlflow.log_metrics({"accuracy": 1 - lr, "bad": float("nan"), "model": 3.0})
        mlflow.set_tag("team", "a")
        mlflow.log_text("hello", "notes/deep/a.txt")
        mlflow.log_dict({"a": 1}, "conf.json")
"""

WANDB = """
import wandb
with open("m.bin", "wb") as file:
    file.write(b"m" * 100)
for lr in (0.1, 0.01):
    run = wandb.init(
        project="growth", name=f"lr {lr}", config={"lr": lr, "opt": {"name": "adam"}},
        tags=["first"], notes="A note.", group="grid",
    )
    for step in range(3):
        run.log({"loss": 1 / (step + 1), "table": wandb.Table(columns=["a"], data=[[step]])})
    run.summary["best"] = 0.9
    model = wandb.Artifact("model", "model", metadata={"layers": 2}, description="The model.")
    model.add_file("m.bin")
    run.log_artifact(model, aliases=["best"])
    run.save("m.bin")
    run.finish()
"""


def make(source: str, folder: Path, **env: str) -> None:
    run_script(source, cwd=folder, env={**os.environ, **env}, timeout=120)


@pytest.fixture(scope="module")
def mlflow_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mlflow")
    make(MLFLOW % (folder / "runs").as_uri(), folder, MLFLOW_ALLOW_FILE_STORE="true")
    return folder / "runs"


@pytest.fixture(scope="module")
def wandb_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wandb")
    data = str(folder / "data")
    make(WANDB, folder, WANDB_MODE="offline", WANDB_SILENT="true", WANDB_DATA_DIR=data)
    return folder


@pytest.fixture
def wandb_folder(wandb_made: Path, tmp_path: Path) -> Path:
    """A copy, which a test may damage; the staged bytes of artifacts stay where they were."""
    own = tmp_path / "own"
    shutil.copytree(wandb_made, own, symlinks=True, ignore=shutil.ignore_patterns("data"))
    for link in own.glob("wandb/*/files/m.bin"):
        link.unlink()
        link.symlink_to(own / "m.bin")
    return own / "wandb"


def runs_of(store: Store) -> dict[str, Any]:
    return {one.run.name: one.run for one in store.catalog.runs().items}


def names_of(store: Store, run_id: str) -> set[tuple[str, int]]:
    found = store.catalog.select(ArtifactFilter(run=run_id))
    return {(one.name, one.version) for one in found}


def test_runs_of_mlflow_come_in_with_what_describes_them(store: Store, mlflow_folder: Path) -> None:
    address = f"mlflow:{mlflow_folder}"
    said = run(store, "import", address, "--dry-run").output
    assert "Would store 4 artifacts, 34 B, with 2 new runs" in said
    assert runs_of(store) == {}

    assert "Stored 4 artifacts" in run(store, "import", address).output
    assert set(runs_of(store)) == {"lr 0.1", "lr 0.01"}
    its = runs_of(store)["lr 0.1"]
    assert its.folder == "/growth"
    about = its.metadata
    assert about["mlflow"]["status"] == "FINISHED"
    assert about["mlflow"]["run_id"] == its.id
    # Numbers are numbers; NaN, which JSON has not, is said; of two of one name both are there.
    assert about["lr"] == 0.1
    assert about["accuracy"] == pytest.approx(0.9)
    assert about["bad"] == "nan"
    assert (about["model"], about["metric.model"]) == ("forest", 3.0)
    assert (about["team"], about["note"]) == ("a", "A note.")
    assert names_of(store, its.id) == {("notes/deep/a.txt", 1), ("conf.json", 1)}

    again = as_json(store, dict, "import", address)
    assert (again["artifacts"], again["existing"], again["runs"]) == (0, 4, 0)


def test_an_import_that_was_interrupted_goes_on(store: Store, mlflow_folder: Path) -> None:
    tracker = open_tracker("mlflow", str(mlflow_folder))
    fetch = tracker.fetch
    fetched: list[str] = []

    def cut(file: TrackerFile, folder: Path) -> Path:
        if len(fetched) == 3:
            raise KeyboardInterrupt
        fetched.append(file.name)
        return fetch(file, folder)

    tracker.fetch = cut  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        import_runs(store, tracker)
    assert len(list(store.catalog.select(ArtifactFilter()))) == 3
    report = import_runs(store, open_tracker("mlflow", str(mlflow_folder)))
    assert (report.artifacts, report.existing, report.failed) == (1, 3, [])


def test_a_server_does_not_choose_where_a_file_is_written(
    mlflow_folder: Path, tmp_path: Path
) -> None:
    tracker = open_tracker("mlflow", str(mlflow_folder))
    run_id = next(tracker.runs()).run.id
    with pytest.raises(CellkeepError, match="not a file below its run"):
        tracker.fetch(TrackerFile("x", 1, f"runs:/{run_id}/../../meta.yaml"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_runs_of_wandb_come_in_with_media_by_their_keys(store: Store, wandb_folder: Path) -> None:
    said = run(store, "import", f"wandb:{wandb_folder}").output
    assert "2 new runs" in said
    its = runs_of(store)["lr 0.01"]
    about = its.metadata
    assert (about["lr"], about["opt"], about["best"]) == (0.01, {"name": "adam"}, 0.9)
    assert about["loss"] == pytest.approx(1 / 3)
    assert (about["note"], about["wandb"]["group"]) == ("A note.", "grid")
    assert (its.tags, its.folder) == (["first"], "/growth")
    names = names_of(store, its.id)
    # A table that was logged three times has three versions, in their order.
    assert {("table.table.json", 1), ("table.table.json", 3)} < names
    last = run(store, "get", "table.table.json@3", "--run", its.name, "-o", wandb_folder / "t")
    assert "verified" in last.output
    assert "[[2]]" in (wandb_folder / "t").read_text().replace(" ", "")
    model = as_json(store, dict, "show", "model/m.bin@best", "--run", its.name)
    model = model.get("artifact", model)
    assert model["metadata"] == {"layers": 2, "type": "model"}
    assert model["notes"] == "The model."
    assert ("m.bin", 1) in names, "W&B keeps a link to what is saved by its path"
    again = as_json(store, dict, "import", f"wandb:{wandb_folder}")
    assert (again["artifacts"], again["runs"]) == (0, 0)


def test_a_link_out_of_the_folder_is_said_and_the_rest_is_stored(
    store: Store, wandb_folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "elsewhere.txt"
    secret.write_text("not of the run")
    files = next(wandb_folder.glob("offline-run-*/files"))
    (files / "link.txt").symlink_to(secret)
    result = run(store, "import", f"wandb:{wandb_folder}", code=1)
    assert "link.txt: 'link.txt' is a link out of the folder" in result.output
    assert len(runs_of(store)) == 2
    assert not list(store.catalog.select(ArtifactFilter(q="link.txt")))


def test_a_log_that_was_cut_off_is_read_as_far_as_it_goes(store: Store, wandb_folder: Path) -> None:
    for log in wandb_folder.glob("*/run-*.wandb"):
        log.write_bytes(log.read_bytes()[: log.stat().st_size * 3 // 4])
    assert import_runs(store, open_tracker("wandb", str(wandb_folder))).runs == 2


def test_bytes_that_are_not_those_of_the_artifact_are_not_stored(
    store: Store, wandb_folder: Path
) -> None:
    tracker = open_tracker("wandb", str(wandb_folder))
    staged = [one for found in tracker.runs() for one in found.files if one.name == "model/m.bin"]
    kept = Path(staged[0].address).read_bytes()
    Path(staged[0].address).write_bytes(b"others")
    try:
        report = import_runs(store, tracker)
    finally:
        Path(staged[0].address).write_bytes(kept)
    assert [line for line in report.failed if "model/m.bin" in line and "not those" in line]


@pytest.mark.parametrize(
    ("what", "code", "says"),
    [
        ("mlflow:nowhere", "FILE_NOT_FOUND", "no run of MLflow"),
        ("mlflow:empty", "FILE_NOT_FOUND", "no run of MLflow"),
        ("mlflow:sqlite:///empty/new.db", "FILE_NOT_FOUND", "no run of MLflow"),
        ("wandb:nowhere", "FILE_NOT_FOUND", "no run of W&B"),
        ("mlflow://127.0.0.1:9", "BAD_REQUEST", "could not be read"),
    ],
)
def test_an_address_where_nothing_is(
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    code: str,
    says: str,
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    name, _, address = what.partition(":")
    with refused(code, match=says):
        import_runs(store, open_tracker(name, address))
    assert runs_of(store) == {}
    assert not list((tmp_path / "empty").iterdir())
