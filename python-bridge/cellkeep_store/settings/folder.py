"""``store.json``: which store a folder is, its limit, and whether this Cellkeep can read it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.files import FileCache
from cellkeep_core.ids import is_byte_count, is_id, new_id, utc_now
from cellkeep_core.modes import SHARING, modes_of
from cellkeep_store.filesystem import storage_errors, write_durably
from cellkeep_store.settings.storage import FORMAT, Identity

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from cellkeep_store.coordinator import Coordinator

FILE = "store.json"
STORE = "store"
"""The name that is held by whoever writes `FILE`, makes the store or migrates its catalog."""

LOCK_TIMEOUT_S = 30.0

_READABLE = (1, 2)
_TICK_NS = 1000


class FolderSettings:
    """`StoreSettings` in ``store.json``, and the identity of the store."""

    def __init__(self, root: Path, coordinator: Coordinator) -> None:
        self._root = root
        self._path = root / FILE
        self._coordinator = coordinator
        self._file = FileCache(self._parsed)

    def identity(self) -> Identity | None:
        """Return which store the folder is, None where it is none yet.

        Raises
        ------
        StoreUnreachableError
            Where the file says something that this Cellkeep cannot know.
        """
        try:
            data = self._file.read(self._path)
        except FileNotFoundError:
            return None
        created_at = str(data.get("created_at", "1970-01-01T00:00:00.000Z"))
        return Identity(data["store_id"], created_at, data["format"])

    def create(self) -> Identity:
        """Make the folder a store. The caller holds `STORE`."""
        if (self._root / "catalog.sqlite").exists():
            raise self._unreadable("there is a catalog beside it, so it was removed")
        identity = Identity(new_id(), utc_now())
        self._write(
            {
                "format": FORMAT,
                "store_id": identity.store_id,
                "created_at": identity.created_at,
                SHARING: modes_of(self._root).sharing,
            }
        )
        return identity

    def limit_bytes(self, tx: Connection | None = None) -> int | None:  # noqa: ARG002  (a file)
        """Read the file, where it was written since."""
        with storage_errors(self._root):
            limit: int | None = self._read().get("limit_bytes")
        return limit

    def change_limit(self, limit_bytes: int | None) -> None:
        """Write the file, alone and durably."""
        with self._coordinator.exclusive(STORE, LOCK_TIMEOUT_S), storage_errors(self._root):
            data = dict(self._read())  # and so kept: what a newer Cellkeep may have added
            before = self._path.stat().st_mtime_ns
            data.pop("limit_bytes", None)
            if limit_bytes is not None:
                data["limit_bytes"] = limit_bytes
            self._write(data)
            # Others notice by the file's time, and the clock of many file systems moves in steps.
            if self._path.stat().st_mtime_ns <= before:
                os.utime(self._path, ns=(before + _TICK_NS, before + _TICK_NS))

    def _read(self) -> dict[str, Any]:
        try:
            return self._file.read(self._path)
        except FileNotFoundError as error:
            raise self._unreadable("it is gone") from error

    def _parsed(self, content: bytes) -> dict[str, Any]:
        try:
            data = json.loads(content)
            written, store_id = data["format"], data["store_id"]
            limit_bytes = data.get("limit_bytes")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._unreadable("it is not what Cellkeep writes") from error
        if written not in _READABLE:
            raise StoreUnreachableError(
                f"The store {self._root} has format {written!r}; this Cellkeep reads up to "
                f"{FORMAT}.",
                hint="Upgrade Cellkeep here: pip install -U cellkeep. The store was not changed.",
            )
        if not is_id(store_id):
            raise self._unreadable("its store_id is no id")
        if limit_bytes is not None and not is_byte_count(limit_bytes):
            raise self._unreadable("its limit_bytes is no number of bytes")
        return dict(data)

    def _write(self, data: dict[str, Any]) -> None:
        write_durably(self._path, json.dumps(data).encode() + b"\n")

    def _unreadable(self, why: str) -> StoreUnreachableError:
        return StoreUnreachableError(
            f"{self._path} cannot be read: {why}.",
            hint="Bring the file back from a backup, or choose another folder with CELLKEEP_STORE.",
        )
