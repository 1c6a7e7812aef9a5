"""`cellkeep serve` as processes of its own: two of them on one store, ended and started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from samples import MSGPACK, STREAM, offer, packed
from service_client import (
    ask,
    asked_for_bytes,
    client,
    kept,
    loads,
    log_of,
    named,
    parts_of_others,
    requests_of,
)

from cellkeep_core.protocol import to_builtins
from object_storage import BUCKET, CREDENTIALS, running_storage
from ports import free_port
from postgres_server import new_database, running_server
from waiting import wait_until

HERE = Path(__file__).parent

CONFIGURATION = """
import sys
sys.path[:0] = {folders!r}
from service import Persons
c.ServeApp.identity_provider_class = Persons
c.ServeApp.authenticate_prometheus = False
c.ServiceAuthorizer.admin_users = ["root"]
"""
START_S = 60


def await_answer(
    process: subprocess.Popen[bytes], log: Path, status: int, url: str, **headers: str
) -> None:
    """Wait until a server that was just started answers so."""
    end = time.monotonic() + START_S
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        try:
            if ask(url, **headers)[0] == status:
                return
        except OSError:
            time.sleep(0.05)


@pytest.fixture(scope="module")
def shared() -> Iterator[dict[str, str]]:
    """What servers are told of an object storage and a database that they have in common."""
    with running_storage() as endpoint, running_server() as socket:
        yield {
            **CREDENTIALS,
            "AWS_ENDPOINT_URL": endpoint,
            "CELLKEEP_STORAGE_URL": f"s3://{BUCKET}/team",
            "CELLKEEP_CATALOG_URL": new_database(socket, "team"),
        }


@contextmanager
def serving(
    folder: Path,
    *options: str,
    configured: str = CONFIGURATION,
    port: int = 0,
    base: str = "/",
    **environment: str,
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a server on the folder's store; yield its address when it is ready."""
    configuration = folder / "cellkeep_serve_config.py"
    configuration.write_text(configured.format(folders=[str(HERE), str(HERE.parents[1])]))
    port = port or free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("CELLKEEP_")}
    command = "from cellkeep_store.cli import main; main()"
    log = folder / f"log-{port}"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                *(sys.executable, "-c", command, "serve"),
                *(f"--port={port}", f"--config={configuration}", "--ServerApp.port_retries=0"),
                *("--allow-root", "--json-logs", *options),
            ],
            env={
                **own,
                "HOME": str(folder),
                "CELLKEEP_STORE": str(folder / "store"),
                **environment,
            },
            stdout=out,
            stderr=out,
        )
    url = f"http://127.0.0.1:{port}{base}cellkeep/api/"
    try:
        await_answer(process, log, 204, f"{url}ready")
        yield url, process
    finally:
        process.kill()
        process.wait(10)


def test_what_one_server_grants_holds_with_another_and_after_a_restart(tmp_path: Path) -> None:
    content = os.urandom(400_000)
    made = offer(content)
    body = json.dumps({"offer": to_builtins(made)}).encode()
    patch = {"Tus_Resumable": "1.0.0", "Content_Type": STREAM}
    with serving(tmp_path) as (first, process):
        json_type = {"Content_Type": "application/json"}
        status, told = ask(f"{first}offers", "POST", body, X_Person="olga", **json_type)
        assert status == 200, told
        grant = {"Authorization": f"Cellkeep {json.loads(told)['grant']}"}
        with serving(tmp_path) as (second, _):
            sent = content[:300_000]
            address = f"{second}uploads/{made.id}"
            assert ask(address, "PATCH", sent, Upload_Offset="0", **patch, **grant)[0] == 204
            # It is a grant for this upload of hers and no other, and no word of hers elsewhere.
            assert ask(f"{second}artifacts", **grant)[0] == 403
            forged = grant["Authorization"][:-8] + "AAAAAAA="
            assert ask(address, "HEAD", Tus_Resumable="1.0.0", Authorization=forged)[0] == 401
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    with serving(tmp_path) as (third, _):
        address = f"{third}uploads/{made.id}"
        rest = content[300_000:]
        assert ask(address, "PATCH", rest, Upload_Offset="300000", **patch, **grant)[0] == 204
        assert ask(f"{third}artifacts/{made.id}/content", X_Person="olga")[1] == content
        assert ask(f"{third}artifacts/{made.id}/content", X_Person="otto")[0] == 404
        told_of = json.loads(ask(f"{third}runs/{made.run.id}", X_Person="olga")[1])
        assert told_of["owner"] == "olga"


