"""Batches: many small offers in one request, each with its own answer."""

from __future__ import annotations

import os
import time
from typing import Any

import msgspec
from samples import MSGPACK, offer, run, stored

from cellkeep_core.protocol import to_builtins


def body(*offers: tuple[Any, bytes | None]) -> bytes:
    items = []
    for made, content in offers:
        item: dict[str, Any] = {"offer": to_builtins(made)}
        if content is not None:
            item["content"] = content
        items.append(item)
    return msgspec.msgpack.encode(items)


async def test_each_offer_of_a_batch_gets_its_own_answer(api: Any) -> None:
    of = run()
    good = [(offer(data, name=f"n{i}", of=of), data) for i, data in enumerate((b"a", b"bb", b""))]
    known = await stored(api, b"known")
    there = offer(b"known", of=of, name="known")
    damaged = offer(b"right", of=of, name="damaged")
    missing = offer(b"not sent", of=of, name="missing")
    bad_name = offer(b"x", of=of, name="../../etc/passwd")
    sent = [*good, (there, None), (damaged, b"wrong"), (missing, None), (bad_name, b"x")]
    answer = await api("POST", "batch", body=body(*sent), headers=MSGPACK)
    assert answer.status == 200, answer.body
    results = answer.json["results"]
    kinds = [one["type"] for one in results]
    assert kinds == ["stored", "stored", "stored", "stored", "refused", "wanted", "refused"]
    assert results[3]["receipt"]["sha256"] == known["sha256"]
    assert results[4]["error"]["code"] == "DIGEST_MISMATCH"
    assert results[6]["error"]["code"] == "BAD_NAME"
    for (made, content), result in zip(good, results[:3], strict=True):
        receipt = result["receipt"]
        assert receipt["offer_id"] == made.id
        got = await api("GET", f"artifacts/{receipt['artifact_id']}/content")
        assert got.body == content
    again = await api("POST", "batch", body=body(*good), headers=MSGPACK)
    assert again.json["results"] == results[:3]


async def test_thousands_of_small_files_are_few_requests(api: Any) -> None:
    of = run()
    contents = [os.urandom(2000) for _ in range(1000)]
    sent = body(*((offer(data, name=f"f{i}", of=of), data) for i, data in enumerate(contents)))
    await api("GET", "status")
    begun = time.perf_counter()
    answer = await api("POST", "batch", body=sent, headers=MSGPACK)
    took = time.perf_counter() - begun
    assert {one["type"] for one in answer.json["results"]} == {"stored"}
    print(f"\n1,000 files of 2 KB in {took:.2f} s: {1000 / took:.0f} files/s")
    assert (await api("GET", "status")).json["artifacts"] == 1000


async def test_batches_are_bounded_and_msgpack(api: Any) -> None:
    made = offer(b"")
    answer = await api("POST", "batch", body=body(*[(made, b"")] * 2001), headers=MSGPACK)
    assert (answer.status, answer.json["code"]) == (413, "TOO_LARGE")
    large = await api("POST", "batch", body=bytes(64 * 1024 * 1024 + 1), headers=MSGPACK)
    assert large.status in (413, 599)  # it may hang up before all has been sent
    answer = await api("POST", "batch", json_body=[])
    assert (answer.status, answer.json["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")
    answer = await api("POST", "batch", body=b"\xc1", headers=MSGPACK)
    assert (answer.status, answer.json["code"]) == (400, "BAD_REQUEST")
    answer = await api("POST", "batch", body=body(), headers=MSGPACK)
    assert answer.json == {"results": []}
