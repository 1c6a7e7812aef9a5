"""Every route that asks about the catalog, and offers."""

from __future__ import annotations

import hashlib
import os
from typing import Any

import msgspec
import pytest
from samples import MSGPACK, PNG, offer, packed, run, stored

from cellkeep_core.protocol import to_builtins


async def test_status_is_the_store_in_numbers(api: Any, store_folder: Any) -> None:
    await stored(api, b"12345")
    answer = await api("GET", "status")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    status = answer.json
    assert (status["artifacts"], status["bytes"], status["runs"]) == (1, 5, 1)
    assert status["location"] == str(store_folder)
    assert status["protocol"] == 1


async def test_kernels_of_this_server_find_the_configured_store(
    api: Any, store_folder: Any
) -> None:
    assert os.environ["CELLKEEP_STORE"] == str(store_folder)


async def test_offer_with_its_bytes_is_stored_and_readable(api: Any) -> None:
    content = os.urandom(1000)
    made = offer(content)
    answer = await api("POST", "offers", body=packed(made, content, PNG), headers=MSGPACK)
    receipt = answer.json["receipt"]
    assert receipt["sha256"] == hashlib.sha256(content).hexdigest()
    assert receipt["offer_id"] == made.id
    artifact = (await api("GET", f"artifacts/{receipt['artifact_id']}")).json
    assert artifact["thumbnail"] is True
    picture = await api("GET", f"artifacts/{receipt['artifact_id']}/thumbnail")
    assert picture.body == PNG
    assert picture.headers["Content-Type"] == "image/png"
    assert "immutable" in picture.headers["Cache-Control"]
    again = await api("POST", "offers", body=packed(made, content), headers=MSGPACK)
    assert again.json["receipt"] == receipt


async def test_offer_of_known_bytes_needs_none(api: Any) -> None:
    await stored(api, b"the same bytes")
    made = offer(b"the same bytes", name="another name")
    answer = await api("POST", "offers", json_body={"offer": to_builtins(made)})
    assert answer.status == 200
    assert answer.json["type"] == "stored"


async def test_offer_without_bytes_makes_one_upload_however_often_it_comes(api: Any) -> None:
    made = to_builtins(offer(b"x" * 100))
    first = await api("POST", "offers", json_body={"offer": made})
    second = await api("POST", "offers", json_body={"offer": made})
    assert first.json["type"] == "upload"
    assert first.json["upload_url"] == second.json["upload_url"]
    assert first.json["upload_url"].startswith(f"{api.base_url}cellkeep/api/uploads/")
    assert (first.json["offset"], first.json["size"]) == (0, 100)


async def test_offer_of_no_bytes_is_stored_at_once(api: Any) -> None:
    answer = await api("POST", "offers", json_body={"offer": to_builtins(offer(b""))})
    assert answer.json["type"] == "stored"
    content = await api("GET", f"artifacts/{answer.json['receipt']['artifact_id']}/content")
    assert (content.status, content.body) == (200, b"")


async def test_offer_whose_bytes_are_not_its_own_is_refused(api: Any) -> None:
    made = offer(b"right")
    answer = await api("POST", "offers", body=packed(made, b"wrong"), headers=MSGPACK)
    assert answer.status == 409
    assert answer.json["code"] == "DIGEST_MISMATCH"
    assert (await api("GET", f"receipts/{made.id}")).status == 404


@pytest.mark.parametrize("cellkeep_config", [{"max_offer_bytes": 1000}])
async def test_offer_that_brings_too_much_is_told_what_to_do(api: Any) -> None:
    content = b"x" * 1001
    answer = await api("POST", "offers", body=packed(offer(content), content), headers=MSGPACK)
    assert answer.status == 413
    assert answer.json["code"] == "TOO_LARGE"
    assert "where to send it" in answer.json["hint"]


