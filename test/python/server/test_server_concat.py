"""tus concatenation: parts that are sent side by side and joined by the server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from conftest import TUS
from test_server_tus import b64, create, patch, receipt_in

PARTS = [os.urandom(300_000), os.urandom(5), os.urandom(1_200_000)]


async def send_parts(api: Any) -> list[str]:
    paths = []
    for part in PARTS:
        path = await create(api, len(part), **{"Upload-Concat": "partial"})
        answer = await patch(api, path, 0, part)
        assert answer.status == 204
        assert "Cellkeep-Receipt" not in answer.headers
        paths.append(path)
    return paths


async def join(api: Any, paths: list[str], **headers: str) -> Any:
    sent = {**TUS, "Upload-Concat": f"final;{' '.join(paths)}", **headers}
    return await api("POST", "uploads", headers=sent)


async def test_parts_become_one_artifact_in_the_order_that_was_said(
    api: Any, store_folder: Path
) -> None:
    paths = await send_parts(api)
    head = await api("HEAD", paths[0], headers=TUS)
    assert (head.headers["Upload-Concat"], head.headers["Upload-Length"]) == ("partial", "300000")
    assert (await api("GET", "artifacts")).json["items"] == []
    absolute = f"{api.url}uploads/{paths[0].rsplit('/', 1)[1]}"
    ordered = [paths[2], absolute, paths[1]]
    answer = await join(api, ordered, **{"Upload-Metadata": f"filename {b64('joined.bin')}"})
    assert answer.status == 201, answer.body
    receipt = receipt_in(answer)
    got = await api("GET", f"artifacts/{receipt['artifact_id']}/content")
    assert got.body == PARTS[2] + PARTS[0] + PARTS[1]
    final = answer.headers["Location"]
    head = await api("HEAD", final, headers=TUS)
    assert head.headers["Upload-Concat"] == f"final;{' '.join([paths[2], paths[0], paths[1]])}"
    assert head.headers["Upload-Length"] == str(sum(map(len, PARTS)))
    more = await patch(api, final, sum(map(len, PARTS)), b"")
    assert (more.status, more.json["code"]) == (403, "FORBIDDEN")
    assert (await api("HEAD", paths[0], headers=TUS)).status == 404
    assert not list((store_folder / "staging").glob("*/content"))


async def test_what_cannot_be_joined_changes_nothing(api: Any, store_folder: Path) -> None:
    paths = await send_parts(api)
    unfinished = await create(api, 10, **{"Upload-Concat": "partial"})
    plain = await create(api, 10)
    for wrong in ([paths[0], unfinished], [paths[0], plain], [paths[0], paths[0]]):
        answer = await join(api, wrong)
        assert (answer.status, answer.json["code"]) == (400, "BAD_REQUEST")
    assert (await join(api, [paths[0], "0" * 32])).status == 404
    name = await join(api, paths, **{"Upload-Metadata": f"name {b64('../x')}"})
    assert (name.status, name.json["code"]) == (400, "BAD_NAME")
    assert len(list((store_folder / "staging").iterdir())) == 5
    assert (await join(api, paths)).status == 201
