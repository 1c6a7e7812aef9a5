"""HTTP by hand, for what no client does: cut connections, forged headers, half a body."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field


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
