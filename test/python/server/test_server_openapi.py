"""``schema/openapi.json`` says what the server does, no more and no less."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from conftest import TUS, Api
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from samples import MSGPACK, PNG, offer, packed, run, stored
from tornado.web import RequestHandler

from cellkeep_core.protocol import to_builtins
from cellkeep_server.routes import PREFIX, ROUTES

ROOT = Path(__file__).resolve().parents[3]
DOCUMENT = json.loads((ROOT / "schema" / "openapi.json").read_text("utf-8"))
METHODS = ("get", "head", "post", "put", "patch", "delete")


def described() -> set[tuple[str, str]]:
    return {
        (method, path.removeprefix(f"/{PREFIX}/"))
        for path, operations in DOCUMENT["paths"].items()
        for method in operations
        if method != "options"
    }


def test_document_is_valid_openapi() -> None:
    validate(DOCUMENT)


def test_document_is_what_its_script_gives() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make_openapi.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stdout


def test_every_operation_of_the_server_is_described_and_every_described_one_exists() -> None:
    served = {
        (method, route.path)
        for route in ROUTES
        for method in METHODS
        if getattr(route.handler, method) is not RequestHandler._unimplemented_method
    }
    assert served == described()
    assert "options" in DOCUMENT["paths"][f"/{PREFIX}/uploads"]


def test_routes_in_the_architecture_page_are_all_served() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = page.split("## HTTP, under")[1].split("Errors are")[0]
    named = re.findall(r"`([a-z-]+(?:/<[a-z ]+>)?(?:/[a-z]+|/<[a-z ]+>)*)[?`]", table)
    shapes = {re.sub(r"{[^}]+}", "*", route.path) for route in ROUTES}
    mentioned = {re.sub(r"<[^>]+>", "*", name) for name in named} & shapes
    assert mentioned == shapes


def answer_schema(method: str, path: str, status: int) -> dict[str, Any]:
    responses = DOCUMENT["paths"][f"/{PREFIX}/{path}"][method]["responses"]
    found = responses.get(str(status), responses["default"])
    schema: dict[str, Any] = found["content"]["application/json"]["schema"]
    return {**schema, "components": DOCUMENT["components"]}


async def test_answers_are_as_described(api: Api, jp_root_dir: Path) -> None:
    (jp_root_dir / "a.txt").write_text("a")
    receipt = await stored(api, b"content", thumbnail=PNG)
    new, here = offer(b"not there"), run()
    ids = {"artifact_id": receipt["artifact_id"], "offer_id": receipt["offer_id"]}
    contents = {"paths": ["a.txt"], "run": to_builtins(here), "category": "input"}
    packed_body = {"body": packed(offer(b"x"), b"x"), "headers": MSGPACK}
    for method, path, options in (
        ("get", "status", {}),
        ("put", "limit", {"json_body": {"limit_bytes": 10_000_000}}),
        ("put", "limit", {"json_body": {"limit_bytes": -1}}),
        ("put", "runs/{run_id}", {"json_body": to_builtins(here)}),
        ("get", "runs/{run_id}", {}),
        ("get", "runs", {}),
        ("get", "run-table", {}),
        ("get", "names", {}),
        ("get", "artifacts", {}),
        ("get", "artifacts/{artifact_id}", {}),
        ("get", "receipts/{offer_id}", {}),
        ("post", "offers", packed_body),
        ("post", "offers", {"json_body": {"offer": to_builtins(new)}}),
        ("post", "contents", {"json_body": contents}),
        ("get", "transfers", {}),
        ("delete", "artifacts/{artifact_id}", {}),
        ("get", "artifacts/{artifact_id}", {}),  # gone by now: an error is as described, too
        ("post", "uploads", {"headers": TUS}),
    ):
        answer = await api(method.upper(), path.format(run_id=here.id, **ids), **options)
        schema = answer_schema(method, path, answer.status)
        errors = [error.message for error in OAS31Validator(schema).iter_errors(answer.json)]
        assert errors == [], (method, path, answer.json)
