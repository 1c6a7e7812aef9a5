"""Several uploads at once: ``python upload_clients.py <port> <token> <count> <MB each>``.

A process of its own, so that it takes no time of the one that measures.
"""

from __future__ import annotations

import http.client
import os
import socket
import sys
import threading

MB = 1 << 20


def upload(port: int, token: str, megabytes: int, failed: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Authorization": f"token {token}", "Tus-Resumable": "1.0.0"}
    size = str(megabytes * MB)
    connection.request("POST", "/cellkeep/api/uploads", headers={**headers, "Upload-Length": size})
    made = connection.getresponse()
    made.read()
    block = os.urandom(MB)
    headers |= {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    connection.putrequest("PATCH", made.headers["Location"])
    for key, value in {**headers, "Content-Length": size}.items():
        connection.putheader(key, value)
    connection.endheaders()
    assert isinstance(connection.sock, socket.socket)
    for _ in range(megabytes):
        connection.sock.sendall(block)
    ended = connection.getresponse()
    if ended.status != 204 or "Cellkeep-Receipt" not in ended.headers:
        failed.append(f"{ended.status} {ended.read()!r}")


def main(port: int, token: str, count: int, megabytes: int) -> int:
    failed: list[str] = []
    threads = [
        threading.Thread(target=upload, args=(port, token, megabytes, failed)) for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("\n".join(failed), end="", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
