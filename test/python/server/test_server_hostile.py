"""What no client sends by itself is refused in plain words: never an error of the server's own."""

from __future__ import annotations

import asyncio
import base64
import json
import zipfile
from io import BytesIO
from typing import Any

import pytest
from samples import MSGPACK, stored

HUGE = b'{"ids":1e999,"metadata":1e999,"limit_bytes":1e999,"keep_days":1e999}'
DEEP = b'{"a":' * 50_000 + b"1" + b"}" * 50_000


def cursor(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


CURSORS = [
    "x",
    "9" * 16,
    "9" * 400,
    "-1",
    "\x00",
    "é_é",
    cursor([10**30, 1]),
    cursor(["a", 10**30]),
    cursor([1, 2]),
    cursor([None, None]),
    cursor([[], {}]),
    cursor(["\x00", -(10**18)]),
    cursor({"a": 1}),
    cursor(1.5),
    cursor(["a", 1.5]),
    cursor(["a", True]),
    cursor([True, 1]),
    base64.urlsafe_b64encode(b"[" * 30_000).decode(),
    base64.urlsafe_b64encode(b"1e999").decode(),
    base64.urlsafe_b64encode(b"[" + b"9" * 5000 + b",1]").decode(),
]


@pytest.mark.parametrize("sort", ["time", "name", "size"])
async def test_no_cursor_is_an_error_of_the_servers(api: Any, sort: str) -> None:
    await stored(api, b"x")
    for hostile in CURSORS:
        for path in ("artifacts", "runs", "trash", "groups"):
            query = {"cursor": hostile, "sort": sort, "by": "run"}
            answer = await api("GET", path, query=query)
            assert answer.status in (200, 400, 404), (path, hostile[:40], answer.body)
    for hostile in (*CURSORS, cursor([1, "\ud800", "a"]), cursor([1, "a\0", "a"])):
        answer = await api("GET", "run-table", query={"cursor": hostile})
        assert answer.status in (200, 400), (hostile[:40], answer.body)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "offers"),
        ("POST", "deletions"),
        ("POST", "trash/restore"),
        ("POST", "trash/purge"),
        ("PATCH", "artifacts/{id}"),
        ("PUT", "runs/{run}/settings"),
        ("POST", "contents"),
        ("PUT", "limit"),
    ],
)
async def test_deep_json_is_a_bad_request(api: Any, method: str, path: str) -> None:
    receipt = await stored(api, b"x")
    path = path.format(id=receipt["artifact_id"], run=receipt["run_id"])
    for body in (DEEP, b'{"ids":' + b"[" * 100_000, b"\xff", b"9" * 5000, HUGE):
        answer = await api(method, path, body=body, headers={"Content-Type": "application/json"})
        assert 400 <= answer.status < 500, (body[:20], answer.body)


async def test_deep_msgpack_is_a_bad_request(api: Any) -> None:
    for path in ("offers", "batch"):
        for body in (b"\x91" * 100_000, b"\x81\xa1a" * 50_000, b"\xc1", b"\xdd\xff\xff\xff\xff"):
            answer = await api("POST", path, body=body, headers=MSGPACK)
            assert 400 <= answer.status < 500, (path, body[:10], answer.body)


@pytest.mark.parametrize("number", [2**53, 2**63, 10**30, -1, -(2**63), 1.5, 1e300])
async def test_huge_numbers_are_bad_requests(api: Any, number: Any) -> None:
    receipt = await stored(api, b"x")
    where = {"size_min": number, "q": "loss"}
    answer = await api("POST", "deletions", json_body={"where": where, "dry_run": True})
    assert answer.status in (200, 400), answer.body
    answer = await api("GET", "artifacts", query={"size_max": number})
    assert answer.status in (200, 400), answer.body
    settings = {"versions": "version", "keep_last": number, "keep_days": number}
    path = f"runs/{receipt['run_id']}/settings"
    assert (await api("PUT", path, json_body=settings)).status in (200, 400)
    assert (await api("POST", "collect", body=b"")).status == 200
    for query in ({"up": number}, {"limit": number}, {"down": number}):
        path = f"artifacts/{receipt['artifact_id']}/lineage"
        assert (await api("GET", path, query=query)).status in (200, 400)


@pytest.mark.parametrize("cut", [0, 1, 21, 22, 40])
async def test_malformed_zips_are_bad_requests(api: Any, cut: int) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("cellkeep.json", b"{}")
    content = bytearray(file.getvalue())
    for at in range(0, len(content), 3):
        changed = content[: len(content) - cut]
        if at < len(changed):
            changed[at] ^= 0xFF
        answer = await api("POST", "import", body=bytes(changed))
        assert answer.status == 400, (at, answer.body)


async def test_a_body_with_a_length_that_is_chunked_is_refused(api: Any) -> None:
    token = "".join(f"{name}: {value}\r\n" for name, value in api.token_header.items())
    for path in ("offers", "uploads", "import"):
        reader, writer = await asyncio.open_connection("127.0.0.1", api.port)
        writer.write(
            f"POST {api.path(path)} HTTP/1.1\r\nHost: 127.0.0.1\r\n{token}"
            "Content-Type: application/json\r\nContent-Length: 5\r\n"
            "Transfer-Encoding: chunked\r\n\r\n5\r\n{}   \r\n0\r\n\r\n".encode()
        )
        await writer.drain()
        async with asyncio.timeout(10):
            answer = await reader.read()
        writer.close()
        assert answer.startswith(b"HTTP/1.1 400"), answer[:200]
        # It is not read as two requests.
        assert answer.count(b"HTTP/1.1") == 1
