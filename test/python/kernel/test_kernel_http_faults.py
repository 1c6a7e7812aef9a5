"""The http route where bytes change on the way, lines are cut and servers die."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from http_server import BIG, check
from jupyter_process import JupyterProcess, Line

from cellkeep import Run
from cellkeep.transfer.routes import http_sending
from cellkeep.transfer.session import current_session
from cellkeep_store import Store
from waiting import wait_until


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """The answers after which something was sent again."""
    found: list[tuple[int, str]] = []
    failed = http_sending.Sending._failed

    def noting(sending: Any, answer: Any) -> None:
        error = answer.error()
        found.append((answer.status, error.code if error else ""))
        failed(sending, answer)

    monkeypatch.setattr(http_sending.Sending, "_failed", noting)
    return found


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of 1 MiB, and pauses that are nearly none."""
    monkeypatch.setattr(http_sending, "PIECE_BYTES", 1 << 20)
    monkeypatch.setattr(http_sending, "FIRST_PAUSE_S", 0.02)


@pytest.mark.usefixtures("small_pieces")
def test_a_bit_that_flips_on_the_way_is_refused_and_sent_again(
    server: JupyterProcess, line: Any, refused: list[tuple[int, str]]
) -> None:
    flipped: list[int] = []

    def flip(data: bytes, before: int) -> bytes:
        if before < 10 << 20 <= before + len(data) and not flipped:
            flipped.append(before)
            return data[:100] + bytes([data[100] ^ 4]) + data[101:]
        return data

    line(flip)
    check(server, Run().save(BIG, "output", name="big"))
    assert flipped
    assert [status for status, _ in refused] == [460]


@pytest.mark.parametrize("what", [b"said truly", b"some small content"])
def test_an_offer_that_changed_on_the_way_is_sent_again(
    server: JupyterProcess, line: Any, refused: list[tuple[int, str]], what: bytes
) -> None:
    flips = 2

    def flip(data: bytes, _: int) -> bytes:
        nonlocal flips
        at = data.find(what)
        if at < 0 or not flips:
            return data
        flips -= 1
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    line(flip)
    content = b"some small content"
    check(server, Run().save(content, "output", name="said truly"), content)
    assert refused == [(460, "CHECKSUM_MISMATCH")] * 2
    with Store.open(server.store) as store:
        assert [one.name for one in store.catalog.artifacts().items] == ["said truly"]


@pytest.mark.parametrize("content", [b"some small content", BIG], ids=["along", "in pieces"])
def test_bytes_that_changed_on_the_way_are_sent_again_where_only_their_digest_tells(
    server: JupyterProcess, line: Any, refused: list[tuple[int, str]], content: bytes
) -> None:
    flipped = False
    marks = (content[:18], content[-18:])

    def flip(data: bytes, _: int) -> bytes:
        nonlocal flipped
        # A proxy that lets no header through that it does not know.
        data = data.replace(b"Content-Digest:", b"X-Was-a-Digest:")
        data = data.replace(b"Upload-Checksum:", b"X-Was-Checksum:_")
        for mark in marks:
            at = data.find(mark)
            if at >= 0 and not flipped:
                flipped = True
                return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        return data

    line(flip)
    check(server, Run().save(content, "output", name="said truly"), content)
    assert flipped
    assert refused == [(409, "DIGEST_MISMATCH")]


