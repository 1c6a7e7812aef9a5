"""`cellkeep migrate`: a folder to a service and back, with all that is known of what it has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from click.testing import CliRunner, Result
from msgspec import structs
from test_service_process import ask, serving

from cellkeep_core.protocol import (
    ArrayPreview,
    ArtifactEdit,
    Provenance,
    RunSettings,
    to_builtins,
    to_json,
)
from cellkeep_store import Store
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.cli import main
from object_storage import BUCKET, CREDENTIALS, running_storage

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "store"), str(HERE.parent / "kernel")]

from jupyter_process import Line
from store_samples import make_offer, make_run, png, save, uses

from postgres_server import new_database, running_server

LARGE = os.urandom(9_000_000)
COMMAND = "from cellkeep.migrating.command import migrate_command; migrate_command()"


def facts(store: Store, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return all that a store tells of its runs and artifacts, but its own counters."""
    told: dict[str, Any] = {}
    for info in store.catalog.runs(limit=500).items:
        if info.run.id not in without:
            told[info.run.id] = to_builtins(info)
    order = []
    for artifact in reversed(list(store.catalog.select(ArtifactFilter()))):
        if artifact.run_id in without:
            continue
        order.append(artifact.id)
        its = to_builtins(artifact)
        del its["seq"]
        history = to_builtins(store.catalog.history(artifact.id))
        del history["versions"]
        history.get("former", []).sort(key=str)
        its["history"] = history
        its["picture"] = store.catalog.thumbnail(artifact.id)
        its["content"] = store.contents.read(artifact)
        edges = to_builtins(store.catalog.lineage(artifact.id).edges)
        its["lineage"] = sorted(map(str, edges))
        told[artifact.id] = its
    return told | {"order": order}


def fill(folder: Path) -> None:
    """Make a store with every kind of fact."""
    with Store.open(folder) as store:
        first = make_run(
            "first",
            folder="/papers/2026",
            tags=["lr", "ünï"],
            metadata={"lr": 0.5, "nested": {"a": [1, None]}},
            notebook="work/first.ipynb",
            kernel_id="11111111-2222-3333-4444-555555555555",
            created_at="2026-01-02T03:04:05.678Z",
        )
        second = make_run("second")
        one = save(store, b"one", first, name="data", created_at="2026-01-03T00:00:00.000Z")
        two = save(store, b"two", first, name="data", metadata={"epoch": 2})
        save(store, b"in between", second, name="other", category="input")
        three = save(store, b"three", first, name="data", media_type="text/plain")
        four = save(store, b"four", first, name="data")
        large = store.ingest.put_bytes(
            make_offer(
                LARGE,
                first,
                "models/large.bin",
                provenance=Provenance(via="save", notebook="work/first.ipynb", source="1+1"),
                summary="9 MB",
                preview=ArrayPreview(dtype="uint8", shape=[9_000_000]),
            ),
            LARGE,
            png(),
        )
        trashed = save(store, b"trashed", second, name="trashed")
        store.trash.delete([trashed.id])
        after = save(store, b"after", second, name="made", provenance=uses(one, three))
        save(store, b"", second, name="empty")
        save(store, b"one", second, name="other")  # bytes that another run has
        for which in ("best", "paper"):
            store.editor.set_alias(one.id, which)
        store.editor.edit(one.id, ArtifactEdit(tags=["good"], notes="Kept.\nFor *ever*."))
        store.editor.edit(three.id, ArtifactEdit(metadata={"changed": True}))
        store.editor.edit(after.id, ArtifactEdit(name="renamed"))
        store.editor.edit(large.artifact_id, ArtifactEdit(notes="large"))
        # A number in the middle and the last one are gone for good; one waits in the trash.
        gone = [two.id, four.id]
        store.trash.delete(gone)
        store.trash.purge(gone)
        store.editor.put_settings(
            second.id, RunSettings(versions="overwrite", keep_days=900, keep_last=7)
        )
        store.editor.put_run(make_run("empty", metadata={"no": "artifacts"}))
        store.editor.put_run(structs.replace(first, tags=["lr", "changed last"]))


def migrate(*words: object, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["migrate", *map(str, words)])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def here(tmp_path: Path) -> Path:
    fill(tmp_path / "here")
    return tmp_path / "here"


