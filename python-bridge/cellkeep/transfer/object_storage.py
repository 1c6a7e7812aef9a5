"""The object storage behind a service, as this process reaches it by what the service signs."""

from __future__ import annotations

import logging
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from http.client import HTTPResponse

STRAIGHT_FROM_BYTES = 4 * 1024 * 1024
"""What has no more comes and goes through the service: it is one request."""

CLOSED_S = 300.0
"""How long an object storage that could not be used from here is not tried again."""

_CONNECT_S = 10.0
_SILENCE_S = 60.0
_log = logging.getLogger("cellkeep")


class StorageClosedError(Exception):
    """The object storage cannot be used from here."""


class StorageReach:
    """Whether it is tried: for saves and for loads it is the same storage. Safe in any thread."""

    def __init__(self) -> None:
        self._from = 0.0

    def is_tried(self) -> bool:
        """Return whether it is not known to be out of reach."""
        return time.monotonic() >= self._from

    def close(self, reason: object) -> None:
        """Let bytes go through the service for a while."""
        _log.info("Bytes go through the service: the object storage is closed: %s", reason)
        self._from = time.monotonic() + CLOSED_S


class StoredBytes:
    """Bytes that are read from the storage; where that is cut off, it counts as out of reach."""

    def __init__(self, response: HTTPResponse, reach: StorageReach) -> None:
        self._response = response
        self._reach = reach

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the connection."""
        self._response.close()

    def read(self, size: int) -> bytes:
        """Return the next bytes, none at the end."""
        try:
            return self._response.read(size)
        except (OSError, HTTPException) as error:
            self._reach.close(error)
            raise


def connection_to(url: str) -> HTTPConnection:
    """Return a connection to where an address is, not open yet."""
    place = urlsplit(url)
    kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
    return kind(place.netloc, timeout=_CONNECT_S)


def path_of(url: str) -> str:
    """Return what of an address is asked for there."""
    place = urlsplit(url)
    return f"{place.path}?{place.query}"


def may_be_silent(connection: HTTPConnection) -> None:
    """Give a connection that is open more time for each answer than it had to be made."""
    connection.sock.settimeout(_SILENCE_S)


def read_from(url: str, offset: int, reach: StorageReach) -> StoredBytes:
    """Read what an address has from an offset on.

    Raises
    ------
    StorageClosedError
        Where the storage answers something else.
    OSError, HTTPException
        Where it does not answer.
    """
    connection = connection_to(url)
    connection.connect()
    may_be_silent(connection)
    part = {"Range": f"bytes={offset}-"} if offset else {}
    # Its connection is the answer's alone, and ends with it.
    connection.request("GET", path_of(url), headers={**part, "Connection": "close"})
    response = connection.getresponse()
    if response.status != (206 if part else 200):
        response.close()
        raise StorageClosedError(f"it answered {response.status}")
    return StoredBytes(response, reach)
