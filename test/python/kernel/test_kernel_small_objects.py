"""Small objects saved in a loop: appended to packs, committed together, each a save of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gate import Gate

from cellkeep import Handle, Handles, Run
from cellkeep.errors import (
    DigestMismatchError,
    SaveCancelledError,
    StoreFullError,
    StoreUnreachableError,
)
from cellkeep.transfer import adoption, queue
from cellkeep.transfer.engine import Engine
from cellkeep.transfer.routes.store import StoreRoute
from cellkeep.transfer.session import current_session
from cellkeep_core.paths import spool_roots
from cellkeep_core.spool import PackedEntry
from cellkeep_core.spool_room import spool_usage
from cellkeep_store import Store
from cellkeep_store.catalog.filters import ArtifactFilter
from waiting import wait_until


def overwrite(handle: Handle, start: bytes) -> None:
    """Put other bytes where those of a save begin in its pack."""
    entry = handle.transfer.entry
    assert isinstance(entry, PackedEntry)
    with (entry.folder / "content").open("r+b") as file:
        file.seek(entry.offset)
        file.write(start)


def test_what_waits_goes_in_one_step_and_comes_back(
    gate: Gate, open_store: Callable[[], Store]
) -> None:
    gate.hold_both_workers()
    run = Run()
    objects: list[Any] = [{"step": step, "loss": step / 7} for step in range(300)]
    objects += [np.arange(step) for step in range(20)]
    handles = [run.save(obj, "output", name=f"{n}") for n, obj in enumerate(objects)]
    assert all(isinstance(handle.transfer.entry, PackedEntry) for handle in handles)
    assert len({handle.transfer.entry.folder for handle in handles}) == 1
    gate.open.set()
    assert {handle.wait(30).version for handle in handles} == {1}
    assert gate.batches == [[str(n) for n in range(320)]]
    for n, obj in enumerate(objects):
        np.testing.assert_equal(run.load(str(n)), obj)
    assert spool_usage(spool_roots()) == (0, 0)
    assert [one.name for one in current_session().spool.folder.iterdir()] == ["lock"]
    assert len(open_store().catalog.artifacts(run=run.id, limit=1000).items) == 320


def test_a_large_object_has_a_folder_of_its_own() -> None:
    run = Run()
    for size in (65_536, 65_537, 3_000_000):
        content = os.urandom(size)
        handle = run.save(content, "output", name=f"{size}")
        assert isinstance(handle.transfer.entry, PackedEntry) is (size == 65_536)
        assert handle.wait(30).size == size
        assert run.load(f"{size}") == content


def test_versions_of_one_name_go_together_in_their_order(gate: Gate) -> None:
    gate.hold_both_workers()
    run = Run()
    handles = [run.save([turn], "output", name="loss") for turn in range(30)]
    large = run.save(os.urandom(100_000), "output", name="loss")
    last = [run.save([turn], "output", name="loss") for turn in (98, 99)]
    gate.open.set()
    versions = [handle.wait(30).version for handle in (*handles, large, *last)]
    assert versions == [*range(1, 34)]
    assert [run.load("loss", version) for version in range(1, 31)] == [[n] for n in range(30)]
    assert run.load("loss") == [99]
    assert gate.batches[0] == ["loss"] * 30


def test_one_of_many_that_wait_can_be_cancelled_or_paused(gate: Gate) -> None:
    gate.hold_both_workers()
    run = Run()
    handles = [run.save([turn], "output", name=f"{turn % 8}") for turn in range(16)]
    assert handles[0].cancel()
    assert handles[1].pause()
    assert spool_usage(spool_roots())[0] == 2 + 15
    gate.open.set()
    Handles(handles[2:]).wait(20)
    with pytest.raises(SaveCancelledError):
        handles[0].wait(5)
    assert (handles[8].version, handles[9].version) == (1, 1)
    assert handles[1].status == "paused"
    assert spool_usage(spool_roots())[0] == 1
    assert handles[1].resume()
    assert handles[1].wait(20).version == 2
    assert run.load("1") == [1]
    assert spool_usage(spool_roots()) == (0, 0)


def test_one_that_the_store_refuses_fails_alone_and_can_be_tried_again(gate: Gate) -> None:
    gate.hold_both_workers()
    run = Run()
    handles = [run.save([turn], "output", name=f"{turn}") for turn in range(5)]
    damaged = handles.pop(2)
    overwrite(damaged, b"XXX")
    gate.open.set()
    Handles(handles).wait(20)
    with pytest.raises(DigestMismatchError):
        damaged.wait(20)
    assert spool_usage(spool_roots()) == (1, 3)
    overwrite(damaged, b"[2]")
    assert damaged.retry()
    assert damaged.wait(20).version == 1
    assert spool_usage(spool_roots()) == (0, 0)


def test_the_runs_take_turns(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    gate.hold_both_workers()
    order: list[str] = []
    changed = current_session().engine._changed

    def note(transfer: Any) -> None:
        if transfer.state == "stored":
            order.append(transfer.offer.run.name)
        changed(transfer)

    monkeypatch.setattr(current_session().engine, "_changed", note)
    busy, calm = Run("busy"), Run("calm")
    handles = [busy.save([turn], "output", name=f"{turn}") for turn in range(40)]
    handles += [calm.save([turn] * 100, "output", name=f"{turn}") for turn in range(3)]
    gate.open.set()
    Handles(handles).wait(30)
    last_calm = max(index for index, name in enumerate(order) if name == "calm")
    assert last_calm < 15, order


def test_runs_take_turns_in_a_batch(gate: Gate) -> None:
    gate.hold_both_workers()
    busy, calm = Run(), Run()
    handles = [busy.save([turn], "output", name=f"busy {turn}") for turn in range(20)]
    handles += [calm.save([turn], "output", name=f"calm {turn}") for turn in range(3)]
    gate.open.set()
    Handles(handles).wait(20)
    assert gate.batches[0][:6] == ["busy 0", "calm 0", "busy 1", "calm 1", "busy 2", "calm 2"]


def test_a_save_alone_does_not_wait_for_the_batch_of_another_run(gate: Gate) -> None:
    gate.hold_both_workers()
    run = Run()
    many = [run.save([turn], "output", name=f"{turn}") for turn in range(5)]
    gate.open.set()
    Handles(many).wait(20)
    gate.open.clear()
    many = [run.save([turn, 1], "output", name=f"{turn}") for turn in range(5)]
    assert gate.reached.acquire(timeout=20)
    figure = Run().save(["figure"], "output", name="figure")
    gate.open.set()
    assert figure.wait(20).version == 1
    Handles(many).wait(20)


def test_what_a_loop_saves_goes_in_one_batch_and_not_in_many(
    gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "five"
    folder.mkdir()
    for number in range(5):
        (folder / str(number)).write_text(str(number))
    paused, on = threading.Semaphore(0), threading.Semaphore(0)

    def pause(_seconds: float) -> None:
        paused.release()
        assert on.acquire(timeout=30)

    monkeypatch.setattr(queue, "pause", pause)
    monkeypatch.setattr(queue, "LONGEST_GATHERING_S", float("inf"))
    gate.open.set()
    run = Run()
    handles = [*run.save_directory(folder)]
    for turn in range(3):
        assert paused.acquire(timeout=30)
        handles.append(run.save([turn], "output", name=f"later {turn}"))
        on.release()
    assert paused.acquire(timeout=30)
    on.release()  # nothing came any more
    Handles(handles).wait(30)
    assert [len(batch) for batch in gate.batches] == [5, 3]


@pytest.mark.filterwarnings("ignore::cellkeep.CellkeepWarning")
def test_versions_keep_their_order_when_the_store_comes_back_between_them(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.hold_both_workers()
    run = Run()
    handles = [run.save([turn], "output", name="loss") for turn in range(3)]
    put = StoreRoute.put
    refused: list[str] = []

    def away(*_batch: Any) -> Any:
        raise StoreUnreachableError("away")

    def away_once(route: StoreRoute, entry: Any, *progress: Any) -> Any:
        if entry.offer.name == "loss" and not refused:
            refused.append(entry.offer.id)
            raise StoreUnreachableError("away")
        return put(route, entry, *progress)

    monkeypatch.setattr(StoreRoute, "put_many", away)
    monkeypatch.setattr(StoreRoute, "put", away_once)
    gate.open.set()
    assert [handle.wait(30).version for handle in handles] == [1, 2, 3]
    assert refused == [handles[0].id]


def test_they_wait_in_one_folder_for_a_store_that_is_away(no_store: Path) -> None:
    run = Run()
    handles = [run.save([turn], "output", name=f"{turn % 10}") for turn in range(40)]
    assert not run.flush(10)
    assert all(handle.transfer.parked for handle in handles)
    assert spool_usage(spool_roots())[0] == 40
    assert len({handle.transfer.entry.folder for handle in handles}) == 1
    assert run.load("3") == [33]
    no_store.unlink()
    assert run.flush(30)
    assert [handle.version for handle in handles] == [1 + turn // 10 for turn in range(40)]
    assert spool_usage(spool_roots()) == (0, 0)


@pytest.mark.filterwarnings("ignore::cellkeep.CellkeepWarning")
def test_one_that_does_not_fit_the_spool_changes_nothing(
    no_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELLKEEP_SPOOL_LIMIT", "2000")
    run = Run()
    fits = run.save_object("x" * 1500, "output", name="fits")
    # Until then its bytes are brought where they are sent from.
    wait_until(lambda: fits.transfer.parked)
    [folder] = [one for one in current_session().spool.folder.iterdir() if one.is_dir()]
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    with pytest.raises(StoreFullError, match="cellkeep push"):
        run.save_object("y" * 600, "output", name="does not")
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before
    assert run.save_object("z" * 400, "output", name="fits too").name == "fits too"
    assert spool_usage(spool_roots()) == (2, 1904)


KILLED = """
import json, os, sys
import cellkeep
run = cellkeep.Run("killed")
print(run.id, flush=True)
turn = 0
while True:
    handle = run.save({"turn": turn}, "output", name=f"{turn % 50}")
    print(turn, flush=True)
    turn += 1
