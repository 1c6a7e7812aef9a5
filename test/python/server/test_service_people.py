"""What several people of a service do with each other's runs: digests, events, lineage, imports."""

from __future__ import annotations

import asyncio
import json
import re
from io import BytesIO
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from conftest import TUS
from samples import MSGPACK, STREAM, changes_in, offer, packed, run
from service import SERVICE, as_person, save
from test_service_rights import jp_server_config  # noqa: F401  (the same service)

from cellkeep_core.protocol import ArtifactRef, to_builtins
from cellkeep_store.catalog import seen
from cellkeep_store.catalog.tables import metadata


@pytest.fixture
def server_options() -> dict[str, Any]:
    return dict(SERVICE)


async def share(api: Any, run_id: str, *shares: dict[str, str], by: str = "olga") -> Any:
    body = {"shares": list(shares)}
    return await api("PUT", f"runs/{run_id}/shares", json_body=body, headers=as_person(by))


def test_every_table_is_narrowed_or_known_to_say_nothing_of_a_run() -> None:
    assert metadata.tables.keys() == seen._ROWS.keys() | seen.OF_NO_RUN
    assert not seen._ROWS.keys() & seen.OF_NO_RUN


async def test_words_of_others_metadata_and_code_find_nothing(api: Any) -> None:
    made = offer(b"1", name="result", metadata={"optimiser": "adamantine"})
    made.provenance.source = "zanzibar = train(model)"
    made.run.metadata = {"schedule": "cosinusoidal"}
    await save(api, "olga", made, b"1")
    places = {"adamantine": "metadata", "zanzibar": "source", "cosinusoidal": "run"}
    for word, place in places.items():
        for person, found in (("olga", [made.id]), ("otto", [])):
            answer = await api("GET", "artifacts", query={"q": word}, headers=as_person(person))
            items = answer.json["items"]
            assert [one["id"] for one in items] == found, (word, person)
            assert all(one["found_in"][0]["place"] == place for one in items)


async def test_the_page_of_a_zip_leads_back_to_the_teams_library(api: Any) -> None:
    made = offer(b"1", name='odd "name" & more')
    await save(api, "olga", made, b"1")
    before = "https://team.example/lab?cellkeep="

    async def page(**query: str) -> str:
        asked = {"id": made.id, **query}
        answer = await api("GET", "export", query=asked, headers=as_person("olga"))
        assert answer.status == 200, answer.body
        with ZipFile(BytesIO(answer.body)) as archive:
            return archive.read("index.html").decode()

    assert "team's library" not in await page()
    (address,) = re.findall(r'<a href="([^"]+)" target', await page(library=before))
    link = unquote(address.removeprefix(before))
    resolved = await api("GET", "links", query={"link": link}, headers=as_person("olga"))
    assert resolved.json["id"] == made.id
    asked = {"id": made.id, "library": "javascript:alert(1)//"}
    refused = await api("GET", "export", query=asked, headers=as_person("olga"))
    assert refused.json["code"] == "BAD_REQUEST"


async def test_nobody_learns_from_a_digest_what_others_have(api: Any, store_folder: Any) -> None:
    secret = b"the secret of olga " * 10
    made = offer(secret)
    await save(api, "olga", made, secret)
    mine = run("otto's")
    # By the digest alone: the bytes are asked for as those that nobody has.
    for content in (secret, b"that nobody has" * 10):
        asked = offer(content, of=mine)
        body = {"offer": to_builtins(asked)}
        answer = await api("POST", "offers", json_body=body, headers=as_person("otto"))
        assert answer.json["type"] == "upload", answer.body
    question = b"\x91" + packed(offer(secret, of=mine))
    answer = await api("POST", "batch", body=question, headers={**MSGPACK, **as_person("otto")})
    assert [one["type"] for one in answer.json["results"]] == ["wanted"]
    # With other bytes under that digest: nothing is got by it.
    lie = packed(
        offer(secret, of=mine), b"not the secret, yet of the same length".ljust(len(secret))
    )
    answer = await api("POST", "offers", body=lie, headers={**MSGPACK, **as_person("otto")})
    assert answer.json["code"] == "DIGEST_MISMATCH"
    found = await api("GET", "artifacts", query={"sha256": made.sha256}, headers=as_person("otto"))
    assert found.json["items"] == []
    # With the bytes themselves: kept once, and deleted as if they were kept twice.
    own = offer(secret, of=mine)
    assert (await save(api, "otto", own, secret)).json["type"] == "stored"
    assert len([one for one in (store_folder / "blobs").rglob("*") if one.is_file()]) == 1
    gone = await api("DELETE", f"artifacts/{own.id}", headers=as_person("otto"))
    assert gone.json["freed_bytes"] == len(secret)
    content = await api("GET", f"artifacts/{made.id}/content", headers=as_person("olga"))
    assert content.body == secret
    # Within what one sees oneself no byte is sent twice.
    again = {"offer": to_builtins(offer(secret, name="again", of=made.run))}
    answer = await api("POST", "offers", json_body=again, headers=as_person("olga"))
    assert answer.json["type"] == "stored"


