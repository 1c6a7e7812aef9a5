"""Opens artifacts in tabs, and looks at them as a person does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from lab_page import LabPage
from lab_server import ROOT
from playwright.sync_api import FrameLocator, Locator, expect

BIDI = "report\u202egnp.exe"


class Viewers:
    """Opens artifacts in tabs and looks at them."""

    def __init__(self, lab: LabPage, ids: dict[str, list[str]]) -> None:
        self.lab = lab
        self.page = lab.page
        self.ids = ids

    @property
    def document(self) -> Locator:
        return self.page.locator("#jp-main-dock-panel .jp-Cellkeep-Document:visible")

    def open(self, name: str, version: int = 0, viewer: str | None = None) -> Locator:
        saved = {"viewer": f"cellkeep:{viewer}"} if viewer else {}
        self.close()
        artifact = self.ids[name][version]
        self.lab.command("cellkeep:open-artifact", artifactId=artifact, saved=saved)
        self.document.locator(".jp-Cellkeep-Document-tools").wait_for()
        return self.document

    def also(self, name: str, version: int = 0) -> Locator:
        """Open an artifact in another tab."""
        artifact = self.ids[name][version]
        self.lab.command("cellkeep:open-artifact", artifactId=artifact)
        expect(self.document.get_by_role("heading").first).to_contain_text(f"{name} v{version + 1}")
        return self.document

    def front(self, title: str) -> Locator:
        """Bring a tab to the front."""
        self.page.get_by_role("tab", name=title, exact=True).click()
        return self.document

    def open_measured(self, name: str, shown: Callable[[Locator], Locator]) -> Locator:
        """Open something large, and hold what that costs against what it may cost."""
        read: list[int] = []

        def note(response: Any) -> None:
            if "/content" in response.url:
                read.append(int(response.headers.get("content-length", 0)))

        self.close()
        session = self.page.context.new_cdp_session(self.page)
        heap = session.send("Runtime.getHeapUsage")["usedSize"]
        self.page.evaluate("longTasks.length = 0")
        self.page.on("response", note)
        started = time.perf_counter()
        document = self.open(name)
        shown(document).wait_for()
        seconds = time.perf_counter() - started
        self.page.remove_listener("response", note)
        more = session.send("Runtime.getHeapUsage")["usedSize"] - heap
        print(
            f"\n{name}: opened in {seconds * 1000:.0f} ms, {sum(read)} bytes in {len(read)} reads,"
            f" {more / 1e6:.0f} MB more in the page; long tasks {self.page.evaluate('longTasks')}"
        )
        assert sum(read) < 32_000_000
        assert more < 64_000_000
        assert seconds < 5, "noise of a shared machine is less than this"
        return document

    def compare(self, name: str) -> Locator:
        self.close()
        self.lab.command("cellkeep:compare", artifactIds=self.ids[name])
        self.document.locator(".jp-Cellkeep-Compare").wait_for()
        return self.document

    @property
    def inside(self) -> FrameLocator:
        """What stands in the sandbox of the document: a frame in a frame."""
        return self.document.frame_locator("iframe").first.frame_locator("iframe").first

    @property
    def status(self) -> Locator:
        """What the viewer itself says, and not what is said of the artifact."""
        return self.document.locator(".jp-Cellkeep-Document-body").get_by_role("status").first

    def close(self) -> None:
        self.lab.command("application:close-all")
        self.document.wait_for(state="detached")

    def copied(self, first: Locator, last: Locator, size: str) -> str:
        """Choose cells by pulling over them, and copy them with the names of their columns."""
        self.lab.drag(first, last)
        self.page.mouse.up()
        self.page.keyboard.press("Control+Shift+c")
        expect(self.document.get_by_text(f"Copied {size}.")).to_be_visible()
        text: str = self.page.evaluate("navigator.clipboard.readText()")
        return text

    def shot(self, name: str) -> None:
        self.lab.picture(ROOT / "test-results" / "viewers" / f"{name}.png")


def cell(document: Locator, row: int, column: int) -> Locator:
    return document.locator(
        f".jp-Cellkeep-Grid-row[aria-rowindex='{row + 2}'] [aria-colindex='{column + 2}']"
    )
