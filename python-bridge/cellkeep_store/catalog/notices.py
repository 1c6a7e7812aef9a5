"""Notices of PostgreSQL, read on a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sqlalchemy.engine import make_url

_CONNECT_TIMEOUT_S = 10
_LOOK_S = 1.0
"""How often the thread looks whether it is to end, and how soon it connects again."""


class NoticeReader:
    """A thread that listens to a channel, and connects again when it was cut.

    Parameters
    ----------
    url : str
        The database.
    heard : callable
        Called with the text of each notice, and with None when some may have been lost.
    """

    def __init__(self, url: str, channel: str, heard: Callable[[str | None], None]) -> None:
        place = make_url(url).set(drivername="postgresql")
        self._place = place.render_as_string(hide_password=False)
        self._channel = channel
        self._heard = heard
        self._begun = threading.Event()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def start(self) -> None:
        """Return when notices are heard, or there is nobody to hear them from just now."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._read, name="cellkeep-notices", daemon=True
                )
                self._thread.start()
        self._begun.wait(_CONNECT_TIMEOUT_S)

    def close(self) -> None:
        """End the thread."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join(_CONNECT_TIMEOUT_S)

    def _read(self) -> None:
        import psycopg

        while not self._closed.is_set():
            try:
                with psycopg.connect(
                    self._place, autocommit=True, connect_timeout=_CONNECT_TIMEOUT_S
                ) as link:
                    link.execute(f"LISTEN {self._channel}")
                    if self._begun.is_set():
                        self._heard(None)
                    self._begun.set()
                    while not self._closed.is_set():
                        for notice in link.notifies(timeout=_LOOK_S):
                            self._heard(notice.payload)
            except psycopg.Error:
                self._begun.set()  # deaf for now; who listens looks by itself too
                self._closed.wait(_LOOK_S)
