"""The least that a server can do: a streaming PUT, hashed and synced into a file.

``python put_server.py <folder>`` prints its port and serves PUTs one after the other.
"""

from __future__ import annotations

import hashlib
import os
import socket
import sys
from itertools import count
from pathlib import Path

BLOCK = 1 << 20


def serve(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1], flush=True)
        for number in count():
            connection, _ = listener.accept()
            with connection:
                # Each stays, as what is stored does: one that is replaced has its memory already.
                _take(connection, folder / f"put {number}.bin")


def _take(connection: socket.socket, target: Path) -> None:
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(65536)
    head, _, rest = head.partition(b"\r\n\r\n")
    (length,) = (
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    digest = hashlib.sha256(rest)
    buffer = memoryview(bytearray(BLOCK))
    with target.open("wb", buffering=0) as file:
        file.write(rest)
        done = len(rest)
        while done < length:
            count = connection.recv_into(buffer)
            digest.update(buffer[:count])
            file.write(buffer[:count])
            done += count
        os.fsync(file.fileno())
    body = digest.hexdigest().encode()
    connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 64\r\n\r\n" + body)


def put(port: int, source: Path) -> None:
    """Send a file as a client does that knows no more than HTTP."""
    with socket.create_connection(("127.0.0.1", port)) as connection, source.open("rb") as file:
        size = source.stat().st_size
        connection.sendall(f"PUT / HTTP/1.1\r\nContent-Length: {size}\r\n\r\n".encode())
        connection.sendfile(file)
        assert connection.recv(65536).startswith(b"HTTP/1.1 201")


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
