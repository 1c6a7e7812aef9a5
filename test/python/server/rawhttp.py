"""HTTP by hand, for what no client does: cut connections, forged headers, half a body."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from dataclasses import dataclass, field
from typing import Any


@dataclass
class RawAnswer:
    status: int
    headers: dict[str, str] = field(default_factory=dict)


class RawRequest:
    """One request over a socket of its own."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @classmethod
    async def open(
        cls, port: int, method: str, path: str, headers: dict[str, str], length: int | None
    ) -> RawRequest:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
        lines += [f"{key}: {value}" for key, value in headers.items()]
        if length is not None:
            lines.append(f"Content-Length: {length}")
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        await writer.drain()
        return cls(reader, writer)

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self) -> RawAnswer:
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 10)
        first, *rest = head.decode().splitlines()
        pairs = (line.split(":", 1) for line in rest if line)
        headers = {key.strip().lower(): value.strip() for key, value in pairs}
        return RawAnswer(int(first.split()[1]), headers)

    def cut(self) -> None:
        """Break the connection as a lost network does: no goodbye, the rest never comes."""
        self.writer.transport.abort()


class Unread:
    """Answers that are asked for and never read."""

    def __init__(self, api: Any, path: str, count: int) -> None:
        lines = "".join(f"{name}: {value}\r\n" for name, value in api.token_header.items())
        head = f"GET {api.path(path)} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n"
        self._sockets = []
        for _ in range(count):
            one = socket.socket()
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.connect(("127.0.0.1", api.port))
            one.sendall(head.encode())
            self._sockets.append(one)

    def read_on(self) -> list[bytes]:
        """Return what is left of each, up to where its connection was cut."""
        ends = []
        for one in self._sockets:
            one.settimeout(30)
            end = b""
            with contextlib.suppress(ConnectionError):
                while piece := one.recv(1 << 20):
                    end = (end + piece)[-64:]
            ends.append(end)
        return ends

    def close(self) -> None:
        for one in self._sockets:
            one.close()