@pytest.mark.parametrize(
    ("body", "headers", "code"),
    [
        (b"{not json", {"Content-Type": "application/json"}, "BAD_REQUEST"),
        (b"\xc1", MSGPACK, "BAD_REQUEST"),
        (b"", {"Content-Type": "application/json"}, "BAD_REQUEST"),
        (b"{}", {"Content-Type": "application/json"}, "BAD_REQUEST"),
        (b"\xff\xfe", {"Content-Type": "application/json"}, "BAD_REQUEST"),
        (b"{}", {"Content-Type": "multipart/form-data"}, "UNSUPPORTED_MEDIA_TYPE"),
    ],
)
async def test_malformed_offers_are_refused(
    api: Any, body: bytes, headers: dict[str, str], code: str
) -> None:
    answer = await api("POST", "offers", body=body, headers=headers)
    assert answer.json["code"] == code
    assert set(answer.json) >= {"code", "message", "retryable", "reason"}


@pytest.mark.parametrize("field", ["id", "sha256", "size", "category", "created_at"])
async def test_no_field_of_an_offer_is_taken_unchecked(api: Any, field: str) -> None:
    made = to_builtins(offer(b"x"))
    made[field] = "../../etc/passwd"
    answer = await api("POST", "offers", json_body={"offer": made})
    assert answer.status == 400
    assert f"$.offer.{field}" in answer.json["message"]


async def test_receipt_is_404_until_there_is_one(api: Any) -> None:
    made = offer(b"abc")
    missing = await api("GET", f"receipts/{made.id}")
    assert (missing.status, missing.json["code"]) == (404, "ARTIFACT_NOT_FOUND")
    await api("POST", "offers", body=packed(made, b"abc"), headers=MSGPACK)
    found = await api("GET", f"receipts/{made.id}")
    assert found.json["offer_id"] == made.id


async def test_runs_are_put_found_and_paged(api: Any) -> None:
    runs = [run(f"run {number}") for number in range(3)]
    for made in runs:
        answer = await api("PUT", f"runs/{made.id}", json_body=to_builtins(made))
        assert answer.status == 200
        assert answer.json["run"]["name"] == made.name
    assert (await api("GET", f"runs/{runs[0].id}")).json["artifacts"] == 0
    first = (await api("GET", "runs", query={"limit": 2})).json
    second = (await api("GET", "runs", query={"limit": 2, "cursor": first["next_cursor"]})).json
    names = [item["run"]["name"] for item in first["items"] + second["items"]]
    assert sorted(names) == ["run 0", "run 1", "run 2"]
    assert "next_cursor" not in second
    found = (await api("GET", "runs", query={"q": "run 1"})).json
    assert [item["run"]["id"] for item in found["items"]] == [runs[1].id]


async def test_json_may_come_as_browsers_label_a_string(api: Any) -> None:
    made = run()
    # What fetch() sets for a string body, and JupyterLab's makeRequest leaves so.
    headers = {"Content-Type": "text/plain;charset=UTF-8"}
    answer = await api("PUT", f"runs/{made.id}", json_body=to_builtins(made), headers=headers)
    assert answer.status == 200


async def test_run_with_another_id_than_its_address_is_refused(api: Any) -> None:
    answer = await api("PUT", f"runs/{run().id}", json_body=to_builtins(run()))
    assert (answer.status, answer.json["code"]) == (400, "BAD_REQUEST")


async def test_unknown_run_is_404(api: Any) -> None:
    for run_id in (run().id, "..%2f..", "x"):
        answer = await api("GET", f"runs/{run_id}")
        assert (answer.status, answer.json["code"]) == (404, "RUN_NOT_FOUND")


async def test_artifacts_are_filtered_and_paged_newest_first(api: Any) -> None:
    here = run()
    for number in range(5):
        await stored(api, bytes([number]), name=f"a{number}", of=here)
    await stored(api, b"else", name="else", category="input")
    page = (await api("GET", "artifacts", query={"run": here.id, "limit": 3})).json
    names = [item["name"] for item in page["items"]]
    query = {"run": here.id, "limit": 3, "cursor": page["next_cursor"]}
    names += [item["name"] for item in (await api("GET", "artifacts", query=query)).json["items"]]
    assert names == ["a4", "a3", "a2", "a1", "a0"]
    for query, expected in (
        ({"category": "input"}, ["else"]),
        ({"q": "a3"}, ["a3"]),
        ({"name": "a2"}, ["a2"]),
        ({"kind": "figure"}, []),
    ):
        items = (await api("GET", "artifacts", query=query)).json["items"]
        assert [item["name"] for item in items] == expected


