"""Notebook 7; every way of windowing; outputs that are collapsed or scrolled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from lab_page import LabPage
from lab_server import ROOT, TOKEN, LabServer
from line import wait_until
from notebooks import code_cell, display, write_notebook
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

PICTURES = ROOT / "test-results" / "notebook7"
TALL = "\n".join(f"<p>line {number}</p>" for number in range(300))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """Notebook 7, whose server has JupyterLab too."""
    server = LabServer(tmp_path_factory.mktemp("notebook"), app="notebook")
    server.notebooks.mkdir()
    cells = [
        code_cell(f"c{number}", f"shown{number}", display({"text/plain": f"text {number}"}))
        for number in range(40)
    ]
    cells[3]["metadata"] = {"collapsed": True}
    cells[4]["metadata"] = {"scrolled": True}
    cells[4]["outputs"] = [display({"text/html": TALL, "text/plain": "tall"})]
    write_notebook(server.notebooks / "many.ipynb", *cells)
    server.start("--JupyterNotebookApp.expose_app_in_browser=True")
    yield server
    server.stop()


def open_notebook7(page: Page, server: LabServer) -> LabPage:
    lab = LabPage(page, server)
    page.goto(f"{server.url}/notebooks/many.ipynb?token={TOKEN}")
    page.locator(".jp-Cell").first.wait_for()
    page.locator(".jp-OutputArea-child").first.wait_for()
    return lab


def test_notebook7_keeps_shows_and_replaces(page: Page, server: LabServer) -> None:
    lab = open_notebook7(page, server)
    output = page.locator(".jp-OutputArea-child").first
    output.hover()
    output.get_by_role("button", name="Save this output").click()
    output.get_by_role("button", name="Saved as shown0 v1").wait_for()

    lab.command("cellkeep:show-sidebar")
    lab.row("shown0").wait_for()
    lab.row("shown0").click()
    page.locator(".jp-Cellkeep-Preview").get_by_text("text 0").wait_for()
    # It opens below the notebook, which stays.
    lab.row("shown0").dblclick()
    opened = page.locator(".jp-Cellkeep-Document")
    expect(opened).to_be_visible()
    assert (opened.bounding_box() or {"height": 0})["height"] > 200
    expect(page.locator(".jp-Notebook")).to_be_visible()
    page.locator(".lm-TabBar-tab:has-text('shown0') .lm-TabBar-tabCloseIcon").click()

    # A drag by the handle onto the sidebar, and off-load.
    second = page.locator(".jp-OutputArea-child").nth(1)
    second.hover()
    lab.drag(second.locator(".jp-Cellkeep-DragHandle"), page.locator("#cellkeep-sidebar"))
    lab.move_over(page.locator(".jp-Cellkeep-DropTarget[data-category=input]").first)
    lab.in_both_themes(PICTURES / "targets")
    page.mouse.up()
    assert lab.wait_stored("shown1")["shown1"]["category"] == "input"
    lab.command("cellkeep:offload-output", cellId="c2", outputIndex=0)
    card = page.locator(".jp-Cellkeep-Reference")
    card.wait_for()
    lab.in_both_themes(PICTURES / "card")
    card.get_by_role("button", name="Restore output").click()
    card.wait_for(state="detached")
    expect(page.locator(".jp-OutputArea-output").nth(2)).to_contain_text("text 2")
    # Without a file browser beside it the copy goes beside the notebook.
    before = set(server.notebooks.iterdir())
    lab.command("cellkeep:export-copy", artifactIds=[lab.stored()[0]["id"]])
    wait_until(lambda: len(set(server.notebooks.iterdir()) - before) == 1)


def show_tick_far_down(page: Page, text: str, tick: str) -> None:
    """Scroll to an output, as often as a notebook that still measures its cells jumps back."""
    output = page.locator(".jp-OutputArea-child").filter(has_text=text)

    def shown() -> bool:
        if not (output.count() and output.first.is_visible()):
            page.locator(".jp-WindowedPanel-outer").first.hover()
            page.mouse.wheel(0, 1500)
            return False
        with suppress(PlaywrightTimeoutError):
            output.hover(timeout=2000)
            output.get_by_role("button", name=tick).wait_for(timeout=2000)
            return True
        return False

    wait_until(shown)


@pytest.mark.parametrize(
    "mode",
    [
        pytest.param("defer", marks=pytest.mark.long),
        "full",
        pytest.param("none", marks=pytest.mark.long),
        "contentVisibility",
    ],
)
def test_every_windowing_mode(page: Page, server: LabServer, mode: str) -> None:
    folder = server.home / "config/lab/user-settings/@jupyterlab/notebook-extension"
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "tracker.jupyterlab-settings"
    settings.write_text(f'{{"windowingMode": "{mode}"}}')
    lab = LabPage(page, server)
    page.goto(f"{server.url}/lab/tree/many.ipynb?token={TOKEN}&reset")
    lab.ready()
    page.locator(".jp-OutputArea-child").first.wait_for()
    # Far down, and perhaps not on the page at all; one collapsed, one scrolled.
    for number in (38, 3, 4):
        lab.command("cellkeep:save-cell-outputs", cellId=f"c{number}")
    found = lab.wait_stored("shown38", "shown3", "shown4")
    assert found["shown4"]["size"] > len(TALL)
    assert found["shown38"]["preview"]["text"] == "text 38"
    show_tick_far_down(page, "text 38", "Saved as shown38 v1")
