"""The index of each display among its cell's outputs, as a notebook counts them.

Printed text is an output too: consecutive text of one stream is one output. Only the messages that
leave the kernel tell how text and displays follow each other, so they are what is counted.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

_MOST_DISPLAY_IDS = 500


class Positions:
    """Counts the outputs of the cell that is running. Safe to use from any thread.

    Parameters
    ----------
    shell : InteractiveShell
        Whose outputs. Outside a Jupyter kernel printed text is not counted.
    printed : callable
        Called with each message that holds printed text, before it is sent.
    """

    def __init__(self, shell: Any, printed: Callable[[dict[str, Any]], None]) -> None:
        self._shell = shell
        self._printed = printed
        self._lock = threading.RLock()
        self._parent = ""
        self._count = 0
        self._last_stream: str | None = None
        self._clear_before_next = False
        self._by_display_id: dict[str, int] = {}
        self._streams: list[Any] = [
            stream
            for stream in (sys.stdout, sys.stderr)
            if hasattr(stream, "register_hook") and hasattr(stream, "pub_thread")
        ]
        for stream in self._streams:
            _on_its_thread(stream, stream.register_hook, self._stream_sent)

    def remove(self) -> None:
        """Stop listening to the streams."""
        for stream in self._streams:
            _on_its_thread(stream, stream.unregister_hook, self._stream_sent)

    def displayed(self, display_id: str | None, *, update: bool = False) -> int | None:
        """Count a display that is about to be sent, and return its number from 0."""
        if update:
            return self._by_display_id.get(display_id or "")
        for stream in self._streams:
            stream.flush()  # what was printed before it is sent before it
        with self._lock:
            parent = getattr(self._shell.display_pub, "parent_header", None) or {}
            number = self._next(str(parent.get("msg_id", "")))
            self._last_stream = None
            if display_id:
                self._by_display_id[display_id] = number
                if len(self._by_display_id) > _MOST_DISPLAY_IDS:
                    del self._by_display_id[next(iter(self._by_display_id))]
            return number

    def cleared(self, *, wait: bool) -> None:
        """Note that the outputs so far are taken away, now or when the next one comes."""
        with self._lock:
            if wait:
                self._clear_before_next = True
            else:
                self._count, self._last_stream = 0, None

    def _stream_sent(self, message: dict[str, Any]) -> dict[str, Any]:
        parent = (message.get("parent_header") or {}).get("msg_id", "")
        name = message["content"]["name"]
        with self._lock:
            if self._last_stream != name or parent != self._parent or self._clear_before_next:
                self._next(parent)
                self._last_stream = name
        self._printed(message)
        return message

    def _next(self, parent: str) -> int:
        if parent != self._parent or self._clear_before_next:
            self._parent, self._count = parent, 0
            self._clear_before_next, self._last_stream = False, None
        self._count += 1
        return self._count - 1


def _on_its_thread(stream: Any, method: Any, hook: Any) -> None:
    # Hooks belong to the thread that sets them, and text is sent by the stream's own.
    stream.pub_thread.schedule(lambda: method(hook))
