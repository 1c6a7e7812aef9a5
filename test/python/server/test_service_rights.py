"""Each address of the service, asked by each kind of person: rights on runs, and no hints.

The list comes from the OpenAPI file: an address that is not in `NEEDED` fails the test until it is.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import TUS
from samples import MSGPACK, PNG, STREAM, offer, packed, run
from service import SERVICE, as_person, save

from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.protocol import MirrorPlace, to_builtins
from cellkeep_server.routes import PREFIX, ROUTES
from postgres_server import new_database

ROOT = Path(__file__).resolve().parents[3]
PATHS = json.loads((ROOT / "schema" / "openapi.json").read_text("utf-8"))["paths"]
ROLES = {"nobody": 0, "view": 1, "add": 2, "manage": 3, "own": 4}
PEOPLE = {"olga": 4, "mara": 3, "gert": 2, "vera": 1, "otto": 0, "root": 0}
"""Whose the run is, whom it is shared with (gert by his group), a stranger, and an admin."""

LISTED, ADMIN, OPEN, MACHINE, SENDER = "listed", "admin", "open", "machine", "sender"
STORAGE = "storage"
"""The sender's, where the bytes are in object storage; here nobody's."""

NEEDED: dict[str, str] = {
    **dict.fromkeys(("health", "ready", "tusOptions"), OPEN),
    **dict.fromkeys(("saveContents", "transfers", "actOnTransfer", "copy"), MACHINE),
    **dict.fromkeys(("putLimit", "collect", "activity", "usage", "room", "putQuota"), ADMIN),
    "endUpload": ADMIN,
    **dict.fromkeys(("whereUploadStands", "sendBytes", "giveUploadUp"), SENDER),
    **dict.fromkeys(("signParts", "completeUpload"), STORAGE),
    **dict.fromkeys(
        ("status", "runs", "runTable", "artifacts", "names", "groups", "trash", "contacts"), LISTED
    ),
    **dict.fromkeys(
        (
            *("run", "artifact", "content", "contentHeaders", "contentAddress", "thumbnail"),
            *("history", "lineage", "resolveLink", "receipt", "exportArchive"),
        ),
        "view",
    ),
    **dict.fromkeys(("offer", "batch", "createUpload", "noteMirror"), "add"),
    **dict.fromkeys(
        (
            *("putRun", "putRunSettings", "editArtifact", "deleteArtifact", "setAlias"),
            *("removeAlias", "deleteMany", "restore", "purge", "shares", "putShares"),
        ),
        "manage",
    ),
    "runActivity": "own",
    "importArchive": "its own",
}
MIRRORED = MirrorPlace(called="MLflow", mirror="mlflow:x", place="e/r/x", at=utc_now())
BEGIN_RUNS = ("offer", "batch", "putRun")
"""Of a run that never was these make one: to who knows an id of somebody else's it is refused."""


# Both databases take the same statements: each address and role with PostgreSQL is for `make long`.
@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def cellkeep_config(request: pytest.FixtureRequest) -> dict[str, Any]:
    if request.param == "sqlite":
        return {"collect_interval": 0}
    socket = request.getfixturevalue("postgres")
    url = new_database(socket, new_id(), "migrated")
    return {"collect_interval": 0, "catalog_url": url}


@pytest.fixture
def server_options() -> dict[str, Any]:
    return dict(SERVICE)


@pytest.fixture
def jp_server_config(jp_server_config: dict[str, Any]) -> dict[str, Any]:
    from cellkeep_server.serve.authorizer import ServiceAuthorizer

    jp_server_config["ServerApp"]["authorizer_class"] = ServiceAuthorizer
    jp_server_config["ServiceAuthorizer"] = {"admin_users": ["root"]}
    return jp_server_config


@dataclass
class Kept:
    """What Olga has: a run with an artifact, another in the trash, and an upload under way."""

    run_id: str
    artifact_id: str
    trashed_id: str
    upload_id: str
    sha256: str = "0" * 64
    large: bytes = b""

    @property
    def hidden(self) -> list[str]:
        """What no stranger may hear."""
        return [self.run_id, self.artifact_id, self.trashed_id, self.sha256, "hush"]


