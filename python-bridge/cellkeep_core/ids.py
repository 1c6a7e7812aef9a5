"""Ids and times as the protocol writes them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime


def new_id() -> str:
    """Return a random UUID (version 4, RFC 9562) as 32 lower-case hex digits."""
    return uuid.uuid4().hex


def utc_now() -> str:
    """Return the time now in UTC, RFC 3339 with milliseconds and a ``Z``."""
    now = datetime.now(UTC)
    return f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03d}Z"
