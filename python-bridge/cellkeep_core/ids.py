"""Ids and times as the protocol writes them."""

from __future__ import annotations

import re
import time
import uuid
from datetime import UTC, datetime

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


def is_sha256(text: object) -> bool:
    """Return whether it is 64 lower-case hex digits, and so may become a file's name."""
    return isinstance(text, str) and _SHA256.fullmatch(text) is not None
