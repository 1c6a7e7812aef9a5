"""Chromium: its flags, a fresh tab in it, and one that a test can kill as the system would."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab_server import LabServer
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """Return Debian's Chromium where there is one; else Playwright uses its own."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def fresh_page(context: BrowserContext, server: LabServer) -> Iterator[Page]:
    """Open a tab that finds nothing of those before it; then close it and what it opened."""
    context.set_default_timeout(60_000)  # a machine may be slow, and is then not wrong
    context.clear_cookies()
    first = context.pages[0]  # stays open: a browser without a tab would end
    session = context.new_cdp_session(first)
    session.send("Storage.clearDataForOrigin", {"origin": server.url, "storageTypes": "all"})
    session.detach()
    page = context.new_page()
    yield page
    context.set_offline(False)
    context.clear_permissions()
    for tab in context.pages:
        if tab is not first:
            tab.close()


@contextmanager
def watched_page(context: BrowserContext, server: LabServer) -> Iterator[Page]:
    """Open a fresh tab; a failure inside our own code does not hide behind what looks right."""
    errors: list[str] = []
    with fresh_page(context, server) as page:
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
    ours = [error for error in errors if "cellkeep" in error.lower()]
    assert not ours, f"uncaught errors in the page: {ours}"


class BrowserProcess:
    """Chromium, headless, with a profile of its own.

    Parameters
    ----------
    folder : Path
        Where the profile lies.
    """

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        command = [find_chromium() or playwright.chromium.executable_path, "--headless=new"]
        command += ["--remote-debugging-port=0", f"--user-data-dir={folder}", *FLAGS, "about:blank"]
        quiet = subprocess.DEVNULL
        # A group of its own: it is killed with all the processes that it made.
        self._process = subprocess.Popen(
            command, stdout=quiet, stderr=quiet, start_new_session=True
        )
        self.browser: Browser = playwright.chromium.connect_over_cdp(
            f"http://127.0.0.1:{self._port(folder / 'DevToolsActivePort')}"
        )

    def new_page(self) -> Page:
        context = self.browser.contexts[0]
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.set_viewport_size({"width": 1440, "height": 900})
        return page

    def kill(self) -> None:
        """End it at once, without a word to anybody; nothing where it has ended."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)

    def _port(self, file: Path) -> int:
        deadline = time.monotonic() + 30
        while not (file.exists() and file.read_text()):
            assert self._process.poll() is None, "the browser ended"
            assert time.monotonic() < deadline, "the browser did not start"
            time.sleep(0.05)
        return int(file.read_text().split()[0])
