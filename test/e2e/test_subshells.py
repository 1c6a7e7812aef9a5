"""Outputs kept while a cell draws and prints a flood, with comms on subshells and without."""

from __future__ import annotations

import json

import pytest
from lab_page import SIDEBAR, LabPage
from lab_server import LabServer
from line import wait_until
from notebooks import code_cell, write_notebook
from playwright.sync_api import expect

# Notes each look at pyplot's figures that is not the cell's own thread's.
SHOW = """\
%load_ext cellkeep
import cellkeep, threading, time
import matplotlib.pyplot as plt
from matplotlib._pylab_helpers import Gcf
strangers = []
def noting(name):
    original = getattr(Gcf, name)
    def method(*args, **options):
        if threading.current_thread() is not threading.main_thread():
            strangers.append((name, threading.current_thread().name))
        return original(*args, **options)
    setattr(Gcf, name, method)
for name in ("get_active", "get_fig_manager", "get_all_fig_managers", "destroy", "set_active"):
    noting(name)
plt.plot([1, 3]); plt.title("Growth"); plt.show()
"""
# Draws and prints until the file is there; then saves forty things in a flood of which the
# server drops the most, messages of ours included; then is quiet until it lets all through again.
BUSY = """\
half, axes = plt.subplots()
axes.plot([2, 1])
run = cellkeep.current_run()
import pathlib
while not pathlib.Path("MODE.go").exists():
    print("drawing", "x" * 20_000)
    time.sleep(0.1)
for number in range(40):
    run.save([number], "output", name=f"flooded {number}")
    for line in range(500): print(number, line, "x" * 1000)
    time.sleep(0.1)
time.sleep(5)
same = plt.gcf() is half
plt.close(half)
from IPython.display import clear_output
clear_output()
print("the figure is the same:", same, strangers)
"""


@pytest.mark.parametrize(
    "mode", [pytest.param("disabled", marks=pytest.mark.long), "perCommTarget"]
)
def test_nothing_is_lost_and_nothing_drawn_by_others(
    lab: LabPage, server: LabServer, mode: str
) -> None:
    folder = server.home / "config/lab/user-settings/@jupyterlab/apputils-extension"
    settings = {"commsOverSubshells": mode}
    (folder / "kernels-settings.jupyterlab-settings").write_text(json.dumps(settings))
    name = f"{mode}.ipynb"
    cells = [
        code_cell("show", SHOW, count=None),
        code_cell("busy", BUSY.replace("MODE", mode), count=None),
    ]
    write_notebook(server.notebooks / name, *cells)
    lab.open(name).show_sidebar()
    lab.run_cell(lab.cell("Growth"))
    busy = lab.cell("flooded")
    busy.locator(".jp-InputPrompt").click()
    lab.page.keyboard.press("Control+Enter")
    busy.locator(".jp-OutputArea-output").first.wait_for()

    output = lab.cell("Growth").locator(".jp-OutputArea-child").first
    output.scroll_into_view_if_needed()
    output.hover()
    output.get_by_role("button", name="Save this output: figure as PNG and SVG").click()
    # Without subshells a busy kernel hears nothing: what is displayed is kept, and that is said.
    said = lab.page.locator(".Toastify__toast").filter(has_text="saved as displayed, not the whole")
    if mode == "disabled":
        said.wait_for()
    output.get_by_role("button", name="Saved as Growth v1").wait_for()
    expect(said).to_have_count(1 if mode == "disabled" else 0)
    # It did not wait for the cell.
    expect(busy.locator(".jp-InputPrompt")).to_contain_text("*")
    (server.notebooks / f"{mode}.go").touch()
    expect(lab.outputs(busy)).to_have_text(["the figure is the same: True []\n"], timeout=120_000)

    flooded = [f"flooded {number}" for number in range(40)]
    found = lab.wait_stored(*flooded, "Growth")
    assert found["Growth"]["provenance"]["captured"] == (
        "display" if mode == "disabled" else "object"
    )
    of_notebook = [one for one in lab.stored() if one["provenance"].get("notebook") == name]
    assert len(of_notebook) == 41
    # The page knows it too: nothing seems to be under way for ever.
    wait_until(lambda: lab.page.locator(f"{SIDEBAR} .jp-Cellkeep-mod-transfer").count() == 0)
    lab.expect_rows("flooded 39")
