"""What the server saves or copies by itself: a queue, two at a time, each with a state to see."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from logging import Logger

import msgspec

from cellkeep_core.errors import BadRequestError, CellkeepError, SaveCancelledError
from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.media import DEFAULT
from cellkeep_core.names import escape_bytes
from cellkeep_core.protocol import (
    ContentsRequest,
    ErrorInfo,
    Receipt,
    TransferState,
    TransferStatus,
    or_unset,
)
from cellkeep_server.answers import answer_to
from cellkeep_server.files.contents import ContentsSource, Selected
from cellkeep_server.files.saving import FileSaver, FileToSave

Progress = Callable[[int], None]
Work = Callable[[Progress], Awaitable[Receipt | None]]
Note = Callable[[TransferStatus], None]

CONCURRENCY = 2
SHOWN_S = 60.0
"""How long an ended transfer is listed."""
RETRY_S = 3600.0
"""How long one that failed can be tried again."""
_PROGRESS_S = 0.1
_ENDED = ("stored", "cancelled", "failed")


class _Transfer:
    """Something on its way, and what a retry needs."""

    def __init__(
        self, status: TransferStatus, work: Work, owner: str | None, note: Note | None
    ) -> None:
        self.status = status
        self.work = work
        self.owner = owner
        self.note = note
        self.stop = threading.Event()
        self.ended_at = 0.0

    @property
    def stays(self) -> bool:
        """Whether it failed, and is shown until somebody retries it or gives it up."""
        return self.note is not None and self.status.state == "failed"


class ServerTransfers:
    """Saves files of the contents manager, and does other such work, in the background.

    Parameters
    ----------
    saver : FileSaver
        Where they go.
    source : ContentsSource
        Where the files are read.
    on_change : callable
        Called on the event loop with each new state.
    log : Logger
        Where unexpected failures are written.
    """

    def __init__(
        self,
        saver: FileSaver,
        source: ContentsSource,
        *,
        on_change: Callable[[TransferStatus], None],
        log: Logger,
    ) -> None:
        self._saver = saver
        self._source = source
        self._on_change = on_change
        self._log = log
        self._known: dict[str, _Transfer] = {}
        self._queue: deque[_Transfer] = deque()
        self._running: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def active(self) -> int:
        """Number of transfers that are not at their end."""
        return len(self._queue) + len(self._running)

    async def start(
        self, request: ContentsRequest, owner: str | None = None
    ) -> list[TransferStatus]:
        """Begin to save all files that a request means; return their first states.

        Parameters
        ----------
        owner : str, optional
            Who asks for it, where Jupyter tells persons apart.

        Raises
        ------
        CellkeepError
            As `ContentsSource.expand`; nothing is begun then.
        """
        selected = await self._source.expand(request.paths)
        # A store that cannot be reached is told at once, not once per file.
        await self._saver.ready()
        self._forget_old()
        return [self._save_file(request, item, owner) for item in selected]

    def add(
        self,
        status: TransferStatus,
        work: Work,
        owner: str | None = None,
        note: Note | None = None,
    ) -> TransferStatus:
        """Begin some work when its turn comes; return its first state.

        Parameters
        ----------
        status : TransferStatus
            Queued; or failed, where only a retry begins it.
        work : callable
            Does it, and again for a retry; returns the receipt where there is one. It is given
            what it calls in any thread with the bytes done so far, which may raise to stop it.
        owner : str, optional
            Who asks for it, where Jupyter tells persons apart.
        note : callable, optional
            Takes note of each new state, but of those that are due to the end of this server.
        """
        transfer = _Transfer(status, work, owner, note)
        self._known[status.id] = transfer
        if status.state == "queued":
            self._queue.append(transfer)
        else:
            transfer.ended_at = time.monotonic()
        self._tell(transfer)
        self._pump()
        return status

    def recent(self, seen: Callable[[str | None], bool]) -> list[TransferStatus]:
        """Return those under way, failed copies, and what ended in the last minute.

        Only of owners to be seen.
        """
        self._forget_old()
        shown_since = time.monotonic() - SHOWN_S
        return [
            transfer.status
            for transfer in self._known.values()
            if seen(transfer.owner)
            and (not transfer.ended_at or transfer.stays or transfer.ended_at >= shown_since)
        ]

    def owner(self, transfer_id: str) -> str | None:
        """Return whose a transfer is; ``UPLOAD_NOT_FOUND`` where there is none."""
        return self._find(transfer_id).owner

    def cancel(self, transfer_id: str) -> None:
        """Stop a transfer, or give up one that failed; any other that has ended stays as it is."""
        transfer = self._find(transfer_id)
        transfer.stop.set()
        if transfer.status.state == "queued":
            self._queue.remove(transfer)
            self._set(transfer, "cancelled")
        elif transfer.status.state == "failed":
            self._set(transfer, "cancelled")

    def retry(self, transfer_id: str) -> None:
        """Begin a transfer that failed, or was cancelled, again."""
        transfer = self._find(transfer_id)
        if transfer.status.state not in ("failed", "cancelled"):
            raise BadRequestError(
                f"{transfer.status.name!r} is {transfer.status.state}; there is nothing to retry."
            )
        transfer.stop = threading.Event()
        transfer.ended_at = 0.0
        transfer.status = msgspec.structs.replace(
            transfer.status, error=msgspec.UNSET, receipt=msgspec.UNSET, sent=0
        )
        self._set(transfer, "queued")
        self._queue.append(transfer)
        self._pump()

    async def close(self, within_s: float) -> None:
        """Stop everything; wait at most `within_s` seconds for what runs to notice."""
        self._closed = True
        self._queue.clear()
        for transfer in self._known.values():
            transfer.stop.set()
        if self._running:
            await asyncio.wait(self._running, timeout=within_s)

    def _save_file(
        self, request: ContentsRequest, item: Selected, owner: str | None
    ) -> TransferStatus:
        run = request.run
        status = queued(run.id, run.name, escape_bytes(item.name), item.size)
        status.category, status.route = request.category, "store"
        file = FileToSave(status.id, item.path, request.run, status.name, request.category)
        return self.add(status, partial(self._read_and_save, file), owner)

    async def _read_and_save(self, file: FileToSave, progress: Progress) -> Receipt:
        async with self._source.file(file.path) as source:
            return await self._saver.save(source, file, progress)

    def _pump(self) -> None:
        while self._queue and len(self._running) < CONCURRENCY and not self._closed:
            task = asyncio.get_running_loop().create_task(self._save(self._queue.popleft()))
            self._running.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._pump()

    async def _save(self, transfer: _Transfer) -> None:
        self._set(transfer, "hashing")
        try:
            receipt = await transfer.work(self._watch(transfer))
        except SaveCancelledError:
            self._set(transfer, "cancelled")
        except Exception as error:  # noqa: BLE001  (whatever it was, this transfer shows it)
            self._fail(transfer, error)
        else:
            size = transfer.status.size if receipt is None else receipt.size
            self._set(transfer, "stored", receipt=receipt, sent=size, size=size)

    def _watch(self, transfer: _Transfer) -> Progress:
        loop = asyncio.get_running_loop()
        told = 0.0
        stop = transfer.stop

        def progress(done: int) -> None:
            nonlocal told
            if stop.is_set():
                raise SaveCancelledError("The save was cancelled.")
            now = time.monotonic()
            if now - told >= _PROGRESS_S:
                told = now
                loop.call_soon_threadsafe(self._progress, transfer, stop, done)

        return progress

    def _progress(self, transfer: _Transfer, stop: threading.Event, done: int) -> None:
        # Progress of an attempt that has ended meanwhile comes too late to be news.
        if transfer.stop is not stop or transfer.status.state in (*_ENDED, "queued"):
            return
        size = max(transfer.status.size, done)
        state: TransferState = "verifying" if done >= size else "uploading"
        self._set(transfer, state, sent=done, size=size)

    def _fail(self, transfer: _Transfer, error: Exception) -> None:
        answer = answer_to(error)
        if answer.log_id is not None:
            self._log.error("Cellkeep error %s", answer.log_id, exc_info=error)
        self._set(transfer, "failed", error=msgspec.convert(answer.body, ErrorInfo))

    def _set(
        self,
        transfer: _Transfer,
        state: TransferState,
        *,
        receipt: Receipt | None = None,
        error: ErrorInfo | None = None,
        sent: int | None = None,
        size: int | None = None,
    ) -> None:
        old = transfer.status
        transfer.status = msgspec.structs.replace(
            old,
            state=state,
            updated_at=utc_now(),
            sent=old.sent if sent is None else sent,
            size=old.size if size is None else size,
            receipt=or_unset(receipt),
            error=or_unset(error),
        )
        if state in _ENDED:
            transfer.ended_at = time.monotonic()
        self._tell(transfer)

    def _tell(self, transfer: _Transfer) -> None:
        if transfer.note is not None and not self._closed:
            transfer.note(transfer.status)
        self._on_change(transfer.status)

    def _find(self, transfer_id: str) -> _Transfer:
        self._forget_old()
        transfer = self._known.get(transfer_id)
        if transfer is None:
            raise no_such_transfer()
        return transfer

    def _forget_old(self) -> None:
        now = time.monotonic()
        for key, transfer in list(self._known.items()):
            keep = SHOWN_S if transfer.status.state == "stored" else RETRY_S
            if transfer.ended_at and not transfer.stays and now - transfer.ended_at > keep:
                del self._known[key]


def queued(run_id: str, run_name: str, name: str, size: int) -> TransferStatus:
    """Return the first state of a transfer: of an output, unless the caller says otherwise."""
    return TransferStatus(
        id=new_id(),
        run_id=run_id,
        run_name=run_name,
        name=name,
        category="output",
        media_type=DEFAULT,
        codec="bytes.v1",
        size=size,
        origin="server",
        state="queued",
        sent=0,
        updated_at=utc_now(),
    )


def no_such_transfer() -> CellkeepError:
    """Return what is told of a transfer that is not there, or that is somebody else's."""
    return CellkeepError("There is no such transfer.", code="UPLOAD_NOT_FOUND")