"""


@pytest.mark.parametrize("lines", [1, 40, 400])
def test_every_save_that_returned_is_stored_after_a_kill(lines: int, store_folder: Path) -> None:
    command = [sys.executable, "-c", KILLED]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        run_id = child.stdout.readline().strip()
        told = [child.stdout.readline().strip() for _ in range(lines)]
        child.kill()
        told += child.stdout.read().split()
    adoption.adopt_orphans(Engine())
    assert spool_usage(spool_roots()) == (0, 0)
    with Store.open(store_folder) as store:
        turns = {
            (one.name, one.version): json.loads(store.contents.read(one.id))["turn"]
            for one in store.catalog.select(ArtifactFilter(run=run_id))
        }
    assert len(told) <= len(turns) <= len(told) + 1
    assert turns == {(str(turn % 50), 1 + turn // 50): turn for turn in range(len(turns))}, (
        "each version is the save that made it"
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_child_has_packs_of_its_own(gate: Gate, open_store: Callable[[], Store]) -> None:
    gate.hold_both_workers()
    run = Run()
    first = [run.save([turn], "output", name=f"first {turn}") for turn in range(3)]
    gate.open.set()
    child = os.fork()
    if child == 0:
        try:
            handles = [run.save([turn], "output", name=f"child {turn}") for turn in range(3)]
            done = all(handle.wait(20).version == 1 for handle in handles)
            apart = first[0].transfer.entry.folder.parent != current_session().spool.folder
            os._exit(0 if done and apart else 1)
        finally:
            os._exit(2)
    last = [run.save([turn], "output", name=f"last {turn}") for turn in range(3)]
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert {handle.wait(20).version for handle in (*first, *last)} == {1}
    names = {one.name for one in open_store().catalog.artifacts(run=run.id).items}
    assert names == {f"{word} {turn}" for word in ("first", "child", "last") for turn in range(3)}
    assert current_session().engine.transfers_of(run.id)
    assert spool_usage(spool_roots()) == (0, 0)
