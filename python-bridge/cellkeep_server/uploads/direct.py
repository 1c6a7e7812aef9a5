"""Bodies of uploads read by threads, past the event loop.

Tornado reads a body in pieces of 64 KB, each through the event loop that all of Jupyter
shares; ten uploads at once keep it so busy that everybody else waits. So while a handler is
still in `prepare`, when nobody reads from the connection, a thread reads the body from the
socket in large blocks, hashes and writes them: all without the interpreter's lock. To
Tornado the request then has no body, and all goes on as usual, answers and keep-alive too.
"""

from __future__ import annotations

import os
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol, cast

from tornado.httputil import HTTPServerRequest
from tornado.iostream import IOStream, StreamClosedError

from cellkeep_server.service import StoreAccess

TURN_BYTES = 8 * 1024 * 1024
"""After this many bytes it is the next upload's turn."""

BLOCK_BYTES = 1024 * 1024
LEAST_BYTES = 256 * 1024
"""Smaller bodies are left to Tornado: they have arrived before a thread would begin."""

DRY_S = 0.01
"""A client that takes longer to fill a block gives its thread to another upload."""

_memory = threading.local()


class DirectBody:
    """The body of one request, and the socket that it comes from.

    Attributes
    ----------
    length : int
        Its bytes in all.
    left : int
        Those that have not come yet.
    """

    def __init__(self, request: HTTPServerRequest, stream: IOStream, service: StoreAccess) -> None:
        self.length = self.left = int(request.headers["Content-Length"])
        self._request = request
        self._stream = stream
        self._service = service
        self._early = b""
        if request.headers.get("Expect", "").lower() == "100-continue":
            stream.write(b"HTTP/1.1 100 (Continue)\r\n\r\n")
            del request.headers["Expect"]
        # From here on the body is ours: Tornado finds none after `prepare`.
        request.headers["Content-Length"] = "0"

    @classmethod
    def of(cls, request: HTTPServerRequest, service: StoreAccess) -> DirectBody | None:
        """Take the body of a request in `prepare`; None where Tornado must read it."""
        length = request.headers.get("Content-Length", "")
        stream = getattr(request.connection, "stream", None)
        if not length.isdecimal() or int(length) < LEAST_BYTES or os.name != "posix":
            return None
        # Private attributes of Tornado, which `IOStream.start_tls` uses: without them, it reads.
        if not all(hasattr(stream, name) for name in ("socket", "_state", "_read_buffer_size")):
            return None
        return cls(request, cast("IOStream", stream), service)

    def give_back(self, *, broken: bool = False) -> None:
        """Let Tornado discard the bytes that have not come, or close the connection."""
        self._request.headers["Content-Length"] = str(self.left or int(broken))
        if broken:
            self._stream.close()

    async def wait(self) -> None:
        """Wait on the event loop until the client sends on.

        Raises
        ------
        StreamClosedError
            Where it does not: the connection is gone.
        """
        self._keep(await self._stream.read_bytes(self.left, partial=True))

    async def turn(self, take: Callable[[memoryview], None]) -> bool:
        """Let a thread read and hand on what comes; return whether the client fell silent.

        Raises
        ------
        StreamClosedError
            Where the connection is gone.
        """
        self._take_off_the_loop()
        early, self._early = self._early, b""
        with _own(self._stream.socket) as source:
            return await self._service.take_body(lambda: self._read(source, early, take))

    def _keep(self, data: bytes) -> None:
        self._early += data
        self.left -= len(data)

    def _take_off_the_loop(self) -> None:
        """Unregister the stream from the event loop; its next read registers it again."""
        stream: Any = self._stream
        if stream.closed():
            raise StreamClosedError
        if stream._state is not None:  # noqa: SLF001
            stream.io_loop.remove_handler(stream.fileno())
            stream._state = None  # noqa: SLF001
        if self.left and stream._read_buffer_size:  # noqa: SLF001
            self._keep(stream.read_bytes(self.left, partial=True).result())

    def _read(self, source: _Source, early: bytes, take: Callable[[memoryview], None]) -> bool:
        """Fill blocks and hand them on, in a thread."""
        if early:
            take(memoryview(early))
        block: memoryview = _block()
        budget = TURN_BYTES
        dry = False
        while self.left and budget > 0 and not dry:
            filled, dry = _fill(source, block[: min(BLOCK_BYTES, self.left)])
            self.left -= filled
            budget -= filled
            if filled:
                take(block[:filled])
        return dry


def _fill(source: _Source, block: memoryview) -> tuple[int, bool]:
    """Read until a block is full; return how much of it is, and whether its client was slow."""
    filled = 0
    until = time.monotonic() + DRY_S
    while filled < len(block):
        try:
            got = source.read_into(block[filled:])
            if got == 0:
                raise ConnectionResetError("the client has closed the connection")
        except OSError as error:
            if filled:
                break  # what came counts; the next reading meets the end again
            raise StreamClosedError(real_error=error) from error
        filled += got or 0
        if got is None or (filled < len(block) and time.monotonic() > until):
            return filled, True
    return filled, False


class _Source(Protocol):
    """Where a thread reads a body from."""

    def read_into(self, room: memoryview) -> int | None:
        """Fill some of a block; return the bytes, 0 at the end, None where none come for now."""


class _PlainSource:
    """A socket, read in as few steps as can be: at each one threads ask for the interpreter."""

    def __init__(self, given: socket.socket) -> None:
        self._socket = given
        self._poll = select.poll()
        self._poll.register(given, select.POLLIN)

    def read_into(self, room: memoryview) -> int | None:
        # Linux says that there is something to read when there is so much, or the end.
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, len(room))
        self._poll.poll(DRY_S * 1000)
        try:
            return self._socket.recv_into(room)
        except BlockingIOError:
            return None


class _TlsSource:
    def __init__(self, given: ssl.SSLSocket) -> None:
        self._socket = given

    def read_into(self, room: memoryview) -> int | None:
        try:
            return self._socket.recv_into(room)
        except TimeoutError:
            return None


def _block() -> memoryview:
    """Return the thread's own block of memory."""
    if not hasattr(_memory, "block"):
        _memory.block = memoryview(bytearray(BLOCK_BYTES))
    return cast("memoryview", _memory.block)


@contextmanager
def _own(given: socket.socket) -> Iterator[_Source]:
    """Give the thread a socket that stays its own, should Tornado close the connection."""
    if isinstance(given, ssl.SSLSocket):
        given.settimeout(DRY_S)
        try:
            yield _TlsSource(given)
        finally:
            with suppress(OSError):
                given.setblocking(False)
        return
    with given.dup() as copy:
        copy.setblocking(False)  # as the descriptor itself, which shares it
        try:
            yield _PlainSource(copy)
        finally:
            with suppress(OSError):
                copy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
