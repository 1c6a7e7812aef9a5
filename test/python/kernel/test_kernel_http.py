"""The http route: a process that reaches the store by its server alone, and all that goes wrong."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_process import JupyterProcess, Line

import cellkeep
from cellkeep import Run, errors
from cellkeep.transfer import engine
from cellkeep.transfer.routes import http
from cellkeep.transfer.server_link import ServerLink
from cellkeep_store import Store

BIG = os.urandom(24_000_000)


@pytest.fixture
def make_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Start a server whose store is not the one that this process would use by itself."""
    servers: list[JupyterProcess] = []

    def make(*options: str) -> JupyterProcess:
        server = JupyterProcess(tmp_path / f"server{len(servers)}", *options)
        servers.append(server)
        server.start()
        monkeypatch.setenv("CELLKEEP_SERVER_FILE", str(server.file))
        return server

    yield make
    for server in servers:
        server.stop()


@pytest.fixture
def server(make_server: Callable[..., JupyterProcess]) -> JupyterProcess:
    return make_server()


@pytest.fixture
def line(
    server: JupyterProcess, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Callable[[bytes, int], bytes]], None]]:
    """Put a line that can be disturbed between this process and the server."""
    lines: list[Line] = []

    def make(towards: Callable[[bytes, int], bytes]) -> None:
        made = Line(lambda: server.port, towards)
        lines.append(made)
        monkeypatch.setenv("CELLKEEP_SERVER", f"http://127.0.0.1:{made.port}/")
        monkeypatch.setenv("CELLKEEP_TOKEN", server.address().token)

    yield make
    for one in lines:
        one.close()


