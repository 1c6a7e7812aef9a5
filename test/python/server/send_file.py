"""Creates an upload and sends random bytes: ``python send_file.py <uploads url> <token> <MB>``.

A process of its own, so that it takes no time of the server's event loop.
"""

from __future__ import annotations

import http.client
import os
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

MB = 1_000_000


def main(url: str, authorization: str, megabytes: int) -> None:
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    headers = {"Authorization": authorization, "Tus-Resumable": "1.0.0"}
    size = str(megabytes * MB)
    connection.request("POST", parts.path, headers={**headers, "Upload-Length": size})
    made = connection.getresponse()
    made.read()
    assert made.status == 201, made.status
    location = made.headers["Location"]
    block = os.urandom(MB)

    def pieces() -> Iterator[bytes]:
        for number in range(megabytes):
            yield number.to_bytes(8, "big") + block[8:]

    headers |= {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    connection.request("PATCH", location, pieces(), {**headers, "Content-Length": size})
    ended = connection.getresponse()
    assert ended.status == 204, (ended.status, ended.read())
    assert "Cellkeep-Receipt" in ended.headers


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
