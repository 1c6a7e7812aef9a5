"""A kernel's token and its grants: what they open, and everything that they do not."""

from __future__ import annotations

import asyncio
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from conftest import TUS
from samples import MSGPACK, STREAM, offer, packed, stored

from cellkeep_core.protocol import to_builtins
from cellkeep_core.server_file import TOKEN_PREFIX, find_server
from cellkeep_server.authentication.tokens import AccessTokens

CONTENT = os.urandom(200_000)


@pytest.fixture
def kernel(api: Any, app: Any) -> Any:
    """Requests as a kernel makes them: with its token, and with nothing of Jupyter's."""

    async def ask(method: str, path: str, word: str | None = None, **named: Any) -> Any:
        said = f"Cellkeep {word or app.tokens.kernel_token}"
        headers = {"Authorization": said, **named.pop("headers", {})}
        return await api(method, path, headers=headers, auth=False, **named)

    return ask


async def upload(kernel: Any, content: bytes = CONTENT, **changes: Any) -> tuple[Any, str, str]:
    made = offer(content, **changes)
    answer = await kernel("POST", "offers", json_body={"offer": to_builtins(made)})
    assert answer.status == 200, answer.body
    return made, answer.json["upload_url"], answer.json["grant"]


def patching(offset: int = 0) -> dict[str, str]:
    return {**TUS, "Content-Type": STREAM, "Upload-Offset": str(offset)}


async def test_a_kernel_offers_uploads_and_reads_with_its_token_and_a_grant(kernel: Any) -> None:
    made, url, grant = await upload(kernel)
    head = await kernel("HEAD", url, grant, headers=TUS)
    assert (head.status, head.headers["Upload-Offset"]) == (200, "0")
    first = await kernel("PATCH", url, grant, headers=patching(), body=CONTENT[:1000])
    assert first.status == 204, first.body
    last = await kernel("PATCH", url, grant, headers=patching(1000), body=CONTENT[1000:])
    assert last.status == 204
    receipt = (await kernel("GET", f"receipts/{made.id}")).json
    assert receipt["sha256"] == made.sha256
    path = f"artifacts/{receipt['artifact_id']}"
    assert (await kernel("GET", path)).json["name"] == made.name
    assert (await kernel("GET", f"{path}/content")).body == CONTENT
    assert (await kernel("GET", "artifacts", query={"run": made.run.id})).json["items"]
    assert (await kernel("GET", "status")).status == 200
    small = await kernel("POST", "offers", body=packed(offer(b"x"), b"x"), headers=MSGPACK)
    assert small.json["type"] == "stored"


async def test_a_jupyter_user_needs_no_grant(api: Any) -> None:
    answer = await api("POST", "offers", json_body={"offer": to_builtins(offer(CONTENT))})
    assert answer.json["type"] == "upload"
    assert "grant" not in answer.json


async def test_the_token_opens_nothing_else(api: Any, kernel: Any) -> None:
    receipt = await stored(api, CONTENT)
    made, url, _ = await upload(kernel, os.urandom(10))
    artifact = f"artifacts/{receipt['artifact_id']}"
    refused = [
        ("DELETE", artifact),
        ("PUT", "limit"),
        ("PUT", f"runs/{made.run.id}"),
        ("DELETE", f"runs/{made.run.id}"),
        ("POST", "contents"),
        ("GET", "transfers"),
        ("POST", "uploads"),
        ("PATCH", url),
        ("HEAD", url),
        ("DELETE", url),
        ("GET", "nothing"),
    ]
    for method, path in refused:
        answer = await kernel(
            method, path, headers=patching(), body=b"" if method != "GET" else None
        )
        assert answer.status == 403, (method, path, answer.status)
        assert method == "HEAD" or answer.json["code"] == "FORBIDDEN"
    assert (await api("GET", artifact)).status == 200
    # A kernel may find a run by its name, to go on with it.
    assert (await kernel("GET", "runs")).status == 200
    # Nor does it open Jupyter itself, in any of the ways that Jupyter takes tokens.
    for scheme in ("token", "Bearer", "Cellkeep"):
        headers = {"Authorization": f"{scheme} {find_token(kernel)}"}
        for path in ("api/contents", "api/kernels", "api/sessions", "api/me"):
            answer = await api("GET", f"{api.base_url}{path}", headers=headers, auth=False)
            assert answer.status in (401, 403), (scheme, path)


def find_token(_: Any) -> str:
    server = find_server()
    assert server is not None
    return server.token


