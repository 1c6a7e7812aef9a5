"""Uploads whose digest comes after their bytes: hashed by the client while it sends."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import zlib
from pathlib import Path
from typing import Any

from conftest import TUS
from samples import STREAM, offer, stored
from test_server_tus import offset_of, patch, receipt_in

from cellkeep_core.protocol import to_builtins
from cellkeep_core.spool import UNHASHED

CONTENT = os.urandom(3_000_000)
HALF = len(CONTENT) // 2


async def make(api: Any, made: Any, **more: Any) -> Any:
    answer = await api("POST", "offers", json_body={"offer": to_builtins(made), **more})
    assert answer.status == 200, answer.body
    return answer.json


def both(content: bytes = CONTENT, **changes: Any) -> tuple[Any, Any]:
    """Return an offer without its digest, and the same with it."""
    true = offer(content, **changes)
    return offer(content, id=true.id, run=true.run, sha256=UNHASHED), true


def blobs(folder: Path) -> list[Path]:
    return [path for path in (folder / "blobs").rglob("*") if path.is_file()]


async def test_bytes_are_stored_only_when_the_digest_has_come(api: Any, store_folder: Path) -> None:
    unhashed, true = both()
    upload = await make(api, unhashed)
    assert (upload["type"], upload["offset"], upload["size"]) == ("upload", 0, len(CONTENT))
    answer = await patch(api, upload["upload_url"], 0, CONTENT)
    assert (answer.status, answer.headers["Upload-Offset"]) == (204, str(len(CONTENT)))
    assert "Cellkeep-Receipt" not in answer.headers
    # Asking for it, or offering it again without a digest, commits nothing.
    assert await offset_of(api, upload["upload_url"]) == len(CONTENT)
    assert (await make(api, unhashed))["offset"] == len(CONTENT)
    assert (await api("GET", f"receipts/{true.id}")).status == 404
    assert blobs(store_folder) == []
    result = await make(api, true)
    assert (result["type"], result["receipt"]["sha256"]) == ("stored", true.sha256)
    # Both offers give the receipt from now on.
    assert await make(api, unhashed) == await make(api, true) == result
    content = await api("GET", f"artifacts/{result['receipt']['artifact_id']}/content")
    assert content.body == CONTENT


async def test_the_digest_may_come_while_the_bytes_still_do(api: Any) -> None:
    unhashed, true = both()
    upload = await make(api, unhashed)
    await patch(api, upload["upload_url"], 0, CONTENT[:HALF])
    assert (await make(api, true))["offset"] == HALF
    answer = await patch(api, upload["upload_url"], HALF, CONTENT[HALF:])
    assert receipt_in(answer)["sha256"] == true.sha256


async def test_the_digest_may_come_during_the_request_that_brings_the_bytes(api: Any) -> None:
    unhashed, true = both()
    upload = await make(api, unhashed)
    reader, writer = await asyncio.open_connection("127.0.0.1", api.port)
    headers = {
        **api.token_header,
        **TUS,
        "Host": "127.0.0.1",
        "Content-Type": STREAM,
        "Upload-Offset": "0",
        "Content-Length": str(len(CONTENT)),
        "Connection": "close",
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"PATCH {upload['upload_url']} HTTP/1.1\r\n{lines}\r\n".encode() + CONTENT[:HALF])
    await writer.drain()
    assert (await make(api, true))["type"] == "upload"
    writer.write(CONTENT[HALF:])
    head = (await asyncio.wait_for(reader.read(), 20)).decode()
    writer.close()
    assert head.startswith("HTTP/1.1 204")
    assert "cellkeep-receipt" in head.lower()


async def test_bytes_with_another_digest_are_never_stored(api: Any, store_folder: Path) -> None:
    unhashed, true = both()
    upload = await make(api, unhashed)
    damaged = CONTENT[:-1] + bytes([CONTENT[-1] ^ 1])
    await patch(api, upload["upload_url"], 0, damaged)
    answer = await api("POST", "offers", json_body={"offer": to_builtins(true)})
    assert (answer.status, answer.json["code"]) == (409, "DIGEST_MISMATCH")
    assert blobs(store_folder) == []
    # It begins afresh.
    assert (await make(api, true))["offset"] == 0


async def test_one_upload_gets_one_digest(api: Any) -> None:
    unhashed, true = both()
    await make(api, unhashed)
    await make(api, true)
    other = offer(os.urandom(len(CONTENT)), id=true.id, run=true.run)
    answer = await api("POST", "offers", json_body={"offer": to_builtins(other)})
    assert (answer.status, answer.json["code"]) == (409, "ID_CONFLICT")
    longer = offer(CONTENT + b"x", id=true.id, run=true.run)
    answer = await api("POST", "offers", json_body={"offer": to_builtins(longer)})
    assert (answer.status, answer.json["code"]) == (409, "ID_CONFLICT")


async def test_bytes_that_the_store_has_already_are_freed_at_once(
    api: Any, store_folder: Path
) -> None:
    await stored(api, CONTENT)
    unhashed, true = both(name="again")
    upload = await make(api, unhashed)
    await patch(api, upload["upload_url"], 0, CONTENT)
    assert (await make(api, true))["type"] == "stored"
    assert not list((store_folder / "staging").glob("*/content"))


def sha256_of(piece: bytes) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(piece).digest()).decode()
    return {"Upload-Checksum": f"sha256 {digest}"}


async def test_the_server_says_the_digest_where_each_piece_came_with_its_own(api: Any) -> None:
    unhashed, true = both()
    url = (await make(api, unhashed, checked_pieces=True))["upload_url"]
    first, second = CONTENT[:HALF], CONTENT[HALF:]
    await patch(api, url, 0, first, **sha256_of(first))
    damaged = await patch(api, url, HALF, second[::-1], **sha256_of(second))
    assert (damaged.status, await offset_of(api, url)) == (460, HALF)
    receipt = receipt_in(await patch(api, url, HALF, second, **sha256_of(second)))
    assert receipt["sha256"] == true.sha256
    # Its answer may be lost: the upload, the offer and the true offer all lead to it.
    assert receipt_in(await api("HEAD", url, headers=TUS)) == receipt
    assert (await make(api, unhashed))["receipt"] == receipt
    assert (await make(api, true))["receipt"] == receipt
    content = await api("GET", f"artifacts/{receipt['artifact_id']}/content")
    assert content.body == CONTENT


async def test_a_piece_without_its_sha256_leaves_the_digest_to_the_client(api: Any) -> None:
    unhashed, true = both()
    url = (await make(api, unhashed, checked_pieces=True))["upload_url"]
    await patch(api, url, 0, CONTENT[:HALF], **sha256_of(CONTENT[:HALF]))
    crc32 = base64.b64encode(zlib.crc32(CONTENT[HALF:]).to_bytes(4, "big")).decode()
    last = await patch(api, url, HALF, CONTENT[HALF:], **{"Upload-Checksum": f"crc32 {crc32}"})
    assert (last.status, "Cellkeep-Receipt" in last.headers) == (204, False)
    assert (await make(api, true))["receipt"]["sha256"] == true.sha256


async def test_an_empty_file_waits_for_its_digest_as_well(api: Any) -> None:
    unhashed, true = both(b"")
    assert (await make(api, unhashed))["type"] == "upload"
    assert (await make(api, true))["type"] == "stored"


async def test_bytes_that_come_along_need_their_digest(api: Any) -> None:
    import msgspec
    from samples import MSGPACK

    body = msgspec.msgpack.encode({"offer": to_builtins(both(b"abc")[0]), "content": b"abc"})
    answer = await api("POST", "offers", body=body, headers=MSGPACK)
    assert (answer.status, answer.json["code"]) == (400, "BAD_REQUEST")
