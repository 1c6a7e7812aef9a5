"""Hashes of uploads that are under way, so that the last request need not read them all again."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cellkeep_core.cores import usable_cores

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from cellkeep_core.files import Hash
    from cellkeep_store.uploads.storage import UploadLease

_WORTH_A_THREAD_BYTES = 256 * 1024


class RunningDigest:
    """The hash of an upload's bytes while somebody leases it.

    It is known as long as nobody else has written to the bytes, which their version tells. A
    request may write several pieces and then take all of them back (a tus checksum that does
    not match), so the hash at the begin of the lease is kept as well.

    Parameters
    ----------
    checked : int
        From the first byte to this one each came under a sha256 that the client had computed.
    """

    def __init__(
        self, digest: Hash | None, offset: int, version: Hashable, checked: int = 0
    ) -> None:
        self._digest = digest
        self._first = (digest.copy() if digest is not None else None, offset)
        self._checked = min(checked, offset)
        self.version = version

    @contextmanager
    def update(
        self, chunk: bytes | memoryview, beside: ThreadPoolExecutor | None
    ) -> Iterator[None]:
        """Take in what the caller appends meanwhile; where that fails, nothing is known any more.

        Parameters
        ----------
        beside : ThreadPoolExecutor, optional
            Where a large chunk is hashed while it is written; else it is hashed afterwards.
        """
        digest, self._digest = self._digest, None
        if digest is None:
            yield
            return
        if beside is None or len(chunk) < _WORTH_A_THREAD_BYTES:
            yield
            digest.update(chunk)
        else:
            hashed = beside.submit(digest.update, chunk)
            try:
                yield
            finally:
                hashed.result()  # until then it reads the caller's memory
        self._digest = digest

    def checked(self, start: int, end: int) -> None:
        """Take note that the client's sha256 of these bytes was compared."""
        if start == self._checked:
            self._checked = end

    def truncate(self, offset: int, version: Hashable) -> None:
        """Go back to the hash at the begin of the lease, where the bytes were cut to that."""
        first, at = self._first
        if offset == 0:
            self._digest = hashlib.sha256()
        else:
            self._digest = first.copy() if first is not None and offset == at else None
        self._checked = min(self._checked, offset)
        self.version = version

    def hexdigest(self, version: Hashable) -> str | None:
        """Return the digest of all bytes, None where they must be read for that."""
        return self._digest.hexdigest() if self._digest and version == self.version else None

    def checked_hexdigest(self, size: int, version: Hashable) -> str | None:
        """Return the digest of so many bytes, None unless each of them was checked."""
        return self.hexdigest(version) if self._checked == size else None

    @property
    def is_known(self) -> bool:
        """Whether there is a hash that goes on."""
        return self._digest is not None

    def resumed(self, offset: int, version: Hashable) -> RunningDigest:
        """Return it for the next lease."""
        if offset == 0:
            return RunningDigest(hashlib.sha256(), 0, version)
        if version != self.version:
            return RunningDigest(None, offset, version)
        return RunningDigest(self._digest, offset, version, self._checked)


class RunningDigests:
    """The hashes of the uploads that this process has received bytes of."""

    _MOST = 256  # of uploads that were left; what is forgotten is hashed from the bytes

    def __init__(self) -> None:
        self._left: dict[str, RunningDigest] = {}
        self._lock = threading.Lock()
        self._leased = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="cellkeep-hash")

    @property
    def beside(self) -> ThreadPoolExecutor | None:
        """What hashes while the bytes are written; None where other uploads have the cores."""
        return self._thread if self._leased < usable_cores() else None

    @contextmanager
    def leased(self, upload_id: str, lease: UploadLease) -> Iterator[RunningDigest]:
        """Yield the hash of an upload that was just leased, and keep it until the next lease."""
        with self._lock:
            digest = self._left.pop(upload_id, None) or RunningDigest(None, 0, None)
        if lease.offset is not None:
            digest = digest.resumed(lease.offset, lease.version)
        with self._lock:
            self._leased += 1
        try:
            yield digest
        finally:
            with self._lock:
                self._leased -= 1
                if lease.offset is not None:
                    self._left[upload_id] = digest
                while len(self._left) > self._MOST:
                    del self._left[next(iter(self._left))]

    def knows(self, upload_id: str) -> bool:
        """Whether the hash of an upload that nobody leases is kept."""
        with self._lock:
            left = self._left.get(upload_id)
        return left is not None and left.is_known
