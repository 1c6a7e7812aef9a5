"""Clients that know nothing of Cellkeep, as they are published, with a token and no more."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Api
from tusclient.client import TusClient

ROOT = Path(__file__).resolve().parents[3]
CONTENT = os.urandom(20_000_000)


@pytest.fixture
def big_file(tmp_path: Path) -> Path:
    path = tmp_path / "weights.bin"
    path.write_bytes(CONTENT)
    return path


async def check_stored(api: Api, *, name: str) -> dict[str, Any]:
    items = (await api("GET", "artifacts")).json["items"]
    assert [item["name"] for item in items] == [name]
    assert items[0]["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert items[0]["size"] == len(CONTENT)
    artifact: dict[str, Any] = items[0]
    return artifact


@pytest.mark.parametrize("chunk", [3_000_000, 50_000_000])
async def test_tuspy_uploads_twenty_megabytes(api: Api, big_file: Path, chunk: int) -> None:
    client = TusClient(f"{api.url}uploads", headers=api.token_header)
    uploader = client.uploader(
        str(big_file), chunk_size=chunk, metadata={"filename": "weights.bin"}
    )
    await asyncio.to_thread(uploader.upload)
    await check_stored(api, name="weights.bin")


async def test_tuspy_resumes_and_checks_every_chunk(api: Api, big_file: Path) -> None:
    client = TusClient(f"{api.url}uploads", headers=api.token_header)
    options: dict[str, Any] = {"chunk_size": 4_000_000, "upload_checksum": True}
    first = client.uploader(str(big_file), metadata={"filename": "weights.bin"}, **options)
    await asyncio.to_thread(first.upload, stop_at=8_000_000)
    # Asks the server for the offset already as it is made.
    second = await asyncio.to_thread(
        lambda: client.uploader(str(big_file), url=first.url, **options)
    )
    assert second.offset == 8_000_000
    await asyncio.to_thread(second.upload)
    await check_stored(api, name="weights.bin")


@pytest.mark.parametrize(
    ("chunk", "pause_at", "parallel", "methods"),
    [
        (0, 0, 1, ["POST", "PATCH"]),
        (5_000_000, 0, 1, ["POST", "PATCH", "PATCH", "PATCH", "PATCH"]),
        (4_000_000, 10_000_000, 1, ["POST", "PATCH", "PATCH", "PATCH", "HEAD", "PATCH"]),
        (0, 0, 4, ["POST", "POST", "POST", "POST"]),
        (8_000_000, 0, 0, ["POST", "PATCH", "PATCH", "PATCH"]),
    ],
    ids=["one request", "chunks", "aborted and resumed", "in parallel", "length at the end"],
)
async def test_tus_js_client_uploads_twenty_megabytes(
    api: Api, big_file: Path, chunk: int, pause_at: int, parallel: int, methods: list[str]
) -> None:
    node = shutil.which("node")
    assert node is not None, "the front end's tests need node as well"
    module = ROOT / "node_modules" / "tus-js-client" / "lib.es5" / "node" / "index.js"
    script = Path(__file__).parent / "tus_js_client.mjs"
    process = await asyncio.create_subprocess_exec(
        node,
        str(script),
        module.as_uri(),
        f"{api.url}uploads",
        api.token_header["Authorization"],
        str(big_file),
        str(chunk),
        str(pause_at),
        str(parallel),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 40)
    assert process.returncode == 0, err.decode()
    ended = json.loads(out)
    assert ended["methods"][: len(methods)] == methods
    artifact = await check_stored(api, name="weights.bin")
    receipt = json.loads(base64.b64decode(ended["receipt"]))
    assert receipt["artifact_id"] == artifact["id"]
    assert artifact["media_type"] == "application/x-test"
