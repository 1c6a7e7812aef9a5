"""What a person does in JupyterLab, by mouse and keyboard, through Playwright."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lab_server import LabServer
    from playwright.sync_api import Locator, Page

from lab_server import TOKEN
from line import wait_until
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

SIDEBAR_TAB = "[data-id='cellkeep-sidebar']"
SIDEBAR = "#cellkeep-sidebar"
ROW = f"{SIDEBAR} .jp-Cellkeep-Row.jp-Cellkeep-mod-artifact"
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
# They are for people who look at them, and cost time: `CELLKEEP_PICTURES=1 pytest test/e2e`.
WITH_PICTURES = bool(os.environ.get("CELLKEEP_PICTURES"))
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


class LabPage:
    """One browser tab on a `LabServer`."""

    def __init__(self, page: Page, server: LabServer) -> None:
        self.page = page
        self.server = server
        # A tab that another test has used, and that is as good as a new one.
        self._is_ready = page.url.startswith(f"{server.url}/lab")

    def open(self, notebook: str | None = None) -> LabPage:
        if self._is_ready:
            self._show_instead(notebook)
        else:
            path = f"lab/tree/{notebook}" if notebook else "lab"
            self.page.goto(f"{self.server.url}/{path}?token={TOKEN}&reset")
            self.ready()
            if not notebook and self.server.app == "lab":
                # JupyterLab opens its launcher last, and that takes the focus from what has it.
                with suppress(PlaywrightTimeoutError):
                    self.page.wait_for_function(
                        "() => document.activeElement?.closest('.jp-Launcher')", timeout=10_000
                    )
        self._is_ready = False  # the next time it is loaded anew
        if notebook:
            self.kernel_idle()
            # The indicator says idle before there is a kernel, and then a run asks for one.
            self.page.wait_for_function(
                "() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel"
            )
            cells = json.loads((self.server.notebooks / notebook).read_text())["cells"]
            # Cells are put on the page bit by bit; a count taken too early misses some.
            self.cells.nth(len(cells) - 1).wait_for(state="attached")
        return self

    def _show_instead(self, notebook: str | None) -> None:
        """Close the documents, unsaved as they may be, look for nothing, and open a notebook."""
        self.page.evaluate(
            """async path => {
                const { commands, shell } = window.jupyterapp;
                for (const widget of [...shell.widgets('main')]) {
                    const gone = new Promise(done => widget.disposed.connect(done));
                    if (widget.context) widget.context.model.dirty = false;
                    if (!widget.id.startsWith('launcher')) {
                        widget.close();
                        await gone;
                    }
                }
                if (commands.isEnabled('cellkeep:clear-filters'))
                    await commands.execute('cellkeep:clear-filters');
                if (path) await commands.execute('docmanager:open', { path });
            }""",
            notebook,
        )

    def ready(self) -> None:
        self.page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=60_000)
        self.page.wait_for_selector("#jp-main-dock-panel, #main-panel", timeout=60_000)
        # A sidebar that is still to be brought back would be hidden by the click that shows it.
        self.page.evaluate("async () => { await window.jupyterapp?.restored; }")

    def kernel_idle(self, timeout: float = 120_000) -> None:
        idle = f"{PANEL} .jp-Notebook-ExecutionIndicator[data-status=idle]"
        try:
            self.page.wait_for_selector(idle, timeout=timeout)
        except PlaywrightTimeoutError as error:
            shown = self.page.locator(f"{PANEL} .jp-Notebook-ExecutionIndicator, .jp-Dialog")
            html = shown.evaluate_all("all => all.map(one => one.outerHTML.slice(0, 2000))")
            error.add_note(f"shown: {html}\n{self.server.last_words()}")
            raise

    def show_sidebar(self) -> Locator:
        sidebar = self.page.locator(SIDEBAR)
        if not sidebar.is_visible():
            self.sidebar_tab.click()
        sidebar.wait_for(state="visible")
        return sidebar

    @property
    def cells(self) -> Locator:
        return self.page.locator(f"{PANEL} .jp-Cell")

    def cell(self, text: str) -> Locator:
        """The cell whose source holds some text."""
        return self.cells.filter(has=self.page.locator(".jp-InputArea", has_text=text)).first

    def run_cell(self, cell: Locator, timeout: float = 120_000) -> None:
        """Click into a cell's prompt and press Ctrl+Enter, then wait until it has run."""
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        cell.scroll_into_view_if_needed()
        prompt.click()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            "([prompt, before]) => /\\d/.test(prompt.innerText) && prompt.innerText !== before",
            arg=[prompt.element_handle(), before],
            timeout=timeout,
        )

    def type_cell(self, source: str) -> Locator:
        """Type a new last cell; the cell."""
        before = self.cells.count()
        footer = self.page.locator(f"{PANEL} .jp-Notebook-footer")
        footer.click()
        cell = self.cells.nth(before)
        try:
            cell.wait_for(state="attached", timeout=3000)
        except (
            PlaywrightTimeoutError
        ):  # the notebook moved while it laid itself out, and the click missed
            footer.click()
        cell.locator(".cm-content").click()
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Escape")
        return cell

    def outputs(self, cell: Locator | None = None) -> Locator:
        """What the outputs of a cell, or of all, have on the page: an own click area each."""
        return (cell or self.page.locator(PANEL)).locator(".jp-OutputArea-output")

    def output_menu(self, output: Locator, item: str) -> None:
        """Choose from the context menu of an output."""
        output.scroll_into_view_if_needed()
        output.click(button="right", position={"x": 12, "y": 6})
        self.page.get_by_role("menuitem", name=item, exact=True).click()

    def menu_item(self, label: str) -> Locator:
        """An item of an open menu; Lumino's roles differ by state and version."""
        text = self.page.locator(".lm-Menu-itemLabel").get_by_text(label, exact=True)
        return self.page.locator(".lm-Menu-item").filter(has=text)

    def save_notebook(self) -> None:
        """Save, and wait for the checkpoint: until then JupyterLab ignores another Save."""
        self.page.locator(f"{PANEL} .jp-Notebook").first.focus()
        self.command("docmanager:save")

    def picture(self, path: Path) -> None:
        """Take a screenshot, where somebody wants the pictures."""
        picture(self.page, path)

    def in_both_themes(self, path: Path) -> None:
        """Screenshots in both themes, where somebody wants the pictures."""
        if WITH_PICTURES:
            for theme in self.themes():
                self.picture(path.with_name(f"{path.name}-{theme.lower()}.png"))

    def themes(self) -> Iterator[str]:
        """Look at the page in both themes, first in the one that it has: to change it is slow."""
        is_light = self.page.evaluate("document.body.dataset.jpThemeLight") == "true"
        yield "Light" if is_light else "Dark"
        other = "Dark" if is_light else "Light"
        self.theme(other)
        yield other

    def theme(self, theme: str) -> None:
        self.command("apputils:change-theme", theme=f"JupyterLab {theme}")
        is_light = "true" if theme == "Light" else "false"
        self.page.wait_for_selector(f"body[data-jp-theme-light={is_light}]", state="attached")
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")

    def workspace_has(self, text: str) -> None:
        """Wait until JupyterLab has written something into its workspace, which it does later."""
        wait_until(lambda: text in json.dumps(self.server.get("lab/api/workspaces/default")))

    def painted(self) -> None:
        """Wait until what was changed is on the screen."""
        self.page.evaluate(PAINTED)

    def command(self, command: str, **arguments: Any) -> Any:
        """Execute a JupyterLab command that has no handle on the page (never one under test)."""
        return self.page.evaluate(
            "([id, args]) => window.jupyterapp.commands.execute(id, args)", [command, arguments]
        )

    def move(self, path: str, target: str) -> None:
        """Move a file or folder as a page does.

        Between two looks of JupyterLab at the folder: where a name goes while its folder is
        listed, it says that the folder is not found.
        """
        self.command("filebrowser:refresh")
        self.page.evaluate(
            "paths => window.jupyterapp.serviceManager.contents.rename(...paths)", [path, target]
        )

    def row(self, name: str) -> Locator:
        # Of a name in a folder the row shows the end only.
        label = json.dumps(f"{name} v", ensure_ascii=False)
        return self.page.locator(f"{ROW}[aria-label^={label}]").first

    def rows(self) -> list[str]:
        return [text.replace("\n", " ") for text in self.page.locator(ROW).all_inner_texts()]

    def drag_files(self, target: Locator, paths: list[str]) -> None:
        """Hold files from the desktop over something, with the browser's own drag events."""
        self._native_drag(target, paths, "dragEnter", "dragOver", "dragOver")

    def drop_files(self, target: Locator, paths: list[str]) -> None:
        """Let files go that `drag_files` holds."""
        self._native_drag(target, paths, "dragOver", "drop")

    def _native_drag(self, target: Locator, paths: list[str], *kinds: str) -> None:
        target.wait_for(state="visible")
        x, y = middle(target)
        session = self.page.context.new_cdp_session(self.page)
        data = {"items": [], "files": paths, "dragOperationsMask": 1}
        for kind in kinds:
            session.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})
        session.detach()

    def drag(self, source: Locator, target: Locator) -> None:
        """Press the mouse on one thing and move it over another, without letting go."""
        self.page.mouse.move(*middle(source))
        self.page.mouse.down()
        self.move_over(target)

    def move_over(self, target: Locator) -> None:
        target.wait_for(state="visible")
        self.page.mouse.move(*middle(target), steps=12)

    @property
    def sidebar_tab(self) -> Locator:
        return self.page.locator(SIDEBAR_TAB).first

    def expect_rows(self, *names: str) -> None:
        """Wait until artifacts of these names stand in the sidebar, by scrolling to each."""
        for name in names:
            self.row(name).wait_for(timeout=10_000)

    def stored(self) -> list[dict[str, Any]]:
        """The artifacts of the store."""
        return self.server.artifacts()

    def wait_stored(self, *names: str, timeout: float = 60.0) -> dict[str, dict[str, Any]]:
        """Wait until all the names are in the store; the newest artifact of each."""
        deadline = time.monotonic() + timeout
        while True:
            found: dict[str, dict[str, Any]] = {}
            for item in self.stored():
                found.setdefault(item["name"], item)
            missing = [name for name in names if name not in found]
            if not missing:
                return found
            if time.monotonic() > deadline:
                raise AssertionError(
                    f"not stored after {timeout} s: {missing}; there are {sorted(found)};"
                    f" rows {json.dumps(self.rows())}"
                )
            time.sleep(0.05)


def picture(page: Page, path: Path) -> None:
    """Take a screenshot of any page, where somebody wants the pictures."""
    if WITH_PICTURES:
        page.evaluate(PAINTED)
        page.screenshot(path=path)


def dragged_to_desktop(icon: Locator) -> dict[str, str]:
    """Drag a row's icon out of the page; what the browser is given, by its type."""
    page = icon.page
    page.evaluate(
        """() => document.addEventListener('dragstart', event => {
            window.dragged = Object.fromEntries(
                [...event.dataTransfer.types].map(type => [type, event.dataTransfer.getData(type)])
            );
        })"""
    )
    x, y = middle(icon)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 60, steps=6)
    wait_until(lambda: page.evaluate("window.dragged !== undefined"))
    page.mouse.up()
    dragged: dict[str, str] = page.evaluate("window.dragged")
    return dragged


def middle(target: Locator) -> tuple[float, float]:
    box = target.bounding_box()
    assert box is not None, f"{target} is not on the page"
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
