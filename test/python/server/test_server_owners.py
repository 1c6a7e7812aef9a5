"""Where Jupyter tells persons apart, what is on its way is its sender's alone."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from conftest import TUS
from filesaving import request
from jupyter_server.auth import Authorizer, IdentityProvider, User
from samples import MSGPACK, STREAM, offer, packed

from cellkeep_core.protocol import to_builtins
from cellkeep_server.events.announcer import TRANSFER
from cellkeep_server.http.acts import OTHERS

ANN, BEN, CHIEF = ({"X-Person": name} for name in ("ann", "ben", "chief"))


class Persons(IdentityProvider):
    """Takes somebody's word for who they are."""

    def get_user(self, handler: Any) -> User | None:
        name: str | None = handler.request.headers.get("X-Person")
        handler._token_authenticated = name is not None
        return User(username=name) if name else None


class Separate(Authorizer):
    """Lets everybody in, and only the chief to what others send."""

    def is_authorized(self, *asked: Any) -> bool:
        _, user, _, resource = asked
        return resource != OTHERS or user.username == "chief"


@pytest.fixture
def server_options() -> dict[str, Any]:
    return {"authorizer_class": Separate, "identity_provider_class": Persons}


async def transfer_of(api: Any, person: dict[str, str], root: Any) -> str:
    """Begin one that fails by its name, and so can be tried again."""
    (root / "line\u2028break").write_text("x")
    answer = await api("POST", "contents", json_body=request("line\u2028break"), headers=person)
    its_id: str = answer.json["transfers"][0]["id"]
    for _ in range(500):
        if (await seen(api, person)).get(its_id) == "failed":
            break
        await asyncio.sleep(0.02)
    return its_id


async def seen(api: Any, person: dict[str, str]) -> dict[str, str]:
    answer = await api("GET", "transfers", headers=person)
    return {one["id"]: one["state"] for one in answer.json["transfers"]}


async def test_a_transfer_is_seen_retried_and_cancelled_by_whose_it_is(
    api: Any, jp_root_dir: Any
) -> None:
    its_id = await transfer_of(api, ANN, jp_root_dir)
    assert await seen(api, BEN) == {}
    for action in ("retry", "cancel"):
        answer = await api("POST", f"transfers/{its_id}/{action}", headers=BEN)
        assert (answer.status, answer.json["code"]) == (404, "UPLOAD_NOT_FOUND")
    assert await seen(api, ANN) == {its_id: "failed"}
    answer = await api("POST", f"transfers/{its_id}/retry", headers=ANN)
    assert [one["id"] for one in answer.json["transfers"]] == [its_id]
    # And by whom the authorizer lets at the others'.
    assert its_id in await seen(api, CHIEF)
    assert (await api("POST", f"transfers/{its_id}/cancel", headers=CHIEF)).status == 200


async def test_nobody_hears_of_the_transfers_of_others(
    api: Any, jp_ws_fetch: Any, jp_serverapp: Any, jp_root_dir: Any
) -> None:
    sockets = {
        name: await jp_ws_fetch("api", "events", "subscribe", headers=dict(person))
        for name, person in (("ann", ANN), ("ben", BEN))
    }
    its_id = await transfer_of(api, ANN, jp_root_dir)
    await asyncio.sleep(0.3)  # its last state is announced within a tenth of a second
    end = "https://events.jupyter.org/jupyter_server/contents_service/v1"
    jp_serverapp.event_logger.emit(schema_id=end, data={"action": "get", "path": "the end"})
    told: dict[str, set[str]] = {}
    for name, socket in sockets.items():
        told[name] = set()
        async with asyncio.timeout(10):
            while (event := json.loads(await socket.read_message())).get("path") != "the end":
                if event["schema_id"] == TRANSFER:
                    told[name] |= {one["id"] for one in event["transfers"]}
        socket.close()
    assert told == {"ann": {its_id}, "ben": set()}


async def test_an_upload_is_looked_at_continued_and_given_up_by_whose_it_is(api: Any) -> None:
    made = offer(b"abcdef")
    began = await api("POST", "offers", json_body={"offer": to_builtins(made)}, headers=ANN)
    assert began.status == 200, began.body
    path = f"uploads/{made.id}"
    bytes_of = {**TUS, "Content-Type": STREAM, "Upload-Offset": "0"}

    async def statuses(person: dict[str, str]) -> list[int]:
        head = await api("HEAD", path, headers={**TUS, **person})
        sent = await api("PATCH", path, body=b"abc", headers={**bytes_of, **person})
        return [head.status, sent.status]

    assert await statuses(BEN) == [404, 404]
    assert (await api("DELETE", path, headers={**TUS, **BEN})).status == 404
    # Nor do they get at it by offering the same, with its bytes or without.
    same = await api("POST", "offers", json_body={"offer": to_builtins(made)}, headers=BEN)
    whole = await api("POST", "offers", body=packed(made, b"abcdef"), headers={**MSGPACK, **BEN})
    batch = await api(
        "POST",
        "batch",
        body=b"\x91" + packed(made, b"abcdef"),
        headers={**MSGPACK, **BEN},
    )
    assert [same.status, whole.status, batch.status] == [404, 404, 404]
    assert await statuses(ANN) == [200, 204]
    head = await api("HEAD", path, headers={**TUS, **CHIEF})
    assert head.headers["Upload-Offset"] == "3"
    assert (await api("DELETE", path, headers={**TUS, **ANN})).status == 204


async def test_parts_of_somebody_else_are_not_joined(api: Any) -> None:
    headers = {**TUS, "Content-Type": STREAM, "Upload-Length": "3", "Upload-Concat": "partial"}
    part = await api("POST", "uploads", body=b"abc", headers={**headers, **ANN})
    assert part.status == 201, part.body
    join = {**TUS, "Upload-Concat": f"final;{part.headers['Location']}"}
    refused = await api("POST", "uploads", headers={**join, **BEN})
    assert (refused.status, refused.json["code"]) == (404, "UPLOAD_NOT_FOUND")
    joined = await api("POST", "uploads", headers={**join, **ANN})
    assert joined.status == 201, joined.body


class NoOthers(Authorizer):
    """Knows Cellkeep's own resource and Jupyter's, as one that was written before."""

    def is_authorized(self, *asked: Any) -> bool:
        return asked[-1] != OTHERS


@pytest.mark.parametrize("server_options", [{"authorizer_class": NoOthers}])
async def test_with_one_token_for_all_there_is_one_person(api: Any, jp_root_dir: Any) -> None:
    # Jupyter makes up another name for each of these requests.
    its_id = await transfer_of(api, {}, jp_root_dir)
    assert (await api("POST", f"transfers/{its_id}/retry")).status == 200