def test_a_folder_becomes_another_with_all_its_facts(here: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    said = migrate(here, there, "--dry-run").output
    assert "The trash (1 artifact) stays where it is." in said
    assert "Would move 7 artifacts, 9 MB, of 2 runs; 0 were there already." in said
    assert not there.exists()
    assert (
        "Moved 7 artifacts, 9 MB, of 2 runs; 0 were there already." in migrate(here, there).output
    )
    with Store.open(here) as old, Store.open(there) as new:
        assert facts(new) == facts(old)
        # What is saved next goes on: numbers of what was deleted are not given again, and what was
        # edited is saved once more as it was.
        (run,) = [each.run for each in new.catalog.runs().items if each.run.name == "first"]
        assert save(new, b"three", run, name="data", media_type="text/plain").version == 3
        assert save(new, b"five", run, name="data").version == 5
        assert new.catalog.resolve("second/made@1").name == "renamed"
        (deleted,) = new.catalog.select(ArtifactFilter(name="empty"))
        new.trash.delete([deleted.id])
        before = new.catalog.last_change()
    said = migrate(here, there).output
    assert "Nothing to do: 6 were there already; 1 were deleted there since, and stay so." in said
    with Store.open(there) as new:
        assert new.catalog.last_change() == before
        save(new, b"theirs", make_run("theirs"))
    # What was saved under one number on both sides is not moved, and said; a damaged one, too.
    with Store.open(here) as old:
        save(old, b"mine", run, name="data")
        damaged = save(old, b"damaged", run, name="damaged")
        path = old.contents.local_path(damaged)
        assert path is not None
        path.chmod(0o600)
        path.write_bytes(b"DAMAGED")
        save(old, b"late", run, name="late")
    result = migrate(here, there, code=1)
    assert "Moved 1 artifact, 4 B, of 1 run; 6 were there already" in result.output
    assert "'data' has v5 here, of something else: v5 cannot follow it." in result.output
    assert "The stored bytes of 'damaged' v1 no longer have their digest." in result.output
    told = json.loads(migrate(here, there, "--json", code=1).stdout)
    assert (told["artifacts"], told["existing"], len(told["failed"])) == (0, 7, 2)
    assert "no store in" in migrate(tmp_path / "nowhere", there, code=1).output
    assert "the same store" in migrate(here, here, code=1).output


def test_where_there_is_no_room_it_stops_and_goes_on_later(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(here) as old:
        run = make_run("growing")
        for size in (500_000, 20, 10):
            save(old, os.urandom(size), run, name="grows")
    there = tmp_path / "there"
    monkeypatch.setenv("CELLKEEP_STORE_LIMIT", "9400000")
    said = migrate(here, there, "--dry-run").output
    assert "There is room for 9.4 MB only." in said
    result = migrate(here, there, code=1)
    assert "Moved 7 artifacts, 9 MB" in result.output
    assert "The same command goes on from there." in result.output
    monkeypatch.delenv("CELLKEEP_STORE_LIMIT")
    assert "Moved 3 artifacts" in migrate(here, there).output
    with Store.open(here) as old, Store.open(there) as new:
        assert facts(new) == facts(old)


@pytest.fixture(params=["folder", pytest.param("objects", marks=pytest.mark.long)])
def shared(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """What a service needs to have its own folder, or object storage and a database."""
    if request.param == "folder":
        yield {}
        return
    with running_storage() as endpoint, running_server() as socket:
        yield {
            **CREDENTIALS,
            "AWS_ENDPOINT_URL": endpoint,
            "CELLKEEP_STORAGE_URL": f"s3://{BUCKET}/team",
            "CELLKEEP_CATALOG_URL": new_database(socket, "team"),
        }


def test_a_folder_goes_to_a_service_and_back(
    here: Path, shared: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "service").mkdir()
    with Store.open(here) as old:
        others = [make_run("others"), make_run("shared")]
        for run in others:
            save(old, b"mine", run, name="mine")
            save(old, b"mine, too", run, name="mine")
    without = tuple(run.id for run in others)
    json_type = {"Content_Type": "application/json"}
    monkeypatch.setenv("CELLKEEP_TOKEN", "of-olga")
    with serving(tmp_path / "service", **shared) as (api, _):
        server = api.removesuffix("cellkeep/api/")
        # Somebody else has two runs of these ids, and lets her add to one.
        for run in others:
            body = to_json(run)
            assert ask(f"{api}runs/{run.id}", "PUT", body, X_Person="otto", **json_type)[0] == 200
        share = {"shares": [{"kind": "person", "name": "olga", "level": "add"}]}
        address = f"{api}runs/{others[1].id}/shares"
        body = json.dumps(share).encode()
        assert ask(address, "PUT", body, X_Person="otto", **json_type)[0] == 200

        # Killed in the middle of the large one.
        reached, end = Event(), Event()

        def hold(data: bytes, before: int) -> bytes:
            if before > 4_500_000:
                reached.set()
                end.wait()
                raise OSError("cut")
            return data

        port = int(server.rsplit(":", 1)[1].strip("/"))
        line = Line(lambda: port, hold)
        cut = f"http://127.0.0.1:{line.port}/"
        process = subprocess.Popen([sys.executable, "-c", COMMAND, here, cut])
        try:
            assert reached.wait(300)
        finally:
            process.kill()
            process.wait(10)
            end.set()
            line.close()
        artifacts = json.loads(ask(f"{api}artifacts", X_Person="olga")[1])["items"]
        assert [one["name"] for one in artifacts] == ["data", "other", "data"]

        result = migrate(here, server, code=1)
        assert "What is moved belongs to olga there; nobody else sees it." in result.output
        assert "Moved 4 artifacts, 9 MB, of 2 runs; 3 were there already." in result.output
        ids = tuple(run.id for run in others)
        assert (
            f"Not moved: others ({ids[0]}): somebody else has a run of its id there (2 artifacts)\n"
            f"Not moved: shared ({ids[1]}): you may not manage this run there (2 artifacts)\n"
        ) in result.output
        again = migrate(here, server, code=1).output
        assert "Moved 0 artifacts" in again
        assert "7 were there already" in again
        owned = json.loads(ask(f"{api}runs", X_Person="olga")[1])["items"]
        assert {one["run"]["name"]: one["owner"] for one in owned} == {
            **dict.fromkeys(("first", "second", "empty"), "olga"),
            "shared": "otto",
        }
        back = tmp_path / "back"
        said = migrate(server, back).output
        assert "1 run of others, shared with you: not moved." in said
        assert "Moved 7 artifacts, 9 MB, of 2 runs; 0 were there already." in said
        assert "Nothing to do: 7 were there already." in migrate(server, back).output
        monkeypatch.setenv("CELLKEEP_TOKEN", "wrong")
        assert "it does not take this process's token" in migrate(here, server, code=1).output
    assert "cannot be reached" in migrate(here, server, code=1).output
    with Store.open(here) as old, Store.open(back) as new:
        assert facts(new) == facts(old, without=without)