def test_a_batch_that_changed_on_the_way_is_sent_again(server: JupyterProcess, line: Any) -> None:
    flips = 2

    def flip(data: bytes, before: int) -> bytes:
        nonlocal flips
        at = data.find(b"7.txt")
        if at < 0 or b"the rest of 7" not in data or not flips:
            return data
        flips -= 1
        return data[:at] + b"8" + data[at + 1 :]

    line(flip)
    Path("many").mkdir()
    for number in range(20):
        Path(f"many/{number}.txt").write_text(f"the rest of {number}")
    handles = Run().save_directory("many", "input")
    assert all(handle.wait(60).version == 1 for handle in handles)
    assert not flips
    with Store.open(server.store) as store:
        names = {one.name for one in store.catalog.artifacts(limit=100).items}
    assert names == {handle.name for handle in handles}


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("first", ["nothing", "pause"])
def test_what_came_of_a_cancelled_save_goes_from_the_server(
    server: JupyterProcess, before_write: Any, first: str
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(offset: int) -> None:
        if offset >= 6 << 20:
            reached.set()
            go_on.wait(20)

    before_write(hold)
    handle = Run().save(BIG, "output", name="big")
    assert reached.wait(30)
    staged = server.store / "staging" / handle.id
    assert staged.exists()
    if first == "pause":
        handle.pause()
        go_on.set()
        wait_until(lambda: handle.status == "paused")
        assert staged.exists()
    assert handle.cancel()
    go_on.set()
    wait_until(lambda: not staged.exists())
    assert handle.status == "cancelled"
    with Store.open(server.store) as store:
        assert store.status().artifacts == 0


@pytest.mark.usefixtures("small_pieces")
def test_a_line_that_is_cut_again_and_again_loses_no_byte(
    server: JupyterProcess, line: Any, offsets: list[int]
) -> None:
    cuts = 0

    def cut(data: bytes, before: int) -> bytes:
        nonlocal cuts
        if before > 5_000_000 and cuts < 4:
            cuts += 1
            raise OSError("cut")
        return data

    line(cut)
    check(server, Run().save(BIG, "output", name="big"))
    assert cuts == 4
    assert len(offsets) >= 5
    # It went on, and never began anew; a piece that the server had in part may count for none.
    assert all(after > before - (1 << 20) for before, after in pairwise(offsets))
    assert offsets[-1] > 12_000_000


@pytest.mark.usefixtures("small_pieces")
def test_a_server_that_is_killed_and_started_again_elsewhere_gets_the_rest(
    server: JupyterProcess, offsets: list[int], before_write: Any
) -> None:
    reached = threading.Event()
    killed = threading.Event()

    def hold(offset: int) -> None:
        if offset >= 8 << 20 and not killed.is_set():
            reached.set()
            killed.wait(20)

    before_write(hold)
    old = server.address()
    handle = Run().save(BIG, "output", name="big")
    assert reached.wait(20)
    server.kill()
    server.start()
    killed.set()
    assert server.address().token != old.token
    assert server.address().url != old.url
    check(server, handle)
    assert offsets[0] == 0
    assert offsets[-1] >= 8 << 20


@pytest.mark.usefixtures("small_pieces")
def test_an_expired_grant_is_renewed_in_the_middle_of_a_file(
    make_server: Callable[..., JupyterProcess], offsets: list[int], before_write: Any
) -> None:
    server = make_server("--CellkeepApp.grant_lifetime=0.4")
    before_write(lambda _: time.sleep(0.1))
    check(server, Run().save(BIG, "output", name="big"))
    assert len(offsets) >= 3
    assert offsets == sorted(offsets)


@pytest.mark.parametrize(
    ("status", "more"),
    [("502 Bad Gateway", ""), ("429 Too Many Requests", "Retry-After: 1\r\n"), ("504 Timeout", "")],
)
def test_a_proxy_that_is_out_of_sorts_is_asked_again(
    server: JupyterProcess, status: str, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    monkeypatch.setattr(http_sending, "FIRST_PAUSE_S", 0.02)
    line = Line(lambda: server.port, lambda data, _: data)
    refusals = 3
    front = socket.create_server(("127.0.0.1", 0))
    begun = time.monotonic()

    def refuse() -> None:
        for _ in range(refusals):
            client, _ = front.accept()
            client.recv(65536)
            head = f"HTTP/1.1 {status}\r\n{more}Content-Length: 4\r\nConnection: close\r\n"
            client.sendall(f"{head}\r\nbusy".encode())
            client.close()
        # From now on it is a line to the server.
        while True:
            try:
                client, _ = front.accept()
                behind = socket.create_connection(("127.0.0.1", server.port), 5)
            except OSError:
                return
            for work in (line._to_server, line._to_client):
                threading.Thread(target=work, args=(client, behind), daemon=True).start()

    threading.Thread(target=refuse, daemon=True).start()
    monkeypatch.setenv("CELLKEEP_SERVER", f"http://127.0.0.1:{front.getsockname()[1]}/")
    monkeypatch.setenv("CELLKEEP_TOKEN", server.address().token)
    # Asks which store it is, too; that may be the first refusal.
    handle = Run().save(BIG, "output", name="big")
    check(server, handle)
    if more:
        assert time.monotonic() - begun >= 1  # it waited as long as it was told
    front.close()
    line.close()


@pytest.mark.usefixtures("small_pieces")
def test_a_pause_stops_in_the_middle_and_goes_on_from_there(
    server: JupyterProcess, offsets: list[int], before_write: Any
) -> None:
    handles: list[Any] = []
    paused: list[bool] = []

    def pause_there(offset: int) -> None:
        if offset == 6 << 20 and not paused:
            paused.append(handles[0].pause())

    before_write(pause_there)
    handles.append(Run().save(BIG, "output", name="big"))
    wait_until(lambda: handles[0].status == "paused")
    handles[0].resume()
    check(server, handles[0])
    assert offsets == [0, 6 << 20]


def test_without_a_server_the_bytes_wait_and_go_when_it_is_back(
    server: JupyterProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELLKEEP_ROUTES", "http")
    server.stop()
    handle = Run().save(BIG, "output", name="big")
    current_session().engine.drain(0.5)
    assert handle.status == "queued"
    server.start()
    check(server, handle)
