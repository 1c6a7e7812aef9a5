"""Bodies that threads read past the event loop: what the client sees is HTTP as ever."""

from __future__ import annotations

import asyncio
import hashlib
import http.client
import os
import zlib
from typing import Any

import pytest
from conftest import TUS
from rawhttp import RawRequest
from samples import STREAM, offer, patch_headers
from test_server_tus import b64, create, offset_of, patch, receipt_in

from cellkeep_core.protocol import Receipt, to_builtins
from cellkeep_core.spool import UNHASHED
from cellkeep_server.app import CellkeepApp
from cellkeep_server.http.base import StreamedHandler
from cellkeep_store.uploads.digests import RunningDigests

CONTENT = os.urandom(9_000_000)  # more than one turn


@pytest.mark.parametrize("length", [len(CONTENT), 100_000], ids=["long", "short"])
@pytest.mark.parametrize("method", ["PATCH", "POST"])
async def test_only_short_bodies_go_through_the_event_loop(
    api: Any, monkeypatch: pytest.MonkeyPatch, method: str, length: int
) -> None:
    # DirectBody steps aside where Tornado has changed inside: then this fails, and nothing else.
    on_the_loop = 0
    genuine = StreamedHandler.data_received

    async def count(handler: StreamedHandler, chunk: bytes) -> None:
        nonlocal on_the_loop
        on_the_loop += len(chunk)
        await genuine(handler, chunk)

    monkeypatch.setattr(StreamedHandler, "data_received", count)
    content = CONTENT[:length]
    if method == "PATCH":
        path = await create(api, length)
        answer = await api("PATCH", path, headers=patch_headers(api), body=content)
    else:
        sent = {**TUS, "Content-Type": STREAM, "Upload-Length": str(length)}
        answer = await api("POST", "uploads", headers=sent, body=content)
    assert receipt_in(answer)["size"] == length
    assert on_the_loop == (0 if length > 1_000_000 else length)


async def test_a_connection_is_kept_for_the_next_request(api: Any) -> None:
    path = await create(api, len(CONTENT))

    def send() -> list[int]:
        connection = http.client.HTTPConnection("127.0.0.1", api.port, timeout=20)
        found = []
        for start, end in ((0, 4_000_000), (4_000_000, 8_500_000), (8_500_000, len(CONTENT))):
            connection.request("PATCH", path, CONTENT[start:end], patch_headers(api, start))
            answer = connection.getresponse()
            answer.read()
            found.append(answer.status)
            sock = connection.sock
            connection.request("HEAD", path, headers={**api.token_header, **TUS})
            answer = connection.getresponse()
            answer.read()
            assert answer.headers["Upload-Offset"] == str(end)
            assert connection.sock is sock  # the same one throughout
        connection.close()
        return found

    assert await asyncio.to_thread(send) == [204, 204, 204]


async def test_requests_that_follow_at_once_are_not_taken_for_the_body(api: Any) -> None:
    path = await create(api, len(CONTENT))
    request = await RawRequest.open(api.port, "PATCH", path, patch_headers(api), len(CONTENT))
    next_one = f"GET {api.base_url}cellkeep/api/status HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    next_one += f"Authorization: {api.token_header['Authorization']}\r\n\r\n"
    await request.send(CONTENT + next_one.encode())
    assert (await request.answer()).status == 204
    assert (await request.answer()).status == 200
    request.cut()


async def test_a_client_that_waits_to_be_told_is_told_to_go_on(api: Any) -> None:
    path = await create(api, len(CONTENT))
    more = patch_headers(api, Expect="100-continue")
    request = await RawRequest.open(api.port, "PATCH", path, more, len(CONTENT))
    assert (await request.answer()).status == 100
    await request.send(CONTENT)
    assert (await request.answer()).status == 204
    request.cut()


@pytest.mark.parametrize("pause_s", [0.0, 0.2], ids=["at once", "with pauses"])
async def test_bytes_arrive_in_order_however_they_come(api: Any, pause_s: float) -> None:
    path = await create(api, len(CONTENT))
    request = await RawRequest.open(api.port, "PATCH", path, patch_headers(api), len(CONTENT))
    step = 1_234_567
    for start in range(0, len(CONTENT), step):
        await request.send(CONTENT[start : start + step])
        await asyncio.sleep(pause_s)
    answer = await request.answer()
    assert answer.status == 204
    head = await api("HEAD", path, headers=TUS)
    got = await api("GET", f"artifacts/{receipt_in(head)['artifact_id']}/content")
    assert got.body == CONTENT
    request.cut()


