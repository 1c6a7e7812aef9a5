"""Uploads in memory: a second implementation, so that the interface is not the folder's alone."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from cellkeep_core.protocol import Offer, Receipt
from cellkeep_store.catalog.person import Person
from cellkeep_store.uploads.info import UploadInfo
from cellkeep_store.uploads.storage import UploadState, upload_locked, upload_not_found

Commit = Callable[[Offer, bytes, bytes | None], Receipt]


@dataclass
class Entry:
    info: UploadInfo
    thumbnail: bytes | None
    content: bytes | None = b""
    version: int = 0
    written_at: float = field(default_factory=time.time)
    lock: threading.Lock = field(default_factory=threading.Lock)


class MemoryUploads:
    def __init__(self, commit: Commit) -> None:
        self.entries: dict[str, Entry] = {}
        self._commit = commit

    def create(self, upload_id: str, info: UploadInfo, thumbnail: bytes | None) -> bool:
        entry = Entry(info, thumbnail)
        return self.entries.setdefault(upload_id, entry) is entry

    def describe(self, upload_id: str, info: UploadInfo, thumbnail: bytes | None) -> None:
        entry = self._entry(upload_id)
        entry.info, entry.thumbnail = info, thumbnail or entry.thumbnail
        entry.written_at = time.time()

    def find(self, upload_id: str) -> UploadState | None:
        entry = self.entries.get(upload_id)
        if entry is None:
            return None
        size = len(entry.content) if entry.content is not None else None
        return UploadState(entry.info, size, entry.written_at)

    def find_all(self, upload_ids: Collection[str]) -> dict[str, UploadState]:
        found = ((one, self.find(one)) for one in upload_ids)
        return {one: state for one, state in found if state is not None}

    def begun(self) -> dict[str, UploadState]:
        return {
            upload_id: UploadState(one.info, len(one.content), one.written_at)
            for upload_id, one in self.entries.items()
            if one.content is not None
        }

    def lease(self, upload_id: str, timeout_s: float = 0.0) -> MemoryLease:
        entry = self._entry(upload_id)
        if not entry.lock.acquire(timeout=timeout_s):
            raise upload_locked()
        return MemoryLease(self, upload_id, entry, self._commit)

    def expire(self, older_than_s: float) -> int:
        before = time.time() - older_than_s
        old = [
            upload_id
            for upload_id, entry in self.entries.items()
            if entry.written_at <= before and not entry.lock.locked()
        ]
        for upload_id in old:
            del self.entries[upload_id]
        return len(old)

    def _entry(self, upload_id: str) -> Entry:
        if upload_id not in self.entries:
            raise upload_not_found(upload_id)
        return self.entries[upload_id]


class MemoryLease:
    def __init__(self, uploads: MemoryUploads, upload_id: str, entry: Entry, commit: Commit):
        self._uploads = uploads
        self._id = upload_id
        self._entry = entry
        self._commit = commit

    @property
    def offset(self) -> int | None:
        content = self._entry.content
        return len(content) if content is not None else None

    @property
    def version(self) -> int:
        return self._entry.version

    def info(self) -> UploadInfo:
        return self._entry.info

    def append(self, chunk: bytes | memoryview) -> None:
        self._write(self._content() + bytes(chunk))

    def truncate(self, offset: int) -> None:
        self._write(self._content()[:offset])

    def open(self) -> io.BufferedIOBase:
        return io.BytesIO(self._content())

    def take(self, offer: Offer, person: Person | None = None) -> Receipt:  # noqa: ARG002  (nobody is told apart)
        return self._commit(offer, self._content(), self._entry.thumbnail)

    def clear(self) -> None:
        self._entry.content = None

    def remove(self) -> None:
        self._entry.content = None
        self._uploads.entries.pop(self._id, None)

    def release(self) -> None:
        self._entry.lock.release()

    def _content(self) -> bytes:
        if self._entry.content is None:
            raise upload_not_found(self._id)
        return self._entry.content

    def _write(self, content: bytes) -> None:
        self._entry.content = content
        self._entry.version += 1
        self._entry.written_at = time.time()
