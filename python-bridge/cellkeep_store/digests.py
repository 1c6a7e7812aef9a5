"""Hashes of uploads that are under way, so that the last chunk needs no second reading."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from cellkeep_store.filesystem import Hash


@dataclass
class _State:
    digest: Hash
    offset: int
    # The file's own word: another process that wrote meanwhile shows in it.
    mtime_ns: int


class RunningDigests:
    """The hash of each upload's first bytes, while this process receives them.

    A request may write several pieces and then take all of them back (a tus checksum that
    fails), so the state at the last `mark` is kept beside the newest.
    """

    _MOST = 256  # of uploads that were left; what is forgotten is hashed from the file

    def __init__(self) -> None:
        self._newest: dict[str, _State] = {}
        self._marked: dict[str, _State] = {}
        self._lock = threading.Lock()

    def mark(self, upload_id: str, before: os.stat_result) -> None:
        """Remember the hash as it is now."""
        with self._lock:
            state = self._newest.get(upload_id)
            if state is not None and _fits(state, before):
                self._marked[upload_id] = _State(state.digest.copy(), state.offset, state.mtime_ns)
            else:
                self._marked.pop(upload_id, None)

    def update(
        self,
        upload_id: str,
        chunk: bytes | memoryview,
        before: os.stat_result,
        after: os.stat_result,
    ) -> None:
        """Take in what was written at the end of the file."""
        with self._lock:
            state = self._newest.pop(upload_id, None)
            if before.st_size == 0:
                state = _State(hashlib.sha256(), 0, before.st_mtime_ns)
            elif state is None or not _fits(state, before):
                return
        state.digest.update(chunk)
        state.offset = after.st_size
        state.mtime_ns = after.st_mtime_ns
        with self._lock:
            self._newest[upload_id] = state
            while len(self._newest) > self._MOST:
                self._forget(next(iter(self._newest)))

    def truncate(self, upload_id: str, after: os.stat_result) -> None:
        """Go back to the mark where that is what the file was cut to."""
        with self._lock:
            self._newest.pop(upload_id, None)
            state = self._marked.pop(upload_id, None)
            if state is not None and state.offset == after.st_size:
                state.mtime_ns = after.st_mtime_ns
                self._newest[upload_id] = state

    def finish(self, upload_id: str, at: os.stat_result) -> str | None:
        """Return the digest of the whole file, None where it must be read for that."""
        with self._lock:
            state = self._newest.get(upload_id)
            self._forget(upload_id)
        return state.digest.hexdigest() if state is not None and _fits(state, at) else None

    def forget(self, upload_id: str) -> None:
        """Drop what is known of an upload."""
        with self._lock:
            self._forget(upload_id)

    def _forget(self, upload_id: str) -> None:
        self._newest.pop(upload_id, None)
        self._marked.pop(upload_id, None)


def _fits(state: _State, stat: os.stat_result) -> bool:
    return state.offset == stat.st_size and state.mtime_ns == stat.st_mtime_ns
