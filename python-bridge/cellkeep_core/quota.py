"""``Cellkeep-Quota``: how much of their quota a person's runs hold, with the answer to a save."""

from __future__ import annotations

import re

from cellkeep_core.text import human_bytes

HEADER = "Cellkeep-Quota"

NOTICE = 0.8
"""From this part of the quota on a person is told."""

_VALUE = re.compile(r"([0-9]{1,16})/([0-9]{1,16})")


def is_near(held: int, most: int) -> bool:
    """Return whether a person is to be told how much of their quota is used."""
    return held >= NOTICE * most


def quota_header(held: int, most: int) -> str:
    """Return the header's value for the bytes that are held of those that may be."""
    return f"{held}/{most}"


def quota_words(header: str) -> str | None:
    """Return what a header says, for a person; None where it is no such header."""
    found = _VALUE.fullmatch(header)
    if found is None:
        return None
    held, most = (int(part) for part in found.groups())
    rest = (
        f"{human_bytes(most - held)} are left"
        if held < most
        else "what brings more bytes is refused, and waits here"
    )
    return (
        f"Your runs hold {human_bytes(held)} of the {human_bytes(most)} that they may in this "
        f"service: {rest}. Delete what you no longer need and empty the trash, or ask who looks "
        "after the service for more."
    )
