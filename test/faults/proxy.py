"""A network that cuts, delays, duplicates, reorders, answers for the server, and flips bits.

It reads whole HTTP requests, so that each fault hits where it hurts: in the middle of a
body, or between what the server did and what the client heard of it.
"""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random

FAULTS = (
    "cut in the request",
    "cut before the answer",
    "cut in the answer",
    "delayed",
    "stalled in the middle",
    "duplicated",
    "late, after its repetition",
    "status instead",
    "status after the work",
)
STATUSES = ("502 Bad Gateway", "504 Gateway Timeout", "429 Too Many Requests")


@dataclass
class Request:
    head: bytes
    body: bytes

    @property
    def method(self) -> str:
        return self.head.split(b" ", 1)[0].decode()


class Proxy:
    """Listens on loopback in a thread of its own, and harms some of what goes through it.

    Parameters
    ----------
    target : int
        The server's port.
    chance : Random
        What is done, and when.
    faults : tuple of str
        The kinds to choose from.
    rate : float
        The share of requests that are harmed.
    flips : int
        So many bits are flipped, anywhere in the bodies of requests, one in each.
    statuses : tuple of str
        What it may say instead of the server.
    """

    def __init__(
        self,
        target: int,
        chance: Random,
        *,
        faults: tuple[str, ...] = FAULTS,
        rate: float = 0.5,
        most: int = 12,
        flips: int = 0,
        statuses: tuple[str, ...] = STATUSES,
    ) -> None:
        self.done: Counter[str] = Counter()
        self.port = 0
        self._target, self._chance, self._faults = target, chance, faults
        self._rate, self._most = rate, most
        self._flips, self._statuses = flips, statuses
        self._step: tuple[int, bool, Callable[[], None]] | None = None
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(10)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    def at_request(self, number: int, fault: Callable[[], None], *, after: bool) -> None:
        """Do something when the number-th request from now comes, or has been answered here."""
        self._step = (number, after, fault)

    def harm(self, chance: Random, rate: float, most: int) -> None:
        """From now on harm this share of the requests, and so many at most, and nothing else."""
        self._chance, self._rate, self._most = chance, rate, most
        self._step = None
        self.done = Counter()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await _read(reader)
            await self._handle(request, writer)
        except (OSError, asyncio.IncompleteReadError):
            writer.transport.abort()
        finally:
            with suppress(OSError):
                writer.close()

    def _now(self) -> tuple[Callable[[], None] | None, bool]:
        """Return what is to be done at this request, and whether after its answer."""
        if self._step is None:
            return None, False
        number, after, fault = self._step
        self._step = None if number <= 1 else (number - 1, after, fault)
        return (fault if number <= 1 else None), after

    async def _handle(self, request: Request, writer: asyncio.StreamWriter) -> None:
        fault, after = self._now()
        if fault is not None:
            if after:
                await self._send(request)
            fault()
            writer.transport.abort()
            return
        request = self._flipped(request)
        chance = self._chance
        match self._choose():
            case "cut in the request":
                await self._send(request, until=chance.randrange(len(request.body) + 1))
                writer.transport.abort()
            case "cut before the answer":
                await self._send(request)
                writer.transport.abort()
            case "cut in the answer":
                answer = await self._send(request)
                writer.write(answer[: chance.randrange(max(len(answer) // 2, 1))])
                with suppress(OSError):
                    await writer.drain()
                writer.transport.abort()
            case "late, after its repetition":
                self._later(request, chance.uniform(0.05, 0.6))
                writer.transport.abort()
            case "status instead":
                writer.write(self._status())
            case "status after the work":
                await self._send(request)
                writer.write(self._status())
            case "duplicated":
                first, second = await asyncio.gather(self._send(request), self._send(request))
                writer.write(chance.choice([first, second]))
            case "delayed":
                await asyncio.sleep(chance.uniform(0.05, 0.5))
                writer.write(await self._send(request))
            case "stalled in the middle":
                writer.write(await self._send(request, stall=chance.uniform(0.1, 0.5)))
            case _:
                writer.write(await self._send(request))
        with suppress(OSError):
            await writer.drain()

    def _choose(self) -> str | None:
        if self._most <= self.done.total() or self._chance.random() > self._rate:
            return None
        if not self._faults:
            return None
        fault = self._chance.choice(self._faults)
        codes = " or ".join(status[:3] for status in self._statuses)
        self.done[f"{codes if 'status' in fault else 'request'}, {fault}"] += 1
        return fault

    def _flipped(self, request: Request) -> Request:
        if not self._flips or not request.body:
            return request
        self._flips -= 1
        self.done["bit flipped in flight"] += 1
        body = bytearray(request.body)
        at = self._chance.randrange(len(body))
        body[at] ^= 1 << self._chance.randrange(8)
        return Request(request.head, bytes(body))

    def _status(self) -> bytes:
        status = self._chance.choice(self._statuses)
        after = "Retry-After: 1\r\n" if status.startswith("429") else ""
        head = f"HTTP/1.1 {status}\r\n{after}Content-Length: 0\r\nConnection: close\r\n\r\n"
        return head.encode()

    def _later(self, request: Request, seconds: float) -> None:
        async def send() -> None:
            await asyncio.sleep(seconds)
            with suppress(OSError):
                await self._send(request)

        task = self._loop.create_task(send())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, request: Request, until: int | None = None, stall: float = 0) -> bytes:
        """Pass a request on, perhaps only a part of it; return the whole answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._target)
        try:
            writer.write(request.head)
            if until is not None:
                writer.write(request.body[:until])
                await writer.drain()
                await asyncio.sleep(0.02)
                writer.transport.abort()
                return b""
            if stall:
                half = len(request.body) // 2
                writer.write(request.body[:half])
                await writer.drain()
                await asyncio.sleep(stall)
                writer.write(request.body[half:])
            else:
                writer.write(request.body)
            await writer.drain()
            return await reader.read()
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Request:
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        key, _, value = line.partition(b":")
        if key.lower() == b"content-length":
            length = int(value)
    body = await reader.readexactly(length)
    # One request for each connection keeps what is cut and what is not apart.
    lines = [
        line for line in head[:-4].split(b"\r\n") if not line.lower().startswith(b"connection")
    ]
    return Request(b"\r\n".join([*lines, b"Connection: close", b"", b""]), body)
