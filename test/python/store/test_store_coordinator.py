"""How processes and threads take turns: by files in the folder, in memory, by PostgreSQL."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from store_samples import assert_held

from at_once import at_once
from cellkeep_core.errors import CellkeepError, StoreUnreachableError
from cellkeep_store import file_lock
from cellkeep_store.catalog.coordinator import PostgresCoordinator
from cellkeep_store.coordinator import Coordinator, FolderCoordinator
from memory_store import MemoryCoordinator


def make_coordinator(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Coordinator:
    if kind == "folder without flock":
        monkeypatch.setattr(file_lock, "_has_flock", lambda _folder: False)
    return MemoryCoordinator() if kind == "memory" else FolderCoordinator(tmp_path)


@pytest.fixture(params=["folder", "folder without flock", "memory", "postgres"])
def coordinator(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Coordinator]:
    if request.param == "postgres":
        made: Coordinator = PostgresCoordinator(request.getfixturevalue("migrated_url"))
    else:
        made = make_coordinator(request.param, tmp_path, monkeypatch)
    yield made
    made.close()


SHARING = pytest.mark.parametrize("coordinator", ["folder", "memory", "postgres"], indirect=True)


def test_a_name_is_held_by_one_at_a_time(coordinator: Coordinator) -> None:
    inside = most = 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(5):
            with coordinator.exclusive("store"):
                inside += 1
                most = max(most, inside)
                time.sleep(0.001)
                inside -= 1

    at_once(*[work] * 4)
    assert (inside, most) == (0, 1)


def test_who_waits_too_long_for_a_name_is_told(coordinator: Coordinator) -> None:
    with coordinator.exclusive("store"):
        with coordinator.exclusive("another", 0.05):
            pass
        assert_held(coordinator.exclusive("store", 0.05))
    with pytest.raises(ZeroDivisionError), coordinator.exclusive("store", 0.05):
        raise ZeroDivisionError
    with coordinator.exclusive("store", 0.05):
        pass


def test_a_name_is_shared_or_held_alone(coordinator: Coordinator) -> None:
    with coordinator.shared("leases/1", "leases/0", "leases/7"):
        for name in ("leases/0", "leases/1", "leases/7"):
            assert_held(coordinator.exclusive(name, 0.05))
        with coordinator.exclusive("leases/2", 0.05):
            assert_held(coordinator.shared("leases/2", timeout_s=0.05))
            # All of them or none.
            assert_held(coordinator.shared("leases/2", "leases/3", timeout_s=0.05))
            with coordinator.exclusive("leases/3", 0.05):
                pass
    with pytest.raises(ZeroDivisionError), coordinator.shared("leases/0", "leases/2"):
        raise ZeroDivisionError
    with coordinator.exclusive("leases/0", 0.05), coordinator.exclusive("leases/2", 0.05):
        pass
    with coordinator.shared(timeout_s=0.05):
        pass


@SHARING
def test_a_name_is_shared_by_many_at_the_same_time(coordinator: Coordinator) -> None:
    all_inside = threading.Barrier(3, timeout=10)

    def work(*names: str) -> None:
        with coordinator.shared(*names):
            all_inside.wait()

    both = partial(work, "leases/0", "leases/1")
    at_once(both, both, partial(work, "leases/1"))
    with coordinator.exclusive("leases/1", 0.05):
        pass


@SHARING
def test_who_waits_for_a_name_alone_comes_before_those_who_share_it_later(
    coordinator: Coordinator,
) -> None:
    held_alone = threading.Event()

    def wait_alone() -> None:
        with coordinator.exclusive("leases/0", 30):
            held_alone.set()

    waiting = threading.Thread(target=wait_alone)
    with coordinator.shared("leases/0"):
        waiting.start()
        deadline = time.monotonic() + 10
        while True:  # until it waits, which nobody can see but so
            try:
                with coordinator.shared("leases/0", timeout_s=0.05):
                    assert time.monotonic() < deadline, "those who come later go first"
            except CellkeepError:
                break
        assert not held_alone.is_set()
    waiting.join()
    assert held_alone.is_set()
    with coordinator.shared("leases/0", timeout_s=0.05):
        pass


def test_work_is_done_once_in_its_time_and_again_where_it_did_not_finish(
    coordinator: Coordinator,
) -> None:
    done: list[bool] = []

    def work(finished: bool) -> bool:
        done.append(finished)
        coordinator.every("collect", 0, lambda: work(True))  # somebody is at it
        return finished

    for finished in (False, True, True):
        coordinator.every("collect", 3600, lambda finished=finished: work(finished))
    assert done == [False, True]
    coordinator.every("collect", 0, lambda: work(True))
    assert done == [False, True, True]


def test_who_listens_hears_each_notice_of_its_name_once(coordinator: Coordinator) -> None:
    coordinator.notify("alter")  # before anybody listened
    first, second = coordinator.listen("alter"), coordinator.listen("alter")
    other = coordinator.listen("other")
    assert not first.wait(0.01)
    coordinator.notify("alter")
    assert first.wait(0)
    assert not first.wait(0.12)
    for _ in range(3):  # several may be heard as one
        coordinator.notify("alter")
    assert first.wait(0)
    assert second.wait(0)
    assert not second.wait(0)
    assert not other.wait(0)


def test_who_waits_hears_a_notice_at_once_and_stops_when_it_is_closed(
    coordinator: Coordinator,
) -> None:
    listener = coordinator.listen("alter")
    for end in (lambda: coordinator.notify("alter"), listener.close):
        timer = threading.Timer(0.1, end)
        began = time.monotonic()
        timer.start()
        assert listener.wait(60) is (end != listener.close)
        assert time.monotonic() - began < 30
        timer.join()
    coordinator.notify("alter")
    assert not listener.wait(60)


def test_a_notice_of_another_process_is_heard(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys\n"
        "from cellkeep_store.coordinator import FolderCoordinator\n"
        "FolderCoordinator(pathlib.Path(sys.argv[1])).notify('alter')\n"
    )
    listener = FolderCoordinator(tmp_path).listen("alter")
    for _ in range(2):  # the first makes the file
        assert not listener.wait(0)
        subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
        assert listener.wait(0)


@pytest.mark.skipif(os.name == "nt", reason="no pipes and no such links on Windows")
def test_a_notice_that_cannot_be_written_is_no_error_and_harms_nothing(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"of another")
    for make in (lambda path: path.symlink_to(precious), os.mkfifo, os.mkdir):
        root = tmp_path / f"store of {make}"
        root.mkdir()
        make(root / "altered")
        coordinator = FolderCoordinator(root)
        listener = coordinator.listen("alter")
        coordinator.notify("alter")
        assert listener.wait(0)  # of the same object, which needs no file
        assert not FolderCoordinator(root).listen("alter").wait(0)
    FolderCoordinator(tmp_path / "nowhere").notify("alter")
    assert precious.read_bytes() == b"of another"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("kind", ["folder", "folder without flock"])
def test_the_first_of_many_make_the_folder_of_a_name_and_nobody_makes_the_store_anew(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "store"
    for _ in range(20):
        root.mkdir()
        coordinator = make_coordinator(kind, root, monkeypatch)
        with ThreadPoolExecutor(8) as pool:

            def work(turn: int, coordinator: Coordinator = coordinator) -> None:
                with coordinator.shared(f"leases/{turn}"):
                    pass

            list(pool.map(work, range(8)))
        shutil.rmtree(root)
        for name in ("leases/0", "store"):
            with pytest.raises(StoreUnreachableError), coordinator.exclusive(name, 0.05):
                pass
        with pytest.raises(StoreUnreachableError):
            coordinator.every("collect", 0, lambda: True)
        assert not root.exists()


@pytest.mark.skipif(os.name == "nt", reason="no process is forked on Windows")
def test_what_a_process_held_is_free_when_it_dies_and_a_fork_of_it_holds_nothing(
    tmp_path: Path,
) -> None:
    code = (
        "import os, pathlib, sys, time\n"
        "from cellkeep_store.coordinator import FolderCoordinator\n"
        "coordinator = FolderCoordinator(pathlib.Path(sys.argv[1]))\n"
        "with coordinator.shared('leases/0'), coordinator.exclusive('leases/1'):\n"
        "    if sys.argv[2] == 'fork' and os.fork() == 0:\n"
        "        time.sleep(60)\n"
        "        os._exit(0)\n"
        "    print('held', flush=True)\n"
        "    if sys.argv[2] == 'die':\n"
        "        time.sleep(60)\n"
        "print('free', flush=True)\n"
        "time.sleep(60)\n"
    )
    coordinator = FolderCoordinator(tmp_path)
    for what in ("die", "fork"):
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), what],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert child.stdout is not None
        try:
            assert child.stdout.readline() == "held\n"
            if what == "die":
                assert_held(coordinator.exclusive("leases/0", 0.05))
                assert_held(coordinator.shared("leases/1", timeout_s=0.05))
                child.kill()
                child.wait()
            else:
                assert child.stdout.readline() == "free\n"
            with coordinator.exclusive("leases/0", 5), coordinator.exclusive("leases/1", 5):
                pass
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
