"""Uploads under way: which request writes to which, and how far each has come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import Receipt
from cellkeep_server.service import StoreAccess
from cellkeep_server.uploads.session import UploadSession
from cellkeep_server.uploads.tus import Checksum
from cellkeep_store.uploads.info import UploadInfo

if TYPE_CHECKING:
    from cellkeep_store import Store, Upload

STALE_S = 5.0
"""A writer that has sent nothing for so long gives way to the next request for its upload."""

FINISH_WAIT_S = 30.0
"""How long a question waits for an upload that is being verified."""


@dataclass(frozen=True)
class UploadView:
    """How far an upload has come.

    Attributes
    ----------
    info : UploadInfo
        What is known of it besides its bytes.
    offset : int
        Bytes received.
    expires_at : str, optional
        When it is given up, as a protocol timestamp; absent where it has ended.
    receipt : Receipt, optional
        The store's receipt, where it has ended.
    hashed : bool
        Whether pieces can be compared by the digest of all bytes up to their end.
    """

    id: str
    info: UploadInfo
    offset: int
    expires_at: str | None
    receipt: Receipt | None
    hashed: bool


class UploadManager:
    """All uploads that come through this server.

    The bytes and the lock are the store's, so another process may continue an upload after
    this one has died: nothing that is kept here is needed for that.
    """

    def __init__(self, service: StoreAccess) -> None:
        self._service = service
        self._writers: dict[str, UploadSession] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    def of(self, service: StoreAccess) -> UploadManager:
        """Return the same uploads for one person, by what they see of the store."""
        its = copy(self)  # who writes and who leaves stay known in common
        its._service = service  # noqa: SLF001  (its own)
        return its

    @property
    def active(self) -> int:
        """Number of requests that write to an upload now; silent ones keep no server awake."""
        return sum(writer.idle_s() <= STALE_S for writer in self._writers.values())

    async def create(self, make: Callable[[Store], Upload]) -> UploadView:
        """Create an upload; an empty one is stored at once, for no PATCH will ever come."""
        upload = await self._service.call(make)
        return await self.look(upload.id)

    async def owners(self, upload_ids: Sequence[str]) -> list[str | None]:
        """Return whose uploads are; None where one is nobody's, or there is none."""
        return await self._service.call(lambda store: store.uploads.owners(upload_ids))

    async def join(
        self, parts: Sequence[str], metadata: Mapping[str, str], owner: str | None = None
    ) -> UploadView:
        """Store whole partial uploads as one."""

        def make(store: Store) -> UploadView:
            return _view(store, store.uploads.join(parts, dict(metadata), owner).id)

        return await self._service.move(make)

    async def look(self, upload_id: str) -> UploadView:
        """Return how far an upload has come; one whose bytes are all there is completed first.

        Raises
        ------
        CellkeepError
            ``UPLOAD_NOT_FOUND``, ``UPLOAD_EXPIRED``; ``UPLOAD_LOCKED`` where it is being
            verified for longer than a request can wait.
        """
        writer = self._writers.get(upload_id)
        if writer is not None and _gives_way(writer):
            await writer.abandon()
        view = await self._service.call(lambda store: _view(store, upload_id))
        if view.offset < view.info.size or view.receipt is not None or not view.info.ready:
            return view
        # Its bytes came, but nobody heard of a receipt: the process died in between, or the
        # upload is empty, or the one who writes is verifying it now.
        return await self._complete(upload_id, view)

    async def begin(
        self,
        upload_id: str,
        offset: int,
        *,
        checksum: Checksum | None = None,
        size: int | None = None,
    ) -> UploadSession:
        """Return a session that writes at the offset, and hold the upload's lock for it.

        Parameters
        ----------
        size : int, optional
            The upload's bytes in all, where the client says so (again or only now).

        Raises
        ------
        CellkeepError
            ``UPLOAD_LOCKED`` where somebody else is writing, ``OFFSET_MISMATCH`` where the
            upload has come to another offset; those of `look`.
        """
        writer = self._writers.get(upload_id)
        if writer is not None:
            if not _gives_way(writer):
                raise _locked()
            await writer.abandon()
        session = await UploadSession.open(self._service, upload_id, offset, checksum, size)
        session.on_end = self._left
        self._writers[upload_id] = session
        return session

    async def end(self, session: UploadSession) -> UploadView:
        """Write what is left, verify, and return how far the upload has come."""
        receipt = await session.finish()
        view = await self._service.call(lambda store: _view(store, session.upload_id, receipt))
        # Somebody may have gone on already: this answer is about this request's bytes.
        return replace(view, offset=session.offset, receipt=receipt)

    def cut(self, session: UploadSession) -> None:
        """Let go of a session whose connection broke, keeping the bytes that came."""
        session.leaving = True
        task = asyncio.get_running_loop().create_task(session.abandon())
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def discard(self, upload_id: str) -> UploadInfo | None:
        """Give an upload up; whoever writes to it is stopped. What is stored stays stored.

        Returns
        -------
        UploadInfo or None
            What it was; None where it had become an artifact.
        """
        writer = self._writers.get(upload_id)
        if writer is not None:
            await writer.abandon()

        def remove(store: Store) -> UploadInfo | None:
            try:
                with store.uploads.open(upload_id).locked() as upload:
                    is_stored = upload.received is None
                    upload.discard()
            except CellkeepError as error:
                # There is nothing left to give up, which is what the client wants.
                over = error.code == "UPLOAD_NOT_FOUND" and store.catalog.find_receipt(upload_id)
                if not over:
                    raise
                return None
            return None if is_stored else upload.info

        return await self._service.call(remove)

    async def close(self) -> None:
        """Stop all writers; what they have written can be resumed."""
        for writer in list(self._writers.values()):
            self.cut(writer)
        if self._leaving:
            await asyncio.wait(self._leaving, timeout=2)

    async def _complete(self, upload_id: str, view: UploadView) -> UploadView:
        writer = self._writers.get(upload_id)
        if writer is not None:
            try:
                await asyncio.wait_for(writer.ended.wait(), FINISH_WAIT_S)
            except TimeoutError as error:
                raise _locked() from error
            return await self.look(upload_id)
        return await self.end(await self.begin(upload_id, view.info.size))

    def _left(self, session: UploadSession) -> None:
        if self._writers.get(session.upload_id) is session:
            del self._writers[session.upload_id]


def _view(store: Store, upload_id: str, receipt: Receipt | None = None) -> UploadView:
    """Return how far an upload has come; its receipt is looked for unless it is known."""
    upload = store.uploads.open(upload_id)
    received = None if receipt is not None else upload.received
    if receipt is None and received in (None, upload.size) and upload.info.ready:
        receipt = upload.receipt
    offset = upload.size if receipt is not None else received or 0
    return UploadView(
        id=upload_id,
        info=upload.info,
        offset=offset,
        expires_at=upload.expires_at if receipt is None else None,
        receipt=receipt,
        hashed=received == 0 or upload.is_hashed,
    )


def _gives_way(writer: UploadSession) -> bool:
    return writer.leaving or writer.idle_s() > STALE_S


def _locked() -> CellkeepError:
    return CellkeepError(
        "Another request is writing to this upload.",
        hint="It is tried again by itself. Is the same file uploaded from a second tab?",
        code="UPLOAD_LOCKED",
    )
