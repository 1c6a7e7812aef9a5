"""A person's own server that was told of a service: its library is the service's."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import TUS, Api, eventually
from msgspec import UNSET
from relay_samples import SAVES, moved, sent_by
from samples import MSGPACK, STREAM, changes_in, offer, packed, run
from test_service_process import ask, serving

from cellkeep_core.protocol import ArtifactEdit, ErrorInfo, TransferStatus, to_builtins
from cellkeep_server.events.announcer import CHANGE, CHANGES
from cellkeep_server.files.copies import Copies
from cellkeep_server.files.kept_copies import KeptCopies
from cellkeep_server.files.transfers import ServerTransfers
from cellkeep_server.relay.app import RelayApp
from cellkeep_server.relay.folder import PREFIX as HERE
from cellkeep_store import Store

BASE = "/services/team/"
OLGA = {"X_Person": "olga"}
PACKED = {"Content_Type": "application/msgpack"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service as a process of its own; its API."""
    with serving(tmp_path_factory.mktemp("service"), base=BASE, JUPYTERHUB_SERVICE_PREFIX=BASE) as (
        url,
        _,
    ):
        yield url


@pytest.fixture(autouse=True)
def _told_of_the_service(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELLKEEP_SERVER", service.removesuffix("cellkeep/api/"))
    monkeypatch.setenv("CELLKEEP_TOKEN", "of-olga")


@pytest.fixture
def relay(jp_serverapp: Any) -> RelayApp:
    (found,) = jp_serverapp.extension_manager.extension_apps["cellkeep_server"]
    assert isinstance(found, RelayApp)
    return found


async def test_a_page_saves_reads_and_changes_at_the_service_as_its_person(
    api: Any, service: str
) -> None:
    content = os.urandom(3_000_000)
    small, large = offer(b"small"), offer(content)
    saved = await api("POST", "offers", body=packed(small, b"small"), headers=MSGPACK)
    assert saved.json["type"] == "stored", saved.body
    asked = await api("POST", "offers", json_body={"offer": to_builtins(large)})
    # The address is one of this server, and the grant stays behind.
    assert asked.json["upload_url"] == f"{api.base_url}cellkeep/api/uploads/{large.id}"
    assert "grant" not in asked.json
    for begin, end in ((0, 2_000_000), (2_000_000, 3_000_000)):
        headers = {**TUS, "Content-Type": STREAM, "Upload-Offset": str(begin)}
        sent = await api(
            "PATCH", asked.json["upload_url"], body=content[begin:end], headers=headers
        )
        assert sent.status == 204, sent.body
        assert sent.headers["Upload-Offset"] == str(end)
    assert json.loads(base64.b64decode(sent.headers["Cellkeep-Receipt"]))["artifact_id"] == large.id
    part = await api("GET", f"artifacts/{large.id}/content", headers={"Range": "bytes=100-199"})
    assert (part.status, part.body) == (206, content[100:200])
    whole = await api("GET", f"artifacts/{large.id}/content")
    assert whole.body == content
    assert whole.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    etag = {"If-None-Match": whole.headers["ETag"]}
    assert (await api("GET", f"artifacts/{large.id}/content", headers=etag)).status == 304
    head = await api("HEAD", f"artifacts/{large.id}/content")
    assert head.headers["Content-Length"] == "3000000"
    # It is hers at the service, and nobody else's.
    found = json.loads(ask(f"{service}runs/{large.run.id}", **OLGA)[1])
    assert found["owner"] == "olga"
    assert ask(f"{service}runs/{large.run.id}", X_Person="otto")[0] == 404
    # Refusals of the service are its own words.
    refused = await api("GET", f"artifacts/{'0' * 32}")
    assert (refused.status, refused.json["code"]) == (404, "ARTIFACT_NOT_FOUND")
    named = await api("GET", "activity")
    assert (named.status, named.json["code"]) == (403, "FORBIDDEN")
    # Its own doors stay shut: what opens this server is not asked of the service.
    assert (await api("GET", "artifacts", auth=False)).status == 403
    assert (await api("GET", "artifacts", headers={"Cellkeep-Relay": "1"})).status == 503


async def test_files_of_this_machine_go_to_the_service(
    api: Any, service: str, relay: RelayApp, jp_root_dir: Path
) -> None:
    content = os.urandom(9_000_000)
    (jp_root_dir / "large.bin").write_bytes(content)
    (jp_root_dir / "small.csv").write_text("a,b\n1,2\n")
    of = run("files")
    body = {"paths": ["large.bin", "small.csv"], "run": to_builtins(of), "category": "input"}
    begun = await api("POST", "contents", json_body=body)
    assert begun.status == 202, begun.body
    moved = relay.transfers
    await eventually(lambda: {one.state for one in moved.recent(lambda _: True)} == {"stored"}, 30)
    items = json.loads(ask(f"{service}artifacts?run={of.id}", **OLGA)[1])["items"]
    assert {(one["name"], one["media_type"]) for one in items} >= {("small.csv", "text/csv")}
    (large,) = (one for one in items if one["name"] == "large.bin")
    assert ask(f"{service}artifacts/{large['id']}/content", **OLGA)[1] == content
    assert large["provenance"]["via"] == "contents"


async def test_pages_hear_of_what_is_saved_elsewhere(
    api: Any, service: str, relay: RelayApp, jp_ws_fetch: Any
) -> None:
    heard = []

    async def listen(logger: object, schema_id: str, data: dict[str, Any]) -> None:
        changes = changes_in({"schema_id": schema_id, **data})
        heard.extend(change.get("artifact_id") for change in changes)

    for schema_id in (CHANGE, CHANGES):
        relay.serverapp.event_logger.add_listener(schema_id=schema_id, listener=listen)
    await eventually(lambda: relay.events is not None and relay.events.is_open)
    made = offer(b"from elsewhere")
    body = packed(made, b"from elsewhere")
    stored = await asyncio.to_thread(
        ask, f"{service}offers", "POST", body, Content_Type="application/msgpack", **OLGA
    )
    assert stored[0] == 200, stored
    await eventually(lambda: made.id in heard)


async def test_runs_and_artifacts_are_copied_to_the_service_and_back(
    api: Api, service: str, relay: RelayApp, store_folder: Path
) -> None:
    at_service = sent_by(OLGA)
    heard: dict[str, str | None] = {}

    async def listen(logger: object, schema_id: str, data: dict[str, Any]) -> None:
        for change in changes_in({"schema_id": schema_id, **data}):
            if artifact := change.get("artifact"):
                heard[artifact["id"]] = change.get("store")

    for schema_id in (CHANGE, CHANGES):
        relay.serverapp.event_logger.add_listener(schema_id=schema_id, listener=listen)
    of, large = run("mine"), os.urandom(2_000_000)
    with Store.open(store_folder) as store:
        first = offer(b"one", name="small", of=of)
        store.ingest.put_bytes(first, b"one")
        store.ingest.put_bytes(offer(b"two", name="small", of=of), b"two")
        whole = offer(large, name="large", of=of)
        store.ingest.put_bytes(whole, large)
        store.editor.edit(whole.id, ArtifactEdit(tags=["best"], notes="read me"))
        # One artifact, as it is described, with its number.
        (told,) = await moved(api, relay, to="team", artifact_ids=[whole.id])
        assert (told.state, told.sent, told.to) == ("stored", len(large), "team")
        there = at_service(f"{service}artifacts/{whole.id}")
        assert (there["tags"], there["notes"], there["version"]) == (["best"], "read me", 1)
        assert ask(f"{service}artifacts/{whole.id}/content", **OLGA)[1] == large
        assert ask(f"{service}artifacts/{first.id}", **OLGA)[0] == 404
        # The run brings what is missing, and the same again changes nothing.
        for _ in range(2):
            (told,) = await moved(api, relay, to="team", run_id=of.id)
            assert told.state == "stored"
            listed = at_service(f"{service}artifacts?run={of.id}")["items"]
            assert sorted((one["name"], one["version"]) for one in listed) == [
                *(("large", 1), ("small", 1), ("small", 2))
            ]
        # Back: what somebody saved there.
        theirs = offer(b"theirs", name="theirs", of=run("at the service"))
        body = packed(theirs, b"theirs")
        assert ask(f"{service}offers", "POST", body, **PACKED, **OLGA)[0] == 200
        (told,) = await moved(api, relay, to="here", run_id=theirs.run.id)
        assert told.state == "stored"
        assert store.catalog.artifact(theirs.id).sha256 == theirs.sha256
    # This folder is at addresses of its own, where nothing is saved.
    here = f"{api.base_url}{HERE}"
    listed = await api("GET", f"{here}/artifacts?run={of.id}")
    assert len(listed.json["items"]) == 3
    assert (await api("POST", f"{here}/offers", body=body, headers=MSGPACK)).status == 404
    # Its changes say whose they are.
    await eventually(lambda: heard.get(theirs.id) == "here")


async def test_what_cannot_be_copied_is_said_and_nothing_is_lost(
    api: Api, service: str, relay: RelayApp, store_folder: Path
) -> None:
    of = run("otto's")
    mine, later = offer(b"mine", name="a", of=of), offer(b"later", name="a", of=of)
    with Store.open(store_folder) as store:
        store.ingest.put_bytes(mine, b"mine")
        store.ingest.put_bytes(later, b"later")
        # The later version first: the number of the earlier one cannot follow.
        (told,) = await moved(api, relay, to="team", artifact_ids=[later.id])
        assert told.state == "stored"
        (told,) = await moved(api, relay, to="team", artifact_ids=[mine.id])
        assert told.state == "failed"
        assert told.error is not UNSET
        assert "v1 cannot follow it" in told.error.message
        # What was deleted there stays so, and is said.
        assert ask(f"{service}artifacts/{later.id}", "DELETE", **OLGA)[0] == 200
        (told,) = await moved(api, relay, to="team", artifact_ids=[later.id])
        assert told.error is not UNSET
        assert told.error.message == "It was deleted there, and stays so."
        # Somebody else's run at the service has the id of one of mine: nothing of it is hinted at.
        others = offer(b"others", of=run("others"))
        sent = packed(others, b"others")
        assert ask(f"{service}offers", "POST", sent, X_Person="otto", **PACKED)[0] == 200
        store.ingest.put_bytes(offer(b"x", name="x", of=others.run), b"x")
        (told,) = await moved(api, relay, to="team", run_id=others.run.id)
        assert told.error is not UNSET
        assert "somebody else has a run of its id there" in told.error.message
        assert store.catalog.artifact(mine.id).sha256 == mine.sha256
    for wrong, status in (({}, 400), ({"run_id": "0" * 32}, 404)):
        refused = await api("POST", "copies", json_body={"to": "team", **wrong})
        assert refused.status == status, refused.body


async def test_a_copy_is_cancelled_and_goes_on(
    api: Api, service: str, relay: RelayApp, store_folder: Path
) -> None:
    of = run("cancelled")
    with Store.open(store_folder) as store:
        for name in "abc":
            content = os.urandom(2_000_000)
            store.ingest.put_bytes(offer(content, name=name, of=of), content)
        async with relay.copies._turn:  # it waits until it is cancelled
            begun = await api("POST", "copies", json_body={"to": "team", "run_id": of.id})
            its_id = begun.json["transfers"][0]["id"]
            assert (await api("POST", f"transfers/{its_id}/cancel")).status == 200

        def state() -> str:
            (found,) = [one for one in relay.transfers.recent(lambda _: True) if one.id == its_id]
            return found.state

        await eventually(lambda: state() == "cancelled", 30)
        assert (await api("POST", f"transfers/{its_id}/retry")).status == 200
        await eventually(lambda: state() == "stored", 30)
    assert len(sent_by(OLGA)(f"{service}artifacts?run={of.id}")["items"]) == 3


async def test_a_copy_that_was_cut_or_failed_is_shown_by_the_next_server(
    api: Api, service: str, relay: RelayApp, store_folder: Path
) -> None:
    of = run("cut")
    with Store.open(store_folder) as store:
        store.ingest.put_bytes(offer(b"cut", name="a", of=of), b"cut")
    async with relay.copies._turn:  # it is under way when the server stops
        begun = await api("POST", "copies", json_body={"to": "team", "run_id": of.id})
        assert begun.status == 202, begun.body
        await relay.transfers.close(0)
    await eventually(lambda: not relay.transfers._running)

    def next_server(folder: Path) -> ServerTransfers:
        parts = relay.transfers._saver, relay.transfers._source
        after = ServerTransfers(*parts, on_change=lambda _: None, log=relay.log)
        kept = KeptCopies(folder)
        Copies(relay.here.service, relay.service.address, after, kept).restore()
        return after

    def shown(after: ServerTransfers) -> TransferStatus:
        (found,) = after.recent(lambda _: True)
        return found

    # Not by one whose folder is another.
    assert next_server(store_folder.parent / "another").recent(lambda _: True) == []
    (its,) = (store_folder / "copies").iterdir()
    written = json.loads(its.read_text())
    after = next_server(store_folder)
    assert (shown(after).state, shown(after).name) == ("failed", "cut")
    assert shown(after).error == ErrorInfo(
        code="CANCELLED",
        message="The Jupyter server was stopped before all of it was copied.",
        hint="What was copied is there. Nothing was changed where it comes from. "
        "Retry goes on with what is missing.",
        retryable=True,
    )
    after.retry(shown(after).id)
    await eventually(lambda: shown(after).state == "stored", 30)
    assert not its.exists()
    assert len(sent_by(OLGA)(f"{service}artifacts?run={of.id}")["items"]) == 1
    # One that failed is shown until somebody gives it up, whatever was written half.
    its.write_text(json.dumps(written | {"run_id": "0" * 32}))
    its.with_stem("half").write_text("{")
    after = next_server(store_folder)
    after.retry(shown(after).id)
    await eventually(lambda: shown(after).state == "failed", 30)
    after = next_server(store_folder)
    its_error = shown(after).error
    assert its_error is not UNSET
    assert "no longer there" in its_error.message
    after.cancel(shown(after).id)
    assert next_server(store_folder).recent(lambda _: True) == []


async def test_a_service_that_is_away_or_takes_no_token_is_told_in_words(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELLKEEP_TOKEN", "another")
    answer = await api("GET", "status")
    assert (answer.status, answer.json["code"]) == (503, "STORE_UNREACHABLE")
    assert "does not take this server's token" in answer.json["message"]
    monkeypatch.setenv("CELLKEEP_SERVER", "http://127.0.0.1:1/")
    answer = await api("GET", "status")
    assert (answer.status, answer.json["code"]) == (503, "STORE_UNREACHABLE")
    assert "cannot be reached" in answer.json["message"]


def test_a_script_is_told_once_of_its_quota_and_what_passes_it_waits(
    service: str, tmp_path: Path
) -> None:
    def may_hold(size: int) -> None:
        body = json.dumps({"kind": "person", "name": "quentin", "limit_bytes": size}).encode()
        headers = {"Content_Type": "application/json", "X_Person": "root"}
        assert ask(f"{service}quotas", "PUT", body, **headers)[0] == 200

    may_hold(10_000)
    with subprocess.Popen(
        [sys.executable, "-c", SAVES],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path), "CELLKEEP_TOKEN": "of-quentin"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as script:
        assert script.stdin is not None
        assert script.stdout is not None
        said = json.loads(script.stdout.readline())
        assert said["code"] == "QUOTA_REACHED"
        (near,) = [one for one in said["told"] if "of the 10 KB that they may" in one]
        assert "8.5 KB" in near
        may_hold(20_000)
        script.stdin.write("\n")
        script.stdin.flush()
        assert script.stdout.readline() == "stored\n"
        assert script.wait(60) == 0
    state = json.loads(ask(f"{service}status", X_Person="quentin")[1])
    assert (state["held_bytes"], state["quota_bytes"]) == (14_000, 20_000)
