"""Files that grow while they are saved, and files with holes."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cellkeep
from cellkeep import Run
from cellkeep.saving import snapshot
from cellkeep_store import Store
from cellkeep_store.sharing.export import copy_out

MB = 1 << 20


@pytest.mark.parametrize("size", [3, 100_000], ids=["small", "large"])
def test_of_a_file_that_grows_what_it_had_is_kept_and_that_is_said(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("logs").mkdir()
    log = Path("logs/train.log")
    log.write_bytes(b"1" * size)
    Path("logs/other.txt").write_text("other")
    grown = snapshot.has_grown

    def while_it_grows(*how: Any) -> bool:
        if Path(how[3]).name == log.name:
            with log.open("ab") as file:
                file.write(b"2" * 10)
        return grown(*how)

    monkeypatch.setattr(snapshot, "has_grown", while_it_grows)
    run = Run()
    with pytest.warns(cellkeep.CellkeepWarning, match=f"train.log' grows: .* {size:,} bytes"):
        handles = run.save_directory("logs", "output").wait(20)
    assert handles.names == ["other.txt", "train.log"]
    assert run.load("train.log").read_bytes() == b"1" * size
    with warnings.catch_warnings():  # said once for each file
        warnings.simplefilter("error")
        run.save(log, "output").wait(20)


def used(path: Path) -> int:
    return path.stat().st_blocks * 512


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    pieces=st.lists(st.tuples(st.booleans(), st.integers(1, 20_000)), min_size=1, max_size=6),
    more=st.integers(0, 5000),
)
def test_holes_stay_holes_in_the_store_and_on_the_way_out(
    pieces: list[tuple[bool, int]], more: int, tmp_path: Path, store_folder: Path
) -> None:
    source = Path("sparse.bin")
    with source.open("wb") as file:
        for is_data, count in pieces:
            if is_data:
                file.write(os.urandom(count))
            else:
                file.seek(count * 400, os.SEEK_CUR)  # up to 8 MB
        file.truncate(file.tell() + more * 1000)
    run = Run()
    run.save(source, "input").wait(30)
    loaded = run.load("sparse.bin")
    assert loaded.read_bytes() == source.read_bytes()
    room = used(source) + 2 * MB  # a hole is found in steps of 1 MiB where bytes are streamed
    assert used(loaded.content) <= used(source) + 8192
    out = tmp_path / "out"
    out.mkdir(exist_ok=True)
    copy = loaded.copy_to(out)
    assert copy.read_bytes() == source.read_bytes()
    assert used(copy) <= room
    copy.unlink()
    with Store.open(store_folder) as store:
        artifact = store.catalog.resolve("sparse.bin")
        copy_out(store, artifact, copy, overwrite=False)
        assert copy.read_bytes() == source.read_bytes()
        assert used(copy) <= room
    copy.unlink()


def test_a_large_hole_costs_nothing(tmp_path: Path, store_folder: Path) -> None:
    source = Path("sparse.bin")
    with source.open("wb") as file:
        file.write(b"x")
        file.truncate(200 * MB)
    run = Run()
    run.save(source, "input").wait(30)
    with Store.open(store_folder) as store:  # as a drop on the server, or `cellkeep put`
        blobs = [path for path in (store_folder / "blobs").rglob("*") if path.is_file()]
        assert sum(map(used, blobs)) <= MB
        artifact = store.catalog.resolve("sparse.bin")
        receipt = store.ingest.ingest_file(
            source,
            run=store.catalog.uploads_run(),
            name="put.bin",
            category="input",
            provenance=artifact.provenance,
            metadata={},
        )
        assert receipt.sha256 == artifact.sha256
        staged = store_folder / "staging"
        assert sum(used(path) for path in staged.rglob("*") if path.is_file()) <= MB
