"""A real Jupyter server with the extension and a real store in a temporary folder."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from tornado.httpclient import HTTPResponse

from cellkeep_server.app import CellkeepApp

TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def store_folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def cellkeep_config() -> dict[str, Any]:
    """What a test wants set besides the store's folder."""
    return {}


@pytest.fixture
def server_options() -> dict[str, Any]:
    """Traits of ServerApp itself."""
    return {}


@pytest.fixture
def jp_server_config(
    store_folder: Path, cellkeep_config: dict[str, Any], server_options: dict[str, Any]
) -> dict[str, Any]:
    return {
        "ServerApp": {
            "jpserver_extensions": {"cellkeep_server": True},
            "allow_unauthenticated_access": False,
            **server_options,
        },
        "CellkeepApp": {
            "store_folder": str(store_folder),
            "poll_interval": 0.1,
            **cellkeep_config,
        },
    }


@pytest.fixture(autouse=True)
def _no_store_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    # Set and removed, so that what the app writes there is taken back after the test.
    for name in ("STORE", "STORE_LIMIT", "CATALOG_URL", "SPOOL", "SERVER_FILE"):
        monkeypatch.setenv(f"CELLKEEP_{name}", "")
        monkeypatch.delenv(f"CELLKEEP_{name}")


async def eventually(check: Callable[[], bool], within_s: float = 10) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(within_s):
        while True:
            if check():
                return
            await asyncio.sleep(0.01)


@dataclass
class Answer:
    """An HTTP answer, whatever its status."""

    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Api:
    """Requests to ``cellkeep/api``, with Jupyter's token unless told otherwise."""

    def __init__(self, client: Any, base_url: str, token_header: dict[str, str]) -> None:
        self._client = client
        self.base_url = base_url
        self.token_header = token_header

    def path(self, path: str) -> str:
        return path if path.startswith("/") else f"{self.base_url}cellkeep/api/{path}"

    @property
    def port(self) -> int:
        return int(self._client.get_http_port())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.base_url}cellkeep/api/"

    async def __call__(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        json_body: Any = None,
        headers: dict[str, str] | None = None,
        query: dict[str, Any] | None = None,
        auth: bool = True,
    ) -> Answer:
        sent = {**(self.token_header if auth else {}), **(headers or {})}
        if json_body is not None:
            body = json.dumps(json_body).encode()
            sent.setdefault("Content-Type", "application/json")
        target = self.path(path) + (f"?{urlencode(query)}" if query else "")
        response: HTTPResponse = await self._client.fetch(
            target,
            method=method,
            headers=sent,
            body=body,
            raise_error=False,
            allow_nonstandard_methods=True,
            decompress_response=False,
            request_timeout=30,
        )
        return Answer(response.code, response.headers, response.body or b"")


@pytest.fixture
def api(
    jp_serverapp: Any, http_server_client: Any, jp_base_url: str, jp_auth_header: dict[str, str]
) -> Api:
    return Api(http_server_client, jp_base_url, jp_auth_header)


@pytest.fixture
def app(jp_serverapp: Any) -> CellkeepApp:
    apps = jp_serverapp.extension_manager.extension_apps
    (found,) = apps.get("cellkeep_server") or apps["cellkeep_server.serve"]
    assert isinstance(found, CellkeepApp)
    return found
