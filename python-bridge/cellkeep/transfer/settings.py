"""What can be set from outside, by environment variables."""

from __future__ import annotations

import logging
import os

DEFAULT_SMALL_PAYLOAD_LIMIT = 8 * 1024 * 1024
DEFAULT_EXIT_TIMEOUT_S = 30.0
ROUTES = frozenset({"have", "store", "comm", "http", "spool"})
_log = logging.getLogger("cellkeep")


def small_payload_limit() -> int | None:
    """Return ``CELLKEEP_SMALL_PAYLOAD_LIMIT`` in bytes, or None where it is not set."""
    value = _number("CELLKEEP_SMALL_PAYLOAD_LIMIT")
    return None if value is None else int(value)


def exit_timeout_s() -> float:
    """Return how long the process may wait at its end for saves under way, in seconds."""
    value = _number("CELLKEEP_EXIT_TIMEOUT")
    return DEFAULT_EXIT_TIMEOUT_S if value is None else value


def allowed_routes() -> frozenset[str] | None:
    """Return the routes that ``CELLKEEP_ROUTES`` names, or None where all may be taken.

    ``http,spool`` keeps a process from writing into a folder of the store, for instance.
    """
    text = os.environ.get("CELLKEEP_ROUTES")
    if not text:
        return None
    named = frozenset(part.strip() for part in text.split(",")) - {""}
    unknown = named - ROUTES
    if unknown:
        _log.warning(
            "CELLKEEP_ROUTES names no such route as %s; there are %s.",
            ", ".join(sorted(unknown)),
            ", ".join(sorted(ROUTES)),
        )
    return named & ROUTES


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
