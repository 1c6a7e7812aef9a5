"""Accessibility: axe finds nothing in what is ours, light and dark; the keyboard reaches all."""

from __future__ import annotations

import pytest
from axe import PICTURES, check, violations
from lab_page import SIDEBAR, LabPage
from lab_server import LabServer
from line import wait_until
from notebooks import code_cell, display, write_notebook
from playwright.sync_api import Locator, expect


@pytest.fixture
def opened(lab: LabPage, server: LabServer) -> LabPage:
    text = display({"text/plain": "'kept'"})
    cells = [code_cell("a", "'kept'", text), code_cell("b", "second", text)]
    write_notebook(server.notebooks / "access.ipynb", *cells)
    lab.open("access.ipynb")
    return lab


def tab_to(lab: LabPage, wanted: Locator, most: int = 40) -> None:
    for _ in range(most):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        lab.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {wanted}")


def test_sidebar_card_dialog_targets_and_reference(opened: LabPage) -> None:
    lab, page = opened, opened.page
    assert violations(lab, "body") is not None  # axe itself runs
    lab.run_cell(
        lab.type_cell("import cellkeep; cellkeep.current_run().save([1], 'output', name='numbers')")
    )
    sidebar = lab.show_sidebar()
    lab.row("numbers").click()
    page.locator(".jp-Cellkeep-Preview").wait_for()
    check(lab, "sidebar", SIDEBAR)
    lab.cells.last.locator(".jp-Cellkeep-Card").wait_for()
    check(lab, "card", ".jp-Cellkeep-Card")

    output = lab.outputs().first
    lab.output_menu(output, "Save Output as Artifact…")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    check(lab, "dialog", ".jp-Cellkeep-SaveDialog")
    # Escape leaves the keyboard where it was.
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert page.evaluate("document.activeElement.closest('.jp-Notebook') !== null")

    lab.output_menu(output, "Save Output as Artifact…")
    # By the keyboard alone: the name is selected, so what is typed takes its place.
    name = dialog.get_by_role("textbox", name="Name")
    expect(name).to_be_focused()
    page.keyboard.press("Backspace")
    expect(dialog).to_contain_text("A name is needed.")
    expect(dialog.get_by_role("button", name="Save")).to_be_disabled()
    page.keyboard.insert_text("numbers")
    expect(dialog).to_contain_text("Becomes the next version of numbers, after v1")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("typed")
    expect(dialog).to_contain_text("A new name in access")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    dialog.get_by_role("button", name="Add tag").click()
    page.keyboard.insert_text("first")
    page.keyboard.press("Enter")
    dialog.get_by_label("Notes").fill("why it was kept")
    lab.picture(PICTURES / "dialog-filled.png")
    name.focus()
    page.keyboard.press("Enter")
    assert lab.wait_stored("typed")["typed"]["category"] == "input"
    wait_until(lambda: lab.stored()[0].get("notes") == "why it was kept")
    assert lab.stored()[0]["tags"] == ["first"]
    # What is chosen once is proposed the next time.
    lab.output_menu(output, "Save Output as Artifact…")
    expect(dialog.get_by_role("radio", name="input")).to_be_checked()
    expect(name).to_be_focused()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    check(lab, "button", ".jp-Cellkeep-KeepHost")

    child = lab.cell("second").locator(".jp-OutputArea-child").first
    child.hover()
    lab.drag(child.locator(".jp-Cellkeep-DragHandle"), sidebar)
    page.locator(".jp-Cellkeep-DropTarget").first.wait_for()
    check(lab, "targets", ".jp-Cellkeep-DropTargets")
    page.keyboard.press("Escape")
    page.mouse.up()

    lab.output_menu(lab.outputs(lab.cell("second")).first, "Save and Replace with Reference")
    page.locator(".jp-Cellkeep-Reference img").wait_for()
    check(lab, "reference", ".jp-Cellkeep-Reference")
    show = page.locator(".jp-Cellkeep-Reference").get_by_role("button", name="Show in full")
    lab.cell("second").locator(".jp-InputPrompt").click()
    tab_to(lab, show)
    page.keyboard.press("Enter")
    page.locator(".jp-Cellkeep-Reference .jp-Cellkeep-Preview").wait_for()
    expect(page.locator(".jp-Cellkeep-Reference")).to_be_visible()
