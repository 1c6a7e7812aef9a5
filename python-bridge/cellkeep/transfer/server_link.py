"""HTTP requests to the server that shows the store, over persistent connections."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import UNSET

from cellkeep.errors import CellkeepError, StoreUnreachableError
from cellkeep.transfer.object_storage import StorageReach
from cellkeep_core.errors import error_from_info
from cellkeep_core.held_locks import held_here
from cellkeep_core.protocol import ErrorInfo, StoreStatus, from_json
from cellkeep_core.quota import HEADER as QUOTA_HEADER
from cellkeep_core.quota import quota_words
from cellkeep_core.server_file import ServerAddress, find_server

if TYPE_CHECKING:
    from collections.abc import Callable

TIMEOUT_S = 60.0
"""Longest silence of the server. It answers the last bytes of an upload after an fsync."""


@dataclass(frozen=True)
class Answer:
    """What the server answered, its body read."""

    status: int
    headers: Any
    body: bytes

    @property
    def retry_after_s(self) -> float | None:
        """What ``Retry-After`` says in seconds, if it says that."""
        text = self.headers.get("Retry-After", "")
        return float(text) if text.isdecimal() else None

    def error(self) -> CellkeepError | None:
        """Return the typed error in it; None where no Cellkeep server said it."""
        with suppress(CellkeepError):
            return error_from_info(from_json(self.body, ErrorInfo))
        return None


class ServerLink:
    """A server. Safe in any thread.

    Parameters
    ----------
    address : ServerAddress, optional
        Where it is. Default: the one that this process was started by, or was told of.

    Attributes
    ----------
    storage : StorageReach
        Whether the object storage behind it is tried from here.
    """

    def __init__(self, address: ServerAddress | None = None) -> None:
        self._given = address
        self._local = threading.local()
        self._lock = threading.RLock()
        self._asked: tuple[ServerAddress, str] | None = None
        self.storage = StorageReach()
        self.tell: Callable[[str, str], None] = lambda *_: None
        """What passes on to the person, once for each kind, what the server says beside answers."""

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of asking which store the server has."""
        return held_here(self._lock)

    def address(self) -> ServerAddress | None:
        """Return where the server is now: it may have been started again meanwhile."""
        return self._given or find_server()

    def store_id(self) -> str | None:
        """Return the id of the server's store; None where there is no server, or none answers."""
        address = self.address()
        if address is None:
            return None
        if address.store_id is not UNSET:
            return address.store_id
        with self._lock:
            if self._asked is not None and self._asked[0] == address:
                return self._asked[1]
        try:
            answer = self.request("GET", "status")
            store_id = from_json(answer.body, StoreStatus).store_id
        except (CellkeepError, OSError, HTTPException):
            return None
        with self._lock:
            self._asked = (address, store_id)
        return store_id

    def request(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send a request with the kernel's token and return its answer, whatever its status.

        Raises
        ------
        StoreUnreachableError
            Where no server is known.
        OSError, HTTPException
            Where the connection failed.
        """
        given = {"Authorization": self.authorization(), **(headers or {})}
        return self.send(method, path, given, body)

    def authorization(self) -> str:
        """Return the ``Authorization`` header of this process."""
        return self._known().authorization

    def send(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        body: bytes | Callable[[socket.socket], None] | None = None,
    ) -> Answer:
        """Send a request as it is given, and return its answer.

        Parameters
        ----------
        path : str
            The server's where it begins with a slash, else below ``cellkeep/api/``.
        body : bytes or callable, optional
            What writes its body to the socket itself gives ``Content-Length`` in the headers.
        """
        with self.open(method, path, headers, body) as response:
            answer = Answer(response.status, response.headers, response.read())
        said = quota_words(answer.headers.get(QUOTA_HEADER, ""))
        if said is not None:
            self.tell("quota", said)
        return answer

    def open(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        body: bytes | Callable[[socket.socket], None] | None = None,
    ) -> HTTPResponse:
        """Send a request and return its answer, of which only the head was read."""
        address = self._known()
        connection = self._connection(address)
        try:
            if not callable(body):
                connection.request(method, _target(address, path), body, headers)
                return connection.getresponse()
            connection.putrequest(method, _target(address, path), skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            # One that refuses may say so, and hang up, before it has read all.
            with suppress(BrokenPipeError, ConnectionResetError):
                body(connection.sock)
            return connection.getresponse()
        except BaseException:
            self.hang_up()
            raise

    def hang_up(self) -> None:
        """Close this thread's connection; the next request opens another."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _known(self) -> ServerAddress:
        address = self.address()
        if address is None:
            raise StoreUnreachableError(
                "No server is known to this process.",
                hint="Set CELLKEEP_SERVER and CELLKEEP_TOKEN to reach one.",
            )
        return address

    def _connection(self, address: ServerAddress) -> HTTPConnection:
        connection: HTTPConnection | None = getattr(self._local, "connection", None)
        if connection is None or self._local.address != address:
            self.hang_up()
            connection = _connect(address)
            self._local.connection, self._local.address = connection, address
        return connection


class _UnixConnection(HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=TIMEOUT_S)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket's path in place of a port."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(TIMEOUT_S)
        self.sock.connect(self._path)


def _connect(address: ServerAddress) -> HTTPConnection:
    if address.socket is not UNSET:
        return _UnixConnection(address.socket)
    parts = urlsplit(address.url)
    host = parts.hostname or "localhost"
    if parts.scheme != "https":
        return HTTPConnection(host, parts.port, timeout=TIMEOUT_S)
    context = ssl.create_default_context()
    if address.certificate is not UNSET:
        # That very certificate is to be shown, whoever signed it and for whatever name.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=address.certificate)
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        context.check_hostname = False
    return HTTPSConnection(host, parts.port, timeout=TIMEOUT_S, context=context)


def _target(address: ServerAddress, path: str) -> str:
    whole = path if path.startswith("/") else f"{urlsplit(address.url).path}cellkeep/api/{path}"
    return whole.replace(" ", "%20")  # a base URL may have one
