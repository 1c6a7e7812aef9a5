"""A front end on a kernel's real websocket: what the extension does on the wire."""

from __future__ import annotations

import json
import struct
import threading
import time
from contextlib import suppress
from itertools import pairwise
from typing import Any

import websocket
from client import packed
from fault_jupyter import TOKEN, JupyterServer
from ledger import Ledger
from world import Lost, wait_until

from cellkeep_core.ids import new_id
from cellkeep_core.protocol import (
    AckMessage,
    AttachMessage,
    ControlEnvelope,
    FeedEnvelope,
    OfferMessage,
    Receipt,
    ReceiptMessage,
    ResyncMessage,
    from_json,
    from_msgpack,
    to_json,
    to_msgpack,
)
from cellkeep_core.protocol.generated import SnapshotMessage, StatusMessage

SILENCE_S = 5.0
"""After so much of it a front end that waits for something attaches again (docs/protocol.md)."""


class FrontEnd:
    """Attaches to a kernel, uploads what it is offered, and asks again where it missed something.

    Attributes
    ----------
    states : dict of str to str
        What it knows of each transfer, as a sidebar would show it.
    gaps : int
        How often messages were missing.
    """

    def __init__(self, server: JupyterServer, kernel_id: str, ledger: Ledger) -> None:
        self.states: dict[str, str] = {}
        self.gaps = 0
        self.cut = False
        self._server, self._ledger = server, ledger
        self._client_id, self._session = new_id(), new_id()
        self._control_comm = new_id()
        self._sent, self._expected = 0, 0
        self._heard_at = time.monotonic()
        self._subshell: str | None = None
        self._replies: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()
        url = f"ws://127.0.0.1:{server.port}/api/kernels/{kernel_id}/channels"
        self._socket = websocket.create_connection(
            f"{url}?session_id={self._session}",
            header=[f"Authorization: token {TOKEN}"],
            timeout=60,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def attach(self) -> None:
        """Open the control comm, on a subshell as JupyterLab does."""
        reply = self.wait_for(self.send("control", "create_subshell_request", {}))
        self._subshell = reply["content"]["subshell_id"]
        message = AttachMessage(client_id=self._client_id, visible=True)
        content = {"comm_id": self._control_comm, "target_name": "cellkeep.control"}
        self._say(message, "comm_open", content)

    def knows_stored(self, ids: set[str]) -> bool:
        """Return whether it knows that some are stored; where it hears nothing it asks again."""
        if {self.states.get(one) for one in ids} == {"stored"}:
            return True
        if time.monotonic() - self._heard_at > SILENCE_S:
            self._heard_at = time.monotonic()
            # Where the last messages were lost no gap shows.
            self._say(AttachMessage(client_id=self._client_id, visible=True))
        return False

    def execute(self, code: str) -> str:
        """Begin a cell; its message's id."""
        content = {"code": code, "silent": False, "store_history": True, "stop_on_error": True}
        return self.send("shell", "execute_request", content | {"allow_stdin": False})

    def wait_for(self, message_id: str, timeout: float = 60) -> dict[str, Any]:
        """Wait for the reply to a message."""
        reply: dict[str, Any] = wait_until(
            lambda: self._replies.get(message_id), "the kernel replies", timeout
        )
        if reply["content"].get("status") == "error":
            raise Lost(f"the cell failed: {reply['content'].get('traceback')}")
        return reply

    def vanish(self) -> None:
        """Be gone without a word, as a browser that is killed."""
        self.cut = True
        with suppress(OSError, AttributeError):  # it may be gone from the other side
            self._socket.sock.close()

    def send(
        self, channel: str, kind: str, content: dict[str, Any], buffers: tuple[bytes, ...] = ()
    ) -> str:
        header = {"msg_id": new_id(), "msg_type": kind, "session": self._session}
        header |= {"username": "faults", "version": "5.4", "date": "2026-01-01T00:00:00Z"}
        if kind.startswith("comm") and self._subshell is not None:
            header["subshell_id"] = self._subshell
        message = {"channel": channel, "header": header, "parent_header": {}, "metadata": {}}
        message |= {"content": content, "buffers": []}
        with self._lock:
            if buffers:
                self._socket.send_binary(_packed_message(message, buffers))
            else:
                self._socket.send(json.dumps(message))
        return str(header["msg_id"])

    def _say(
        self, message: Any, kind: str = "comm_msg", content: dict[str, Any] | None = None
    ) -> None:
        self._sent += 1
        envelope = ControlEnvelope(
            protocol=1, session=self._session, seq=self._sent, message=message
        )
        body = {"comm_id": self._control_comm, "data": {"protocol": 1}, **(content or {})}
        self.send("shell", kind, body, (to_msgpack(envelope),))

    def _read(self) -> None:
        while not self.cut:
            try:
                data = self._socket.recv()
            except (OSError, websocket.WebSocketException):
                return
            if not data:
                return
            message, buffers = _unpacked_message(data)
            kind = message["header"]["msg_type"]
            if kind.endswith("_reply"):
                self._replies[message["parent_header"]["msg_id"]] = message
            if kind in ("comm_open", "comm_msg") and buffers:
                with suppress(OSError, websocket.WebSocketException):
                    self._hear(from_msgpack(buffers[0], FeedEnvelope), buffers)

    def _hear(self, envelope: FeedEnvelope, buffers: list[bytes]) -> None:
        if self._expected and envelope.seq != self._expected:
            self.gaps += 1
            resync = ResyncMessage(
                client_id=self._client_id, expected=self._expected, got=envelope.seq
            )
            self._say(resync)
        self._expected = envelope.seq + 1
        self._heard_at = time.monotonic()
        said = envelope.message
        if isinstance(said, (StatusMessage, SnapshotMessage)):
            self.states |= {one.id: one.state for one in said.transfers}
        elif isinstance(said, OfferMessage) and said.uploader == self._client_id:
            self._take(said, buffers)

    def _take(self, said: OfferMessage, buffers: list[bytes]) -> None:
        self._say(AckMessage(client_id=self._client_id, offer_id=said.offer.id))
        assert isinstance(said.content, int)
        body = packed(said.offer, buffers[said.content])
        answer = self._server.ask("POST", "offers", body, {"Content-Type": "application/msgpack"})
        if answer.status == 200 and answer.json["type"] == "stored":
            receipt = from_json(to_json(answer.json["receipt"]), Receipt)
            self._ledger.receipt(answer.json["receipt"])
            self._say(ReceiptMessage(client_id=self._client_id, receipt=receipt))


def start_kernel(server: JupyterServer) -> str:
    """Start a kernel as JupyterLab does; its id."""
    answer = server.ask("POST", "/api/kernels", b'{"name": "python3"}')
    if answer.status != 201:
        raise Lost(f"no kernel: {answer.body!r}")
    return str(answer.json["id"])


def stop_kernel(server: JupyterServer, kernel_id: str) -> None:
    server.ask("DELETE", f"/api/kernels/{kernel_id}")
    time.sleep(0.05)


def _packed_message(message: dict[str, Any], buffers: tuple[bytes, ...]) -> bytes:
    parts = [json.dumps(message).encode(), *buffers]
    offsets = [4 * (len(parts) + 1)]
    for part in parts[:-1]:
        offsets.append(offsets[-1] + len(part))
    return b"".join([struct.pack(f"!{len(parts) + 1}I", len(parts), *offsets), *parts])


def _unpacked_message(data: str | bytes) -> tuple[dict[str, Any], list[bytes]]:
    if isinstance(data, str):
        return json.loads(data), []
    (count,) = struct.unpack_from("!I", data)
    offsets = [*struct.unpack_from(f"!{count}I", data, 4), len(data)]
    parts = [data[begin:end] for begin, end in pairwise(offsets)]
    return json.loads(parts[0]), parts[1:]
