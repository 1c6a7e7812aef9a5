"""Names, the trash and lineage over HTTP."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from samples import run, stored
from tornado.simple_httpclient import HTTPStreamClosedError

from cellkeep_core.protocol import ArtifactRef, Provenance
from cellkeep_store import Store
from cellkeep_store.unpack import import_archive


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
    assert (await api("POST", "trash/purge?dry_run=1", body=b"")).json["freed_bytes"] == 1000
    assert (await api("POST", "trash/purge", body=b"")).json["freed_bytes"] == 1000
    assert (await api("POST", "collect", body=b"")).json["purged"] == 0
    assert (await api("GET", "status")).json["bytes"] == 0


@pytest.mark.parametrize(
    "body",
    [{}, {"ids": []}, {"where": {}}, {"where": {"colour": "red"}}, {"where": {"size_min": "x"}}],
)
async def test_a_deletion_of_nothing_or_of_who_knows_what_is_refused(api: Any, body: Any) -> None:
    await stored(api, b"stays")
    assert (await api("POST", "deletions", json_body=body)).status == 400
    assert len((await api("GET", "artifacts")).json["items"]) == 1


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
    api: Any, tmp_path: Any, store_folder: Any
) -> None:
    for number in range(3):
        await stored(api, bytes([number]) * 400_000, name=f"a{number}")
    answer = await api("GET", "export", query={"q": "a"})
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert archive.testzip() is None
    with Store.open(tmp_path / "other") as other:
        assert import_archive(other, io.BytesIO(answer.body)).artifacts == 3
    back = await api("POST", "import", body=answer.body)
    assert back.json == {"artifacts": 0, "existing": 3, "runs": 0, "bytes": 0}
    ids = [item["id"] for item in (await api("GET", "artifacts")).json["items"]]
    await api("POST", "deletions", json_body={"ids": ids, "permanent": True})
    assert (await api("POST", "import", body=answer.body)).json["artifacts"] == 3
    assert len((await api("GET", "artifacts")).json["items"]) == 3
    assert list((store_folder / "staging").iterdir()) == []


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
