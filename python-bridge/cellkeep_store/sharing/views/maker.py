"""Views made by a process of their own.

What they are made of may be a stranger's, and native code reads it.
"""

from __future__ import annotations

import io
import json
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Self

import msgspec

from cellkeep_store.sharing.views.child import ANSWER
from cellkeep_store.sharing.views.document import View
from cellkeep_store.sharing.views.libraries import LIBRARIES
from cellkeep_store.sharing.views.view import Subject, view_name

if TYPE_CHECKING:
    from cellkeep_core.protocol import Artifact
    from cellkeep_store.store import Store

MOST_VIEWS = 1000
"""A page with more of them would not open any more."""
_MOST_BYTES = 64 << 20
LONGEST_S = 20.0
"""A view that takes so long is given up."""
_MOST_LOST = 3
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "from cellkeep_store.sharing.views.child import main; main(int(sys.argv[2]))"
)


class ViewMaker:
    """Makes the views of artifacts, one after another; a context manager.

    Attributes
    ----------
    process : subprocess.Popen, optional
        What makes them, once there was one to make.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._lost = 0

    def __enter__(self) -> Self:
        """Begin; the process starts with the first view."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._end()

    def view(self, artifact: Artifact) -> View | None:
        """Return the view of an artifact, None where there is none, or making it fails."""
        subject = Subject(artifact.codec, artifact.media_type, artifact.kind)
        if self._lost >= _MOST_LOST or view_name(subject) is None:
            return None
        with self._store.contents.open(artifact) as blob:
            try:
                return self._asked(blob, subject)
            except OSError:  # it died, or took too long (`TimeoutError`)
                self._lost += 1
                self._end()
                return None

    def _asked(self, blob: BinaryIO, subject: Subject) -> View | None:
        connection = self._socket or self._start()
        connection.settimeout(LONGEST_S)
        with _as_file(blob) as file:
            socket.send_fds(connection, [msgspec.json.encode(subject)], [file.fileno()])
            is_view, bits, size = ANSWER.unpack(_received(connection, ANSWER.size))
            if size > _MOST_BYTES:
                raise OSError("a view that is larger than a page may be")
            data = _received(connection, size)
        used = (name for number, name in enumerate(LIBRARIES) if bits >> number & 1)
        return View(data.decode(), frozenset(used)) if is_view else None

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        places = json.dumps([place for place in sys.path if place])
        with theirs:
            # Isolated, as a conversion is: PYTHON* variables are not looked at.
            self.process = subprocess.Popen(  # noqa: S603  (this Python, and our own program)
                [sys.executable, "-I", "-c", _PROGRAM, places, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._socket = ours
        return ours

    def _end(self) -> None:
        if self._socket is not None:
            self._socket.close()
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.kill()
            self.process.wait()
        self._socket = self.process = None


def _received(connection: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = connection.recv(min(size - len(data), 1 << 20))
        if not part:
            raise ConnectionResetError("it ended without a word")
        data += part
    return bytes(data)


def _as_file(blob: BinaryIO) -> BinaryIO:
    """Return a file of the operating system with the same bytes."""
    try:
        blob.fileno()
    except io.UnsupportedOperation:
        copy = tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
        shutil.copyfileobj(blob, copy)
        copy.seek(0)
        return copy
    return blob
