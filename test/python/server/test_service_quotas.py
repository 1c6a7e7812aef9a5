"""How much each person of a service holds and may hold, as they and an admin are told."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from conftest import TUS
from samples import MSGPACK, STREAM, offer, packed, run
from service import AVATARS, SERVICE, as_person, save
from test_service_rights import jp_server_config  # noqa: F401  (the same service)

from cellkeep_core.protocol import to_builtins
from cellkeep_core.quota import HEADER, quota_words

ROOT = as_person("root")


@pytest.fixture
def server_options() -> dict[str, Any]:
    return dict(SERVICE)


async def put_quota(api: Any, name: str, limit: int | None, kind: str = "person") -> Any:
    body = {"kind": kind, "name": name, **({} if limit is None else {"limit_bytes": limit})}
    answer = await api("PUT", "quotas", json_body=body, headers=ROOT)
    assert answer.status == 200, answer.body
    return answer.json


async def test_a_person_is_told_from_four_fifths_on_and_refused_beyond(api: Any) -> None:
    set_to = await put_quota(api, "olga", 100)
    assert set_to == {
        "kind": "person",
        "name": "olga",
        "bytes": 0,
        "runs": 0,
        "quota_bytes": 100,
        "quota_from": "own",
    }
    first = await save(api, "olga", offer(b"x" * 79), b"x" * 79)
    assert HEADER not in first.headers
    answer = await save(api, "olga", offer(b"y"), b"y")
    assert answer.headers[HEADER] == "80/100"
    assert "80 B of the 100 B" in (quota_words(answer.headers[HEADER]) or "")
    # Each way to save: alone, many together, in pieces, by an offer of bytes to come.
    big = b"z" * 21
    made = offer(big)
    olga = as_person("olga")
    upload = {**TUS, "Upload-Length": "21", "Content-Type": STREAM, **olga}
    for answer in (
        await save(api, "olga", offer(big), big),
        await api("POST", "offers", json_body={"offer": to_builtins(made)}, headers=olga),
        await api("POST", "uploads", body=big, headers=upload),
    ):
        assert (answer.status, answer.json["code"]) == (507, "QUOTA_REACHED"), answer.body
        assert "Your quota is 100 B" in answer.json["message"]
    body = b"\x92" + packed(offer(big), big) + packed(offer(b"w" * 20), b"w" * 20)
    answer = await api("POST", "batch", body=body, headers={**MSGPACK, **olga})
    assert [one["type"] for one in answer.json["results"]] == ["refused", "stored"]
    assert answer.headers[HEADER] == "100/100"
    state = (await api("GET", "status", headers=olga)).json
    assert (state["held_bytes"], state["quota_bytes"]) == (100, 100)
    assert "admin" not in state
    # An upload that was let in and overtaken is kept until there is room.
    await put_quota(api, "olga", 121)
    assert (await api("POST", "offers", json_body={"offer": to_builtins(made)}, headers=olga)).json[
        "type"
    ] == "upload"
    await put_quota(api, "olga", 120)
    piece = {**TUS, "Upload-Offset": "0", "Content-Type": STREAM, **olga}
    answer = await api("PATCH", f"uploads/{made.id}", body=big, headers=piece)
    assert answer.json["code"] == "QUOTA_REACHED"
    await put_quota(api, "olga", None)
    answer = await api("POST", "offers", json_body={"offer": to_builtins(made)}, headers=olga)
    assert answer.json["type"] == "stored", answer.body
    assert HEADER not in answer.headers


async def test_an_admin_sees_who_holds_how_much_and_nothing_of_what_it_is(api: Any) -> None:
    for person, size in (("olga", 30), ("otto", 10), ("vera", 20), ("gert", 5)):
        made = offer(person.encode() * size, name="hush result", of=run(person))
        answer = await save(api, person, made, person.encode() * size)
        assert answer.json["type"] == "stored", answer.body
    await put_quota(api, "team", 1000, kind="group")
    await put_quota(api, "nobody yet", 7)
    done = (await api("GET", "activity", query={"limit": 2}, headers=ROOT)).json["items"]
    assert [(one["person"], one["act"], one["what"]) for one in done] == [
        ("root", "limited", "person:nobody yet 7 B"),
        ("root", "limited", "group:team 1 KB"),
    ]
    assert "run_id" not in done[0]
    listed: dict[str, list[str]] = {}
    for sort in ("bytes", "name", "last"):
        cursor, names = None, []
        while True:
            query = {"limit": 2, "sort": sort, **({"cursor": cursor} if cursor else {})}
            page = await api("GET", "usage", query=query, headers=ROOT)
            assert page.status == 200, page.body
            assert b"hush" not in page.body
            names += [one["name"] for one in page.json["items"]]
            cursor = page.json.get("next_cursor")
            if cursor is None:
                break
        listed[sort] = names
    assert listed == {
        "bytes": ["olga", "vera", "otto", "team", "gert", "nobody yet"],
        "name": ["gert", "nobody yet", "olga", "otto", "team", "vera"],
        "last": ["gert", "vera", "otto", "olga", "team", "nobody yet"],
    }
    page = (await api("GET", "usage", headers=ROOT)).json
    told = {one["name"]: one for one in page["items"]}
    assert (told["team"]["members"], told["team"]["bytes"]) == (1, 20)
    assert (told["gert"]["quota_bytes"], told["gert"]["quota_from"]) == (1000, "group")
    assert (told["olga"]["runs"], told["olga"]["bytes"]) == (1, 120)
    assert "quota_bytes" not in told["olga"]
    # Where pictures of persons are is said only by https, with each of their runs too.
    avatars = {name: one["avatar"] for name, one in told.items() if "avatar" in one}
    assert avatars == {"olga": AVATARS["olga"]}
    its = {person: as_person(person) for person in ("olga", "otto")}
    runs = {person: await api("GET", "runs", headers=its[person]) for person in its}
    assert runs["olga"].json["items"][0]["owner_avatar"] == AVATARS["olga"]
    assert "owner_avatar" not in runs["otto"].json["items"][0]
    room = await api("GET", "room", headers=ROOT)
    assert b"hush" not in room.body
    largest = room.json["largest"]
    assert (largest[0]["owner"], largest[0]["bytes"]) == ("olga", 120)
    assert room.json["bytes"] == sum(one["bytes"] for one in largest)
    state = (await api("GET", "status", headers=ROOT)).json
    assert state["admin"] is True
    for wrong in ({"sort": "size"}, {"cursor": "person:no such"}):
        answer = await api("GET", "usage", query=wrong, headers=ROOT)
        assert answer.json["code"] == "BAD_REQUEST"
    body = {"kind": "person", "name": "a\nb", "limit_bytes": 1}
    answer = await api("PUT", "quotas", json_body=body, headers=ROOT)
    assert answer.json["code"] == "BAD_REQUEST"


async def test_an_admin_sees_whose_uploads_are_unfinished_and_ends_one(api: Any) -> None:
    def begin(person: str, size: int) -> Any:
        headers = {**TUS, "Upload-Length": str(size), **as_person(person)}
        metadata = f"filename {base64.b64encode(b'hush.csv').decode()}"
        return api("POST", "uploads", headers={**headers, "Upload-Metadata": metadata})

    paths = {
        person: (await begin(person, size)).headers["Location"].rpartition("cellkeep/api/")[2]
        for person, size in (("olga", 2_000), ("otto", 30_000))
    }
    room = await api("GET", "room", headers=ROOT)
    assert b"hush" not in room.body
    told = [(one["owner"], one["bytes"]) for one in room.json["uploads"]]
    assert told == [("otto", 30_000), ("olga", 2_000)]
    assert (room.json["upload_count"], room.json["upload_bytes"]) == (2, 32_000)
    for one in room.json["uploads"]:
        assert one["begun_at"] <= one["written_at"]
    ending = f"room/{paths['otto']}"
    for _ in range(2):
        answer = await api("DELETE", ending, headers=ROOT)
    assert (answer.status, answer.json["code"]) == (404, "UPLOAD_NOT_FOUND")
    room = await api("GET", "room", headers=ROOT)
    assert [one["owner"] for one in room.json["uploads"]] == ["olga"]
    piece = {**TUS, "Upload-Offset": "0", "Content-Type": STREAM}
    for person, status in (("otto", 404), ("olga", 204)):
        content = b"x" * 2_000
        headers = {**piece, **as_person(person)}
        answer = await api("PATCH", paths[person], body=content, headers=headers)
        assert answer.status == status, answer.body
    # What has become an artifact stays, and nothing was ended.
    await api("DELETE", f"room/{paths['olga']}", headers=ROOT)
    assert (await api("GET", "room", headers=ROOT)).json["bytes"] == 2_000
    done = (await api("GET", "activity", headers=ROOT)).json["items"]
    assert [(one["person"], one["act"], one["what"]) for one in done] == [
        ("olga", "saved", "hush.csv v1"),
        ("root", "ended", "person:otto 30 KB"),
    ]
