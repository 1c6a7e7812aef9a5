"""An unchanged file is saved again without reading it, and a changed one never."""

from __future__ import annotations

import mmap
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cellkeep import Handle, Run
from cellkeep.saving import digest_cache, file_capture
from cellkeep.saving.digest_cache import FileIdentity, known_digest, remember_digest
from cellkeep.transfer.session import current_session
from cellkeep_core.paths import data_folder
from cellkeep_store import Store

SIZE = 3_000_000


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """Return a file that was written a while ago."""
    path = tmp_path / "big.bin"
    path.write_bytes(os.urandom(SIZE))
    time.sleep(0.2)
    return path


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Note each file whose bytes are copied."""
    copied: list[Path] = []
    real = file_capture.copy_as_it_is

    def copy(source: Path, target: Path, copied_more: Callable[[int], None]) -> os.stat_result:
        copied.append(source)
        return real(source, target, copied_more)

    monkeypatch.setattr(file_capture, "copy_as_it_is", copy)
    return copied


def save(path: Path, run: Run | None = None, name: str | None = None) -> Handle:
    return (run or Run()).save(path, "input", name=name).wait(30)


def test_the_same_file_again_moves_no_bytes(big: Path, copies: list[Path]) -> None:
    run = Run()
    first = save(big, run)
    assert len(copies) == 1
    again, other = save(big, run), save(big, run, "other name")
    assert len(copies) == 1
    assert (again.version, again.receipt.existing) == (1, True)
    assert (other.version, other.receipt.existing) == (1, False)
    assert first.digest == again.digest == other.digest
    assert other.transfer_status().route == "have"
    assert run.load("other name").read_bytes() == big.read_bytes()


def test_it_is_known_to_other_processes(big: Path, copies: list[Path], run_python: Any) -> None:
    run_python(f"import cellkeep; cellkeep.Run().save({str(big)!r}, 'input').wait(30)")
    save(big)
    assert copies == []


@pytest.mark.parametrize("change", ["write", "append", "replace", "truncate", "same times"])
def test_a_changed_file_is_read_again(big: Path, copies: list[Path], change: str) -> None:
    run = Run()
    save(big, run)
    before = big.stat()
    if change == "write":
        with big.open("r+b") as file:
            file.write(b"changed")
    elif change == "append":
        with big.open("ab") as file:
            file.write(b"more")
    elif change == "replace":
        new = big.with_name("new")
        new.write_bytes(os.urandom(SIZE))
        os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
        new.replace(big)
    elif change == "truncate":
        os.truncate(big, SIZE - 1)
    else:
        big.write_bytes(os.urandom(SIZE))
        os.utime(big, ns=(before.st_atime_ns, before.st_mtime_ns))  # the ctime still tells
    again = save(big, run)
    assert len(copies) == 2
    assert again.version == 2
    assert run.load("big.bin").read_bytes() == big.read_bytes()


def test_a_change_within_a_tick_of_the_clock_is_never_missed(
    tmp_path: Path, copies: list[Path]
) -> None:
    path = tmp_path / "racy.bin"
    run = Run()
    for turn in range(5):
        path.write_bytes(os.urandom(SIZE))  # just now: as young as the save itself
        assert save(path, run).version == turn + 1
        assert run.load("racy.bin").read_bytes() == path.read_bytes()
    assert len(copies) == 5


def test_only_times_that_lie_clearly_back_are_trusted(tmp_path: Path) -> None:
    now = time.time_ns()
    fine = FileIdentity("x", 1, 1, SIZE, now - 200_000_001, now - 200_000_001)
    assert fine.is_settled(now)
    assert not fine._replace(ctime_ns=now - 50_000_001).is_settled(now)
    assert not fine._replace(mtime_ns=now + 10_000_000_001).is_settled(now), (
        "a clock that went back"
    )
    coarse = fine._replace(mtime_ns=(now - 2_000_000_000) // 10**9 * 10**9)
    assert not coarse.is_settled(now), "a file system that keeps whole seconds"
    remember_digest(fine._replace(mtime_ns=now), now, "a" * 64)
    assert known_digest(fine._replace(mtime_ns=now)) is None


def test_the_saved_bytes_stay_when_the_blob_is_deleted_meanwhile(
    big: Path, copies: list[Path], monkeypatch: pytest.MonkeyPatch, open_store: Callable[[], Store]
) -> None:
    first = save(big)
    queue, held = current_session().engine._queue, []
    join = queue.join
    monkeypatch.setattr(queue, "join", held.append)
    run = Run()
    handle = run.save(big, "input")
    assert len(copies) == 1
    open_store().trash.delete_artifact(first.id)
    big.unlink()
    for transfers in held:
        join(transfers)
    handle.wait(30)
    assert handle.transfer_status().route == "store"
    assert len(run.load("big.bin").read_bytes()) == SIZE
    assert all(finding.ok for finding in open_store().maintenance.verify())


@pytest.mark.parametrize("damage", ["size", "marked", "gone"])
def test_a_damaged_blob_is_never_served(
    big: Path, copies: list[Path], open_store: Callable[[], Store], damage: str
) -> None:
    run = Run()
    first = save(big, run)
    store = open_store()
    blob = store.contents.local_path(first.id)
    blob.chmod(0o600)
    if damage == "size":
        os.truncate(blob, SIZE - 1)
    elif damage == "gone":
        blob.unlink()
    else:
        with blob.open("r+b") as file:
            file.write(b"damaged")
        assert [finding.kind for finding in store.maintenance.verify()] == ["damaged"]
    save(big, run, "again")
    assert len(copies) == 2
    assert run.load("again").read_bytes() == big.read_bytes()
    assert all(finding.ok for finding in store.maintenance.verify())


def test_without_links_the_file_is_copied(
    big: Path, copies: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise OSError(1, "Operation not permitted")

    save(big)
    monkeypatch.setattr(os, "link", refuse)
    save(big)
    assert len(copies) == 2


@pytest.mark.parametrize("damage", [b"", b"not a database", b"\0" * 5000])
def test_a_damaged_or_lost_cache_costs_a_copy_and_nothing_else(
    big: Path, copies: list[Path], damage: bytes
) -> None:
    save(big)
    (data_folder() / "digests.sqlite").write_bytes(damage)
    save(big)
    save(big)
    save(big)
    assert 2 <= len(copies) <= 3
    save(big)
    assert len(copies) <= 3


def test_a_row_that_was_changed_is_not_believed(big: Path) -> None:
    import sqlite3

    save(big)
    identity = FileIdentity.of(big)
    assert known_digest(identity) is not None
    with sqlite3.connect(data_folder() / "digests.sqlite") as cache:
        cache.execute("UPDATE digests SET sha256 = ?", ("b" * 64,))
    cache.close()
    assert known_digest(identity) is None


def test_a_file_that_this_process_maps_for_writing_is_read_again(
    big: Path, copies: list[Path]
) -> None:
    run = Run()
    save(big, run)
    with big.open("r+b") as file, mmap.mmap(file.fileno(), 0) as memory:
        memory[0:7] = b"changed"
        save(big, run)
        memory[0:7] = b"CHANGED"
        save(big, run)
    assert len(copies) == 3
    assert run.load("big.bin").read_bytes() == big.read_bytes()


def test_the_cache_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest_cache, "_MOST_ROWS", 5)
    now = time.time_ns()
    old = [FileIdentity(f"/{n}", 1, n, SIZE, 1_000_001, 1_000_001) for n in range(20)]
    for identity in old:
        remember_digest(identity, now, "c" * 64)
    known = [known_digest(identity) is not None for identity in old]
    assert known == [False] * 15 + [True] * 5


def test_many_saves_again_leave_nothing_in_the_spool(big: Path) -> None:
    run = Run()
    save(big, run)
    for turn in range(20):
        run.save(big, "input", name=f"{turn}")
    assert run.flush(60)
    assert [one.name for one in current_session().spool.folder.iterdir()] == ["lock"]
