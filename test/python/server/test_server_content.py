"""The bytes: ranges, caching, and nothing that a browser could be tricked with."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest
from rawhttp import RawRequest
from samples import stored

from cellkeep_server.content import integrity
from cellkeep_server.content.disposition import attachment
from cellkeep_server.handlers import content as content_module
from cellkeep_store.maintenance import verify as verify_module

CONTENT = os.urandom(3_000_000)


async def address(api: Any, content: bytes = CONTENT, **changes: Any) -> str:
    receipt = await stored(api, content, **changes)
    return f"artifacts/{receipt['artifact_id']}/content"


async def test_whole_content_comes_with_every_protecting_header(api: Any) -> None:
    path = await address(api, media_type="text/html", name="page.html")
    answer = await api("GET", path)
    assert (answer.status, answer.body) == (200, CONTENT)
    expected = {
        "Content-Type": "text/html",
        "Content-Length": str(len(CONTENT)),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Accept-Ranges": "bytes",
    }
    assert {key: answer.headers.get(key) for key in expected} == expected
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    head = await api("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    for key in (*expected, "ETag", "Content-Disposition"):
        assert head.headers[key] == answer.headers[key], key


@pytest.mark.parametrize(
    "media_type",
    [
        "image/svg+xml",
        "text/html",
        "text/xml",
        "application/xml",
        "application/xhtml+xml",
        "application/mathml+xml",
        "application/pdf",
        "multipart/related",
        "text/xsl",
    ],
)
async def test_no_form_of_what_can_run_is_a_page_of_this_server(api: Any, media_type: str) -> None:
    path = await address(api, b"<svg onload='alert(1)'/>", media_type=media_type, name="x")
    whole = await api("GET", path)
    forms = [
        whole,
        await api("HEAD", path),
        await api("GET", path, headers={"Range": "bytes=0-3"}),
        await api("GET", path, headers={"Range": "bytes=900-"}),
        await api("GET", path, headers={"If-None-Match": whole.headers["ETag"]}),
        await api("GET", f"{path}?download=0&type=text/html"),
    ]
    assert [one.status for one in forms] == [200, 200, 206, 416, 304, 200]
    for one in forms:
        assert one.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert one.headers["X-Content-Type-Options"] == "nosniff"
        if one.status != 416:  # that is an error in JSON, with nothing of the file
            assert one.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", range(1)),
        ("bytes=0-99", range(100)),
        ("bytes=100-", range(100, 3_000_000)),
        ("bytes=-10", range(2_999_990, 3_000_000)),
        ("bytes=-99999999", range(3_000_000)),
        ("bytes=2999999-2999999", range(2_999_999, 3_000_000)),
        ("bytes=10-99999999", range(10, 3_000_000)),
        ("BYTES = 5-9", range(5, 10)),
    ],
)
async def test_one_range_is_206(api: Any, header: str, expected: range) -> None:
    path = await address(api)
    answer = await api("GET", path, headers={"Range": header})
    assert answer.status == 206
    assert answer.body == CONTENT[expected.start : expected.stop]
    said = f"bytes {expected.start}-{expected.stop - 1}/3000000"
    assert answer.headers["Content-Range"] == said
    assert answer.headers["Content-Length"] == str(len(expected))
    head = await api("HEAD", path, headers={"Range": header})
    assert (head.status, head.headers["Content-Range"]) == (206, said)


@pytest.mark.parametrize("header", ["bytes=3000000-", "bytes=-0", "bytes=9999999-99999999"])
async def test_range_beyond_the_end_is_416_with_the_size(api: Any, header: str) -> None:
    answer = await api("GET", await address(api), headers={"Range": header})
    assert (answer.status, answer.json["code"]) == (416, "RANGE_NOT_SATISFIABLE")
    assert answer.headers["Content-Range"] == "bytes */3000000"


@pytest.mark.parametrize(
    "header", ["bytes=0-1,5-6", "lines=0-1", "bytes=5-2", "bytes=-", "bytes=a-b", "bytes=0-1" * 50]
)
async def test_other_ranges_are_ignored_and_all_is_sent(api: Any, header: str) -> None:
    answer = await api("GET", await address(api, b"0123456789"), headers={"Range": header})
    assert (answer.status, answer.body) == (200, b"0123456789")


async def test_client_that_has_the_bytes_gets_304(api: Any) -> None:
    path = await address(api)
    etag = (await api("HEAD", path)).headers["ETag"]
    assert len(etag) == 66
    for header in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = await api("GET", path, headers={"If-None-Match": header})
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", etag)
    answer = await api("GET", path, headers={"If-None-Match": '"other"'})
    assert answer.status == 200


async def test_if_range_of_other_bytes_sends_all(api: Any) -> None:
    path = await address(api)
    etag = (await api("HEAD", path)).headers["ETag"]
    same = await api("GET", path, headers={"Range": "bytes=0-4", "If-Range": etag})
    assert (same.status, same.body) == (206, CONTENT[:5])
    for other in ('"other"', f"W/{etag}", "Mon, 23 Nov 2026 00:00:00 GMT"):
        answer = await api("GET", path, headers={"Range": "bytes=0-4", "If-Range": other})
        assert (answer.status, answer.body) == (200, CONTENT)


@pytest.mark.parametrize(
    ("name", "plain", "extended"),
    [
        ("run/plots/loss.png", "loss.png", "loss.png"),
        ('a".html; filename="b.exe', "a_.html_ filename=_b.exe", "a%22.html%3B%20filename%3D%22b"),
        ("naïve 图.csv", "naive .csv", "na%C3%AFve%20%E5%9B%BE.csv"),
        ("图.csv", "artifact.csv", "%E5%9B%BE.csv"),
        ("..\\..\\evil.bat", ".._.._evil.bat", ".._.._evil.bat"),
        ("invoice\u202egpj.exe", "invoicegpj.exe", "invoicegpj.exe"),
        ("100%.txt", "100_.txt", "100%25.txt"),
        (".bashrc", ".bashrc", ".bashrc"),
        ("😀", "artifact", "%F0%9F%98%80"),
    ],
)
async def test_hostile_names_cannot_leave_the_disposition_header(
    api: Any, name: str, plain: str, extended: str
) -> None:
    answer = await api("HEAD", await address(api, b"x", name=name))
    header = answer.headers["Content-Disposition"]
    assert header == attachment(name)
    assert header.startswith(f"attachment; filename=\"{plain}\"; filename*=UTF-8''{extended}")
    assert header.isascii()
    assert header.count('"') == 2


def test_line_breaks_in_a_name_do_not_reach_the_header() -> None:
    assert attachment("a\r\nSet-Cookie: x=1") == (
        "attachment; filename=\"aSet-Cookie_ x=1\"; filename*=UTF-8''aSet-Cookie%3A%20x%3D1"
    )


async def test_lost_blob_is_told_as_such(api: Any, store_folder: Any) -> None:
    path = await address(api, b"soon gone")
    (blob,) = [p for p in (store_folder / "blobs").rglob("*") if p.is_file()]
    blob.unlink()
    answer = await api("GET", path)
    assert (answer.status, answer.json["code"]) == (404, "BLOB_MISSING")


@pytest.mark.parametrize("how", ["flipped", "cut"])
@pytest.mark.parametrize("read_before", [True, False])
async def test_damaged_blob_is_never_served_and_saving_it_again_heals(
    api: Any, store_folder: Any, how: str, read_before: bool
) -> None:
    content = b"0123456789" * 100
    path = await address(api, content)
    if read_before:
        assert (await api("GET", path)).body == content
    (blob,) = [p for p in (store_folder / "blobs").rglob("*") if p.is_file()]
    blob.chmod(0o600)
    if how == "cut":
        os.truncate(blob, 500)
    else:
        blob.write_bytes(b"1" + content[1:])
    for headers in ({}, {"Range": "bytes=0-9"}, {"Range": "bytes=900-"}):
        answer = await api("GET", path, headers=headers)
        assert (answer.status, answer.json["code"]) == (500, "BLOB_DAMAGED")
    again = await address(api, content)
    for each in (path, again):
        assert (await api("GET", each)).body == content


async def test_large_blob_is_hashed_only_where_somebody_wrote_to_it(
    api: Any, store_folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integrity, "TRUSTED_ABOVE_BYTES", 100)
    hashed: list[Any] = []
    genuine = verify_module.hash_stream

    def counted(file: Any, *more: Any) -> str:
        hashed.append(Path(file.name))
        return genuine(file, *more)

    monkeypatch.setattr(verify_module, "hash_stream", counted)
    content = b"0123456789" * 100
    path = await address(api, content)
    assert (await api("GET", path, headers={"Range": "bytes=5-7"})).body == b"567"
    assert hashed == []
    (blob,) = [p for p in (store_folder / "blobs").rglob("*") if p.is_file()]
    blob.chmod(0o600)
    blob.write_bytes(b"1" + content[1:])
    assert (await api("GET", path)).json["code"] == "BLOB_DAMAGED"
    assert hashed == [blob]


@pytest.mark.parametrize("cellkeep_config", [{"max_offer_bytes": 64_000_000}])
async def test_slow_reader_holds_the_server_back(api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = await address(api, os.urandom(32_000_000))
    read: list[int] = []
    genuine = content_module._read

    def counted(file: Any, size: int) -> bytes:
        read.append(size)
        return genuine(file, size)

    monkeypatch.setattr(content_module, "_read", counted)
    request = await RawRequest.open(api.port, "GET", api.path(path), api.token_header, None)
    await request.answer()
    await asyncio.sleep(0.5)
    # Some megabytes fit into the sockets' buffers; the rest must wait on disk.
    assert sum(read) < 16_000_000
    request.cut()
