"""Nobody reads or writes without Jupyter's word: its token, XSRF check and authorizer."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from conftest import TUS
from filesaving import ended
from jupyter_server.auth import Authorizer
from rawhttp import RawRequest
from samples import STREAM, offer, run, stored
from tornado.web import RequestHandler

from cellkeep_core.ids import new_id
from cellkeep_core.protocol import to_builtins
from cellkeep_server.http.base import StreamedHandler
from cellkeep_server.routes import ROUTES

FORGED = {"Cookie": "_xsrf=forged", "X-XSRFToken": "forged"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def every_operation() -> list[tuple[str, str]]:
    found = []
    for route in ROUTES:
        path = route.path.replace("{action}", "cancel")
        for variable in ("upload_id", "run_id", "artifact_id", "offer_id", "transfer_id"):
            path = path.replace(f"{{{variable}}}", new_id())
        for method in METHODS:
            if getattr(route.handler, method.lower()) is not RequestHandler._unimplemented_method:
                found += [(method, path)]
    return found


class ReadOnly(Authorizer):
    """May look at everything and change nothing."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def is_authorized(self, *asked: Any) -> bool:
        _, _, action, resource = asked
        self.asked.append((action, resource))
        return action == "read"


class NoContents(Authorizer):
    """May use Cellkeep, but not the contents manager, or not for ever."""

    allowed = False

    def is_authorized(self, *asked: Any) -> bool:
        return self.allowed or bool(asked[-1] != "contents")


@pytest.mark.parametrize("allow", [False, True])
async def test_no_operation_answers_without_a_token(
    jp_configurable_serverapp: Any, http_server_client: Any, api: Any, allow: bool, jp_web_app: Any
) -> None:
    # Also where Jupyter lets the unauthenticated in by default: our own check comes on top.
    jp_web_app.settings["allow_unauthenticated_access"] = allow
    for method, path in every_operation():
        for headers in ({}, FORGED):
            answer = await api(method, path, headers=headers, auth=False)
            assert answer.status in (401, 403), (method, path, answer.status)
            if method != "HEAD":
                assert answer.json["code"] == "SIGNED_OUT", (method, path)


async def test_wrong_token_is_no_token(api: Any) -> None:
    answer = await api("GET", "status", headers={"Authorization": "token wrong"}, auth=False)
    assert answer.status == 403


async def login_cookies(api: Any) -> str:
    """What a browser has after it signed in: the login cookie, and the XSRF cookie beside it."""
    token = api.token_header["Authorization"].split()[1]
    login = await api("GET", f"{api.base_url}api/status", query={"token": token}, auth=False)
    cookies = [c.split(";")[0] for c in login.headers.get_list("Set-Cookie")]
    return "; ".join([*cookies, "_xsrf=abc"])


async def test_cookie_login_needs_the_xsrf_token(api: Any) -> None:
    cookie = {"Cookie": await login_cookies(api)}
    cookie_alone = {"Cookie": cookie["Cookie"].rpartition("; ")[0]}
    here = run()
    path, sent = f"runs/{here.id}", to_builtins(here)
    refused = await api("PUT", path, json_body=sent, headers=cookie, auth=False)
    assert (refused.status, refused.json["code"]) == (403, "SIGNED_OUT")
    # Asking for the status gives a page back the cookie that it lost, and with it the way on.
    status = await api("GET", "status", headers=cookie_alone, auth=False)
    assert any(one.startswith("_xsrf=") for one in status.headers.get_list("Set-Cookie"))
    with_xsrf = {**cookie, "X-XSRFToken": "abc"}
    accepted = await api("PUT", path, json_body=sent, headers=with_xsrf, auth=False)
    assert accepted.status == 200, accepted.body


async def test_page_of_another_site_is_refused_even_with_cookies(api: Any) -> None:
    receipt = await stored(api, b"x")
    path = f"artifacts/{receipt['artifact_id']}"
    mine = {"Cookie": await login_cookies(api), "X-XSRFToken": "abc"}
    foreign = {**mine, "Origin": "https://evil.example"}
    for method in ("GET", "DELETE"):
        assert (await api(method, path, headers=foreign, auth=False)).status in (403, 404)
    assert (await api("GET", path, headers=mine, auth=False)).status == 200


