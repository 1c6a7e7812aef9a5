"""Ids, times and numbers of bytes as the protocol writes them."""

from __future__ import annotations

import re
import time
import uuid
from datetime import UTC, datetime

MOST_BYTES = 2**53 - 1
"""The largest number of bytes that the protocol has."""

_ID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def new_id() -> str:
    """Return a random UUID (version 4, RFC 9562) as 32 lower-case hex digits."""
    return uuid.uuid4().hex


def named_id(*words: str) -> str:
    """Return the id of what has a name already: the same words give the same id."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(words)).hex


def utc_now() -> str:
    """Return the time now in UTC, RFC 3339 with milliseconds and a ``Z``."""
    return utc_text(time.time())


def utc_text(timestamp: float) -> str:
    """Return a time in seconds since 1970 as the protocol writes it."""
    when = datetime.fromtimestamp(timestamp, UTC).replace(tzinfo=None)
    return f"{when.isoformat(timespec='milliseconds')}Z"


def is_id(text: object) -> bool:
    """Return whether it is an id of the protocol, and so may become a folder's name."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def is_byte_count(value: object) -> bool:
    """Return whether something is a number of bytes that the protocol can say."""
    return type(value) is int and 0 <= value <= MOST_BYTES


def is_sha256(text: object) -> bool:
    """Return whether it is 64 lower-case hex digits, and so may become a file's name."""
    return isinstance(text, str) and _SHA256.fullmatch(text) is not None