async def test_an_id_that_somebody_else_has_used_tells_nothing_of_theirs(api: Any) -> None:
    made = offer(b"hers", name="hush")
    await save(api, "olga", made, b"hers")
    other = offer(b"hers", name="mine")
    other.id = made.id
    answer = await save(api, "otto", other, b"hers")
    assert (answer.status, answer.json["code"]) == (409, "ID_CONFLICT")
    assert b"hush" not in answer.body


async def test_what_was_used_and_may_not_be_seen_is_no_step_of_a_lineage(api: Any) -> None:
    private = offer(b"raw", name="hush raw", category="input")
    await save(api, "olga", private, b"raw")
    result = offer(b"result", name="result", of=run("shared"))
    result.provenance.inputs = [
        ArtifactRef(
            artifact_id=private.id,
            run_id=private.run.id,
            name="hush raw",
            version=1,
            sha256=private.sha256,
        )
    ]
    await save(api, "olga", result, b"result")
    await share(api, result.run.id, {"kind": "all", "level": "view"})
    for person, nodes in (("olga", 2), ("otto", 1)):
        headers = as_person(person)
        graph = await api("GET", f"artifacts/{result.id}/lineage", headers=headers)
        assert len(graph.json["nodes"]) == nodes, person
        zipped = await api("GET", "export", query={"id": result.id}, headers=headers)
        with ZipFile(BytesIO(zipped.body)) as archive:
            bodies = [archive.read(name) for name in archive.namelist()]
        for path in ("artifacts", f"artifacts/{result.id}", f"artifacts/{result.id}/history"):
            bodies += [(await api("GET", path, headers=headers)).body]
        hidden = (b"hush", private.id.encode(), private.sha256.encode())
        told = [one for one in hidden if any(one in body for body in bodies)]
        assert (told != []) == (person == "olga"), (person, told)
    # Nor when its run is gone: that makes nothing of it known.
    gone = {"run_id": private.run.id, "permanent": True}
    answer = await api("POST", "deletions", json_body=gone, headers=as_person("olga"))
    assert answer.json["artifacts"] == 1
    for path in (f"artifacts/{result.id}", f"artifacts/{result.id}/lineage"):
        assert b"hush" not in (await api("GET", path, headers=as_person("otto"))).body


async def test_each_hears_what_they_may_see(api: Any, jp_ws_fetch: Any, jp_serverapp: Any) -> None:
    sockets = {
        name: await jp_ws_fetch("api", "events", "subscribe", headers=as_person(name))
        for name in ("olga", "otto")
    }
    first = offer(b"one", name="hush")
    await save(api, "olga", first, b"one")
    last = offer(b"two", name="open")
    await save(api, "olga", last, b"two")
    await share(api, last.run.id, {"kind": "person", "name": "otto", "level": "view"})
    after = offer(b"three", name="after", of=last.run)
    await save(api, "olga", after, b"three")
    heard: dict[str, set[str]] = {}
    for name, socket in sockets.items():
        heard[name] = set()
        async with asyncio.timeout(20):
            while after.id not in heard[name]:
                event = json.loads(await socket.read_message())
                for change in changes_in(event):
                    heard[name].add(change.get("artifact_id", change["run_id"]))
        socket.close()
    assert {first.id, last.id, after.id} <= heard["olga"]
    assert first.id not in heard["otto"]
    assert first.run.id not in heard["otto"]


async def test_what_was_done_is_written_down_for_good(api: Any, app: Any) -> None:
    made = offer(b"kept", name="result")
    await save(api, "olga", made, b"kept")
    await share(api, made.run.id, {"kind": "person", "name": "vera", "level": "view"})
    for person in ("vera", "vera", "olga"):
        await api("GET", f"artifacts/{made.id}/content", headers=as_person(person))
    await api("POST", "deletions", json_body={"ids": [made.id]}, headers=as_person("olga"))
    told = await api("GET", f"runs/{made.run.id}/activity", headers=as_person("olga"))
    done = [(one["person"], one["act"], one["what"]) for one in told.json["items"]]
    assert done == [
        ("olga", "deleted", "result v1"),
        ("vera", "read", "result v1"),
        ("olga", "shared", "person:olga own, person:vera view"),
        ("olga", "saved", "result v1"),
    ]
    everything = await api("GET", "activity", headers=as_person("root"))
    assert everything.json["items"] == told.json["items"]
    store = await app.service.store()
    for statement in ("UPDATE activity SET person = 'otto'", "DELETE FROM activity"):
        with pytest.raises(Exception, match="stays written down"), store.database.write() as tx:
            tx.exec_driver_sql(statement)