def test_servers_with_nothing_of_their_own_share_object_storage_and_a_database(
    tmp_path: Path, shared: dict[str, str]
) -> None:
    content = os.urandom(9_000_000)
    made = offer(content)
    body = json.dumps({"offer": to_builtins(made)}).encode()
    patch = {"Tus_Resumable": "1.0.0", "Content_Type": STREAM, "X_Person": "olga"}
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
    with serving(folders[0], **shared) as (first, process):
        told = ask(f"{first}offers", "POST", body, X_Person="olga", Content_Type="application/json")
        assert told[0] == 200, told
        address = f"uploads/{made.id}"
        sent = ask(f"{first}{address}", "PATCH", content[:8_500_000], Upload_Offset="0", **patch)
        assert sent[0] == 204, sent
        process.kill()  # with what it had: its folder is nobody else's
    with serving(folders[1], **shared) as (second, _):
        head = {"Tus_Resumable": "1.0.0", "X_Person": "olga"}
        request = Request(f"{second}{address}", None, named(head), method="HEAD")
        with urlopen(request, timeout=30) as answer:
            offset = int(answer.headers["Upload-Offset"])
        assert 8_388_608 <= offset <= 8_500_000  # whole pieces outlive the server
        rest = content[offset:]
        sent = ask(f"{second}{address}", "PATCH", rest, Upload_Offset=str(offset), **patch)
        assert sent[0] == 204, sent
        kept = ask(f"{second}artifacts/{made.id}/content", X_Person="olga")
        assert kept == (200, content)
        assert ask(f"{second}artifacts/{made.id}/content", X_Person="otto")[0] == 404
    assert not [one for one in folders[1].rglob("*") if one.is_file() and one.stat().st_size > 1e6]