@pytest.fixture
def offsets(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The offsets at which uploads began or went on."""
    found: list[int] = []
    send = http._Sending._send_from

    def noting(sending: Any, upload: Any, progress: Any) -> Any:
        found.append(upload.offset)
        return send(sending, upload, progress)

    monkeypatch.setattr(http._Sending, "_send_from", noting)
    return found


def check(server: JupyterProcess, handle: Any, data: bytes = BIG) -> None:
    """The bytes are in the server's store, came by http, and not into a store of ours."""
    assert handle.wait(60).version == 1
    transfer = engine().find(handle.id)
    assert transfer is not None
    assert transfer.status().route == "http"
    with Store.open(server.store) as store:
        path = store.content_path(handle.receipt.artifact_id)
        assert path.read_bytes() == data
    assert not (Path(os.environ["CELLKEEP_STORE"]) / "store.json").exists()


def test_large_and_small_saves_arrive_at_the_server(server: JupyterProcess) -> None:
    run = Run()
    check(server, run.save(BIG, "output", name="big"))
    check(server, run.save(BIG[:10], "output", name="small"), BIG[:10])
    again = run.save(BIG, "output", name="the same again")
    assert again.wait(30).receipt.size == len(BIG)
    assert run.save(BIG, "output", name="big").wait(30).version == 1  # nothing new


def test_a_bit_that_flips_on_the_way_is_refused_and_sent_again(
    server: JupyterProcess, line: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "PIECE_BYTES", 4 << 20)
    flipped: list[int] = []

    def flip(data: bytes, before: int) -> bytes:
        if before < 10 << 20 <= before + len(data) and not flipped:
            flipped.append(before)
            return data[:100] + bytes([data[100] ^ 4]) + data[101:]
        return data

    statuses: list[int] = []
    failed = http._Sending._failed
    monkeypatch.setattr(
        http._Sending,
        "_failed",
        lambda sending, answer: (statuses.append(answer.status), failed(sending, answer))[1],
    )
    line(flip)
    check(server, Run().save(BIG, "output", name="big"))
    assert flipped
    assert statuses == [460]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """The answers after which something was sent again."""
    found: list[tuple[int, str]] = []
    failed = http._Sending._failed

    def noting(sending: Any, answer: Any) -> None:
        error = answer.error()
        found.append((answer.status, error.code if error else ""))
        failed(sending, answer)

    monkeypatch.setattr(http._Sending, "_failed", noting)
    return found


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
        assert [one.name for one in store.artifacts().items] == ["said truly"]


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
        names = {one.name for one in store.artifacts(limit=100).items}
    assert names == {handle.name for handle in handles}


@pytest.mark.parametrize("first", ["nothing", "pause"])
def test_what_came_of_a_cancelled_save_goes_from_the_server(
    server: JupyterProcess, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    monkeypatch.setattr(http, "PIECE_BYTES", 1 << 20)
    write = http._Sending._write
    reached, go_on = threading.Event(), threading.Event()

    def slowly(sending: Any, sock: Any, file: Any, offset: int, count: int, tell: Any) -> None:
        if offset >= 6 << 20:
            reached.set()
            go_on.wait(20)
        write(sending, sock, file, offset, count, tell)

    monkeypatch.setattr(http._Sending, "_write", slowly)
    handle = Run().save(BIG, "output", name="big")
    assert reached.wait(30)
    staged = server.store / "staging" / handle.id
    assert staged.exists()
    if first == "pause":
        handle.pause()
        go_on.set()
        until(lambda: handle.status == "paused")
        assert staged.exists()
    assert handle.cancel()
    go_on.set()
    until(lambda: not staged.exists())
    assert handle.status == "cancelled"
    with Store.open(server.store) as store:
        assert store.status().artifacts == 0


def until(met: Callable[[], bool], timeout: float = 20) -> None:
    deadline = time.monotonic() + timeout
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_line_that_is_cut_again_and_again_loses_no_byte(
    server: JupyterProcess, line: Any, offsets: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "PIECE_BYTES", 1 << 20)
    monkeypatch.setattr(http, "FIRST_PAUSE_S", 0.02)
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
    assert offsets == sorted(offsets)  # it went on, and never began anew
    assert offsets[-1] > 12_000_000


def test_a_server_that_is_killed_and_started_again_elsewhere_gets_the_rest(
    server: JupyterProcess, offsets: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "PIECE_BYTES", 1 << 20)
    reached = threading.Event()
    killed = threading.Event()
    write = http._Sending._write

    def slowly(sending: Any, sock: Any, file: Any, offset: int, count: int, tell: Any) -> None:
        if offset >= 8 << 20 and not killed.is_set():
            reached.set()
            killed.wait(20)
        write(sending, sock, file, offset, count, tell)

    monkeypatch.setattr(http._Sending, "_write", slowly)
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


def test_an_expired_grant_is_renewed_in_the_middle_of_a_file(
    make_server: Callable[..., JupyterProcess],
    offsets: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = make_server("--CellkeepApp.grant_lifetime=0.4")
    monkeypatch.setattr(http, "PIECE_BYTES", 2 << 20)
    monkeypatch.setattr(http, "FIRST_PAUSE_S", 0.02)
    write = http._Sending._write

    def slowly(*given: Any) -> None:
        time.sleep(0.1)
        write(*given)

    monkeypatch.setattr(http._Sending, "_write", slowly)
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

    monkeypatch.setattr(http, "FIRST_PAUSE_S", 0.02)
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


def test_tls_with_the_servers_own_certificate(
    make_server: Callable[..., JupyterProcess], tmp_path: Path
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    command += ["-subj", "/CN=some.other.name", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    server = make_server(f"--ServerApp.certfile={certificate}", f"--ServerApp.keyfile={key}")
    assert server.address().url.startswith("https://")
    check(server, Run().save(BIG, "output", name="big"))


def test_a_server_on_a_unix_socket_below_a_base_url(
    make_server: Callable[..., JupyterProcess], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "server0" / "s"
    server = make_server(f"--ServerApp.sock={path}", "--ServerApp.base_url=/user/me/")
    assert server.address().socket == str(path)
    check(server, Run().save(BIG, "output", name="big"))


def test_the_server_that_a_person_named_is_used_and_no_other_place(
    server: JupyterProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CELLKEEP_SERVER_FILE")
    monkeypatch.setenv("CELLKEEP_SERVER", f"http://127.0.0.1:{server.port}")
    monkeypatch.setenv("CELLKEEP_TOKEN", "secret")  # one of Jupyter's
    check(server, Run().save(BIG, "output", name="big"))
    monkeypatch.setenv("CELLKEEP_TOKEN", "wrong")
    handle = Run().save(BIG[:5], "output", name="small")
    engine().drain(1)
    assert handle.status == "queued"
    assert handle.error is not None
    assert handle.error.code == "STORE_UNREACHABLE"
    assert "403" in handle.error.message
    assert not (tmp_path / "store" / "store.json").exists()
    monkeypatch.setenv("CELLKEEP_TOKEN", "secret")
    assert handle.wait(20).version == 1


def test_a_pause_stops_in_the_middle_and_goes_on_from_there(
    server: JupyterProcess, offsets: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "PIECE_BYTES", 1 << 20)
    write = http._Sending._write
    handles: list[Any] = []
    paused: list[bool] = []

    def pausing(sending: Any, sock: Any, file: Any, offset: int, count: int, tell: Any) -> None:
        if offset == 6 << 20 and not paused:
            paused.append(handles[0].pause())
        write(sending, sock, file, offset, count, tell)

    monkeypatch.setattr(http._Sending, "_write", pausing)
    handles.append(Run().save(BIG, "output", name="big"))
    deadline = time.monotonic() + 20
    while handles[0].status != "paused":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    handles[0].resume()
    check(server, handles[0])
    assert offsets == [0, 6 << 20]


def test_the_same_store_is_written_directly_and_routes_can_be_forbidden(
    server: JupyterProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELLKEEP_STORE", str(server.store))
    run = Run()
    first = run.save(BIG, "output", name="big")
    first.wait(30)
    transfer = engine().find(first.id)
    assert transfer is not None
    assert transfer.status().route == "store"
    monkeypatch.setenv("CELLKEEP_ROUTES", "http,spool")
    second = run.save(BIG[1:], "output", name="other")
    second.wait(30)
    transfer = engine().find(second.id)
    assert transfer is not None
    assert transfer.status().route == "http"


def test_without_a_server_the_bytes_wait_and_go_when_it_is_back(
    server: JupyterProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELLKEEP_ROUTES", "http")
    server.stop()
    handle = Run().save(BIG, "output", name="big")
    engine().drain(0.5)
    assert handle.status == "queued"
    server.start()
    check(server, handle)


def test_what_was_stored_is_listed_and_loaded_by_http(
    server: JupyterProcess, line: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cuts = 0

    def cut(data: bytes, before: int) -> bytes:
        nonlocal cuts
        if b"/content" in data and cuts < 2:
            cuts += 1
            raise OSError("cut")
        return data

    run = Run()
    run.save(b"first", "output", name="small").wait(30)
    run.save(b"second", "output", name="small").wait(30)
    handle = run.save(BIG, "output", name="big").wait(30)
    line(cut)
    assert handle.artifact is not None
    assert handle.artifact.size == len(BIG)
    assert [row.name for row in run.list()] == ["big", "small", "small"]
    assert run.load("big") == BIG
    assert cuts == 2
    assert (run.load("small"), run.load("small", version=1)) == (b"second", b"first")
    assert cellkeep.load("small") == b"second"
    with pytest.raises(errors.ArtifactNotFoundError):
        run.load("nothing")
    with Store.open(server.store) as store:
        damaged = store.content_path(handle.receipt.artifact_id)
        damaged.chmod(0o600)
        with damaged.open("r+b") as file:
            file.write(b"\0" * 100)
    assert run.load("big") == BIG  # it was downloaded and verified before
    again = run.save(os.urandom(10), "output", name="bad").wait(30)
    with Store.open(server.store) as store:
        path = store.content_path(again.receipt.artifact_id)
        path.chmod(0o600)
        path.write_bytes(b"0123456789")
    with pytest.raises(errors.BlobDamagedError):
        run.load("bad")
    assert not (Path(os.environ["CELLKEEP_STORE"]) / "store.json").exists()


def test_a_folder_of_small_files_goes_in_few_requests(
    server: JupyterProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests: list[str] = []
    request = ServerLink.request

    def noting(link: ServerLink, method: str, path: str, **named: Any) -> Any:
        requests.append(path)
        return request(link, method, path, **named)

    monkeypatch.setattr(ServerLink, "request", noting)
    Path("many").mkdir()
    for number in range(1500):
        Path(f"many/{number}.bin").write_bytes(number.to_bytes(2000, "big"))
    handles = Run().save_directory("many", "input")
    assert all(handle.wait(60).version == 1 for handle in handles)
    assert 0 < requests.count("batch") < 30
    assert requests.count("offers") < 30
    transfer = engine().find(next(iter(handles)).id)
    assert transfer is not None
    assert transfer.status().route == "http"
    with Store.open(server.store) as store:
        assert store.status().artifacts == 1500


def test_a_kernel_that_the_server_starts_finds_it_by_itself(server: JupyterProcess) -> None:
    from jupyter_client.blocking.client import BlockingKernelClient

    headers = {"Authorization": "token secret"}
    url = f"http://127.0.0.1:{server.port}/api/kernels"
    request = urllib.request.Request(url, b"{}", headers, method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        kernel_id = json.load(answer)["id"]
    connection = server.folder / "runtime" / f"kernel-{kernel_id}.json"
    client = BlockingKernelClient(connection_file=str(connection))
    client.load_connection_file()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        said: list[str] = []
        code = """
import os, cellkeep
from cellkeep.transfer import engine
run = cellkeep.Run("from a kernel")
def route(handle):
    return engine().find(handle.wait(30).id).status().route
print(route(run.save(b"1" * 9000000, "output", name="direct")))
os.environ["CELLKEEP_ROUTES"] = "http"
print(route(run.save(b"2" * 9000000, "output", name="sent")))
"""
        reply = client.execute_interactive(
            code,
            timeout=60,
            output_hook=lambda one: said.append(str(one["content"].get("text", ""))),
        )
        assert reply["content"]["status"] == "ok", reply["content"]
        assert "".join(said).split() == ["store", "http"]
    finally:
        client.stop_channels()
        request = urllib.request.Request(f"{url}/{kernel_id}", None, headers, method="DELETE")
        urllib.request.urlopen(request, timeout=30).close()
    with Store.open(server.store) as store:
        assert store.status().artifacts == 2
