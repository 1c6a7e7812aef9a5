"""A large file that is sent while it is still being copied into the spool.

Its digest follows, as the protocol allows: until then the server only keeps the bytes. The
upload belongs to the offer's id, so the save itself goes on from where this came to. Nothing
depends on it: what it does not get done, the save does.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cellkeep.errors import SaveCancelledError
from cellkeep.transfer.routes.http_sending import Sending
from cellkeep.transfer.routes.presigned import PartSending
from cellkeep.transfer.routes.requests import authorization
from cellkeep_core.protocol import PresignedResult, UploadResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.transfer.routes.requests import Begun
    from cellkeep.transfer.server_link import ServerLink
    from cellkeep_core.spool import SpoolEntry

_SECONDS_BETWEEN_LOOKS = 0.05
_log = logging.getLogger("cellkeep")


class EarlySending(threading.Thread):
    """Sends the pieces of a file that are written, until it is told to stop.

    Parameters
    ----------
    entry : SpoolEntry
        The file, and its offer as far as that is known.
    ends : iterator of int
        Waits for the end of each piece, which is written and in the entry's prefixes then.
    wanted : callable
        Whether the bytes will go by this route at all. Asked in the thread.
    presigned : bool
        Whether they may go straight to an object storage.

    Attributes
    ----------
    upload : UploadResult or PresignedResult or None
        What the server said to the offer.
    """

    def __init__(
        self,
        link: ServerLink,
        entry: SpoolEntry,
        ends: Iterator[int],
        wanted: Callable[[], bool],
        *,
        presigned: bool,
    ) -> None:
        super().__init__(name="cellkeep-early", daemon=True)
        self.upload: Begun | None = None
        self._presigned = presigned
        self._parts: PartSending | None = None
        self._link = link
        self._entry = entry
        # Opened here: its folder is renamed when the entry is complete.
        self._file = entry.content.open("rb", buffering=0)
        self._ends = ends
        self._wanted = wanted
        self._sent = 0
        self._stopped = False
        self._cut = False

    def run(self) -> None:
        """Send as much as there is time for."""
        try:
            with self._file:
                if self._wanted():
                    self._send()
        except Exception as error:  # noqa: BLE001  (the save sends it, and tells what is wrong)
            _log.debug("%s is not sent early: %s", self._entry.offer.id, error)
        finally:
            self._link.hang_up()  # this thread's own connection

    def stop(self) -> None:
        """Begin with no other piece."""
        self._stopped = True

    def cut(self) -> None:
        """Stop in the middle of a piece."""
        self._stopped = self._cut = True
        if self._parts is not None:
            self._parts.stop()

    def finish(self, checkpoint: Callable[[], None], progress: Callable[[int], None]) -> None:
        """Wait for the piece that is under way."""
        self.stop()
        while self.is_alive():
            self.join(_SECONDS_BETWEEN_LOOKS)
            checkpoint()
            progress(self._sent)

    def _send(self) -> None:
        sending = Sending(self._link, self._entry, self._check)
        upload = sending.offer(presigned=self._presigned)
        if isinstance(upload, PresignedResult):
            self._send_parts(upload)
            return
        if not isinstance(upload, UploadResult) or upload.offset:
            return
        self.upload = upload
        if not upload.compares_prefixes:
            return  # an older server: the file would have to be read once more for each piece
        offset = 0
        for end in self._ends:
            if self._stopped:
                return
            piece = sending.piece(upload, offset, end - offset)
            answer = sending.send_piece(upload, self._file, piece, self._note)
            if answer is None or answer.status != 204:
                return
            offset = end

    def _send_parts(self, upload: PresignedResult) -> None:
        self.upload = upload
        path, whose = self._entry.content, authorization(self._link, upload)
        self._parts = parts = PartSending(self._link, path, upload, whose)
        sent: set[int] = set(upload.parts)
        if self._entry.offer.size <= upload.part_size:
            return  # it is one object, which needs the digest of the whole
        for end in self._ends:
            for number in parts.written(end):
                if number in sent:
                    continue
                if self._stopped:
                    return
                parts.send_part(self._file, number)
                sent.add(number)
                self._note(min(number * upload.part_size, upload.size))

    def _note(self, sent: int) -> None:
        self._sent = sent

    def _check(self) -> None:
        if self._cut or (self._stopped and self.upload is None):
            raise SaveCancelledError("It is not sent early any more.")