@pytest.mark.parametrize(
    ("method", "path", "extra"),
    [
        ("POST", "uploads", {"Upload-Length": "300000"}),
        ("PATCH", "uploads/{id}", {"Upload-Offset": "0"}),
        ("POST", "offers", {}),
        ("POST", "contents", {}),
    ],
)
async def test_no_byte_is_taken_from_a_stranger(
    api: Any, monkeypatch: pytest.MonkeyPatch, method: str, path: str, extra: dict[str, str]
) -> None:
    made = offer(b"x" * 300_000)
    await api("POST", "offers", json_body={"offer": to_builtins(made)})
    received: list[int] = []
    genuine = StreamedHandler.data_received

    async def counted(self: StreamedHandler, chunk: bytes) -> None:
        received.append(len(chunk))
        await genuine(self, chunk)

    monkeypatch.setattr(StreamedHandler, "data_received", counted)
    headers = {**TUS, **FORGED, "Content-Type": STREAM, **extra}
    target = api.path(path.format(id=made.id))
    request = await RawRequest.open(api.port, method, target, headers, 300_000)
    # The first piece travels with the headers, before the server can have answered.
    request.writer.write(b"x" * 100_000)
    answer = await request.answer()
    assert answer.status == 403
    assert received == []
    request.cut()
    where = await api("HEAD", f"uploads/{made.id}", headers=TUS)
    assert where.headers["Upload-Offset"] == "0"
    assert (await api("GET", "status")).json["artifacts"] == 0


@pytest.mark.parametrize("server_options", [{"authorizer_class": ReadOnly}])
async def test_authorizer_that_refuses_writes_stops_every_write(api: Any) -> None:
    ReadOnly.asked.clear()
    for method, path in every_operation():
        answer = await api(method, path, headers={**TUS, "Content-Type": "application/json"})
        if method in ("GET", "HEAD"):
            assert answer.status in (200, 400, 404), (method, path, answer.status)
        else:
            assert answer.status == 403, (method, path, answer.status)
    assert {resource for _, resource in ReadOnly.asked} == {"cellkeep"}


@pytest.mark.parametrize("server_options", [{"authorizer_class": NoContents}])
async def test_contents_are_not_read_for_whom_jupyter_does_not_let_read_them(
    api: Any, jp_root_dir: Any
) -> None:
    (jp_root_dir / "secret.txt").write_text("secret")
    body = {"paths": ["secret.txt"], "run": to_builtins(run()), "category": "input"}
    answer = await api("POST", "contents", json_body=body)
    assert (answer.status, answer.json["code"]) == (403, "FORBIDDEN")
    assert (await api("GET", "transfers")).json == {"transfers": []}


@pytest.mark.parametrize("server_options", [{"authorizer_class": NoContents}])
async def test_a_retry_asks_again(api: Any, jp_serverapp: Any, jp_root_dir: Any) -> None:
    jp_serverapp.authorizer.allowed = True
    (jp_root_dir / "line\u2028break").write_text("x")  # fails by its name, and can be retried
    body = {"paths": ["line\u2028break"], "run": to_builtins(run()), "category": "input"}
    (started,) = (await api("POST", "contents", json_body=body)).json["transfers"]
    await ended(api, 1)
    retry = f"transfers/{started['id']}/retry"
    assert (await api("POST", retry)).status == 200
    await ended(api, 1)
    jp_serverapp.authorizer.allowed = False
    answer = await api("POST", retry)
    assert (answer.status, answer.json["code"]) == (403, "FORBIDDEN")
    assert (await api("POST", f"transfers/{started['id']}/cancel")).status == 200


async def test_every_verb_passes_the_check_that_jupyter_makes_of_extensions(
    jp_web_app: Any,
) -> None:
    for route in ROUTES:
        assert jp_web_app._check_handler_auth(route.pattern(), route.handler) == []
