"""tus uploads whose length is said only at their end (``creation-defer-length``)."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
from conftest import TUS
from samples import STREAM
from test_server_tus import CONTENT, b64, offset_of, patch, receipt_in

DEFERRED = {**TUS, "Upload-Defer-Length": "1"}
SIZE = len(CONTENT)


async def create(api: Any, **headers: str) -> str:
    answer = await api("POST", "uploads", headers={**DEFERRED, **headers})
    assert answer.status == 201, answer.body
    location: str = answer.headers["Location"]
    return location


@pytest.mark.parametrize("at_once", [True, False])
async def test_the_length_comes_with_the_last_bytes(api: Any, at_once: bool) -> None:
    path = await create(api)
    options = await api("OPTIONS", "uploads", auth=False)
    assert "creation-defer-length" in options.headers["Tus-Extension"].split(",")
    assert "Upload-Defer-Length" in options.headers["Access-Control-Expose-Headers"]
    answer = await patch(api, path, 0, CONTENT[:60_000])
    assert (answer.status, answer.headers["Upload-Offset"]) == (204, "60000")
    head = await api("HEAD", path, headers=TUS)
    assert head.headers["Upload-Defer-Length"] == "1"
    assert "Upload-Length" not in head.headers
    length = {"Upload-Length": str(SIZE)}
    if at_once:
        answer = await patch(api, path, 60_000, CONTENT[60_000:], **length)
    else:  # a stream that only now says that it has ended
        answer = await patch(api, path, 60_000, CONTENT[60_000:])
        assert "Cellkeep-Receipt" not in answer.headers
        answer = await patch(api, path, SIZE, b"", **length)
    assert receipt_in(answer)["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    head = await api("HEAD", path, headers=TUS)
    assert (head.headers["Upload-Length"], head.headers["Upload-Offset"]) == (str(SIZE), str(SIZE))
    assert "Upload-Defer-Length" not in head.headers


async def test_bytes_may_come_with_the_creation_and_large_ones_past_the_loop(api: Any) -> None:
    content = os.urandom(3_000_000)
    answer = await api(
        "POST", "uploads", headers={**DEFERRED, "Content-Type": STREAM}, body=content[:1_500_000]
    )
    assert (answer.status, answer.headers["Upload-Offset"]) == (201, "1500000")
    path = answer.headers["Location"]
    sha256 = f"sha256 {b64(hashlib.sha256(content[1_500_000:]).digest())}"
    last = {"Upload-Length": "3000000", "Upload-Checksum": sha256}
    wrong = await patch(api, path, 1_500_000, content[:1_500_000], **last)
    assert wrong.status == 460
    answer = await patch(api, path, 1_500_000, content[1_500_000:], **last)
    assert receipt_in(answer)["sha256"] == hashlib.sha256(content).hexdigest()


async def test_a_length_that_was_said_stays(api: Any) -> None:
    path = await create(api)
    await patch(api, path, 0, CONTENT[:10])
    for wrong, status in (("9", 400), ("x", 400), (str(2**40 + 1), 413), (str(2**39), 507)):
        answer = await patch(api, path, 10, b"", **{"Upload-Length": wrong})
        assert answer.status == status, (wrong, answer.body)
        assert (await api("HEAD", path, headers=TUS)).headers["Upload-Defer-Length"] == "1"
    answer = await patch(api, path, 10, b"abc", **{"Upload-Length": "12"})
    assert answer.status == 413  # more than the length that came with them
    assert (await api("HEAD", path, headers=TUS)).headers["Upload-Length"] == "12"
    assert (await patch(api, path, 10, b"a", **{"Upload-Length": "13"})).status == 400
    assert (await patch(api, path, 10, b"a", **{"Upload-Length": "12"})).status == 204
    assert await offset_of(api, path) == 11


@pytest.mark.parametrize("cellkeep_config", [{"limit_bytes": 150_000}])
async def test_the_limit_of_the_store_holds_for_what_comes(api: Any, store_folder: Path) -> None:
    path = await create(api)
    assert (await patch(api, path, 0, CONTENT)).status == 204
    other = await create(api)
    answer = await patch(api, other, 0, CONTENT)  # what the first has received counts
    assert (answer.status, answer.json["code"]) == (507, "STORE_FULL")
    assert await offset_of(api, other) == 0
    answer = await api("POST", "uploads", headers={**TUS, "Upload-Length": "60000"})
    assert answer.status == 507
    assert (await patch(api, other, 0, CONTENT[:40_000])).status == 204
    answer = await patch(api, path, SIZE, b"", **{"Upload-Length": str(SIZE)})
    assert receipt_in(answer)["size"] == SIZE


@pytest.mark.parametrize("cellkeep_config", [{"max_upload_bytes": 1000}])
async def test_no_more_comes_than_one_upload_may_have(api: Any) -> None:
    path = await create(api)
    assert (await patch(api, path, 0, b"x" * 1001)).status == 413
    assert (await patch(api, path, 0, b"x" * 1000)).status == 204
    assert (await patch(api, path, 1000, b"x")).status == 413
    head = await api("HEAD", path, headers=TUS)
    assert (head.status, head.headers["Upload-Offset"]) == (200, "1000")
    assert head.headers["Upload-Defer-Length"] == "1"


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Defer-Length": "1", "Upload-Length": "5"},
        {"Upload-Defer-Length": "0"},
        {"Upload-Defer-Length": "yes"},
    ],
)
async def test_creations_that_contradict_themselves_are_refused(
    api: Any, headers: dict[str, str]
) -> None:
    answer = await api("POST", "uploads", headers={**TUS, **headers})
    assert (answer.status, answer.json["code"]) == (400, "BAD_REQUEST")


async def test_a_part_of_another_upload_may_have_no_length_either(api: Any) -> None:
    path = await create(api, **{"Upload-Concat": "partial"})
    answer = await api("POST", "uploads", headers={**TUS, "Upload-Concat": f"final;{path}"})
    assert answer.status == 400  # not whole yet
    await patch(api, path, 0, CONTENT, **{"Upload-Length": str(SIZE)})
    answer = await api("POST", "uploads", headers={**TUS, "Upload-Concat": f"final;{path}"})
    assert receipt_in(answer)["sha256"] == hashlib.sha256(CONTENT).hexdigest()
