"""Sizes, counts and times as people read them."""

from __future__ import annotations

from datetime import datetime


def human_bytes(count: int) -> str:
    """Return a number of bytes in three digits or so, in powers of 1000: ``61 MB``."""
    if count < 1000:
        return f"{count} B"
    amount = float(count)
    for unit in ("KB", "MB", "GB", "TB"):
        amount /= 1000
        if amount < 999.5:
            return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:.0f} {unit}"
    return f"{amount / 1000:.1f} PB"


def counted(count: int, noun: str) -> str:
    """Return ``1 file`` or ``3 files``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def local_time(timestamp: str) -> str:
    """Return a time of the protocol in this machine's zone, to the minute."""
    return f"{datetime.fromisoformat(timestamp).astimezone():%Y-%m-%d %H:%M}"
