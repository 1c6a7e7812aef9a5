"""A large file that goes to the server while it is still being copied into the spool."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from http_server import BIG, check
from jupyter_process import JupyterProcess

from cellkeep import Run
from cellkeep.errors import FileChangedError, NoSuchFileError
from cellkeep.saving import file_capture, incremental_hash
from cellkeep.transfer.routes import http_sending, piece_checksums
from cellkeep.transfer.routes.http import HttpRoute
from cellkeep.transfer.session import current_session
from cellkeep_store import Store
from waiting import wait_until

PIECE = 1 << 20
HELD_AT = 16 << 20
"""Where the copy is held up: there the hashing begins."""


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_sending, "PIECE_BYTES", PIECE)
    monkeypatch.setattr(http_sending, "FIRST_PAUSE_S", 0.02)
    monkeypatch.setattr(file_capture, "PIECE_BYTES", PIECE)
    monkeypatch.setattr(incremental_hash, "PIECE_BYTES", PIECE)


@pytest.fixture
def big_file() -> Path:
    path = Path("big.bin").absolute()
    path.write_bytes(BIG)
    return path


@pytest.fixture
def during_copy(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Let something happen once, in the middle of the next copy."""
    real = file_capture.copy_as_it_is

    def set_up(happen: Callable[[], None]) -> None:
        def copying(source: Path, target: Path, copied_more: Callable[[int], None]) -> Any:
            copied = 0

            def told(count: int) -> None:
                nonlocal copied
                before, copied = copied, copied + count
                copied_more(count)
                if before < HELD_AT <= copied:
                    happen()

            return real(source, target, told)

        monkeypatch.setattr(file_capture, "copy_as_it_is", copying)

    return set_up


def uploads(server: JupyterProcess) -> list[Path]:
    return list((server.store / "staging").glob("*/content"))


def has(server: JupyterProcess, size: int) -> bool:
    return any(path.stat().st_size >= size for path in uploads(server))


def test_its_bytes_are_there_before_save_returns(
    server: JupyterProcess,
    big_file: Path,
    offsets: list[int],
    during_copy: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_again: list[int] = []
    monkeypatch.setattr(piece_checksums, "_crc32", lambda *piece: read_again.append(piece[1]))
    reached: list[bool] = []
    during_copy(lambda: (wait_until(lambda: has(server, 3 * PIECE)), reached.append(True)))
    check(server, Run().save(big_file, "input"))
    assert reached == [True]
    # The save went on where the early part had come to: no byte was sent twice.
    assert len(offsets) == 1
    assert offsets[0] >= 3 * PIECE
    assert not uploads(server)
    # Each piece was compared by what was hashed anyway.
    assert read_again == []


def test_nothing_is_left_of_a_file_that_changes_while_it_is_copied(
    server: JupyterProcess, big_file: Path, during_copy: Any
) -> None:
    def change() -> None:
        wait_until(lambda: has(server, 3 * PIECE))
        os.truncate(big_file, 10)

    during_copy(change)
    with pytest.raises(FileChangedError):
        Run().save(big_file, "input")
    wait_until(lambda: not uploads(server))
    assert not list(current_session().spool.folder.glob("*-*"))
    with Store.open(server.store) as store:
        assert store.status().artifacts == 0


def test_nothing_is_left_where_another_file_of_the_same_call_cannot_be_saved(
    server: JupyterProcess, big_file: Path, during_copy: Any
) -> None:
    def remove_the_next() -> None:
        wait_until(lambda: has(server, 3 * PIECE))
        other.unlink()

    other = big_file.with_name("then.bin")
    other.write_bytes(b"small")
    during_copy(remove_the_next)
    with pytest.raises(NoSuchFileError):
        Run().save_all([big_file, other], "input")
    wait_until(lambda: not uploads(server))


def test_of_many_large_files_one_is_sent_early(
    server: JupyterProcess, big_file: Path, before_write: Any
) -> None:
    others = [big_file.with_name(f"{number}.bin") for number in range(3)]
    for number, other in enumerate(others):
        other.write_bytes(BIG[number + 1 :])
    go_on = threading.Event()
    most = 0

    def hold(_offset: int) -> None:
        nonlocal most
        most = max(most, sum(one.name == "cellkeep-early" for one in threading.enumerate()))
        go_on.wait(20)

    before_write(hold)
    handles = Run().save_all([big_file, *others], "input")
    go_on.set()
    assert all(handle.wait(60).version == 1 for handle in handles)
    assert most == 1


def test_a_save_that_is_cancelled_soon_leaves_nothing_at_the_server(
    server: JupyterProcess, big_file: Path, during_copy: Any, before_write: Any
) -> None:
    go_on = threading.Event()
    before_write(lambda offset: offset < 5 * PIECE or go_on.wait(20))
    during_copy(lambda: wait_until(lambda: has(server, 3 * PIECE)))
    handle = Run().save(big_file, "input")
    handle.pause()
    wait_until(lambda: handle.status == "paused")
    assert uploads(server)
    handle.cancel()
    go_on.set()
    wait_until(lambda: not uploads(server))
    with Store.open(server.store) as store:
        assert store.status().artifacts == 0


def test_a_bit_that_flips_on_the_way_is_refused_and_sent_again(
    server: JupyterProcess, big_file: Path, during_copy: Any, offsets: list[int], line: Any
) -> None:
    flipped: list[int] = []

    def flip(data: bytes, before: int) -> bytes:
        if before > 2 * PIECE and len(data) > 200 and not flipped:
            flipped.append(before)
            return data[:100] + bytes([data[100] ^ 4]) + data[101:]
        return data

    line(flip)
    during_copy(lambda: wait_until(lambda: bool(flipped)))
    check(server, Run().save(big_file, "input"))
    assert len(offsets) == 1
    assert PIECE <= offsets[0] <= 3 * PIECE  # up to the one that was refused


def test_a_server_that_dies_meanwhile_gets_the_rest_when_it_is_back(
    server: JupyterProcess, big_file: Path, during_copy: Any, offsets: list[int]
) -> None:
    def kill() -> None:
        wait_until(lambda: has(server, 3 * PIECE))
        server.kill()

    during_copy(kill)
    handle = Run().save(big_file, "input")
    server.start()
    check(server, handle)
    assert offsets[-1] >= PIECE


def test_what_the_server_has_already_is_not_sent_to_its_end(
    server: JupyterProcess, big_file: Path, during_copy: Any, offsets: list[int]
) -> None:
    run = Run()
    check(server, run.save(big_file, "input"))
    sent = offsets.copy()
    os.utime(big_file)  # nobody knows that its bytes are the same until they are hashed
    during_copy(lambda: wait_until(lambda: has(server, 3 * PIECE)))
    again = run.save(big_file, "input", name="again").wait(30)
    assert again.receipt.size == len(BIG)
    assert offsets == sent  # what was left was not sent
    wait_until(lambda: not uploads(server))


def test_a_file_that_was_saved_before_is_not_sent_before_it_is_asked_for(
    server: JupyterProcess, big_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(big_file, (1_000_000_000.123456789, 1_000_000_000.123456789))
    time.sleep(0.2)  # its change lies clearly before the copy
    run = Run()
    check(server, run.save(big_file, "input"))
    begun: list[str] = []
    monkeypatch.setattr(HttpRoute, "send_early", lambda *_: begun.append("early"))
    again = run.save(big_file, "input", name="again").wait(30)
    assert again.receipt.size == len(BIG)
    assert not begun
