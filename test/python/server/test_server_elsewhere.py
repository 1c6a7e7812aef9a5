"""A store whose bytes are in no file that the server could read."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samples import stored

from cellkeep_core.ids import new_id
from cellkeep_store import Store
from memory_store import memory_store
from object_storage import BUCKET
from postgres_server import new_database

CONTENT = os.urandom(1_500_000)


@pytest.fixture(params=["memory", "objects"], autouse=True)
def store(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Store]:
    if request.param == "objects":
        name = new_id()
        catalog_url = new_database(request.getfixturevalue("postgres"), name, "migrated")
        for variable, value in request.getfixturevalue("storage_environment").items():
            monkeypatch.setenv(variable, value)
        made = Store.open_service(f"s3://{BUCKET}/{name}", catalog_url, store_folder)
    else:
        made = memory_store(store_folder)
    with made as opened:
        monkeypatch.setattr(Store, "open", lambda *_, **__: opened)
        yield opened


ONLY_MEMORY = pytest.mark.parametrize("store", ["memory"], indirect=True)


async def test_bytes_are_served_whole_and_in_parts(api: Any) -> None:
    receipt = await stored(api, CONTENT)
    path = f"artifacts/{receipt['artifact_id']}/content"
    assert (await api("GET", path)).body == CONTENT
    head = await api("HEAD", path)
    assert (head.status, head.headers["Content-Length"]) == (200, "1500000")
    for part in (range(10), range(1_000, 1_400_000), range(1_499_999, 1_500_000)):
        answer = await api("GET", path, headers={"Range": f"bytes={part.start}-{part.stop - 1}"})
        assert (answer.status, answer.body) == (206, CONTENT[part.start : part.stop])


@ONLY_MEMORY
async def test_damaged_bytes_are_not_served_and_lost_ones_told(api: Any, store: Any) -> None:
    receipt = await stored(api, CONTENT)
    path = f"artifacts/{receipt['artifact_id']}/content"
    assert (await api("GET", path)).status == 200
    store.blobs.blobs[receipt["sha256"]] = (b"\0" + CONTENT[1:], 0.0)
    assert (await api("GET", path)).json["code"] == "BLOB_DAMAGED"
    del store.blobs.blobs[receipt["sha256"]]
    assert (await api("GET", path)).json["code"] == "BLOB_MISSING"


async def test_an_upload_arrives_in_pieces(api: Any) -> None:
    metadata = f"filename {base64.b64encode(b'pieces.bin').decode()}"
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "1500000", "Upload-Metadata": metadata}
    made = await api("POST", "uploads", headers=headers)
    assert made.status == 201, made.body
    path = made.headers["Location"].split("/api/")[1]
    for part in (range(700_000), range(700_000, 1_500_000)):
        headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(part.start)}
        headers["Content-Type"] = "application/offset+octet-stream"
        body = CONTENT[part.start : part.stop]
        answer = await api("PATCH", path, headers=headers, body=body)
        assert (answer.status, answer.headers["Upload-Offset"]) == (204, str(part.stop))
    receipt = json.loads(base64.b64decode(answer.headers["Cellkeep-Receipt"]))
    content = await api("GET", f"artifacts/{receipt['artifact_id']}/content")
    assert content.body == CONTENT


async def test_an_archive_comes_out_and_in(api: Any, store: Any) -> None:
    receipt = await stored(api, CONTENT)
    archive = await api("GET", "export", query={"id": receipt["artifact_id"]})
    assert archive.status == 200
    deleted = {"ids": [receipt["artifact_id"]], "permanent": True}
    assert (await api("POST", "deletions", json_body=deleted)).json["freed_bytes"] == len(CONTENT)
    assert list(store.blobs.walk()) == []
    answer = await api("POST", "import", body=archive.body)
    assert answer.status == 200, answer.body
    imported = (await api("GET", "artifacts")).json["items"][0]
    assert (await api("GET", f"artifacts/{imported['id']}/content")).body == CONTENT