async def test_an_owner_gives_a_run_away_and_an_admin_one_of_nobody(api: Any, app: Any) -> None:
    made = offer(b"kept")
    await save(api, "olga", made, b"kept")
    away = {"owner": "otto", "shares": []}
    path = f"runs/{made.run.id}"
    manage = {"kind": "person", "name": "mara", "level": "manage"}
    await share(api, made.run.id, manage)
    refused = await api("PUT", f"{path}/shares", json_body=away, headers=as_person("mara"))
    assert refused.json["code"] == "FORBIDDEN"
    given = await api("PUT", f"{path}/shares", json_body=away, headers=as_person("olga"))
    assert given.json == {"owner": "otto", "shares": []}
    assert (await api("GET", path, headers=as_person("olga"))).status == 404
    seen = await api("GET", path, headers=as_person("otto"))
    assert (seen.json["owner"], seen.json["level"]) == ("otto", "own")
    # What was saved before there were persons is nobody's: an admin says whose.
    old = offer(b"old")
    store = await app.service.store()
    store.ingest.put_bytes(old, b"old")
    path = f"runs/{old.run.id}"
    assert (await api("GET", path, headers=as_person("root"))).status == 404
    given = await api("PUT", f"{path}/shares", json_body=away, headers=as_person("root"))
    assert given.status == 200, given.body
    assert (await api("GET", path, headers=as_person("otto"))).status == 200
    for wrong in (
        {"shares": [{"kind": "all", "level": "manage"}]},
        {"shares": [{"kind": "person", "name": "vera", "level": "own"}]},
        {"shares": [{"kind": "person", "level": "view"}]},
    ):
        answer = await api("PUT", f"{path}/shares", json_body=wrong, headers=as_person("otto"))
        assert answer.json["code"] == "BAD_REQUEST", wrong


async def test_two_people_import_the_same_archive_and_upload_to_runs_of_their_own(api: Any) -> None:
    made = offer(b"kept", name="result")
    await save(api, "olga", made, b"kept")
    zipped = await api("GET", "export", query={"id": made.id}, headers=as_person("olga"))
    for _ in range(2):
        for person in ("otto", "vera"):
            report = await api("POST", "import", body=zipped.body, headers=as_person(person))
            assert report.status == 200, report.body
    for person in ("olga", "otto", "vera"):
        mine = await api("GET", "artifacts", headers=as_person(person))
        assert [one["name"] for one in mine.json["items"]] == ["result"], person
    runs = set()
    for person in ("olga", "otto"):
        headers = {**TUS, "Upload-Length": "3", "Content-Type": STREAM, **as_person(person)}
        answer = await api("POST", "uploads", body=b"abc", headers=headers)
        assert answer.status == 201, answer.body
        status = await api("GET", "status", headers=as_person(person))
        uploads = status.json["uploads_run"]["id"]
        assert (await api("GET", f"runs/{uploads}", headers=as_person(person))).status == 200
        runs.add(uploads)
    assert len(runs) == 2


async def test_names_are_told_to_whom_they_are_known_and_to_nobody_else(api: Any) -> None:
    async def known(person: str, word: str = "") -> list[tuple[str, str]]:
        answer = await api("GET", "contacts", query={"q": word}, headers=as_person(person))
        return [(one["kind"], one["name"]) for one in answer.json["items"]]

    made = offer(b"1")
    await save(api, "olga", made, b"1")
    assert await known("olga") == []
    assert await known("gert") == [("group", "team")]  # which the identity provider says
    await share(
        api,
        made.run.id,
        {"kind": "person", "name": "vera", "level": "view"},
        {"kind": "person", "name": "mara", "level": "manage"},
        {"kind": "group", "name": "team", "level": "add"},
    )
    # Who manages the run knows with whom it is shared; who sees it, whose it is; a stranger nobody.
    assert await known("olga") == [("person", "mara"), ("group", "team"), ("person", "vera")]
    assert await known("mara") == [("person", "olga"), ("group", "team"), ("person", "vera")]
    assert await known("vera") == [("person", "olga")]
    assert await known("gert") == [("person", "olga"), ("group", "team")]
    assert await known("otto") == []
    assert await known("olga", "ERA") == [("person", "vera")]


async def test_ones_own_runs_and_those_of_others_are_two_groups(api: Any) -> None:
    theirs, mine = offer(b"1", name="theirs"), offer(b"2", name="mine")
    await save(api, "olga", theirs, b"1")
    await save(api, "vera", mine, b"2")
    await share(api, theirs.run.id, {"kind": "person", "name": "vera", "level": "view"})
    by = {"by": "sharing"}
    for person, groups in (("vera", {"mine", "shared"}), ("olga", {"mine"}), ("otto", set())):
        answer = await api("GET", "groups", query=by, headers=as_person(person))
        assert {(one["key"], one["artifacts"]) for one in answer.json["items"]} == {
            (key, 1) for key in groups
        }
    for key, name in (("mine", "mine"), ("shared", "theirs")):
        query = {"group": f"sharing:{key}"}
        answer = await api("GET", "artifacts", query=query, headers=as_person("vera"))
        assert [one["name"] for one in answer.json["items"]] == [name]
    status = await api("GET", "status", headers=as_person("vera"))
    assert status.json["person"] == "vera"
