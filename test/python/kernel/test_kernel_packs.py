"""Many small files: captured into packs, carried together, each still a save of its own."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from gate import Gate

from cellkeep import Handles, Run
from cellkeep.errors import NoSuchFileError, SaveCancelledError
from cellkeep.saving import packing
from cellkeep.transfer import adoption, queue
from cellkeep.transfer.engine import Engine
from cellkeep.transfer.session import current_session
from cellkeep_core import spool_pack
from cellkeep_core.paths import spool_roots
from cellkeep_core.spool import PackedEntry, orphaned_groups
from cellkeep_core.spool_room import spool_usage, waiting
from cellkeep_store import Store
from waiting import wait_until

RunPython = Callable[..., "subprocess.CompletedProcess[str]"]


def make_files(folder: Path, count: int, *, large: int = 0) -> dict[str, bytes]:
    folder.mkdir(parents=True, exist_ok=True)
    contents = {f"{turn:04d}.bin": os.urandom(200 + turn % 50) for turn in range(count)}
    contents |= {f"large{turn}.bin": os.urandom(200_000) for turn in range(large)}
    contents["note.txt"] = "größer als nichts\n".encode()
    contents["empty"] = b""
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return contents


def test_a_directory_of_small_and_large_files_comes_back_bit_for_bit(
    tmp_path: Path, open_store: Callable[[], Store]
) -> None:
    contents = make_files(tmp_path / "files", 300, large=2)
    run = Run()
    handles = run.save_directory(tmp_path / "files", "output")
    kinds = {isinstance(handle.transfer.entry, PackedEntry) for handle in handles}
    assert kinds == {True, False}
    handles.wait(60)
    store = open_store()
    for handle in handles:
        artifact = handle.artifact
        assert artifact is not None
        assert store.contents.read(artifact.id) == contents[handle.name]
        assert artifact.provenance.original_path == str(tmp_path / "files" / handle.name)
    assert run.load("note.txt").read_bytes() == contents["note.txt"]
    note = next(handle for handle in handles if handle.name == "note.txt")
    assert (note.transfer.offer.media_type, note.transfer.offer.summary) == ("text/plain", "1 line")
    assert spool_usage(spool_roots()) == (0, 0)
    assert [one.name for one in current_session().spool.folder.iterdir()] == ["lock"]
    again = run.save_directory(tmp_path / "files", "output").wait(60)
    assert {(handle.version, handle.receipt.existing) for handle in again} == {(1, True)}


def test_what_was_captured_does_not_change_with_the_file(tmp_path: Path, gate: Gate) -> None:
    contents = make_files(tmp_path / "files", 3)
    run = Run()
    handles = run.save_directory(tmp_path / "files", "output")
    for name in contents:
        (tmp_path / "files" / name).write_bytes(b"changed")
    gate.open.set()
    handles.wait(30)
    for name, content in contents.items():
        assert run.load(name).read_bytes() == content


def test_packs_are_bounded_and_go_one_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: Gate
) -> None:
    for module in (packing, queue, spool_pack):
        monkeypatch.setattr(module, "MOST_ITEMS", 10)
    make_files(tmp_path / "files", 33)
    handles = Run().save_directory(tmp_path / "files", "output")
    assert gate.reached.acquire(timeout=20)
    assert not gate.reached.acquire(timeout=0.3), "a second pack went while the first was"
    small = Run().save([1], "output", name="of another run")
    assert small.wait(20).version == 1, "a pack must not hold up everything else"
    gate.open.set()
    handles.wait(30)
    assert sorted(map(len, gate.batches)) == [5, 10, 10, 10]


def test_one_of_a_pack_can_be_cancelled_and_paused_and_the_others_go(
    tmp_path: Path, gate: Gate, open_store: Callable[[], Store]
) -> None:
    make_files(tmp_path / "first", 1)
    make_files(tmp_path / "second", 4)
    first = Run().save_directory(tmp_path / "first", "output")
    assert gate.reached.acquire(timeout=20)
    second = Run().save_directory(tmp_path / "second", "output")
    cancelled, paused, *others = second
    assert cancelled.cancel()
    assert paused.pause()
    assert spool_usage(spool_roots())[0] == len(first) + len(second) - 1
    gate.open.set()
    Handles([*first, *others]).wait(20)
    with pytest.raises(SaveCancelledError):
        cancelled.wait(5)
    assert paused.status == "paused"
    found = waiting(spool_roots())
    assert (found.saves, found.bytes) == (1, paused.size)
    assert found.oldest_at is not None
    assert paused.resume()
    assert paused.wait(20).version == 1
    assert len(open_store().catalog.artifacts().items) == len(first) + len(second) - 1
    assert spool_usage(spool_roots()) == (0, 0)


def test_one_that_the_store_refuses_fails_alone_and_its_bytes_stay(
    tmp_path: Path, gate: Gate
) -> None:
    make_files(tmp_path / "first", 1)
    Run().save_directory(tmp_path / "first", "output")
    assert gate.reached.acquire(timeout=20)
    make_files(tmp_path / "second", 4)
    handles = Run().save_directory(tmp_path / "second", "output")
    damaged = handles[2]
    entry = damaged.transfer.entry
    assert isinstance(entry, PackedEntry)
    with (entry.folder / "content").open("r+b") as file:
        file.seek(entry.offset)
        file.write(b"damaged")
    gate.open.set()
    Handles(handle for handle in handles if handle is not damaged).wait(20)
    wait_until(lambda: damaged.status == "failed")
    assert damaged.error is not None
    assert damaged.error.code == "DIGEST_MISMATCH"
    assert spool_usage(spool_roots()) == (1, damaged.size)
    assert entry.content.read_bytes().startswith(b"damaged")


def test_a_pack_whose_bytes_are_gone_says_so_for_each(tmp_path: Path, gate: Gate) -> None:
    make_files(tmp_path / "first", 1)
    Run().save_directory(tmp_path / "first", "output")
    assert gate.reached.acquire(timeout=20)
    make_files(tmp_path / "second", 2)
    handles = Run().save_directory(tmp_path / "second", "output")
    (handles[0].transfer.entry.folder / "content").unlink()
    gate.open.set()
    for handle in handles:
        with pytest.raises(NoSuchFileError, match="cannot be read"):
            handle.wait(20)


def test_versions_keep_the_order_of_the_saves_across_packs_and_single_saves(
    tmp_path: Path, gate: Gate
) -> None:
    run = Run()
    folder = tmp_path / "files"
    folder.mkdir()
    handles = []
    for turn in range(3):
        for name in ("a", "b"):
            (folder / name).write_bytes(b"%d %s" % (turn, name.encode()) + bytes(100 - turn))
        handles.append(run.save_directory(folder, "output"))
        (folder / "a").write_bytes(b"alone %d" % turn)
        handles.append([run.save(folder / "a", "output")])
    gate.open.set()
    versions = {"a": [], "b": []}
    for handle in chain.from_iterable(handles):
        versions[handle.name].append(handle.wait(30).version)
    assert versions == {"a": [1, 2, 3, 4, 5, 6], "b": [1, 2, 3]}


@pytest.mark.filterwarnings("ignore::cellkeep.CellkeepWarning")
def test_packs_wait_for_a_store_that_is_away_and_go_when_it_is_back(
    tmp_path: Path, no_store: Path
) -> None:
    contents = make_files(tmp_path / "files", 20)
    run = Run()
    handles = run.save_directory(tmp_path / "files", "output")
    wait_until(lambda: all(handle.transfer.parked for handle in handles))
    assert spool_usage(spool_roots()) == (len(contents), sum(map(len, contents.values())))
    # What waits can be loaded back all the same.
    assert run.load("0003.bin").read_bytes() == contents["0003.bin"]
    no_store.unlink()
    assert run.flush(30)
    assert {handle.status for handle in handles} == {"stored"}
    assert spool_usage(spool_roots()) == (0, 0)


KILLED = """
import os, signal
from pathlib import Path
import cellkeep
from cellkeep.transfer.engine import Engine
Engine._start_workers = lambda self: None
run = cellkeep.Run("killed")
handles = run.save_directory("files", "output")
handles[1].cancel()
print(run.id, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("by", ["adoption", "push"])
def test_packs_of_a_dead_process_are_stored_by_the_next(
    tmp_path: Path, store_folder: Path, run_python: RunPython, by: str
) -> None:
    contents = make_files(tmp_path / "work" / "files", 30)
    done = run_python(KILLED, ends=-signal.SIGKILL)
    cancelled = sorted(contents)[1]
    expected = {name: content for name, content in contents.items() if name != cancelled}
    assert spool_usage(spool_roots())[0] == len(expected)
    orphans = chain.from_iterable(orphaned_groups(spool_roots()))
    assert [entry.offer.name for entry in orphans] == sorted(expected)
    if by == "adoption":
        assert adoption.adopt_orphans(Engine()) == len(expected)
    else:
        doctor, push = (
            run_python(f"from cellkeep_store.cli import main; main([{command!r}])")
            for command in ("doctor", "push")
        )
        assert f"{len(expected)} saves wait" in doctor.stdout, doctor
        assert push.stdout.count("stored") == len(expected)
    assert spool_usage(spool_roots()) == (0, 0)
    assert list((store_folder / "spool").iterdir()) in ([], [current_session().spool.folder])
    with Store.open(store_folder) as store:
        stored = store.catalog.artifacts(run=done.stdout.strip(), limit=1000).items
        assert {one.name: store.contents.read(one.id) for one in stored} == expected


@pytest.mark.filterwarnings("ignore::cellkeep.CellkeepWarning")
def test_the_limit_of_the_spool_refuses_before_anything_is_changed(
    tmp_path: Path, no_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cellkeep.errors import StoreFullError

    monkeypatch.setenv("CELLKEEP_SPOOL_LIMIT", "10000")
    make_files(tmp_path / "files", 50)
    run = Run()
    handle = run.save(b"x" * 6000, "output", name="waits")
    assert not run.flush(5)
    before = sorted(current_session().spool.folder.iterdir())
    for save in (
        lambda: run.save_directory(tmp_path / "files", "output"),
        lambda: run.save(b"x" * 6000, "output", name="object"),
    ):
        with pytest.raises(StoreFullError) as told:
            save()
        text = str(told.value)
        assert "1 save (6,000 bytes) waits there" in text
        assert f"since {handle.transfer.offer.created_at}" in text
        assert "cellkeep push" in text
        assert "CELLKEEP_SPOOL_LIMIT" in text
        assert sorted(current_session().spool.folder.iterdir()) == before
    assert run.save([1], "output", name="fits").name == "fits"


def test_a_nearly_full_disk_is_left_some_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    from cellkeep.errors import StoreFullError

    total = 100_000_000_000
    usage = type(shutil.disk_usage(tmp_path))(total, total - 1_000_500_000, 1_000_500_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    run = Run()
    big = tmp_path / "big"
    big.write_bytes(bytes(600_000))
    with pytest.raises(StoreFullError, match="left to others"):
        run.save(big, "output")
    assert run.save([1], "output", name="small").wait(20).version == 1
