"""Which reads were written down lately: a viewer reads one artifact in hundreds of requests."""

from __future__ import annotations

import time
from collections import OrderedDict

AGAIN_S = 600.0
"""Somebody who reads the same artifact after so long is written down again."""

_MOST = 10_000


class RecentReads:
    """Remembers who read what, on the event loop of one server."""

    def __init__(self) -> None:
        self._at: OrderedDict[tuple[str, str], float] = OrderedDict()

    def is_new(self, person: str, artifact_id: str) -> bool:
        """Return whether this is not yet written down, and take it that it is from now on."""
        now = time.monotonic()
        key = person, artifact_id
        before = self._at.pop(key, None)
        if before is not None and now - before < AGAIN_S:
            self._at[key] = before
            return False
        self._at[key] = now
        while len(self._at) > _MOST:
            self._at.popitem(last=False)
        return True
