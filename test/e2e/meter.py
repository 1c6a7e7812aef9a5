"""What a page does while somebody looks at something in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psutil
from playwright.sync_api import Dialog, Page

LONG_TASKS = """
window.longTasks = [];
new PerformanceObserver(list => {
  for (const { duration } of list.getEntries()) longTasks.push(Math.round(duration));
}).observe({ type: 'longtask' });
"""
"""Notes on the page, in ms, how long it stands still whenever that is over 50 ms."""


@dataclass
class Meter:
    """How long it stopped, what it took and asked for, and where it went.

    Attributes
    ----------
    memory : int
        The most bytes that one process of the browser took, the frames' own among them.
    asked, went : set of str
        What was asked for and answered; where frames went. What a policy stops is in neither.
    dialogs : list of str
        What was said in dialogs of the browser.
    """

    page: Page
    memory: int = 0
    asked: set[str] = field(default_factory=set)
    went: set[str] = field(default_factory=set)
    dialogs: list[str] = field(default_factory=list)

    def worst(self) -> float:
        """Return the longest time in ms for which the page did nothing else, since asked last."""
        return float(self.page.evaluate("Math.max(0, ...longTasks.splice(0))"))

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _watch_memory(self, ended: threading.Event) -> None:
        this = psutil.Process()
        while not ended.wait(0.3):
            for process in this.children(recursive=True):
                with suppress(psutil.Error):
                    if "renderer" in " ".join(process.cmdline()):
                        self.memory = max(self.memory, process.memory_info().rss)


@contextmanager
def metered(page: Page) -> Iterator[Meter]:
    """Measure a page, from the next address that it opens on."""
    meter = Meter(page)
    page.add_init_script(LONG_TASKS)
    page.on("response", lambda one: meter.asked.add(one.url[:80]))
    page.on("framenavigated", lambda frame: meter.went.add(frame.url[:80]))
    page.on("dialog", meter._dismiss)
    ended = threading.Event()
    threading.Thread(target=meter._watch_memory, args=[ended], daemon=True).start()
    try:
        yield meter
    finally:
        ended.set()
