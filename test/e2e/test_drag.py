"""Drags in every direction, with a real mouse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from lab_page import SIDEBAR, LabPage, dragged_to_desktop
from lab_server import ROOT, LabServer
from line import wait_until
from notebooks import code_cell, display, write_notebook
from playwright.sync_api import Page, expect

PICTURES = ROOT / "test-results" / "drag"
WORDS = {"output_type": "stream", "name": "stdout", "text": "select these words\n"}


@pytest.fixture(scope="module")
def shared(shared_page: Page, server: LabServer) -> LabPage:
    """One page for all of them: what each drags stands in a cell of its own."""
    cells = [
        code_cell("words", "print(words)", WORDS),
        code_cell("one", "one", display({"text/plain": "1"})),
        code_cell("two", "two", display({"text/plain": "2"})),
        code_cell("last", "# nothing"),
    ]
    write_notebook(server.notebooks / "drag.ipynb", *cells)
    write_notebook(server.notebooks / "other.ipynb", *cells)
    (server.notebooks / "folder").mkdir(exist_ok=True)
    for name in ("a.txt", "b.txt"):
        (server.notebooks / "folder" / name).write_text(name)
    (server.notebooks / "c.csv").write_text("1,2")
    lab = LabPage(shared_page, server)
    lab.open("other.ipynb")
    lab.command("cellkeep:save-cell-outputs", cellId="one")
    lab.wait_stored("one")
    lab.open("drag.ipynb").show_sidebar()
    return lab


@pytest.fixture
def drag(shared: LabPage) -> Iterator[LabPage]:
    yield shared
    shared.page.mouse.up()  # one that failed may hold something


def target(lab: LabPage, category: str) -> Any:
    return lab.page.locator(f".jp-Cellkeep-DropTarget[data-category={category}]:not([data-run])")


def by_cell(lab: LabPage, cell_id: str) -> list[dict[str, Any]]:
    return [item for item in lab.stored() if item["provenance"].get("cell_id") == cell_id]


def grab(lab: LabPage, text: str) -> None:
    """Begin to drag an output by its handle, over the sidebar."""
    output = lab.cell(text).locator(".jp-OutputArea-child").first
    output.hover()
    lab.drag(output.locator(".jp-Cellkeep-DragHandle"), lab.page.locator(SIDEBAR))
    target(lab, "output").wait_for()


def test_text_of_an_output_can_still_be_selected(drag: LabPage) -> None:
    words = drag.cell("print(words)").locator(".jp-OutputArea-output pre")
    box = words.bounding_box()
    assert box
    drag.page.mouse.move(box["x"] + 2, box["y"] + 8)
    drag.page.mouse.down()
    drag.page.mouse.move(box["x"] + 100, box["y"] + 8, steps=8)
    drag.page.mouse.up()
    assert drag.page.evaluate("getSelection().toString()").startswith("select")


def test_escape_cancels_and_nothing_is_saved(drag: LabPage) -> None:
    before = len(drag.stored())
    grab(drag, "print(words)")
    drag.move_over(target(drag, "output"))
    expect(drag.page.get_by_role("status").filter(has_text="1 output → output of")).to_be_visible()
    drag.in_both_themes(PICTURES / "targets")
    drag.page.keyboard.press("Escape")
    target(drag, "output").wait_for(state="detached")
    drag.page.mouse.up()
    drag.page.wait_for_timeout(300)
    assert len(drag.stored()) == before


def test_an_output_by_its_handle_onto_a_category(drag: LabPage) -> None:
    grab(drag, "print(words)")
    drag.move_over(target(drag, "input"))
    drag.page.mouse.up()
    wait_until(lambda: [one["category"] for one in by_cell(drag, "words")] == ["input"])
    output = drag.cell("print(words)").locator(".jp-OutputArea-child").first
    output.get_by_role("button", name="Saved as").wait_for(state="attached")


def test_an_output_onto_another_run(drag: LabPage) -> None:
    grab(drag, "two")
    run = drag.page.locator(".jp-Cellkeep-DropTarget[data-run]").filter(has_text="other.ipynb")
    drag.move_over(run)
    says = drag.page.get_by_role("status").filter(has_text="1 output → output of other.ipynb")
    expect(says).to_be_visible()
    drag.page.mouse.up()
    wait_until(lambda: [one["run_name"] for one in by_cell(drag, "two")] == ["other.ipynb"])


def test_several_cells(drag: LabPage) -> None:
    drag.cell("one").locator(".jp-InputPrompt").click()
    drag.cell("two").locator(".jp-InputPrompt").click(modifiers=["Shift"])
    drag.drag(drag.cell("one").locator(".jp-InputPrompt"), drag.page.locator(SIDEBAR))
    drag.move_over(target(drag, "code"))
    expect(drag.page.get_by_role("status").filter(has_text="2 cells → code")).to_be_visible()
    drag.page.mouse.up()
    wait_until(lambda: any(one["category"] == "code" for one in by_cell(drag, "one")))
    assert any(one["category"] == "code" for one in by_cell(drag, "two"))


def test_files_and_folders_of_the_file_browser(drag: LabPage) -> None:
    page = drag.page
    page.locator("[data-id='filebrowser']").first.click()
    folder = page.locator(".jp-DirListing-item", has_text="folder")
    folder.click()
    page.locator(".jp-DirListing-item", has_text="c.csv").click(modifiers=["Control"])
    drag.drag(folder, drag.sidebar_tab)
    drag.move_over(page.locator(SIDEBAR))
    drag.move_over(target(drag, "input"))
    page.mouse.up()
    drag.wait_stored("folder/a.txt", "folder/b.txt", "c.csv")


def test_an_artifact_into_the_file_browser(drag: LabPage, server: LabServer) -> None:
    page = drag.page
    drag.show_sidebar()
    drag.drag(drag.row("c.csv"), page.locator("[data-id='filebrowser']").first)
    page.locator(".jp-DirListing").first.wait_for()  # it opens under the drag
    drag.move_over(page.locator(".jp-DirListing-content").first)
    page.mouse.up()
    wait_until(lambda: (server.notebooks / "c (2).csv").exists())
    assert (server.notebooks / "c (2).csv").read_text() == "1,2"
    assert not list(server.notebooks.glob("*.cellkeep-part"))


def test_a_copy_by_the_menu(drag: LabPage, server: LabServer) -> None:
    drag.show_sidebar()
    drag.row("folder/a.txt").click(button="right")
    drag.page.get_by_role("menuitem", name="Copy to File Browser").click()
    wait_until(lambda: (server.notebooks / "a.txt").exists())
    assert (server.notebooks / "a.txt").read_text() == "a.txt"


def test_an_artifact_between_the_cells(drag: LabPage) -> None:
    before = drag.cells.count()
    drag.drag(drag.row("c.csv"), drag.cell("# nothing"))
    drag.page.mouse.up()
    expect(drag.cells).to_have_count(before + 1)
    expect(drag.cell("/c.csv@1')")).to_be_visible()


def test_an_artifact_to_the_desktop(drag: LabPage) -> None:
    dragged = dragged_to_desktop(drag.row("c.csv").locator(".jp-Cellkeep-Row-toDesktop"))
    media_type, name, url = dragged["downloadurl"].split(":", 2)
    assert (media_type, name) == ("text/csv", "c.csv")
    assert drag.page.request.get(url).text() == "1,2"
    assert "/c.csv@1')" in dragged["text/plain"]


def test_a_picture_of_the_page_and_files_of_the_desktop(drag: LabPage, tmp_path: Any) -> None:
    for number in range(30):
        (tmp_path / "many" / f"sub{number % 3}").mkdir(parents=True, exist_ok=True)
        (tmp_path / "many" / f"sub{number % 3}" / f"{number}.txt").write_text(str(number))
    (tmp_path / "single.md").write_text("#")
    paths = [str(tmp_path / "many"), str(tmp_path / "single.md")]
    drag.drag_files(drag.page.locator(SIDEBAR), paths)
    drag.drop_files(target(drag, "code"), paths)
    drag.wait_stored("single.md", *[f"many/sub{n % 3}/{n}.txt" for n in range(30)])
