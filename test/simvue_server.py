"""A server that Simvue's own client takes for Simvue's: its runs, artifacts and their bytes.

Simvue's server is not to be had; this one answers what the client sends, as far as the tests go.
It listens from `start` to `stop`, and has what it had when it is started again.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import threading
import time
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import msgpack
import pytest

from ports import free_port


def a_token() -> str:
    """Return a token that the client finds well formed, and not yet expired."""
    parts = [{"alg": "none"}, {"exp": int(time.time()) + 86_400}]
    words = [base64.urlsafe_b64encode(json.dumps(one).encode()).decode() for one in parts]
    return ".".join(one.rstrip("=") for one in [*words, "c2lnbmF0dXJl"])


class SimvueServer:
    """Runs, artifacts and bytes, and the address where they are.

    Attributes
    ----------
    runs, artifacts : dict
        What the client sent of each, by id.
    links : dict
        Of each run its artifacts' ids, each with its category.
    contents : dict
        The bytes of each artifact.
    uploads : int
        How often bytes were sent.
    """

    def __init__(self) -> None:
        self.runs: dict[str, dict[str, Any]] = {}
        self.folders: dict[str, dict[str, Any]] = {}
        self.artifacts: dict[str, dict[str, Any]] = {}
        self.links: dict[str, dict[str, str]] = {}
        self.contents: dict[str, bytes] = {}
        self.uploads = 0
        self.lock = threading.RLock()
        self.port = free_port()
        self._http: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        handler = type("Handler", (_Handler,), {"simvue": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()
            self._http = None

    def use(self, monkeypatch: pytest.MonkeyPatch, folder: Any) -> None:
        """Let this process's clients be set to this server."""
        for name, value in self.environment(folder).items():
            monkeypatch.setenv(name, value)

    def environment(self, folder: Any) -> dict[str, str]:
        """Return the variables that set a client to this server."""
        own = str(folder / "simvue")
        return {
            "SIMVUE_URL": self.url,
            "SIMVUE_TOKEN": a_token(),
            "SIMVUE_OFFLINE_DIRECTORY": own,
        }

    def shown(self, artifact_id: str) -> dict[str, Any]:
        """Return an artifact as answers have it."""
        its = self.artifacts[artifact_id]
        return {**its, "url": f"{self.url}/bytes/{artifact_id}" if its["uploaded"] else None}