def nothing() -> Kept:
    """Return what never was."""
    return Kept(new_id(), new_id(), new_id(), new_id())


async def keep(api: Any) -> Kept:
    here = run(f"hush {new_id()[:6]}")
    first, second = new_id().encode(), new_id().encode()
    one, two = (offer(each, name="hush one", of=here) for each in (first, second))
    content = new_id().encode()
    large = offer(content, name="hush large", of=here)
    for each, its in ((two, second), (one, first)):
        answer = await save(api, "olga", each, its, thumbnail=PNG)
        assert answer.json["type"] == "stored", answer.body
    for method, path, body in (
        ("PUT", f"artifacts/{one.id}/aliases/best", None),
        ("POST", "deletions", {"ids": [two.id]}),
        ("POST", "offers", {"offer": to_builtins(large)}),
        (
            "PUT",
            f"runs/{here.id}/shares",
            {
                "shares": [
                    {"kind": "person", "name": "mara", "level": "manage"},
                    {"kind": "group", "name": "team", "level": "add"},
                    {"kind": "person", "name": "vera", "level": "view"},
                ]
            },
        ),
    ):
        answer = await api(method, path, json_body=body, headers=as_person("olga"))
        assert answer.status == 200, answer.body
    return Kept(here.id, one.id, two.id, large.id, one.sha256, content)


def asked(name: str, kept: Kept) -> dict[str, Any]:
    """Return what of a request is not in its address: body, headers, query."""
    here = run("hush")
    here.id = kept.run_id
    bytes_ = new_id().encode()
    new = offer(bytes_, name="new", of=here)
    metadata = f"run {base64.b64encode(kept.run_id.encode()).decode()}"
    bodies: dict[str, Any] = {
        "putLimit": {"json_body": {"limit_bytes": 10**12}},
        "putQuota": {"json_body": {"kind": "person", "name": "olga", "limit_bytes": 10**12}},
        "putRun": {"json_body": to_builtins(here)},
        "putRunSettings": {"json_body": {"versions": "version"}},
        "editArtifact": {"json_body": {"notes": "seen"}},
        "noteMirror": {"json_body": to_builtins(MIRRORED)},
        "deleteMany": {"json_body": {"ids": [kept.artifact_id]}},
        "restore": {"json_body": {"ids": [kept.trashed_id]}},
        "purge": {"json_body": {"ids": [kept.trashed_id]}},
        "putShares": {"json_body": {"shares": []}},
        "offer": {"body": packed(new, bytes_), "headers": MSGPACK},
        "batch": {"body": b"\x91" + packed(new, bytes_), "headers": MSGPACK},
        "signParts": {"json_body": {"parts": [{"number": 1, "sha256": "0" * 64}]}},
        "resolveLink": {"query": {"link": f"{kept.run_id}/hush one"}},
        "exportArchive": {"query": {"id": kept.artifact_id}},
        "createUpload": {
            "body": bytes_,
            "headers": {
                **TUS,
                "Upload-Length": str(len(bytes_)),
                "Upload-Metadata": metadata,
                "Content-Type": STREAM,
            },
        },
        "sendBytes": {
            "body": kept.large,
            "headers": {**TUS, "Upload-Offset": "0", "Content-Type": STREAM},
        },
    }
    return bodies.get(name, {"headers": TUS})


async def ask(api: Any, person: str | None, name: str, kept: Kept) -> Any:
    method, path = OPERATIONS[name]
    for variable, value in (
        ("run_id", kept.run_id),
        ("artifact_id", kept.artifact_id),
        ("offer_id", kept.artifact_id),
        ("upload_id", kept.upload_id),
        ("transfer_id", kept.upload_id),
        ("alias", "best"),
        ("action", "cancel"),
    ):
        path = path.replace(f"{{{variable}}}", value)
    options = asked(name, kept)
    headers = {**options.pop("headers", {}), **as_person(person)}
    return await api(method.upper(), path, headers=headers, **options)


