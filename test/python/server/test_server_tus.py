"""tus 1.0.0, request by request: statuses, headers, and what is on disk afterwards."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from conftest import TUS
from samples import STREAM, offer

from cellkeep_core.protocol import to_builtins

CONTENT = os.urandom(100_000)


def b64(text: str | bytes) -> str:
    return base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()


async def create(api: Any, size: int = len(CONTENT), **headers: str) -> str:
    sent = {**TUS, "Upload-Length": str(size), **headers}
    answer = await api("POST", "uploads", headers=sent)
    assert answer.status == 201, answer.body
    location: str = answer.headers["Location"]
    return location


async def patch(api: Any, path: str, offset: int, body: bytes, **headers: str) -> Any:
    sent = {**TUS, "Content-Type": STREAM, "Upload-Offset": str(offset), **headers}
    return await api("PATCH", path, headers=sent, body=body)


async def offset_of(api: Any, path: str) -> int:
    answer = await api("HEAD", path, headers=TUS)
    assert answer.status == 200
    return int(answer.headers["Upload-Offset"])


def receipt_in(answer: Any) -> dict[str, Any]:
    receipt: dict[str, Any] = json.loads(base64.b64decode(answer.headers["Cellkeep-Receipt"]))
    return receipt


async def test_options_say_what_the_server_can_do_to_anybody(api: Any) -> None:
    answer = await api("OPTIONS", "uploads", auth=False)
    assert answer.status == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {
        *("creation", "creation-with-upload", "termination", "checksum", "expiration"),
        *("concatenation", "creation-defer-length"),
    }
    assert int(answer.headers["Tus-Max-Size"]) == 2**40
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256,md5,crc32"
    assert "Upload-Offset" in answer.headers["Access-Control-Allow-Headers"]
    # Otherwise a browser asks anew every five seconds, before each PATCH.
    assert int(answer.headers["Access-Control-Max-Age"]) >= 3600


async def test_upload_in_pieces_ends_with_a_receipt(api: Any) -> None:
    metadata = f"filename {b64('data/größe.csv')},filetype {b64('text/csv')},category {b64('code')}"
    path = await create(api, **{"Upload-Metadata": metadata})
    assert path.startswith(f"{api.base_url}cellkeep/api/uploads/")
    head = await api("HEAD", path, headers=TUS)
    assert head.headers["Upload-Length"] == "100000"
    assert head.headers["Cache-Control"] == "no-store"
    assert head.headers["Upload-Metadata"] == metadata
    first = await patch(api, path, 0, CONTENT[:60_000])
    assert (first.status, first.headers["Upload-Offset"]) == (204, "60000")
    assert parsedate_to_datetime(first.headers["Upload-Expires"]).tzinfo is not None
    assert "Cellkeep-Receipt" not in first.headers
    last = await patch(api, path, 60_000, CONTENT[60_000:])
    assert (last.status, last.headers["Upload-Offset"]) == (204, "100000")
    receipt = receipt_in(last)
    assert receipt["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    artifact = (await api("GET", f"artifacts/{receipt['artifact_id']}")).json
    assert artifact["name"] == "data/größe.csv"
    assert (artifact["category"], artifact["media_type"]) == ("code", "text/csv")
    assert artifact["provenance"]["via"] == "upload"
    content = await api("GET", f"artifacts/{receipt['artifact_id']}/content")
    assert content.body == CONTENT


async def test_ended_upload_can_be_asked_for_its_receipt(api: Any) -> None:
    path = await create(api)
    receipt = receipt_in(await patch(api, path, 0, CONTENT))
    head = await api("HEAD", path, headers=TUS)
    assert (head.status, head.headers["Upload-Offset"]) == (200, "100000")
    assert receipt_in(head) == receipt
    # The client that never got the last answer may send the last request again.
    again = await patch(api, path, 100_000, b"")
    assert (again.status, receipt_in(again)) == (204, receipt)
    assert (await patch(api, path, 0, CONTENT)).status == 409
    assert (await api("GET", "status")).json["artifacts"] == 1


async def test_offered_upload_gets_the_offers_receipt(api: Any) -> None:
    made = offer(CONTENT)
    body = {"offer": to_builtins(made)}
    path = (await api("POST", "offers", json_body=body)).json["upload_url"]
    await patch(api, path, 0, CONTENT[:10])
    assert (await api("POST", "offers", json_body=body)).json["offset"] == 10
    receipt = receipt_in(await patch(api, path, 10, CONTENT[10:]))
    assert (receipt["offer_id"], receipt["name"]) == (made.id, made.name)
    assert (await api("GET", f"receipts/{made.id}")).json == receipt
    assert (await api("POST", "offers", json_body=body)).json == {
        "type": "stored",
        "receipt": receipt,
    }


async def test_upload_of_other_bytes_than_offered_is_discarded(api: Any) -> None:
    made = offer(CONTENT)
    answer = await api("POST", "offers", json_body={"offer": to_builtins(made)})
    path = answer.json["upload_url"]
    refused = await patch(api, path, 0, b"x" * len(CONTENT))
    assert (refused.status, refused.json["code"]) == (409, "DIGEST_MISMATCH")
    assert refused.json["retryable"] is True
    assert (await api("HEAD", path, headers=TUS)).status == 404
    assert (await api("GET", "status")).json["artifacts"] == 0


async def test_creation_may_bring_the_first_bytes_or_all(api: Any) -> None:
    headers = {**TUS, "Upload-Length": "100000", "Content-Type": STREAM}
    some = await api("POST", "uploads", headers=headers, body=CONTENT[:500])
    assert (some.status, some.headers["Upload-Offset"]) == (201, "500")
    assert await offset_of(api, some.headers["Location"]) == 500
    whole = await api("POST", "uploads", headers=headers, body=CONTENT)
    assert (whole.status, whole.headers["Upload-Offset"]) == (201, "100000")
    assert receipt_in(whole)["size"] == 100_000


async def test_empty_file_is_stored_at_its_creation(api: Any) -> None:
    answer = await api("POST", "uploads", headers={**TUS, "Upload-Length": "0"})
    assert answer.status == 201
    assert receipt_in(answer)["size"] == 0


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
async def test_checksum_lets_right_bytes_in_and_keeps_no_wrong_one(
    api: Any, algorithm: str
) -> None:
    big = os.urandom(3_500_000)  # several blocks are on disk before the checksum can be judged
    path = await create(api, len(big))
    await patch(api, path, 0, big[:1000])
    right = b64(hashlib.new(algorithm, big[1000:]).digest())
    wrong = b64(hashlib.new(algorithm, b"other").digest())
    refused = await patch(
        api, path, 1000, big[1000:], **{"Upload-Checksum": f"{algorithm} {wrong}"}
    )
    assert (refused.status, refused.json["code"]) == (460, "CHECKSUM_MISMATCH")
    assert refused.json["reason"] == "Checksum Mismatch"
    assert await offset_of(api, path) == 1000
    taken = await patch(api, path, 1000, big[1000:], **{"Upload-Checksum": f"{algorithm} {right}"})
    assert taken.status == 204
    assert receipt_in(taken)["sha256"] == hashlib.sha256(big).hexdigest()


async def test_terminated_upload_is_gone(api: Any, store_folder: Any) -> None:
    path = await create(api)
    await patch(api, path, 0, CONTENT[:10])
    answer = await api("DELETE", path, headers=TUS)
    assert (answer.status, answer.headers["Tus-Resumable"]) == (204, "1.0.0")
    assert (await api("HEAD", path, headers=TUS)).status == 404
    assert (await patch(api, path, 10, b"x")).status == 404
    assert (await api("DELETE", path, headers=TUS)).status == 404
    assert list((store_folder / "staging").iterdir()) == []


async def test_terminating_what_is_stored_already_leaves_it_stored(api: Any) -> None:
    path = await create(api)
    receipt = receipt_in(await patch(api, path, 0, CONTENT))
    for _ in range(2):
        answer = await api("DELETE", path, headers=TUS)
        assert (answer.status, answer.headers["Tus-Resumable"]) == (204, "1.0.0")
    content = await api("GET", f"artifacts/{receipt['artifact_id']}/content")
    assert content.body == CONTENT


async def test_method_override_serves_clients_behind_strict_proxies(api: Any) -> None:
    path = await create(api)
    headers = {**TUS, "Content-Type": STREAM, "Upload-Offset": "0"}
    headers["X-HTTP-Method-Override"] = "PATCH"
    answer = await api("POST", path, headers=headers, body=CONTENT)
    assert (answer.status, answer.headers["Upload-Offset"]) == (204, "100000")
    path = await create(api)
    override = {**TUS, "X-HTTP-Method-Override": "DELETE"}
    assert (await api("POST", path, headers=override)).status == 204
    assert (await api("POST", path, headers=TUS)).status == 405


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Upload-Length": "5"}, 412, "PROTOCOL_MISMATCH"),
        ({"Tus-Resumable": "0.2.2", "Upload-Length": "5"}, 412, "PROTOCOL_MISMATCH"),
        (TUS, 400, "BAD_REQUEST"),
        ({**TUS, "Upload-Length": "-5"}, 400, "BAD_REQUEST"),
        ({**TUS, "Upload-Length": "5.0"}, 400, "BAD_REQUEST"),
        ({**TUS, "Upload-Length": "²"}, 400, "BAD_REQUEST"),
        ({**TUS, "Upload-Length": str(2**53)}, 400, "BAD_REQUEST"),
        ({**TUS, "Upload-Length": str(2**40 + 1)}, 413, "TOO_LARGE"),
        ({**TUS, "Upload-Length": str(2**40)}, 507, "STORE_FULL"),
        ({**TUS, "Upload-Length": "5", "Upload-Concat": "half"}, 400, "BAD_REQUEST"),
        ({**TUS, "Upload-Concat": "final;"}, 400, "BAD_REQUEST"),
        ({**TUS, "Upload-Concat": "final;/x/../../etc"}, 404, "UPLOAD_NOT_FOUND"),
        ({**TUS, "Upload-Length": "5", "Upload-Metadata": "filename %%%"}, 400, "BAD_REQUEST"),
        ({**TUS, "Upload-Length": "5", "Upload-Metadata": "filename /w=="}, 400, "BAD_REQUEST"),
        ({**TUS, "Upload-Length": "5", "Upload-Metadata": "a YQ==,a Yg=="}, 400, "BAD_REQUEST"),
        (
            {**TUS, "Upload-Length": "5", "Upload-Metadata": f"name {b64('../../x')}"},
            400,
            "BAD_NAME",
        ),
        (
            {**TUS, "Upload-Length": "5", "Upload-Metadata": f"category {b64('secret')}"},
            400,
            "UNKNOWN_CATEGORY",
        ),
        (
            {**TUS, "Upload-Length": "5", "Upload-Metadata": f"run {b64('0' * 32)}"},
            404,
            "RUN_NOT_FOUND",
        ),
    ],
)
async def test_creations_that_are_refused(
    api: Any, store_folder: Any, headers: dict[str, str], status: int, code: str
) -> None:
    answer = await api("POST", "uploads", headers=headers)
    assert (answer.status, answer.json["code"]) == (status, code)
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert ("Tus-Version" in answer.headers) == (status == 412)
    staging = store_folder / "staging"
    assert not staging.exists() or list(staging.iterdir()) == []


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"),
    [
        ({"Upload-Offset": "9"}, b"x", 409, "OFFSET_MISMATCH"),
        ({"Upload-Offset": "11"}, b"x", 409, "OFFSET_MISMATCH"),
        ({"Upload-Offset": "-1"}, b"x", 400, "BAD_REQUEST"),
        ({"Upload-Offset": "x"}, b"x", 400, "BAD_REQUEST"),
        ({"Upload-Offset": ""}, b"x", 400, "BAD_REQUEST"),
        ({"Content-Type": "application/octet-stream"}, b"x", 415, "UNSUPPORTED_MEDIA_TYPE"),
        ({"Tus-Resumable": "2.0.0"}, b"x", 412, "PROTOCOL_MISMATCH"),
        ({}, b"x" * 99_991, 413, "TOO_LARGE"),
        ({"Upload-Checksum": "crc32 AAAA"}, b"x", 400, "BAD_REQUEST"),
        ({"Upload-Checksum": "sha1 notbase64!"}, b"x", 400, "BAD_REQUEST"),
        ({"Upload-Checksum": "sha1 AAAA"}, b"x", 400, "BAD_REQUEST"),
        ({"Upload-Checksum": "sha1"}, b"x", 400, "BAD_REQUEST"),
    ],
)
async def test_patches_that_are_refused_change_nothing(
    api: Any, headers: dict[str, str], body: bytes, status: int, code: str
) -> None:
    path = await create(api)
    await patch(api, path, 0, CONTENT[:10])
    answer = await patch(api, path, 10, body, **headers)
    assert (answer.status, answer.json["code"]) == (status, code)
    assert await offset_of(api, path) == 10
    rest = await patch(api, path, 10, CONTENT[10:])
    assert receipt_in(rest)["sha256"] == hashlib.sha256(CONTENT).hexdigest()


async def test_unknown_uploads_are_404(api: Any) -> None:
    for upload_id in ("0" * 32, "..", "%2e%2e%2fcatalog", "x"):
        for method in ("HEAD", "PATCH", "DELETE"):
            headers = {**TUS, "Content-Type": STREAM, "Upload-Offset": "0"}
            answer = await api(method, f"uploads/{upload_id}", headers=headers)
            assert answer.status in (404, 405), (method, upload_id)


async def test_expired_upload_is_410(api: Any, store_folder: Any) -> None:
    path = await create(api)
    folder = store_folder / "staging" / path.rsplit("/", 1)[-1]
    for place in (*folder.iterdir(), folder):
        os.utime(place, (1, 1))
    answer = await api("HEAD", path, headers=TUS)
    assert answer.status == 410
    refused = await patch(api, path, 0, b"x")
    assert (refused.status, refused.json["code"]) == (410, "UPLOAD_EXPIRED")