async def test_clients_that_send_slowly_do_not_hold_up_one_that_sends_fast(api: Any) -> None:
    slow: list[RawRequest] = []
    for _ in range(4):
        path = await create(api, len(CONTENT))
        slow.append(
            await RawRequest.open(api.port, "PATCH", path, patch_headers(api), len(CONTENT))
        )

    async def dribble(request: RawRequest) -> None:
        while True:  # never silent, and never done
            await request.send(bytes(1000))
            await asyncio.sleep(0.005)

    dribbling = [asyncio.create_task(dribble(request)) for request in slow]
    path = await create(api, len(CONTENT))
    answer = await api("PATCH", path, headers=patch_headers(api), body=CONTENT)
    assert answer.status == 204
    assert not any(one.done() for one in dribbling)
    for one, request in zip(dribbling, slow, strict=True):
        one.cancel()
        request.cut()


async def test_a_wrong_checksum_takes_back_what_several_turns_have_written(api: Any) -> None:
    path = await create(api, len(CONTENT))
    wrong = b64(zlib.crc32(CONTENT + b"x").to_bytes(4, "big"))
    right = b64(zlib.crc32(CONTENT).to_bytes(4, "big"))
    for checksum, status in ((wrong, 460), (right, 204)):
        sent = patch_headers(api, **{"Upload-Checksum": f"crc32 {checksum}"})
        answer = await api("PATCH", path, headers=sent, body=CONTENT)
        assert answer.status == status
        assert await offset_of(api, path) == (0 if status == 460 else len(CONTENT))


async def test_a_piece_is_compared_by_the_digest_of_all_bytes_up_to_its_end(
    api: Any, app: CellkeepApp
) -> None:
    half = 4_000_000
    unhashed = offer(CONTENT, sha256=UNHASHED)

    async def offered() -> Any:
        body = {"offer": to_builtins(unhashed)}
        return (await api("POST", "offers", json_body=body)).json

    async def send(start: int, content: bytes, whole: bytes) -> int:
        prefix = b64(hashlib.sha256(whole).digest())
        sent = patch_headers(api, start, **{"Upload-Checksum": f"sha256-prefix {prefix}"})
        return int((await api("PATCH", upload["upload_url"], headers=sent, body=content)).status)

    upload = await offered()
    assert upload["compares_prefixes"]
    first, rest = CONTENT[:half], CONTENT[half:]
    assert await send(0, bytes(half), first) == 460
    assert await send(0, first, first) == 204
    assert (await offered())["compares_prefixes"]
    # The digest of the piece alone is another one.
    assert await send(half, rest, rest) == 460
    assert await offset_of(api, upload["upload_url"]) == half
    # A server that was started again, or another one, has not hashed what was there before.
    uploads = (await app.service.store()).uploads
    uploads.parts = uploads.parts._replace(digests=RunningDigests())
    assert not (await offered())["compares_prefixes"]
    assert await send(half, rest, CONTENT) == 460
    assert await offset_of(api, upload["upload_url"]) == half
    crc32 = b64(zlib.crc32(rest).to_bytes(4, "big"))
    sent = patch_headers(api, half, **{"Upload-Checksum": f"crc32 {crc32}"})
    assert (await api("PATCH", upload["upload_url"], headers=sent, body=rest)).status == 204


async def test_a_receipt_is_looked_up_only_by_the_commit(
    api: Any, app: CellkeepApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    await api("GET", "status")
    uploads = (await app.service.store()).uploads
    asked: list[str] = []
    find = uploads.parts.find_receipt

    def counted(offer_id: str) -> Receipt | None:
        asked.append(offer_id)
        return find(offer_id)

    monkeypatch.setattr(uploads, "parts", uploads.parts._replace(find_receipt=counted))
    path = await create(api, len(CONTENT))
    await patch(api, path, 0, CONTENT[:60_000])
    receipt = receipt_in(await patch(api, path, 60_000, CONTENT[60_000:]))
    assert asked == []
    again = await api("HEAD", path, headers=TUS)
    assert receipt_in(again) == receipt
    assert len(asked) == 1
