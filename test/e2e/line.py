"""The line between the browser and the server, made as slow as a test needs."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab_server import LabServer
    from playwright.sync_api import Page


class Line:
    """What a tab can send in a second; answers come as fast as ever."""

    def __init__(self, page: Page) -> None:
        self._context = page.context
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")

    def limit(self, bytes_per_second: int, *, offline: bool = False) -> None:
        conditions = {"offline": offline, "latency": 0, "downloadThroughput": -1}
        self._session.send(
            "Network.emulateNetworkConditions",
            conditions | {"uploadThroughput": bytes_per_second},
        )

    def free(self) -> None:
        self.limit(-1)

    def cut(self) -> None:
        """Go offline: Playwright tells the page so, and the limit must not be in its way."""
        self.limit(-1, offline=True)
        self._context.set_offline(True)

    def mend(self) -> None:
        self.free()
        self._context.set_offline(False)


def staged(server: LabServer) -> int:
    """Bytes of uploads that have arrived and are not stored yet."""
    sizes = []
    for content in (server.store / "staging").glob("*/content"):
        try:
            sizes.append(content.stat().st_size)
        except FileNotFoundError:  # stored in this moment
            continue
    return sum(sizes)


def wait_until(met: Callable[[], bool], timeout: float = 60) -> None:
    deadline = time.monotonic() + timeout
    while not met():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
