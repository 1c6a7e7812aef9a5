"""What can be set from outside, by environment variables."""

from __future__ import annotations

import logging
import os

DEFAULT_SMALL_PAYLOAD_LIMIT = 8 * 1024 * 1024
DEFAULT_EXIT_TIMEOUT_S = 30.0
_log = logging.getLogger("cellkeep")


def small_payload_limit() -> int | None:
    """Return ``CELLKEEP_SMALL_PAYLOAD_LIMIT`` in bytes, or None where it is not set."""
    value = _number("CELLKEEP_SMALL_PAYLOAD_LIMIT")
    return None if value is None else int(value)


def exit_timeout_s() -> float:
    """Return how long the process may wait at its end for saves under way, in seconds."""
    value = _number("CELLKEEP_EXIT_TIMEOUT")
    return DEFAULT_EXIT_TIMEOUT_S if value is None else value


def _number(name: str) -> float | None:
    text = os.environ.get(name)
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0 <= number < float("inf"):
        _log.warning("%s=%r is not a number of 0 or more; the default is used.", name, text)
        return None
    return number
