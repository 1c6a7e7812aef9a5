"""A real server process, killed in the middle of an upload and started again."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import signal
import sys
import urllib.request
from pathlib import Path
from typing import Any

from conftest import TUS
from rawhttp import RawRequest
from samples import STREAM

from ports import free_port

CONTENT = os.urandom(5_000_000)


async def start_server(tmp_path: Path, store: Path, port: int) -> asyncio.subprocess.Process:
    command = [sys.executable, "-m", "jupyter_server", f"--port={port}", "--ip=127.0.0.1"]
    command += ["--no-browser", "--allow-root", "--ServerApp.port_retries=0"]
    command += ["--IdentityProvider.token=secret", f"--CellkeepApp.store_folder={store}"]
    command += ["--ServerApp.jpserver_extensions={'cellkeep_server': True}"]
    log = (tmp_path / "server.log").open("ab")
    process = await asyncio.create_subprocess_exec(
        *command, cwd=tmp_path, stdout=log, stderr=log, stdin=asyncio.subprocess.DEVNULL
    )
    log.close()
    url = f"http://127.0.0.1:{port}/cellkeep/api/status?token=secret"
    async with asyncio.timeout(40):
        while True:
            assert process.returncode is None, (tmp_path / "server.log").read_text()
            try:
                await asyncio.to_thread(urllib.request.urlopen, url, None, 5)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                return process


async def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> Any:
    sent = {"Authorization": "token secret", **TUS, **headers}
    url = f"http://127.0.0.1:{port}{path}"
    request = urllib.request.Request(url, body or None, sent, method=method)
    return await asyncio.to_thread(urllib.request.urlopen, request, None, 20)


async def test_server_that_is_killed_mid_upload_goes_on_after_its_restart(
    tmp_path: Path, jp_environ: None
) -> None:
    store, port = tmp_path / "store", free_port()
    server = await start_server(tmp_path, store, port)
    try:
        made = await ask(port, "POST", "/cellkeep/api/uploads", **{"Upload-Length": "5000000"})
        path = made.headers["Location"]
        headers = {"Authorization": "token secret", **TUS, "Content-Type": STREAM}
        headers["Upload-Offset"] = "0"
        request = await RawRequest.open(port, "PATCH", path, headers, len(CONTENT))
        await request.send(CONTENT[:3_500_000])
        async with asyncio.timeout(10):
            while True:
                head = await ask(port, "HEAD", path)
                if int(head.headers["Upload-Offset"]) >= 3_000_000:
                    break
                await asyncio.sleep(0.05)
        server.send_signal(signal.SIGKILL)
        await server.wait()
        request.cut()
        server = await start_server(tmp_path, store, port)
        offset = int((await ask(port, "HEAD", path)).headers["Upload-Offset"])
        assert 3_000_000 <= offset <= 3_500_000
        headers = {"Content-Type": STREAM, "Upload-Offset": str(offset)}
        last = await ask(port, "PATCH", path, CONTENT[offset:], **headers)
        receipt = json.loads(base64.b64decode(last.headers["Cellkeep-Receipt"]))
        assert receipt["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    finally:
        server.terminate()
        await asyncio.wait_for(server.wait(), 15)
