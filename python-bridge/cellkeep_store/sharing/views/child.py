"""The program that makes views: an open file and a `Subject` in, a document out, repeatedly."""

from __future__ import annotations

import os
import socket
import struct
from typing import TYPE_CHECKING

import msgspec

from cellkeep_core.process_limits import limit_memory
from cellkeep_store.sharing.views.libraries import LIBRARIES
from cellkeep_store.sharing.views.view import Subject, view_of

if TYPE_CHECKING:
    from cellkeep_store.sharing.views.document import View

ANSWER = struct.Struct(">?BQ")
"""What stands before a document: whether it is a view; a bit for each of `LIBRARIES`; its bytes."""
MOST_REQUEST_BYTES = 4096


def main(descriptor: int) -> None:
    """Answer at a socket until it is closed."""
    limit_memory()
    with socket.socket(fileno=descriptor) as asked:
        while True:
            text, given, _, _ = socket.recv_fds(asked, MOST_REQUEST_BYTES, 1)
            if not text:
                return
            view = _view(given[0], msgspec.json.decode(text, type=Subject))
            data = view.text.encode("utf-8", "replace") if view else b""
            used = view.libraries if view else ()
            bits = sum(1 << number for number, name in enumerate(LIBRARIES) if name in used)
            asked.sendall(ANSWER.pack(view is not None, bits, len(data)) + data)


def _view(descriptor: int, subject: Subject) -> View | None:
    with os.fdopen(descriptor, "rb") as file:
        try:
            return view_of(file, subject)
        except Exception:  # noqa: BLE001  (a stranger's file fails in any way; it has no view then)
            return None
