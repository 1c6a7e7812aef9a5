"""Saving from a notebook: the routes of the kernel, menus, dialog and shortcut."""

from __future__ import annotations

import json

import pytest
from lab_page import LabPage
from lab_server import LabServer

pytestmark = pytest.mark.one_tab

ROUTES = """
import cellkeep, json, os
import numpy as np
run = cellkeep.current_run()
small = run.save(np.full(100, 3.5), "output", name="small").wait(30)
large = run.save(np.random.default_rng(0).random(2_000_000), "output", name="large").wait(30)
again = run.save(np.full(100, 3.5), "output", name="small").wait(30)
os.environ["CELLKEEP_ROUTES"] = "comm,spool"
by_page = run.save(np.full(100, 4.5), "output", name="by page").wait(30)
del os.environ["CELLKEEP_ROUTES"]
routes = [one.transfer_status().route for one in (small, large, again, by_page)]
json.dump([routes, [again.version, again.status]], open("routes.json", "w"))
"""
FLOOD = """
import sys, time
handles = []
for i in range(20):
    handles.append(run.save(np.full(50, i), "output", name=f"flood {i}"))
    sys.stdout.write("x" * 200_000)
    sys.stdout.flush()
for handle in handles:
    handle.wait(60)
open("flood.done", "w").close()
"""


def test_saves_go_by_the_store_that_is_shown_and_else_by_the_page(
    lab: LabPage, server: LabServer
) -> None:
    """And `wait()` returns in the very cell that keeps the kernel busy."""
    lab.open("tour.ipynb")
    lab.show_sidebar()
    lab.run_cell(lab.type_cell(ROUTES))
    routes, again = json.loads((server.notebooks / "routes.json").read_text())
    assert routes == ["store", "store", "have", "comm"]
    assert again == [1, "stored"], "the same bytes again make no new version"
    lab.expect_rows("small", "large", "by page")


def test_a_flood_of_output_loses_no_save(lab: LabPage, server: LabServer) -> None:
    lab.open("tour.ipynb")
    lab.show_sidebar()
    lab.run_cell(lab.type_cell("import cellkeep, numpy as np; run = cellkeep.current_run()"))
    lab.run_cell(lab.type_cell(FLOOD), timeout=90_000)
    assert (server.notebooks / "flood.done").exists()
    lab.wait_stored(*[f"flood {i}" for i in range(20)])
    lab.expect_rows("flood 19")
    # Numbers went missing in the flood; the snapshot told what they had said.
    lab.page.locator("#cellkeep-sidebar .jp-Cellkeep-mod-transfer").first.wait_for(state="detached")


def test_an_output_is_saved_by_menu_dialog_and_shortcut(lab: LabPage, server: LabServer) -> None:
    lab.open("tour.ipynb")
    lab.show_sidebar()
    cell = lab.type_cell(
        "from IPython.display import HTML, Markdown, display\n"
        "display(HTML('<b>bold</b>'))\ndisplay(Markdown('# heading'))\nprint('words')"
    )
    lab.run_cell(cell)
    outputs = cell.locator(".jp-OutputArea-child")

    outputs.nth(0).click(button="right")
    lab.page.get_by_role("menuitem", name="Save Output as Artifact", exact=True).click()
    outputs.nth(0).get_by_role("button", name="Saved as").wait_for(state="attached")

    outputs.nth(1).click(button="right")
    lab.page.get_by_role("menuitem", name="Save Output as Artifact…", exact=True).click()
    dialog = lab.page.get_by_role("dialog")
    name = dialog.get_by_role("textbox", name="Name")
    name.fill("../escape")
    dialog.get_by_text("a part of it is '.' or '..'").wait_for()
    assert dialog.get_by_role("button", name="Save").is_disabled()
    name.fill("chapter one/heading")
    dialog.get_by_role("radio", name="code").check()
    dialog.get_by_role("button", name="Save").click()

    found = lab.wait_stored("chapter one/heading")
    heading = found["chapter one/heading"]
    assert heading["category"] == "code"
    assert heading["preview"]["media_types"][:1] == ["text/markdown"]

    before = len(lab.stored())
    cell.locator(".jp-InputPrompt").click()
    lab.page.keyboard.press("Control+Shift+Enter")
    lab.page.wait_for_function(
        "() => document.querySelectorAll('.jp-Cellkeep-KeepHost[data-status=kept]').length >= 3"
    )
    assert len(lab.stored()) > before, "the text output is new, the others were kept already"
    assert server.cellkeep("verify")["ok"]
