"""Beginning, trouble and end: a store out of reach must not take JupyterLab down."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from samples import MSGPACK, offer, packed, run, stored
from tornado.web import HTTPError

from cellkeep_core.errors import CellkeepError, StoreFullError
from cellkeep_core.protocol import to_builtins
from cellkeep_server import service as service_module
from cellkeep_server.answers import answer_to
from cellkeep_server.app import CellkeepApp
from cellkeep_server.service import StoreService
from cellkeep_store import Store
from run_script import run_script


async def test_unusable_store_is_told_and_tried_again(
    api: Any, store_folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "RETRY_AFTER_S", 0.0)
    store_folder.write_text("a file where the folder should be")
    answer = await api("GET", "status")
    assert (answer.status, answer.json["code"]) == (503, "STORE_UNREACHABLE")
    assert answer.json["retryable"] is True
    assert str(store_folder) in answer.json["message"]
    assert answer.headers["Retry-After"] == "1"
    assert (await api("GET", f"{api.base_url}api/status")).status == 200  # Jupyter itself is well
    store_folder.unlink()
    assert (await api("GET", "status")).status == 200


async def test_requests_share_one_opening_and_one_failure(
    api: Any, app: CellkeepApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[float] = []

    def refuse(*args: Any, **kwargs: Any) -> Store:
        tries.append(time.monotonic())
        raise PermissionError(13, "Permission denied", "/somewhere")

    monkeypatch.setattr(Store, "open", refuse)
    answers = await asyncio.gather(*(api("GET", "runs") for _ in range(20)))
    assert {answer.json["code"] for answer in answers} == {"STORE_UNREACHABLE"}
    assert "Permission denied: /somewhere" in answers[0].json["message"]
    assert len(tries) == 1


async def test_who_ask_whether_the_store_is_ready_share_one_look(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looks: list[None] = []
    look = service_module._look

    def count(store: Store) -> None:
        looks.append(None)
        look(store)

    monkeypatch.setattr(service_module, "_look", count)
    monkeypatch.setattr(service_module, "READY_FOR_S", 3600.0)
    service = StoreService(lambda: Store.open(tmp_path / "store"), logging.getLogger("test"))
    for _ in range(2):
        assert all(await asyncio.gather(*(service.is_ready() for _ in range(10))))
    assert len(looks) == 1
    monkeypatch.setattr(service_module, "READY_FOR_S", 0.0)
    assert await service.is_ready()
    assert len(looks) == 2
    await service.close(10)


async def test_store_that_hangs_while_opening_lets_requests_go(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(service_module, "OPEN_TIMEOUT_S", 0.2)
    released = threading.Event()

    def hang() -> Store:
        released.wait(10)
        return Store.open(tmp_path / "store")

    service = StoreService(hang, logging.getLogger("test"))
    with pytest.raises(CellkeepError, match="did not open in"):
        await service.call(lambda store: store.status())
    released.set()
    await asyncio.sleep(0.3)
    assert (await service.call(lambda store: store.status())).runs == 0  # the same opening went on
    await service.close(2)


async def test_unexpected_failure_tells_an_id_and_nothing_else(
    api: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def explode(self: Store) -> Any:
        raise ValueError("secret /home/someone")

    monkeypatch.setattr(Store, "status", explode)
    answer = await api("GET", "status")
    assert (answer.status, answer.json["code"]) == (500, "INTERNAL")
    assert b"secret" not in answer.body
    assert b"ValueError" not in answer.body
    log_id = answer.json["message"].split("id ")[1].rstrip(".")
    logged = [record for record in caplog.records if log_id in record.getMessage()]
    assert len(logged) == 1
    assert "secret /home/someone" in str(logged[0].exc_info)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (StoreFullError("full"), 507, "STORE_FULL"),
        (OSError(28, "No space left on device"), 507, "STORE_FULL"),
        (HTTPError(403, "no"), 403, "FORBIDDEN"),
        (HTTPError(405), 405, "BAD_REQUEST"),
        (HTTPError(500, "secret"), 500, "INTERNAL"),
        (HTTPError(404, "%s is odd", "100%"), 404, "BAD_REQUEST"),
        (HTTPError(404, "100% odd"), 404, "BAD_REQUEST"),
        (RuntimeError("secret"), 500, "INTERNAL"),
        (CellkeepError("sum", code="CHECKSUM_MISMATCH"), 460, "CHECKSUM_MISMATCH"),
    ],
)
def test_every_error_has_one_shape(error: Exception, status: int, code: str) -> None:
    answer = answer_to(error)
    assert answer.status == status
    assert answer.body["code"] == code
    assert set(answer.body) - {"hint"} == {"code", "message", "retryable", "reason"}
    assert "secret" not in str(answer.body)


@pytest.mark.parametrize("cellkeep_config", [{"limit_bytes": 1000}])
async def test_limit_of_the_store_is_kept(api: Any) -> None:
    content = b"x" * 1001
    answer = await api("POST", "offers", body=packed(offer(content), content), headers=MSGPACK)
    assert (answer.status, answer.json["code"]) == (507, "STORE_FULL")
    refused = await api(
        "POST", "uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "1001"}
    )
    assert refused.status == 507
    assert (await api("GET", "status")).json["limit_bytes"] == 1000


async def test_stopping_is_bounded_even_while_the_store_is_busy(
    api: Any, app: CellkeepApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stored(api, b"x")
    released = threading.Event()

    def busy(self: Store) -> Any:
        released.wait(30)

    monkeypatch.setattr(Store, "status", busy)
    waiting = asyncio.ensure_future(api("GET", "status"))
    await asyncio.sleep(0.2)
    before = time.monotonic()
    await app.stop_extension()
    assert time.monotonic() - before < 6
    released.set()
    await waiting
    late = await api("GET", "runs")
    assert (late.status, late.json["code"]) == (503, "STORE_UNREACHABLE")


async def test_stopping_ends_queued_transfers(
    api: Any, app: CellkeepApp, jp_root_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        (jp_root_dir / f"{number}").write_text(str(number))
    body = {
        "paths": [str(number) for number in range(50)],
        "run": to_builtins(run()),
        "category": "input",
    }
    await api("POST", "contents", json_body=body)
    before = time.monotonic()
    await app.stop_extension()
    assert time.monotonic() - before < 5
    assert not app.machine.transfers._running


async def test_stopping_in_the_moment_of_a_change_ends_too(api: Any, app: CellkeepApp) -> None:
    await stored(api, b"x")
    await asyncio.sleep(0.05)  # the watcher waits for news
    await stored(api, b"y")  # they come with the end
    await asyncio.wait_for(app.watcher.close(), 5)


async def test_server_that_was_never_asked_opens_no_store(
    jp_serverapp: Any, app: CellkeepApp, store_folder: Any
) -> None:
    await asyncio.sleep(0.1)
    assert not store_folder.exists()
    await app.stop_extension()


@pytest.mark.parametrize("cellkeep_config", [{"store_folder": "~/kept here"}])
async def test_store_folder_may_start_with_a_tilde(api: Any, jp_home_dir: Path) -> None:
    assert (await api("GET", "status")).json["location"] == str(jp_home_dir / "kept here")


def test_naming_the_extension_imports_nothing_heavy() -> None:
    program = (
        "import sys, cellkeep_server\n"
        "heavy = {'tornado', 'jupyter_server', 'sqlalchemy', 'cellkeep_store', 'traitlets'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert run_script(program, timeout=30) == "[]\n"
