"""Bytes that go straight to the object storage of a service, by requests that it signs.

Each part is hashed, a request for these very bytes is asked for, and they are put: several parts
at a time, none of them held in memory. What the storage has is known to the service, so another
process goes on where this one was. Whatever is wrong with the storage, as seen from here, is a
reason to send the bytes through the service, and no error of the save.
"""

from __future__ import annotations

import hashlib
import queue
import socket
import time
from contextlib import closing, suppress
from http.client import HTTPException
from typing import TYPE_CHECKING

from cellkeep.errors import CellkeepError
from cellkeep.transfer.object_storage import (
    StorageClosedError,
    connection_to,
    may_be_silent,
    path_of,
)
from cellkeep.transfer.threads import start_thread
from cellkeep_core.protocol import (
    PresignedPart,
    PresignedParts,
    PresignedRequests,
    from_json,
    to_json,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from cellkeep.transfer.server_link import ServerLink
    from cellkeep_core.protocol import PresignedRequest, PresignedResult

AT_ONCE = 4
TRIES = 4
"""How often a part is put before the bytes go through the service."""

_READ_BYTES = 1024 * 1024
_SEND_BYTES = 4 * 1024 * 1024
_FIRST_PAUSE_S = 0.2
_SECONDS_BETWEEN_LOOKS = 0.05
_AWAY = (ConnectionRefusedError, socket.gaierror)
_TAKEN = frozenset({200, 201, 204, 412})
"""412: the storage has it already; the answer to an earlier try was lost."""


class _StoppedError(Exception):
    """Another part has failed, or the save was interrupted."""


class PartSending:
    """The parts of one file on their way to the storage.

    Parameters
    ----------
    link : ServerLink
        The way to the service, which signs.
    path : Path
        The file. Nobody writes to it.
    upload : PresignedResult
        What the service said to the offer.
    authorization : str
        What lets this process go on with the upload.

    Attributes
    ----------
    taken : int
        How many parts the storage has taken from here.
    """

    def __init__(
        self, link: ServerLink, path: Path, upload: PresignedResult, authorization: str
    ) -> None:
        self._link = link
        self._path = path
        self._upload = upload
        self._headers = {"Authorization": authorization, "Content-Type": "application/json"}
        self._todo: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._sent: dict[int, int] = {}
        self._stopped = False
        self._failure: BaseException | None = None
        self.taken = 0
        for number in range(1, -(-upload.size // upload.part_size) + 1):
            if number in upload.parts:
                self._sent[number] = len(self._place(number))
            else:
                self._todo.put(number)

    def send(self, checkpoint: Callable[[], None], progress: Callable[[int], None]) -> bool:
        """Put what is missing; False where the upload has to be offered again before.

        Raises
        ------
        StorageClosedError
            Where the storage cannot be used from here.
        CellkeepError
            What the service has against it.
        """
        count = min(AT_ONCE, self._todo.qsize())
        started = [start_thread("cellkeep-part", self._work) for _ in range(count)]
        threads = [thread for thread in started if thread is not None]
        if count and not threads:
            raise StorageClosedError("the process is ending")
        try:
            for thread in threads:
                while thread.is_alive():
                    thread.join(_SECONDS_BETWEEN_LOOKS)
                    checkpoint()
                    progress(sum(list(self._sent.values())))
        finally:
            self._stopped = True
        if isinstance(self._failure, _StoppedError):
            return False
        if self._failure is not None:
            raise self._failure
        return True

    def _work(self) -> None:
        try:
            with self._path.open("rb", buffering=0) as file, suppress(queue.Empty):
                while True:
                    self.send_part(file, self._todo.get_nowait())
        except BaseException as error:  # noqa: BLE001  (raised by `send`, in the save's own thread)
            # Those who are stopped by it come later.
            self._failure = self._failure or error
            self._stopped = True
        finally:
            self._link.hang_up()  # this thread's own connection

    def stop(self) -> None:
        """Stop in the middle of a part."""
        self._stopped = True

    def send_part(self, file: Any, number: int) -> None:
        """Put one part, which is written; raises what `send` does."""
        sha256 = self._digest(file, number)
        reason: object = None
        for attempt in range(TRIES):
            if attempt:
                time.sleep(_FIRST_PAUSE_S * 2**attempt)
            self._check()
            request = self._signed(number, sha256)
            try:
                status = self._put(file, request)
            except (OSError, HTTPException) as error:
                reason = error
                if isinstance(error, _AWAY):
                    break
                continue
            if status in _TAKEN:
                self._sent[number] = len(self._place(number))
                self.taken += 1
                return
            reason = f"it answered {status}"
        raise StorageClosedError(str(reason))

    def _signed(self, number: int, sha256: str) -> PresignedRequest:
        """Ask for the request: each time anew, for it expires."""
        body = to_json(PresignedParts(parts=[PresignedPart(number=number, sha256=sha256)]))
        try:
            path = f"{self._upload.upload_url}/parts"
            answer = self._link.send("POST", path, self._headers, body)
        except (OSError, HTTPException) as error:
            if isinstance(error, CellkeepError):
                raise
            raise _StoppedError from error  # the offer waits for the service, and tells why
        if answer.status != 200:
            final = answer.error() if answer.status == 400 else None
            raise final or _StoppedError  # expired, or over: the offer again tells
        return from_json(answer.body, PresignedRequests).requests[0]

    def _put(self, file: Any, request: PresignedRequest) -> int:
        """Put a part; return the storage's answer."""
        part = self._place(request.number)
        with closing(connection_to(request.url)) as connection:
            connection.putrequest("PUT", path_of(request.url), skip_accept_encoding=True)
            for name, value in {**request.headers, "Content-Length": str(len(part))}.items():
                connection.putheader(name, value)
            connection.endheaders()
            may_be_silent(connection)
            # One that refuses may say so, and hang up, before it has read all.
            with suppress(BrokenPipeError, ConnectionResetError):
                self._write(connection.sock, file, request.number)
            answer = connection.getresponse()
            answer.read()
            return answer.status

    def _write(self, sock: Any, file: Any, number: int) -> None:
        part = self._place(number)
        done = 0
        while done < len(part):
            self._check()
            file.seek(part.start + done)
            # The kernel copies from the page cache where it can: no byte passes through Python.
            sent = sock.sendfile(file, part.start + done, min(_SEND_BYTES, len(part) - done))
            if not sent:
                raise StorageClosedError("the file is shorter than it was")
            done += sent
            self._sent[number] = done

    def _digest(self, file: Any, number: int) -> str:
        # Reading and computing do without the interpreter's lock.
        part = self._place(number)
        digest, block = hashlib.sha256(), memoryview(bytearray(_READ_BYTES))
        file.seek(part.start)
        left = len(part)
        while left and (got := file.readinto(block[: min(left, len(block))])):
            self._check()
            digest.update(block[:got])
            left -= got
        return digest.hexdigest()

    def written(self, size: int) -> list[int]:
        """Return the parts that are written once so many bytes of the file are."""
        last = -(-self._upload.size // self._upload.part_size)
        return [n for n in range(1, last + 1) if self._place(n).stop <= size]

    def _place(self, number: int) -> range:
        start = (number - 1) * self._upload.part_size
        return range(start, min(start + self._upload.part_size, self._upload.size))

    def _check(self) -> None:
        if self._stopped:
            raise _StoppedError