def test_a_script_puts_its_bytes_into_the_storage_and_another_process_goes_on(
    tmp_path: Path, shared: dict[str, str]
) -> None:
    sizes = {"small": 5_000_000, "large": 40_000_000, "cut": 40_000_000, "streamed": 5_000_000}
    contents = {name: os.urandom(size) for name, size in sizes.items()}
    paths = {name: tmp_path / name for name in sizes}
    for name, path in paths.items():
        path.write_bytes(contents[name])
    folders = [tmp_path / f"server {number}" for number in range(3)]
    for folder in folders:
        folder.mkdir()
    endpoint = {"CELLKEEP_STORAGE_CLIENT_ENDPOINT": shared["AWS_ENDPOINT_URL"]}
    with serving(folders[0], **shared, **endpoint) as (first, _):
        given = [str(paths["small"]), str(paths["large"])]
        assert client(tmp_path, first, "saves", *given) == (0, "1, 1 early, 2 early, 3 early")
        assert kept(first, "small") == contents["small"]
        assert kept(first, "large") == contents["large"]
        # Killed in the middle: with another server and in another process only the rest is sent.
        assert client(tmp_path, first, "dies", str(paths["cut"]))[0] == 9
        # A request is logged after its answer, which may be the last thing that the client heard.
        wait_until(lambda: len(requests_of(folders[0])) >= 8, otherwise="a request is missing")
    assert sorted(requests_of(folders[0])) == ["completion"] * 2 + ["parts"] * 6
    with serving(folders[1], **shared, **endpoint) as (second, _):
        assert kept(second, "cut") is None
        for path, body in parts_of_others(folders[0]):
            json_type = {"Content_Type": "application/json"}
            told = ask(f"{second}{path}", "POST", body, X_Person="otto", **json_type)
            assert (told[0], json.loads(told[1])["code"]) == (404, "UPLOAD_NOT_FOUND")
        assert client(tmp_path, second, "goes on") == (0, "2, 3")
        assert kept(second, "cut") == contents["cut"]
        # They are read from the storage, too: the service is only asked where that is.
        before = ["parts"] * 3 + ["completion"] * 2 + ["content", "address"] * 2
        asked_for_bytes(folders[1], before)
        loads(tmp_path, second, contents, "cut", "small")
        asked_for_bytes(folders[1], [*before, "address", "address"])
        metrics = ask(f"{second.removesuffix('cellkeep/api/')}metrics")[1].decode()
        for line in (
            *('cellkeep_presigned_uploads_total{outcome="granted"} 1.0',),
            *('cellkeep_presigned_uploads_total{outcome="completed"} 1.0',),
            "cellkeep_presigned_upload_bytes_total 4e+07",
            'cellkeep_presigned_reads_total{outcome="granted"} 3.0',
            "cellkeep_presigned_read_bytes_total 8.5e+07",
        ):
            assert line in metrics, line
    # A storage out of the client's reach: the bytes come through the service.
    closed = {"CELLKEEP_STORAGE_CLIENT_ENDPOINT": "http://127.0.0.1:1"}
    with serving(folders[2], **shared, **closed) as (third, _):
        assert client(tmp_path, third, "saves", str(paths["streamed"]))[0] == 0
        assert kept(third, "streamed") == contents["streamed"]
        loads(tmp_path, third, contents, "cut", "small")
        # It is asked where they are once, and then not for a while.
        asked_for_bytes(folders[2], ["parts", "PATCH"] + ["content"] * 4 + ["address"] * 3)


def test_the_service_has_nothing_but_cellkeep_and_says_how_it_is(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("a file of the machine")
    with serving(tmp_path) as (url, process):
        base = url.removesuffix("cellkeep/api/")
        for path in (
            *("files/file.txt", "api/contents", "api/contents/file.txt", "api/kernels"),
            *("api/sessions", "api/terminals", "lab", "tree", "api/kernelspecs", "nbconvert/html"),
            *("cellkeep/api/contents", "cellkeep/api/transfers"),
        ):
            assert ask(f"{base}{path}", X_Person="root")[0] == 404, path
        # Nobody makes up events for others.
        event = json.dumps({"schema_id": "x", "version": "1", "data": {}}).encode()
        assert ask(f"{base}api/events", "POST", event, X_Person="root")[0] == 403
        made = offer(b"counted")
        body = packed(made, b"counted")
        assert ask(f"{url}offers", "POST", body, X_Person="olga", **MSGPACK)[0] == 200
        metrics = ask(f"{base}metrics")[1].decode()
        assert 'cellkeep_store_seconds_count{threads="move"}' in metrics
        assert "cellkeep_ready 1.0" in metrics
        assert "olga" not in metrics
        # Out of reach: alive, and not ready.
        (tmp_path / "store").rename(tmp_path / "away")
        assert ask(f"{url}health")[0] == 204
        wait_until(lambda: ask(f"{url}ready")[0] == 503)  # a look is known for a second
        status, told = ask(f"{url}ready")
        assert (status, json.loads(told)["code"]) == (503, "STORE_UNREACHABLE")
        assert str(tmp_path).encode() not in told
        (tmp_path / "away").rename(tmp_path / "store")
        wait_until(lambda: ask(f"{url}ready")[0] == 204)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        lines: list[Any] = [json.loads(line) for line in log_of(tmp_path).splitlines()]
    saved = [line for line in lines if line.get("path", "").endswith("/offers")]
    assert [(line["person"], line["status"]) for line in saved] == [("olga", 200)]