class _Handler(BaseHTTPRequestHandler):
    """One request: an address of `_ROUTES`, or what runs, folders and artifacts have in common."""

    protocol_version = "HTTP/1.1"
    simvue: SimvueServer

    def handle_any(self) -> None:
        self.content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        self.query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        with self.simvue.lock:
            for method, pattern, answer in _ROUTES:
                found = re.fullmatch(pattern, parts.path)
                if found and method == self.command:
                    answer(self, *found.groups())
                    return
        self.answer(404, {"detail": f"There is no {self.command} {parts.path}."})

    do_GET = do_POST = do_PUT = handle_any  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, status: int, value: Any = None) -> None:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        body = b"" if status == 204 else body
        self.send_response(status)
        kind = "application/octet-stream" if isinstance(value, bytes) else "application/json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def version(self) -> None:
        self.answer(200, {"version": "1.5.0"})

    def make(self, kind: str) -> None:
        asked = json.loads(self.content)
        table: dict[str, dict[str, Any]] = getattr(self.simvue, kind)
        for one in table.values():
            if kind == "folders" and one["path"] == asked["path"]:
                self.answer(409, one)
                return
        its_id = secrets.token_hex(11)
        created = f"{datetime.now(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}"
        table[its_id] = {"name": f"run {its_id[:4]}", **asked, "id": its_id, "created": created}
        if kind != "artifacts":
            self.answer(200, table[its_id])
            return
        table[its_id]["uploaded"] = False
        upload = {"url": f"{self.simvue.url}/bytes/{its_id}", "fields": {"key": its_id}}
        self.answer(200, {"id": its_id, **upload})

    def change(self, kind: str, its_id: str) -> None:
        table: dict[str, dict[str, Any]] = getattr(self.simvue, kind)
        table[its_id].update(json.loads(self.content))
        self.answer(200, table[its_id])

    def show(self, kind: str, its_id: str) -> None:
        table: dict[str, dict[str, Any]] = getattr(self.simvue, kind)
        if its_id not in table:
            self.answer(404, {"detail": "It is not here."})
        elif kind == "artifacts":
            self.answer(200, self.simvue.shown(its_id))
        else:
            self.answer(200, table[its_id])

    def index(self, kind: str) -> None:
        rows = list(getattr(self.simvue, kind).values())
        for condition in json.loads(self.query.get("filters", "[]")):
            key, _, value = condition.partition(" == ")
            rows = [one for one in rows if str(one.get(key)) == value]
        begin = int(self.query.get("start", 0))
        page = rows[begin : begin + int(self.query.get("count", len(rows)))]
        self.answer(200, {"data": page, "count": len(rows)})

    def receive(self, artifact_id: str) -> None:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        message = BytesParser(policy=HTTP).parsebytes(head + self.content)
        content = next(
            part.get_payload(decode=True) or b""
            for part in message.iter_parts()  # type: ignore[attr-defined]
            if part.get_param("name", header="content-disposition") == "file"
        )
        self.simvue.uploads += 1
        if hashlib.sha256(content).hexdigest() != self.simvue.artifacts[artifact_id]["checksum"]:
            self.answer(400, {"detail": "The SHA256 did not match the calculated checksum."})
            return
        self.simvue.contents[artifact_id] = content
        self.answer(204)

    def send_content(self, artifact_id: str) -> None:
        self.answer(200, self.simvue.contents[artifact_id])

    def link(self, run_id: str, artifact_id: str) -> None:
        linked = self.simvue.links.setdefault(run_id, {})
        linked[artifact_id] = json.loads(self.content)["category"]
        self.answer(200, {})

    def linked(self, run_id: str) -> None:
        found = self.simvue.links.get(run_id, {})
        rows = [{**self.simvue.shown(one), "category": found[one]} for one in found]
        named = self.query.get("name")
        self.answer(200, [one for one in rows if named in (None, one["name"])])

    def take_metrics(self) -> None:
        asked = msgpack.unpackb(self.content)
        metrics = self.simvue.runs[asked["run"]].setdefault("metrics", {})
        for point in asked["metrics"]:
            metrics.update({name: {"last": value} for name, value in point["values"].items()})
        self.answer(200, {"count": len(asked["metrics"])})

    def nothing(self, *_: str) -> None:
        self.answer(200, {"status": False, "data": [], "count": 0})


_KIND, _ID = "(runs|folders|artifacts)", "([^/]+)"
_ROUTES = (
    ("GET", "/api/version", _Handler.version),
    ("POST", f"/api/{_KIND}", _Handler.make),
    ("GET", f"/api/{_KIND}", _Handler.index),
    ("PUT", f"/api/{_KIND}/{_ID}", _Handler.change),
    ("GET", f"/api/{_KIND}/{_ID}", _Handler.show),
    ("PUT", f"/api/runs/{_ID}/artifacts/{_ID}", _Handler.link),
    ("GET", f"/api/runs/{_ID}/artifacts", _Handler.linked),
    ("PUT", f"/api/runs/{_ID}/heartbeat", _Handler.nothing),
    ("GET", f"/api/runs/{_ID}/abort", _Handler.nothing),
    ("POST", "/api/metrics", _Handler.take_metrics),
    ("POST", "/api/events", _Handler.nothing),
    ("POST", f"/bytes/{_ID}", _Handler.receive),
    ("GET", f"/bytes/{_ID}", _Handler.send_content),
)