OPERATIONS = {
    operation["operationId"]: (method, path.removeprefix(f"/{PREFIX}/"))
    for path, operations in PATHS.items()
    for method, operation in operations.items()
}


def code_of(name: str, answer: Any) -> str | None:
    """Return the error that an answer tells, None for success."""
    if name == "batch" and answer.status == 200:
        (result,) = answer.json["results"]
        code: str | None = result.get("error", {}).get("code")
        return code
    if answer.status < 400:
        return None
    if not answer.body:
        return {403: "FORBIDDEN", 404: "ARTIFACT_NOT_FOUND"}[answer.status]
    found: str = answer.json["code"]
    return found


def plain(answer: Any) -> tuple[int, str]:
    """Return an answer without ids and times."""
    text = answer.body.decode("latin-1")
    text = re.sub(r"[0-9a-f]{64}|[0-9a-f]{32}", "<id>", text)
    return answer.status, re.sub(r"\d{4}-\d\d-\d\dT[0-9:.]+Z", "<time>", text)


def test_each_address_says_who_may() -> None:
    assert set(NEEDED) == set(OPERATIONS)
    only = {name for name, needed in NEEDED.items() if needed == MACHINE}
    machine = {route.path for route in ROUTES if route.only in ("machine", "two")}
    assert {OPERATIONS[name][1] for name in only} == machine


@pytest.mark.parametrize("person", PEOPLE)
async def test_each_address_lets_in_who_may_and_hints_at_nothing(api: Any, person: str) -> None:
    has = PEOPLE[person]
    wrong = []
    looked_at = await keep(api)  # by those who change nothing
    for name, needed in NEEDED.items():
        if needed not in ROLES:
            continue
        kept = looked_at if needed == "view" else await keep(api)
        admin = person == "root" and name in ("shares", "putShares", "runActivity")
        answer = await ask(api, person, name, kept)
        code = code_of(name, answer)
        if admin or has >= ROLES[needed]:
            right = code is None
        elif has:
            right = code == "FORBIDDEN"
        elif name in BEGIN_RUNS:
            right = code == "RUN_NOT_FOUND"
        else:
            right = plain(answer) == plain(await ask(api, person, name, nothing()))
        if not right:
            wrong.append((name, answer.status, answer.body[:300]))
    assert wrong == []


@pytest.mark.parametrize("cellkeep_config", ["sqlite", "postgresql"], indirect=True)
async def test_lists_counts_and_the_state_have_only_what_is_shared(api: Any) -> None:
    kept = await keep(api)
    for person, has in PEOPLE.items():
        for name, needed in NEEDED.items():
            if needed == LISTED:
                answer = await ask(api, person, name, kept)
                assert answer.status == 200, (person, name, answer.body)
                told = [one for one in kept.hidden if one in answer.body.decode()]
                # The state and the names of persons say nothing of a run, to nobody.
                lists = name not in ("status", "contacts")
                assert (told != []) == (has > 0 and lists), (person, name, told)
        state = (await ask(api, person, "status", kept)).json
        counts = [state[key] for key in ("runs", "artifacts")]
        assert counts == ([1, 1] if has else [0, 0]), person
        assert (state["bytes"] > 0) == (has > 0)
        # Where the server keeps things, and how full it is, would tell what others do.
        assert "/" not in state["location"]


async def test_strangers_and_the_service_s_own_questions(api: Any) -> None:
    kept = await keep(api)
    for name, needed in NEEDED.items():
        stranger = await ask(api, None, name, kept)
        assert (stranger.status == 204) == (needed == OPEN), (name, stranger.status)
        if needed in (ADMIN, MACHINE, SENDER, STORAGE):
            for person in PEOPLE:
                allowed = {ADMIN: "root", SENDER: "olga"}.get(needed) == person
                asked_of = await keep(api) if allowed else kept
                answer = await ask(api, person, name, asked_of)
                assert (answer.status < 300) == allowed, (name, person, answer.status)
                if needed in (SENDER, STORAGE) and not allowed:
                    assert plain(answer) == plain(await ask(api, person, name, nothing()))
