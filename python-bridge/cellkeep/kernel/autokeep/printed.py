"""What a cell printed, for the cells of which all outputs are kept."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cellkeep.kernel.autokeep.settings import CaptureSettings

_MOST_CHARACTERS = 4_000_000
_LEFT_OUT = "\n[Cellkeep: more was printed than is kept.]\n"


class PrintedText:
    """Collects the stream messages of one execution at a time. Safe to use from any thread.

    Parameters
    ----------
    settings : CaptureSettings
        Whether they are to be kept.
    """

    def __init__(self, settings: CaptureSettings) -> None:
        self._settings = settings
        self._lock = threading.RLock()
        self._parent = ""
        self._outputs: list[dict[str, Any]] = []
        self._characters = 0

    def sent(self, message: dict[str, Any]) -> None:
        """Take a stream message that is about to be sent."""
        if not self._settings.text:
            return
        parent = str((message.get("parent_header") or {}).get("msg_id", ""))
        name, text = message["content"]["name"], message["content"]["text"]
        with self._lock:
            if parent != self._parent:
                self._parent, self._outputs, self._characters = parent, [], 0
            if self._characters > _MOST_CHARACTERS:
                return
            self._characters += len(text)
            if self._characters > _MOST_CHARACTERS:
                text = _LEFT_OUT
            last = self._outputs[-1] if self._outputs else {}
            if last.get("name") == name:
                last["text"] += text
            else:
                self._outputs.append({"output_type": "stream", "name": name, "text": text})

    def of(self, parent: str) -> list[dict[str, Any]]:
        """Return what an execution has printed, as outputs in nbformat 4's form."""
        with self._lock:
            return [dict(one) for one in self._outputs] if parent == self._parent else []