async def test_artifacts_are_sorted_filtered_and_counted(api: Any) -> None:
    here = msgspec.structs.replace(run("vision"), folder="/team")
    for number, (name, media_type) in enumerate([("b", "image/png"), ("a", "text/csv")]):
        await stored(api, bytes(number + 1), name=name, of=here, media_type=media_type)
    query: dict[str, Any] = {"sort": "name", "folder": "/team", "limit": 1}
    page = (await api("GET", "artifacts", query=query)).json
    assert [item["name"] for item in page["items"]] == ["a"]
    query["cursor"] = page["next_cursor"]
    assert [i["name"] for i in (await api("GET", "artifacts", query=query)).json["items"]] == ["b"]
    both = await api("GET", "artifacts?media_type=image/&media_type=text/&size_min=1&size_max=1")
    assert [item["name"] for item in both.json["items"]] == ["b"]
    groups = (await api("GET", "groups", query={"by": "folder", "q": "vision"})).json
    assert [(g["label"], g["artifacts"], g["bytes"]) for g in groups["items"]] == [("/team", 2, 3)]
    runs = (await api("GET", "runs", query={"folder": "/team"})).json["items"]
    assert [item["run"]["name"] for item in runs] == ["vision"]
    for bad in ({"sort": "colour"}, {"order": "up"}, {"size_min": "-1"}, {"since": "soon"}):
        answer = await api("GET", "artifacts", query=bad)
        assert (answer.status, answer.json["code"]) == (400, "BAD_REQUEST")
    assert (await api("GET", "groups", query={"by": "colour"})).status == 400


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"limit": "many"}, "BAD_REQUEST"),
        ({"limit": "0"}, "BAD_REQUEST"),
        ({"limit": "-1"}, "BAD_REQUEST"),
        ({"q": "x" * 513}, "BAD_REQUEST"),
        ({"cursor": "' OR 1=1"}, "BAD_REQUEST"),
        ({"category": "secret"}, "UNKNOWN_CATEGORY"),
        ({"run": "'; DROP TABLE runs"}, "RUN_NOT_FOUND"),
    ],
)
async def test_hostile_queries_are_refused(api: Any, query: dict[str, str], code: str) -> None:
    answer = await api("GET", "artifacts", query=query)
    assert answer.json["code"] == code
    assert answer.status in (400, 404)


async def test_delete_removes_the_artifact_and_says_what_that_freed(api: Any) -> None:
    receipt = await stored(api, b"x" * 1234)
    path = f"artifacts/{receipt['artifact_id']}"
    answer = await api("DELETE", path)
    assert answer.json == {"artifact_id": receipt["artifact_id"], "freed_bytes": 1234}
    for address in (path, f"{path}/content", f"{path}/thumbnail"):
        gone = await api("GET", address)
        assert (gone.status, gone.json["code"]) == (404, "ARTIFACT_NOT_FOUND")
    assert (await api("DELETE", path)).status == 404


async def test_artifact_without_a_thumbnail_says_so(api: Any) -> None:
    receipt = await stored(api, b"x")
    answer = await api("GET", f"artifacts/{receipt['artifact_id']}/thumbnail")
    assert (answer.status, answer.json["code"]) == (404, "ARTIFACT_NOT_FOUND")


async def test_unknown_addresses_and_methods_answer_in_json(api: Any) -> None:
    answer = await api("GET", "nowhere/at/all")
    assert (answer.status, answer.json["code"]) == (404, "BAD_REQUEST")
    answer = await api("DELETE", "status")
    assert answer.status == 405
    assert answer.json["reason"] == "Method Not Allowed"
