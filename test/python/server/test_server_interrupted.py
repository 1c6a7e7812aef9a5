"""Uploads that something goes wrong with: lost connections, two writers, a killed server."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from conftest import TUS, eventually
from rawhttp import RawRequest
from samples import offer, patch_headers, stored

from cellkeep_core.protocol import to_builtins
from cellkeep_server.app import CellkeepApp
from cellkeep_server.uploads import manager as uploads_module
from cellkeep_store import Store

CONTENT = os.urandom(5_000_000)


async def offered(api: Any, content: bytes = CONTENT) -> str:
    answer = await api("POST", "offers", json_body={"offer": to_builtins(offer(content))})
    path: str = answer.json["upload_url"]
    return path


async def begin_patch(api: Any, path: str, offset: int, **more: str) -> RawRequest:
    headers = patch_headers(api, offset, **more)
    return await RawRequest.open(api.port, "PATCH", path, headers, len(CONTENT) - offset)


async def offset_of(api: Any, path: str) -> int:
    return int((await api("HEAD", path, headers=TUS)).headers["Upload-Offset"])


async def settled_offset(api: Any, path: str, app: CellkeepApp) -> int:
    """Wait until no request writes any more, then ask."""
    await eventually(lambda: not app.uploads.active)
    return await offset_of(api, path)


async def received(app: CellkeepApp, count: int) -> None:
    """Wait until the server has taken so many bytes of the one upload there is."""
    writers = app.uploads._writers
    await eventually(lambda: any(writer.offset >= count for writer in writers.values()))


async def finish_from(api: Any, path: str, offset: int, content: bytes = CONTENT) -> Any:
    headers = patch_headers(api, offset)
    answer = await api("PATCH", path, headers=headers, body=content[offset:])
    assert answer.status == 204, answer.body
    receipt = json.loads(base64.b64decode(answer.headers["Cellkeep-Receipt"]))
    assert receipt["sha256"] == hashlib.sha256(content).hexdigest()
    return receipt


@pytest.mark.parametrize("sent", [1, 700_000, 2_500_001, 4_999_999])
async def test_cut_connection_loses_no_byte_that_came(
    api: Any, app: CellkeepApp, sent: int
) -> None:
    path = await offered(api)
    request = await begin_patch(api, path, 0)
    await request.send(CONTENT[:sent])
    await received(app, sent)
    request.cut()
    assert await settled_offset(api, path, app) == sent
    await finish_from(api, path, sent)


async def test_cut_right_after_the_last_byte_still_gives_a_receipt(
    api: Any, app: CellkeepApp
) -> None:
    path = await offered(api)
    request = await begin_patch(api, path, 0)
    await request.send(CONTENT)
    request.cut()  # the answer never arrives
    head = await api("HEAD", path, headers=TUS)
    while int(head.headers["Upload-Offset"]) < len(CONTENT):
        await asyncio.sleep(0.05)
        head = await api("HEAD", path, headers=TUS)
    assert "Cellkeep-Receipt" in head.headers


async def test_cut_request_with_a_checksum_keeps_nothing(api: Any, app: CellkeepApp) -> None:
    path = await offered(api)
    digest = base64.b64encode(hashlib.sha256(CONTENT).digest()).decode()
    request = await begin_patch(api, path, 0, **{"Upload-Checksum": f"sha256 {digest}"})
    await request.send(CONTENT[:3_000_000])
    await received(app, 3_000_000)
    request.cut()
    assert await settled_offset(api, path, app) == 0
    await finish_from(api, path, 0)


async def test_second_writer_is_told_to_wait(api: Any, app: CellkeepApp) -> None:
    path = await offered(api)
    first = await begin_patch(api, path, 0)
    await first.send(CONTENT[:2_000_000])
    await received(app, 2_000_000)
    second = await api("PATCH", path, headers=patch_headers(api, 0), body=CONTENT)
    assert (second.status, second.json["code"]) == (423, "UPLOAD_LOCKED")
    assert second.headers["Retry-After"] == "1"
    await first.send(CONTENT[2_000_000:])
    assert (await first.answer()).status == 204


async def test_lock_of_another_process_is_respected(api: Any, store_folder: Path) -> None:
    path = await offered(api)
    with Store.open(store_folder) as other:
        upload = other.uploads.open(path.rsplit("/", 1)[-1])
        with upload.locked():
            answer = await api("PATCH", path, headers=patch_headers(api, 0), body=CONTENT)
            assert (answer.status, answer.json["code"]) == (423, "UPLOAD_LOCKED")
    await finish_from(api, path, 0)


async def test_silent_writer_gives_way(
    api: Any, app: CellkeepApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A laptop that was closed: its connection stays open, and no byte comes any more.
    monkeypatch.setattr(uploads_module, "STALE_S", 0.2)
    path = await offered(api)
    silent = await begin_patch(api, path, 0)
    await silent.send(CONTENT[:1_500_000])
    await received(app, 1_500_000)
    await asyncio.sleep(0.3)
    assert await offset_of(api, path) == 1_500_000
    await finish_from(api, path, 1_500_000)
    await silent.send(CONTENT[1_500_000:])  # awake again, it learns that it must ask first
    assert (await silent.answer()).status == 423


async def test_terminating_stops_the_writer(api: Any, app: CellkeepApp) -> None:
    path = await offered(api)
    request = await begin_patch(api, path, 0)
    await request.send(CONTENT[:2_000_000])
    await received(app, 2_000_000)
    assert (await api("DELETE", path, headers=TUS)).status == 204
    assert (await api("HEAD", path, headers=TUS)).status == 404
    request.cut()


async def test_body_of_unannounced_length_is_taken_piece_by_piece(api: Any) -> None:
    path = await offered(api)
    headers = patch_headers(api, 0, **{"Transfer-Encoding": "chunked"})
    request = await RawRequest.open(api.port, "PATCH", path, headers, None)
    for start in range(0, len(CONTENT), 700_000):
        piece = CONTENT[start : start + 700_000]
        await request.send(b"%x\r\n%s\r\n" % (len(piece), piece))
    await request.send(b"0\r\n\r\n")
    assert (await request.answer()).status == 204
    head = await api("HEAD", path, headers=TUS)
    assert "Cellkeep-Receipt" in head.headers


async def test_upload_may_be_larger_than_jupyters_body_limit(api: Any, http_server: Any) -> None:
    path = await offered(api)
    http_server.conn_params.max_body_size = 1000
    await finish_from(api, path, 0)


async def test_offset_conflict_with_a_big_body_is_answered_not_cut(api: Any) -> None:
    path = await offered(api)
    answer = await api("PATCH", path, headers=patch_headers(api, 7), body=CONTENT)
    assert (answer.status, answer.json["code"]) == (409, "OFFSET_MISMATCH")


async def test_disk_that_fills_up_is_told_and_the_upload_goes_on_after(
    api: Any, app: CellkeepApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cellkeep_core.errors import StoreFullError
    from cellkeep_store import Upload

    path = await offered(api)
    genuine = Upload.write

    def full(self: Upload, offset: int, chunk: bytes) -> int:
        if offset >= 2_000_000:
            raise StoreFullError("The disk is full.", hint="Free some space.")
        return genuine(self, offset, chunk)

    monkeypatch.setattr(Upload, "write", full)
    answer = await api("PATCH", path, headers=patch_headers(api, 0), body=CONTENT)
    assert (answer.status, answer.json["code"]) == (507, "STORE_FULL")
    monkeypatch.setattr(Upload, "write", genuine)
    offset = await settled_offset(api, path, app)
    assert 0 < offset < len(CONTENT)
    await finish_from(api, path, offset)


async def test_stopping_the_server_mid_upload_keeps_what_came(
    api: Any, app: CellkeepApp, store_folder: Path
) -> None:
    path = await offered(api)
    request = await begin_patch(api, path, 0)
    await request.send(CONTENT[:3_300_000])
    await received(app, 3_300_000)
    before = asyncio.get_running_loop().time()
    await app.stop_extension()
    assert asyncio.get_running_loop().time() - before < 6
    request.cut()
    # The next server opens the store afresh.
    with Store.open(store_folder) as fresh:
        upload = fresh.uploads.open(path.rsplit("/", 1)[-1])
        assert upload.offset == 3_300_000
        with upload.locked():
            upload.write(3_300_000, CONTENT[3_300_000:])
            assert upload.finish().sha256 == hashlib.sha256(CONTENT).hexdigest()


async def test_reader_is_not_disturbed_by_a_delete(api: Any) -> None:
    receipt = await stored(api, CONTENT)
    path = f"artifacts/{receipt['artifact_id']}"
    request = await RawRequest.open(
        api.port, "GET", api.path(f"{path}/content"), api.token_header, None
    )
    await request.answer()
    assert (await api("DELETE", path)).status == 200
    body = await asyncio.wait_for(request.reader.readexactly(len(CONTENT)), 10)
    assert body == CONTENT
    request.cut()
