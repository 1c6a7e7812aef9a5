"""``store.json``: which store a folder is, its limit, and whether this Cellkeep can read it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.ids import new_id, utc_now
from cellkeep_store.filesystem import write_durably
from cellkeep_store.offers import is_id

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 2
"""Of new stores. 1 had blobs in folders of two levels; see `BlobFolder`."""

_READABLE = (1, 2)
FILE = "store.json"
LOCK_FILE = "store.lock"
"""Held by whoever writes `FILE`, makes the store or migrates its catalog."""

MOST_BYTES = 2**53 - 1
"""The largest number of bytes that the protocol has."""

_TICK_NS = 1000


@dataclass(frozen=True)
class Identity:
    """What ``store.json`` says."""

    store_id: str
    created_at: str
    limit_bytes: int | None = None
    format: int = FORMAT


def read_identity(root: Path) -> Identity | None:
    """Return the identity of a store, None where the folder is none yet.

    Raises
    ------
    StoreUnreachableError
        Where the file says something that this Cellkeep cannot know.
    """
    try:
        data = _read(root)
    except FileNotFoundError:
        return None
    created_at = str(data.get("created_at", "1970-01-01T00:00:00.000Z"))
    return Identity(data["store_id"], created_at, data.get("limit_bytes"), data["format"])


def make_identity(root: Path) -> Identity:
    """Make a folder a store. The caller holds the store's lock."""
    if (root / "catalog.sqlite").exists():
        raise _unreadable(root / FILE, "there is a catalog beside it, so it was removed")
    identity = Identity(new_id(), utc_now())
    _write(
        root,
        {"format": FORMAT, "store_id": identity.store_id, "created_at": identity.created_at},
    )
    return identity


def read_limit(root: Path) -> int | None:
    """Return the limit that a store has of its own, None where it has none.

    Raises
    ------
    StoreUnreachableError
        As `read_identity`, and where the file is gone.
    """
    try:
        limit: int | None = _read(root).get("limit_bytes")
    except FileNotFoundError as error:
        raise _unreadable(root / FILE, "it is gone") from error
    return limit


def write_limit(root: Path, limit_bytes: int | None) -> None:
    """Write a store's own limit down; None for no limit. The caller holds the store's lock."""
    path = root / FILE
    data = _read(root)  # and so kept: what a newer Cellkeep may have added
    before = path.stat().st_mtime_ns
    data.pop("limit_bytes", None)
    if limit_bytes is not None:
        data["limit_bytes"] = limit_bytes
    _write(root, data)
    # Others notice by the file's time, and the clock of many file systems moves in steps.
    if path.stat().st_mtime_ns <= before:
        os.utime(path, ns=(before + _TICK_NS, before + _TICK_NS))


def is_byte_count(value: object) -> bool:
    """Return whether something is a number of bytes that the protocol can say."""
    return type(value) is int and 0 <= value <= MOST_BYTES


def _read(root: Path) -> dict[str, Any]:
    path = root / FILE
    try:
        data = json.loads(path.read_bytes())
        written, store_id = data["format"], data["store_id"]
        limit_bytes = data.get("limit_bytes")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(path, "it is not what Cellkeep writes") from error
    if written not in _READABLE:
        raise StoreUnreachableError(
            f"The store {root} has format {written!r}; this Cellkeep reads up to {FORMAT}.",
            hint="Upgrade Cellkeep here: pip install -U cellkeep. The store was not changed.",
        )
    if not is_id(store_id):
        raise _unreadable(path, "its store_id is no id")
    if limit_bytes is not None and not is_byte_count(limit_bytes):
        raise _unreadable(path, "its limit_bytes is no number of bytes")
    return dict(data)


def _write(root: Path, data: dict[str, Any]) -> None:
    write_durably(root / FILE, json.dumps(data).encode() + b"\n")


def _unreadable(path: Path, why: str) -> StoreUnreachableError:
    return StoreUnreachableError(
        f"{path} cannot be read: {why}.",
        hint="Bring the file back from a backup, or choose another folder with CELLKEEP_STORE.",
    )
