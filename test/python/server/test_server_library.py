"""Names, the trash and lineage over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import random
import threading
import zipfile
from typing import Any
from urllib.parse import quote

import pytest
from msgspec import structs
from rawhttp import Unread
from samples import run, stored
from tornado.simple_httpclient import HTTPStreamClosedError

from cellkeep_core.protocol import ArtifactRef, Provenance
from cellkeep_server.handlers import archives
from cellkeep_store import Store
from cellkeep_store.sharing.unpack import import_archive


async def test_an_artifact_is_edited_named_and_found_by_its_links(api: Any) -> None:
    here = run("my run")
    first = await stored(api, b"1", of=here)
    second = await stored(api, b"2", of=here)
    path = f"artifacts/{first['artifact_id']}"
    edit = {"name": "new name", "tags": ["t"], "notes": "n", "metadata": {"a": 1}}
    edited = (await api("PATCH", path, json_body=edit)).json
    assert {key: edited[key] for key in edit} == edit
    assert (await api("PUT", f"{path}/aliases/best")).json["aliases"] == ["best"]
    history = (await api("GET", f"artifacts/{second['artifact_id']}/history")).json
    assert [version["version"] for version in history["versions"]] == [2, 1]
    assert history["aliases"][0]["version"] == 1
    page = (await api("GET", f"{path}/history", query={"limit": 1})).json
    assert [version["version"] for version in page["versions"]] == [2]
    assert page["aliases"] == history["aliases"]
    rest = {"limit": 1, "cursor": page["next_cursor"]}
    page = (await api("GET", f"{path}/history", query=rest)).json
    assert [version["version"] for version in page["versions"]] == [1]
    assert "next_cursor" not in page
    for link in ("new%20name@best", "new%20name@1", "loss@1"):
        found = await api("GET", "links", query={"link": f"cellkeep://x/my%20run/{link}"})
        assert found.json["id"] == first["artifact_id"], link
    assert "aliases" not in (await api("DELETE", f"{path}/aliases/best")).json
    assert (await api("DELETE", f"{path}/aliases/best")).status == 404
    assert (await api("PUT", f"{path}/aliases/latest")).json["code"] == "BAD_NAME"
    assert (await api("PATCH", path, json_body={"name": "../x"})).json["code"] == "BAD_NAME"
    assert (await api("GET", "links")).status == 400


async def test_what_is_deleted_comes_back_or_goes_for_good(api: Any) -> None:
    receipt = await stored(api, b"x" * 1000)
    ids = [receipt["artifact_id"]]
    said = (await api("POST", "deletions", json_body={"ids": ids, "dry_run": True})).json
    assert (said["artifacts"], said["trashed_bytes"], said["dry_run"]) == (1, 1000, True)
    await api("POST", "deletions", json_body={"where": {"q": "loss"}})
    assert (await api("GET", "artifacts")).json["items"] == []
    assert (await api("GET", "trash")).json["bytes"] == 1000
    assert (await api("GET", "status")).json["trash_artifacts"] == 1
    assert (await api("POST", "trash/restore", json_body={"ids": ids})).json["ids"] == ids
    assert (await api("GET", f"artifacts/{ids[0]}/content")).body == b"x" * 1000
    await api("POST", "deletions", json_body={"run_id": receipt["run_id"]})
    everything = {"all": True}
    said = await api("POST", "trash/purge?dry_run=1", json_body=everything)
    assert said.json["freed_bytes"] == 1000
    assert (await api("POST", "trash/purge", body=b"")).status == 415  # no longer everything
    for refused in ({}, {"ids": []}, {"all": False}, {"all": True, "expect": 2}):
        answer = await api("POST", "trash/purge", json_body=refused)
        assert (answer.status, answer.json["code"]) == (400, "BAD_REQUEST"), refused
        assert "Nothing was deleted" in answer.json["hint"]
    assert (await api("GET", "trash")).json["bytes"] == 1000
    answer = await api("POST", "trash/purge", json_body={**everything, "expect": 1})
    assert answer.json["freed_bytes"] == 1000
    assert (await api("POST", "collect", body=b"")).json["purged"] == 0
    assert (await api("GET", "status")).json["bytes"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ids": []},
        {"where": {}},
        {"where": {"colour": "red"}},
        {"where": {"q": "loss", "colour": "red"}},
        {"where": {"size_min": "x"}},
        {"where": {"q": None}},
        {"where": {"q": ""}},
        {"where": {"q": " \t"}},
        {"where": {"category": []}},
        {"where": {"kind": [], "q": "stays"}},
        {"where": {"q": "", "tag": "none"}},
        {"where": {"run": None}},
        {"where": {"size_min": 0}},
        {"where": {"folder": "/"}},
        {"where": {"folder": "//", "size_min": 0}},
        {"all": False},
        {"all": True, "expect": 2},
        {"where": {"q": "loss"}, "expect": 0},
        {"where": {"q": "loss"}, "expect": -1},
    ],
)
async def test_a_deletion_of_nothing_or_of_who_knows_what_is_refused(api: Any, body: Any) -> None:
    await stored(api, b"stays")
    for dry_run in (False, *((True,) if "expect" not in body else ())):
        answer = await api("POST", "deletions", json_body={**body, "dry_run": dry_run})
        assert (answer.status, answer.json["code"]) == (400, "BAD_REQUEST")
    assert len((await api("GET", "artifacts")).json["items"]) == 1


async def test_everything_is_deleted_by_name(api: Any) -> None:
    await stored(api, b"one")
    await stored(api, b"two", name="other")
    said = (await api("POST", "deletions", json_body={"all": True, "dry_run": True})).json
    assert said["artifacts"] == 2
    done = await api("POST", "deletions", json_body={"all": True, "expect": 2})
    assert (done.status, done.json["artifacts"]) == (200, 2)
    assert (await api("GET", "artifacts")).json["items"] == []


async def test_a_run_keeps_what_its_settings_say(api: Any) -> None:
    here = run()
    for content in (b"1", b"2", b"3"):
        await stored(api, content, of=here)
    settings = {"versions": "version", "keep_last": 1}
    answer = await api("PUT", f"runs/{here.id}/settings", json_body=settings)
    assert answer.json["settings"] == settings
    assert (await api("POST", "collect?dry_run=1", body=b"")).json["expired"] == 2
    assert (await api("POST", "collect", body=b"")).json["expired"] == 2
    bad = {"versions": "sometimes"}
    assert (await api("PUT", f"runs/{here.id}/settings", json_body=bad)).status == 400
    zero = {"versions": "version", "keep_last": 0}
    assert (await api("PUT", f"runs/{here.id}/settings", json_body=zero)).status == 400


async def test_a_run_is_asked_for_by_its_exact_name_or_its_id(api: Any) -> None:
    here = run()
    await stored(api, b"1", of=here)
    for asked in (here.name, here.id):
        found = (await api("GET", f"runs?name={quote(asked)}")).json["items"]
        assert [info["run"]["id"] for info in found] == [here.id]
    assert (await api("GET", f"runs?name={quote(here.name[:-1])}")).json["items"] == []


async def test_runs_are_rows_of_a_table(api: Any) -> None:
    for lr in (0.1, 0.2):
        here = structs.replace(run(f"lr {lr}"), metadata={"lr": lr})
        await stored(api, str(lr).encode(), of=here)
    condition = json.dumps({"column": "metadata:lr", "op": "ge", "value": 0.1})
    query = {"where": condition, "sort": "metadata:lr", "order": "asc", "limit": 1}
    first = (await api("GET", "run-table", query=query)).json
    assert (first["total"], first["items"][0]["values"]) == (2, {"metadata:lr": 0.1})
    assert first["columns"] == [{"id": "metadata:lr", "label": "lr", "runs": 2, "number": True}]
    assert first["items"][0]["duration_s"] >= 0
    last = (await api("GET", "run-table", query={**query, "cursor": first["next_cursor"]})).json
    assert [row["values"] for row in last["items"]] == [{"metadata:lr": 0.2}]
    assert "next_cursor" not in last
    for bad in ("where=1", "where={}", "order=up", "sort=what", "&".join(["where={}"] * 11)):
        assert (await api("GET", f"run-table?{bad}")).status == 400, bad


async def test_lineage_is_a_graph(api: Any) -> None:
    used = await stored(api, b"in", name="in")
    ref = ArtifactRef(
        artifact_id=used["artifact_id"],
        run_id=used["run_id"],
        name="in",
        version=1,
        sha256=used["sha256"],
    )
    made = await stored(api, b"out", provenance=Provenance(via="save", inputs=[ref]))
    graph = (await api("GET", f"artifacts/{made['artifact_id']}/lineage")).json
    assert [node["name"] for node in graph["nodes"]] == ["loss", "in"]
    assert graph["edges"][0]["kind"] == "used"
    alone = await api("GET", f"artifacts/{made['artifact_id']}/lineage?up=0")
    assert alone.json["edges"] == []


async def test_an_export_is_a_whole_zip_that_another_store_takes(
    api: Any, tmp_path: Any, store_folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []

    def noted(store: Store, source: Any) -> Any:
        threads.append(threading.current_thread().name)
        return import_archive(store, source)

    monkeypatch.setattr(archives, "import_archive", noted)
    for number in range(3):
        await stored(api, bytes([number]) * 400_000, name=f"a{number}")
    answer = await api("GET", "export", query={"q": "a", "library": "https://of.nobody/?cellkeep="})
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert archive.testzip() is None
        assert b"of.nobody" not in archive.read("index.html")  # others cannot open what is here
    with Store.open(tmp_path / "other") as other:
        assert import_archive(other, io.BytesIO(answer.body)).artifacts == 3
    back = await api("POST", "import", body=answer.body)
    assert back.json == {"artifacts": 0, "existing": 3, "runs": 0, "bytes": 0}
    ids = [item["id"] for item in (await api("GET", "artifacts")).json["items"]]
    await api("POST", "deletions", json_body={"ids": ids, "permanent": True})
    assert (await api("POST", "import", body=answer.body)).json["artifacts"] == 3
    assert len((await api("GET", "artifacts")).json["items"]) == 3
    assert list((store_folder / "staging").iterdir()) == []
    # What takes so long has threads of its own, so that nothing else waits for it.
    assert [name.rpartition("_")[0] for name in threads] == ["cellkeep-long"] * 2


async def test_an_export_of_nothing_and_an_import_of_rubbish_are_refused(api: Any) -> None:
    assert (await api("GET", "export")).status == 400
    assert (await api("GET", "export?q=nothing")).json["code"] == "EMPTY_SELECTION"
    assert (await api("GET", f"export?id={'0' * 32}")).status == 404
    assert (await api("POST", "import", body=b"rubbish")).json["code"] == "BAD_REQUEST"


async def test_an_export_of_damaged_bytes_never_ends_well(api: Any, store_folder: Any) -> None:
    receipt = await stored(api, b"right")
    sha256 = receipt["sha256"]
    path = store_folder / "blobs" / sha256[:2] / sha256
    path.chmod(0o600)
    path.write_bytes(b"wrong")
    try:
        answer = await api("GET", f"export?id={receipt['artifact_id']}")
    except (OSError, HTTPStreamClosedError):
        return
    assert answer.status == 599


async def unread(api: Any) -> Unread:
    """Ask for eight exports of more than any buffer holds."""
    for number in range(8):
        content = random.Random(number).randbytes(3_000_000)
        await stored(api, content, name=f"large {number}")
    exports = Unread(api, "export?q=large", 8)
    await asyncio.sleep(1)
    return exports


async def test_exports_that_nobody_reads_hold_up_nothing_else(api: Any) -> None:
    exports = await unread(api)
    with contextlib.closing(exports):
        async with asyncio.timeout(20):
            receipt = await stored(api, b"saved meanwhile", name="small")
            path = f"artifacts/{receipt['artifact_id']}"
            assert (await api("GET", f"{path}/content")).body == b"saved meanwhile"
            assert (await api("DELETE", path)).status == 200


async def test_an_export_that_nobody_reads_is_given_up(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LONGEST_PAUSE_S", 0.5)
    exports = await unread(api)
    with contextlib.closing(exports):
        await asyncio.sleep(4)
        ends = await asyncio.to_thread(exports.read_on)
    # The last bytes of a whole zip, and of a whole chunked body: none has them.
    assert not any(b"PK\x05\x06" in end or end.endswith(b"0\r\n\r\n") for end in ends)
