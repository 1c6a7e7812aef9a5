"""A store whose bytes, settings and locks are in memory, so that no interface is the folder's."""

# ruff: noqa: ARG002 (what a place may ignore, its interface names all the same)

from __future__ import annotations

import io
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection

from cellkeep_core.errors import CellkeepError
from cellkeep_core.ids import new_id, utc_now
from cellkeep_store import Store
from cellkeep_store.blobs.leases import BlobLeases
from cellkeep_store.blobs.storage import BlobStat, DigestPlacement
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.migrate import migrate
from cellkeep_store.settings.limit import StoreLimit
from cellkeep_store.settings.storage import Identity
from cellkeep_store.syncing import FolderSync


class MemoryBlobs:
    location = "memory"
    most_packed = 0

    def __init__(self) -> None:
        self.blobs: dict[str, tuple[bytes, float]] = {}

    def stat(self, sha256: str) -> BlobStat | None:
        if sha256 not in self.blobs:
            return None
        content, placed_at = self.blobs[sha256]
        return BlobStat(len(content), placed_at, placed_at, placed_at)

    def sizes(self, digests: Collection[str]) -> dict[str, int]:
        return {sha256: len(self.blobs[sha256][0]) for sha256 in digests if sha256 in self.blobs}

    def placement(self, sync: FolderSync) -> DigestPlacement:
        return DigestPlacement(self, sync)

    def open(self, sha256: str, part: range | None = None) -> BinaryIO:
        if sha256 not in self.blobs:
            raise FileNotFoundError(sha256)
        content, _ = self.blobs[sha256]
        # No byte more than the part: nobody may count on them.
        return io.BytesIO(content if part is None else content[part.start : part.stop])

    def prepare(self, digests: Collection[str], sync: FolderSync) -> None:
        sync.wait()

    def place(self, staged: str, sha256: str, sync: FolderSync) -> None:
        self.blobs[sha256] = (Path(staged).read_bytes(), time.time())
        Path(staged).unlink()

    def remove(self, sha256: str) -> bool:
        return self.blobs.pop(sha256, None) is not None

    def walk(self) -> Iterator[str]:
        yield from sorted(self.blobs)

    def reclaim(self, stop: Callable[[], bool]) -> None:
        pass

    def free_bytes(self) -> int:
        return 10**12

    def local_path(self, sha256: str) -> Path | None:
        return None

    def link(self, sha256: str, target: Path) -> bool:
        return False

    def close(self) -> None:
        pass


class MemoryCoordinator:
    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._alone: set[str] = set()
        self._sharing: Counter[str] = Counter()
        self._waiting: Counter[str] = Counter()
        self._finished: dict[str, float] = {}
        self._notices: Counter[str] = Counter()

    @contextmanager
    def exclusive(self, name: str, timeout_s: float = -1) -> Iterator[None]:
        with self._changed:
            self._waiting[name] += 1
            try:
                self._wait(lambda: name not in self._alone and not self._sharing[name], timeout_s)
            finally:
                self._waiting[name] -= 1
                self._changed.notify_all()
            self._alone.add(name)
        try:
            yield
        finally:
            with self._changed:
                self._alone.remove(name)
                self._changed.notify_all()

    @contextmanager
    def shared(self, *names: str, timeout_s: float = -1) -> Iterator[None]:
        def free() -> bool:
            return not any(name in self._alone or self._waiting[name] for name in names)

        with self._changed:
            self._wait(free, timeout_s)
            self._sharing.update(names)
        try:
            yield
        finally:
            with self._changed:
                self._sharing.subtract(names)
                self._changed.notify_all()

    def every(self, name: str, seconds: float, work: Callable[[], bool]) -> None:
        try:
            with self.exclusive(name, 0):
                if time.time() - self._finished.get(name, 0.0) >= seconds and work():
                    self._finished[name] = time.time()
        except HeldError:
            return

    def notify(self, name: str) -> None:
        with self._changed:
            self._notices[name] += 1
            self._changed.notify_all()

    def listen(self, name: str) -> MemoryListener:
        return MemoryListener(self._changed, lambda: self._notices[name])

    def close(self) -> None:
        pass

    def _wait(self, ready: Callable[[], bool], timeout_s: float) -> None:
        if not self._changed.wait_for(ready, None if timeout_s < 0 else timeout_s):
            raise HeldError("Somebody else holds it.", code="CATALOG_BUSY")


class MemoryListener:
    def __init__(self, changed: threading.Condition, notices: Callable[[], int]) -> None:
        self._changed = changed
        self._notices = notices
        self._heard = notices()
        self._closed = False

    def wait(self, timeout_s: float) -> bool:
        with self._changed:
            self._changed.wait_for(
                lambda: self._closed or self._notices() != self._heard, timeout_s
            )
            before, self._heard = self._heard, self._notices()
            return not self._closed and before != self._heard

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class HeldError(CellkeepError):
    """Somebody else held a name for too long."""


class MemorySettings:
    def __init__(self) -> None:
        self._limit: int | None = None

    def limit_bytes(self, tx: Connection | None = None) -> int | None:
        return self._limit

    def change_limit(self, limit_bytes: int | None) -> None:
        self._limit = limit_bytes


def memory_store(root: Path) -> Store:
    """Make a store with its catalog, and what is on its way in, in a folder; nothing else."""
    (root / "staging").mkdir(parents=True)
    database = Database(root / "catalog.sqlite", shared_disk=False)
    migrate(database)
    blobs, coordinator = MemoryBlobs(), MemoryCoordinator()
    return Store(
        root,
        Identity(new_id(), utc_now()),
        database,
        blobs,
        coordinator,
        StoreLimit(MemorySettings()),
        BlobLeases(database, blobs, coordinator),
    )