async def test_a_grant_opens_its_own_upload_only(api: Any, kernel: Any) -> None:
    _, url, grant = await upload(kernel)
    _, other, _ = await upload(kernel, os.urandom(1000))
    for method in ("HEAD", "PATCH", "DELETE"):
        answer = await kernel(method, other, grant, headers=patching(), body=b"")
        assert answer.status == 403
    receipt = await stored(api, b"kept")
    for method, path in (
        ("POST", "offers"),
        ("POST", "uploads"),
        ("GET", "status"),
        ("GET", f"artifacts/{receipt['artifact_id']}"),
        ("GET", f"artifacts/{receipt['artifact_id']}/content"),
        ("GET", "artifacts"),
        ("DELETE", f"artifacts/{receipt['artifact_id']}"),
    ):
        answer = await kernel(method, path, grant, headers=patching(), body=None)
        assert answer.status == 403, (method, path)
    # Verbs that an upload does not have stay closed as well.
    for method in ("GET", "PUT", "POST"):
        answer = await kernel(method, url, grant, headers=patching(), body=None)
        assert answer.status in (403, 405), method
    assert (await kernel("DELETE", url, grant, headers=TUS)).status == 204


async def test_a_tampered_grant_is_refused(kernel: Any, app: Any) -> None:
    _, url, grant = await upload(kernel)
    _, other, _ = await upload(kernel, os.urandom(1000))
    prefix, claim, signature = grant.split(".")
    upload_id, until, person, groups = json.loads(urlsafe_b64decode(claim))

    def claimed(*says: Any) -> str:
        return f"{prefix}.{urlsafe_b64encode(json.dumps(says).encode()).decode()}.{signature}"

    forged = [
        claimed(other.rsplit("/", 1)[1], until, person, groups),
        claimed(upload_id, until + 10**9, person, groups),
        claimed(upload_id, until, "somebody else", groups),
        claimed(upload_id, until, person, ["admins"]),
        f"{prefix}.{claim}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}",
        f"{prefix}.{claim}.",
        f"{prefix}.{claim}",
        f"{prefix}.kernel.{app.tokens.kernel_token.removeprefix(TOKEN_PREFIX)}",
        f"{prefix}.",
        "ck.",
        "nonsense",
        "é",
    ]
    for word in forged:
        for path in (url, other):
            answer = await kernel("PATCH", path, word, headers=patching(), body=b"x")
            assert (answer.status, answer.json["code"]) == (401, "FORBIDDEN"), word
            assert answer.headers["WWW-Authenticate"] == "Cellkeep"
    assert (await kernel("HEAD", url, grant, headers=TUS)).headers["Upload-Offset"] == "0"


async def test_what_an_earlier_server_gave_ends_with_it(kernel: Any) -> None:
    made, url, _ = await upload(kernel)
    earlier = AccessTokens(600)
    for word in (earlier.grant(made.id)[0], earlier.kernel_token):
        answer = await kernel("PATCH", url, word, headers=patching(), body=b"x")
        assert (answer.status, answer.json["code"]) == (401, "FORBIDDEN")
        assert "restarted" in answer.json["message"]
    again = await kernel("POST", "offers", json_body={"offer": to_builtins(made)})
    answer = await kernel("PATCH", url, again.json["grant"], headers=patching(), body=CONTENT)
    assert answer.status == 204


class TestShortLived:
    @pytest.fixture
    def cellkeep_config(self) -> dict[str, Any]:
        return {"grant_lifetime": 0.3}

    async def test_an_expired_grant_is_renewed_by_the_same_offer(self, kernel: Any) -> None:
        made, url, grant = await upload(kernel)
        assert (
            await kernel("PATCH", url, grant, headers=patching(), body=CONTENT[:5000])
        ).status == 204
        await asyncio.sleep(0.4)
        answer = await kernel("PATCH", url, grant, headers=patching(5000), body=CONTENT[5000:])
        assert answer.status == 401
        assert "expired" in answer.json["message"]
        again = await kernel("POST", "offers", json_body={"offer": to_builtins(made)})
        assert (again.json["offset"], again.json["upload_url"]) == (5000, url)
        assert again.json["grant"] != grant
        word = again.json["grant"]
        answer = await kernel("PATCH", url, word, headers=patching(5000), body=CONTENT[5000:])
        assert answer.status == 204


async def test_the_server_file_is_for_its_owner_and_names_this_server(
    api: Any, app: Any, kernel: Any
) -> None:
    assert (await kernel("GET", "status")).status == 200
    path = app.machine.server_file.path
    assert path.stat().st_mode & 0o777 == 0o600
    server = find_server()
    assert server is not None
    status = (await api("GET", "status")).json
    assert (server.token, server.store_id) == (app.tokens.kernel_token, status["store_id"])
    assert server.url.endswith(api.base_url)
    app.machine.server_file.remove()
    assert find_server() is None


async def test_no_token_or_grant_is_ever_logged(kernel: Any, app: Any, caplog: Any) -> None:
    _, url, grant = await upload(kernel)
    await kernel("PATCH", url, f"{grant}x", headers=patching(), body=b"x")
    await kernel("PATCH", url, grant, headers=patching(), body=CONTENT)
    await kernel("GET", "nothing")
    assert app.tokens.kernel_token not in caplog.text
    assert grant not in caplog.text


async def test_another_site_cannot_use_a_token_it_has_found(kernel: Any) -> None:
    answer = await kernel("GET", "status", headers={"Origin": "https://evil.example"})
    assert answer.status == 403
