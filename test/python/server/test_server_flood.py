"""An answer on the feed survives a cell that floods the kernel connection.

A real server with its real limits: while a cell prints more than a megabyte a second, the
server drops whatever else the kernel says, and tells nobody.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from jupyter_client.session import json_default
from jupyter_server.services.kernels.connection.base import (
    deserialize_binary_message,
    serialize_binary_message,
)

from cellkeep_core.ids import new_id
from cellkeep_core.protocol import (
    AttachMessage,
    ControlEnvelope,
    FeedEnvelope,
    KeepMessage,
    KeptMessage,
    Provenance,
    from_msgpack,
    to_msgpack,
)


class Page:
    """A page's connection to its kernel, and the extension's control comm on it."""

    def __init__(self, socket: Any) -> None:
        self.client_id = new_id()
        self.messages: list[dict[str, Any]] = []
        self._socket = socket
        self._session = new_id()
        self._comm_id = new_id()
        self._subshell_id: str | None = None
        self._seq = 0
        self.reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        while (text := await self._socket.read_message()) is not None:
            is_binary = isinstance(text, bytes)
            self.messages.append(
                deserialize_binary_message(text) if is_binary else json.loads(text)
            )

    async def until(self, found: Any, within_s: float = 30) -> Any:
        async with asyncio.timeout(within_s):
            while True:
                for message in self.messages:
                    value = found(message)
                    if value:
                        return value
                await asyncio.sleep(0.05)

    async def send(self, channel: str, kind: str, content: Any, buffers: Any = ()) -> str:
        header = {"msg_id": new_id(), "msg_type": kind, "username": "", "version": "5.4"}
        header |= {"session": self._session, "date": "2026-01-01T00:00:00Z"}
        if self._subshell_id and kind.startswith("comm"):
            header["subshell_id"] = self._subshell_id
        message = {
            "channel": channel,
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
        }
        if buffers:
            await self._socket.write_message(
                serialize_binary_message({**message, "buffers": list(buffers)}), binary=True
            )
        else:
            await self._socket.write_message(json.dumps(message, default=json_default))
        return str(header["msg_id"])

    async def start(self, code: str) -> str:
        return await self.send("shell", "execute_request", {"code": code, "silent": False})

    async def ended(self, msg_id: str) -> dict[str, Any]:
        def reply(message: dict[str, Any]) -> Any:
            is_reply = message["msg_type"] == "execute_reply"
            return is_reply and message["parent_header"]["msg_id"] == msg_id and message["content"]

        content: dict[str, Any] = await self.until(reply, 60)
        return content

    async def attach(self) -> None:
        msg_id = await self.send("control", "create_subshell_request", {})
        self._subshell_id = await self.until(
            lambda one: (
                one["parent_header"].get("msg_id") == msg_id and one["content"].get("subshell_id")
            )
        )
        await self.say(AttachMessage(client_id=self.client_id, visible=True), "comm_open")

    async def say(self, message: Any, kind: str = "comm_msg") -> None:
        self._seq += 1
        envelope = ControlEnvelope(
            protocol=1, session=self._session, seq=self._seq, message=message
        )
        content = {"comm_id": self._comm_id, "data": {"protocol": 1}}
        if kind == "comm_open":
            content["target_name"] = "cellkeep.control"
        await self.send("shell", kind, content, [to_msgpack(envelope)])

    def feed(self) -> list[FeedEnvelope]:
        return [
            from_msgpack(bytes(one["buffers"][0]), FeedEnvelope)
            for one in self.messages
            if one["msg_type"] in ("comm_open", "comm_msg") and one.get("buffers")
        ]


async def test_an_answer_survives_a_flood_of_output(
    api: Any, jp_ws_fetch: Any, jp_base_url: str, app: Any
) -> None:
    kernel = (await api("POST", f"{jp_base_url}api/kernels", json_body={})).json
    socket = await jp_ws_fetch("api", "kernels", kernel["id"], "channels")
    page = Page(socket)
    try:
        setup = await page.start(
            # It takes its time: each message to the kernel starts the server's count afresh.
            "import cellkeep, time\n"
            "from cellkeep import codecs\n"
            "class Slow: pass\n"
            "class SlowCodec:\n"
            "    id, rank, safe = 'slow.v1', 5, True\n"
            "    def matches(self, obj): return isinstance(obj, Slow)\n"
            "    def encode(self, obj, sink):\n"
            "        time.sleep(2.5); sink.write(b'slow')\n"
            "        return codecs.Encoded(self.id, 'application/x-slow')\n"
            "    def decode(self, path): return Slow()\n"
            "codecs.register(SlowCodec())\n"
            "slow = Slow()\nslow"
        )
        assert (await page.ended(setup))["status"] == "ok"
        note = await page.until(
            lambda one: (
                one["msg_type"] == "execute_result" and one["content"]["metadata"].get("cellkeep")
            )
        )
        await page.attach()
        flood = await page.start(
            "end = time.monotonic() + 5\n"
            # Small pieces: the server's window of three seconds fills up to the brim.
            "while time.monotonic() < end: print('x' * 20_000, flush=True); time.sleep(0.005)"
        )
        await page.until(lambda one: "data rate exceeded" in str(one["content"].get("text")))
        request_id = new_id()
        wish = KeepMessage(
            client_id=page.client_id,
            request_id=request_id,
            object_id=note["object"],
            name="in the flood",
            category="output",
            provenance=Provenance(via="output"),
        )
        await page.say(wish)
        assert (await page.ended(flood))["status"] == "ok"

        def answers() -> list[KeptMessage]:
            said = [one.message for one in page.feed()]
            return [one for one in said if isinstance(one, KeptMessage) and one.transfer_id]

        kept = await page.until(lambda _: answers())
        numbers = [one.seq for one in page.feed()]
        assert numbers != list(range(numbers[0], numbers[0] + len(numbers))), "nothing was lost"
        assert kept[0].request_id == request_id
        receipt = None
        async with asyncio.timeout(20):
            while receipt is None:
                answer = await api("GET", f"receipts/{kept[0].transfer_id}")
                receipt = answer.json if answer.status == 200 else None
                await asyncio.sleep(0.05)
        assert receipt["name"] == "in the flood"
    finally:
        page.reading.cancel()
        socket.close()
        await api("DELETE", f"{jp_base_url}api/kernels/{kernel['id']}")
