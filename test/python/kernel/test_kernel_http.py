"""The http route: a process that reaches the store by its server alone."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from http_server import BIG, check
from jupyter_process import JupyterProcess

import cellkeep
from cellkeep import Run, errors
from cellkeep.transfer.server_link import ServerLink
from cellkeep.transfer.session import current_session
from cellkeep_core.mirrors import places_of
from cellkeep_store import Store


def test_large_and_small_saves_arrive_at_the_server(server: JupyterProcess) -> None:
    run = Run()
    check(server, run.save(BIG, "output", name="big"))
    check(server, run.save(BIG[:10], "output", name="small"), BIG[:10])
    again = run.save(BIG, "output", name="the same again")
    assert again.wait(30).receipt.size == len(BIG)
    assert run.save(BIG, "output", name="big").wait(30).version == 1  # nothing new


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
    current_session().engine.drain(1)
    assert handle.status == "queued"
    assert handle.error is not None
    assert handle.error.code == "STORE_UNREACHABLE"
    assert "403" in handle.error.message
    assert not (tmp_path / "store" / "store.json").exists()
    monkeypatch.setenv("CELLKEEP_TOKEN", "secret")
    assert handle.wait(20).version == 1


def test_the_same_store_is_written_directly_and_routes_can_be_forbidden(
    server: JupyterProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELLKEEP_STORE", str(server.store))
    run = Run()
    first = run.save(BIG, "output", name="big")
    first.wait(30)
    assert first.transfer_status().route == "store"
    monkeypatch.setenv("CELLKEEP_ROUTES", "http,spool")
    second = run.save(BIG[1:], "output", name="other")
    second.wait(30)
    assert second.transfer_status().route == "http"


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
    assert cellkeep.load("small", run=run.name) == b"second"
    assert cellkeep.open_run(run.name).id == cellkeep.open_run(run.id).id == run.id
    with pytest.raises(errors.ArtifactNotFoundError):
        run.load("nothing")
    with Store.open(server.store) as store:
        damaged = store.contents.local_path(handle.receipt.artifact_id)
        damaged.chmod(0o600)
        with damaged.open("r+b") as file:
            file.write(b"\0" * 100)
    assert run.load("big") == BIG  # it was downloaded and verified before
    again = run.save(os.urandom(10), "output", name="bad").wait(30)
    with Store.open(server.store) as store:
        path = store.contents.local_path(again.receipt.artifact_id)
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
    assert handles[0].transfer_status().route == "http"
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
    client.hb_channel.time_to_dead = 60  # on a busy machine it is slow to start, and not dead
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        said: list[str] = []
        code = """
import os, cellkeep
from cellkeep.transfer.session import current_session
run = cellkeep.Run("from a kernel")
def route(handle):
    return current_session().engine.find(handle.wait(30).id).status().route
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


def test_a_mirror_gets_what_the_server_has(server: JupyterProcess, tmp_path: Path) -> None:
    run = Run("afar", mirror=f"mlflow:{tmp_path / 'mlruns'}")
    receipt = run.save(pd.DataFrame({"a": [1, 2]}), name="df").result(60)
    assert run.flush(100).copies == []
    (copy,) = (tmp_path / "mlruns").rglob("artifacts/df.parquet")
    assert list(pd.read_parquet(copy)["a"]) == [1, 2]
    with Store.open(server.store) as store:
        (place,) = places_of(store.catalog.artifact(receipt.artifact_id).metadata)
    assert place.place == "Default/afar/df.parquet"
