"""Shared documents, cells that the server executes, and a kernel of another language.

With packages that few have: jupyter-collaboration, jupyter-server-nbmodel and bash_kernel.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from lab_page import LabPage
from lab_server import ROOT, LabServer
from line import wait_until
from more_packages import MorePackagesServer, make_environment
from notebooks import code_cell, write_notebook
from playwright.sync_api import Locator, expect

from docs_table import docs_table, saved_types

PICTURES = ROOT / "test-results" / "shared"
FRAME = "import pandas as pd\nframe = pd.DataFrame({'a': range(1000), 'b': 1.5})\nframe"
LATE = """\
import pathlib, time
while not pathlib.Path("closed").exists(): time.sleep(0.1)
late = frame.head(9)
late"""
BASH = {"name": "bash", "display_name": "Bash", "language": "bash"}
# What a person calls it, the cell, which of its outputs.
SHELL = [
    ("HTML", "echo '<b>bold</b>' | displayHTML", 0),
    ("Picture", "base64 -d <<< $PIXEL | display", 0),
    ("Printed text", "seq 3", 0),
    ("Error", "false", 0),
]
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEUlEQVR4nGP8zwAG"
    "TBAKQQEAG/0BBdlF2RQAAAAASUVORK5CYII="
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    folder = tmp_path_factory.mktemp("more")
    python = make_environment(folder / "environment")
    server = MorePackagesServer(folder / "lab", python=str(python))
    server.start()
    yield server
    server.stop()


def of_notebook(lab: LabPage, name: str) -> list[dict[str, Any]]:
    return [one for one in lab.stored() if one["provenance"].get("notebook") == name]


def tick(cell: Locator, name: str) -> Locator:
    return cell.get_by_role("button", name=f"Saved as {name}")


def test_two_pages_share_a_notebook_that_the_server_executes(
    lab: LabPage, server: LabServer
) -> None:
    name = "shared.ipynb"
    cells = [
        code_cell("first", "%load_ext cellkeep", count=None),
        code_cell("frame", FRAME, count=None),
        code_cell("tagged", "tagged = frame.tail(3)\ntagged", count=None),
        code_cell("magic", "%keep frame --as whole", count=None),
        code_cell("late", LATE, count=None),
    ]
    write_notebook(server.notebooks / name, *cells)
    executed: list[str] = []
    lab.page.on(
        "request",
        lambda one: (
            executed.append(one.url) if one.url.partition("?")[0].endswith("/execute") else 0
        ),
    )
    lab.open(name).show_sidebar()
    second = LabPage(lab.page.context.new_page(), server).open(name)
    lab.page.bring_to_front()
    lab.run_cell(lab.cell("load_ext"))
    assert len(executed) == 1, "it is the server that executes"
    lab.run_cell(lab.cell("import pandas"))

    # The object is kept, and both pages show it.
    output = lab.cell("import pandas").locator(".jp-OutputArea-child").first
    output.hover()
    output.get_by_role("button", name="Save this output: full table, 1,000 × 2").click()
    tick(output, "frame v1: full table").wait_for()
    tick(second.cell("import pandas"), "frame v1: full table").wait_for(state="attached")
    (kept,) = of_notebook(lab, name)
    assert kept["provenance"]["captured"] == "object"
    assert kept["provenance"]["cell_id"] == "frame"
    assert kept["provenance"]["source"] == FRAME
    lab.in_both_themes(PICTURES / "kept")

    # So is what a magic keeps, and a cell with the tag.
    lab.run_cell(lab.cell("%keep frame"))
    whole = lab.wait_stored("whole")["whole"]
    assert (whole["sha256"], whole["provenance"]["cell_id"]) == (kept["sha256"], "magic")
    tagged = lab.cell("tagged = frame")
    tagged.locator(".jp-InputPrompt").click(button="right")
    lab.menu_item("Save Outputs of This Cell Automatically").click()
    lab.run_cell(tagged)
    for page in (lab, second):
        tick(page.cell("tagged = frame"), "tagged v1").wait_for(state="attached")
    provenance = lab.wait_stored("tagged")["tagged"]["provenance"]
    assert (provenance["via"], provenance["cell_id"]) == ("auto", "tagged")

    # The same bytes once more are the same artifact.
    lab.run_cell(tagged)
    for page in (lab, second):
        tick(page.cell("tagged = frame"), "tagged v1").wait_for(state="attached")

    # What one page keeps as it is displayed, the other one knows.
    second.page.bring_to_front()
    second.run_cell(second.type_cell("print('for both')"))
    second.page.keyboard.press("Control+Shift+Enter")
    tick(lab.cell("for both"), "text of cell").wait_for(state="attached")
    assert sorted(one["name"] for one in of_notebook(lab, name)) == [
        "frame",
        "tagged",
        "text of cell [6]",
        "whole",
    ]

    # A long cell, and both pages are closed meanwhile.
    second.command("cellkeep:auto-capture", what="tables")
    second.page.wait_for_timeout(800)
    second.cell("time.sleep").locator(".jp-InputPrompt").click()
    second.page.keyboard.press("Control+Enter")
    expect(second.cell("time.sleep").locator(".jp-InputPrompt")).to_contain_text("*")
    for page in (lab, second):
        page.page.goto("about:blank")
    assert not [one for one in of_notebook(lab, name) if one["name"] == "late"]
    (server.notebooks / "closed").touch()
    late = lab.wait_stored("late")["late"]
    assert (late["provenance"]["via"], late["provenance"]["cell_id"]) == ("auto", "late")
    lab.open(name)
    tick(lab.cell("time.sleep"), "late v1").wait_for(state="attached")
    assert len([one for one in of_notebook(lab, name) if one["name"] == "late"]) == 1
    second.page.close()


def test_run_all_is_the_first_thing_that_the_server_executes(
    lab: LabPage, server: LabServer
) -> None:
    """What is kept before the kernel can be told its cells has its ticks, by its count."""
    name = "at-once.ipynb"
    cells = [code_cell(f"c{n}", f"{FRAME}.head({n + 3})", count=None) for n in range(3)]
    wish = {"cellkeep": {"capture": "all"}}
    write_notebook(server.notebooks / name, *cells, metadata=wish)
    lab.open()
    lab.page.evaluate(
        """async path => {
            const panel = await window.jupyterapp.commands.execute('docmanager:open', {path});
            const kernel = panel.sessionContext;
            await new Promise(done => kernel.session?.kernel ? done() :
                kernel.kernelChanged.connect((_, {newValue}) => newValue && done()));
            void window.jupyterapp.commands.execute('notebook:run-all-cells');
        }""",
        name,
    )
    expect(lab.cells.nth(2).locator(".jp-InputPrompt")).to_contain_text("[3]", timeout=60_000)
    tick(lab.cells.nth(2), "frame").wait_for(state="attached")
    counts = {one["provenance"]["execution_count"] for one in of_notebook(lab, name)}
    for count in counts:
        tick(lab.cells.nth(count - 1), "frame").wait_for(state="attached")


def test_a_kernel_of_another_language(lab: LabPage, server: LabServer) -> None:
    name = "shell.ipynb"
    cells = [code_cell(f"c{n}", source, count=None) for n, (_, source, _) in enumerate(SHELL)]
    pixel = code_cell("pixel", f"PIXEL={PIXEL}", count=None)
    write_notebook(server.notebooks / name, pixel, *cells, kernel=BASH)
    lab.open(name)
    lab.run_cell(lab.cell("PIXEL=iVBO"))
    rows = []
    for number, (what, source, index) in enumerate(SHELL):
        cell = lab.cells.nth(number + 1)
        lab.run_cell(cell)
        output = cell.locator(".jp-OutputArea-child").nth(index)
        output.hover()
        output.get_by_role("button", name="Save this output as displayed").click()
        output.get_by_role("button", name="Saved as").wait_for()
        wait_until(lambda number=number: len(of_notebook(lab, name)) > number)
        kept = of_notebook(lab, name)[0]
        assert kept["provenance"]["captured"] == "display"
        assert kept["provenance"]["language"] == "bash"
        (saved,) = server.get(f"cellkeep/api/artifacts/{kept['id']}/content")["outputs"]
        rows.append((what, f"`{source}`", kept["name"], saved_types(saved), kept["summary"]))
    head = ("output", "cell", "name", "what is saved of it", "said of it")
    docs_table("e2e/test_shared_documents.py", head, rows)
