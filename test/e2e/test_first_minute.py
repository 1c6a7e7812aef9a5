"""What a newcomer does first, with no import anywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
from lab_page import PANEL, LabPage
from lab_server import ROOT, LabServer
from line import wait_until
from notebooks import code_cell, write_notebook
from playwright.sync_api import expect

FRAME = "import pandas as pd\nframe = pd.DataFrame({'a': range(1000), 'b': 1.5})\nframe"
PICTURES = ROOT / "test-results" / "first-minute"
WORDS = "full table, 1,000 × 2"
# A person's own file of the name of something that Cellkeep imports.
STRANGER = "from pathlib import Path\nPath('stranger-ran').touch()\n"


def saves_the_whole(lab: LabPage, cell: Any) -> None:
    output = cell.locator(".jp-OutputArea-child").first
    output.hover()
    output.get_by_role("button", name=f"Save this output: {WORDS}").click()
    output.get_by_role("button", name="Saved as frame v1").wait_for()


def restart(lab: LabPage) -> None:
    lab.page.get_by_role("menuitem", name="Kernel", exact=True).click()
    lab.menu_item("Restart Kernel and Run All Cells…").click()
    with lab.page.expect_response(lambda one: one.url.partition("?")[0].endswith("/restart")):
        lab.page.get_by_role("dialog").locator("button.jp-mod-accept").click()


def test_a_new_notebook_keeps_the_whole_table_with_one_click(
    lab: LabPage, server: LabServer, tmp_path: Path
) -> None:
    write_notebook(server.notebooks / "new.ipynb", code_cell("first", "", count=None))
    for name in ("filelock", "msgspec", "secrets", "cellkeep"):
        (server.notebooks / f"{name}.py").write_text(STRANGER)
    lab.open("new.ipynb")
    page = lab.page
    sidebar = lab.show_sidebar()
    lab.in_both_themes(PICTURES / "empty")
    # The folder's own modules come first again for the person's own code, and not before.
    assert not (server.notebooks / "stranger-ran").exists()
    for name in ("filelock", "msgspec", "secrets", "cellkeep"):
        (server.notebooks / f"{name}.py").unlink()
    cell = lab.type_cell(FRAME)
    lab.run_cell(cell)
    # Nothing was counted, and nothing is left in the person's names.
    expect(cell.locator(".jp-InputPrompt")).to_contain_text("[1]")
    names = lab.type_cell("[n for n in dir() if 'cellkeep' in n.lower() or n in ('state', 'path')]")
    lab.run_cell(names)
    expect(names.locator(".jp-OutputArea-output")).to_have_text("[]")
    # What other notebooks begin with says nothing, and does no harm.
    begins = lab.type_cell("%load_ext cellkeep\nimport cellkeep")
    lab.run_cell(begins)
    expect(begins.locator(".jp-OutputArea-child")).to_have_count(0)
    saves_the_whole(lab, cell)
    path = tmp_path / "frame.arrow"
    command = [str(Path(sys.executable).with_name("cellkeep")), "get", "frame", "-o", str(path)]
    subprocess.run(command, env=server.environment, check=True, cwd=tmp_path)
    assert pa.ipc.open_file(path).read_all().num_rows == 1000

    # What the sidebar says works as it stands, and so do the magics.
    server.empty_store()
    hint = sidebar.locator(".jp-Cellkeep-Placeholder code")
    said = hint.inner_text()
    lab.run_cell(lab.type_cell("other = frame + 1\nother"))
    hinted = lab.type_cell(said)
    lab.run_cell(hinted)
    lab.wait_stored("other")
    named = lab.type_cell("%keep frame")
    lab.run_cell(named)
    lab.wait_stored("frame")
    assert page.locator(f"{PANEL} [data-mime-type='application/vnd.jupyter.error']").count() == 0

    # After a restart, and in the first cell that runs.
    restart(lab)
    expect(cell.locator(".jp-InputPrompt")).to_contain_text("[1]", timeout=30_000)
    output = cell.locator(".jp-OutputArea-child").first
    wait_until(lambda: "[6]" in lab.cells.last.locator(".jp-InputPrompt").inner_text())
    output.hover()
    output.get_by_role("button", name=WORDS).wait_for()


def test_the_first_cell_of_run_all_is_seen(lab: LabPage, server: LabServer) -> None:
    codes = ["'at once'", FRAME, FRAME.replace("1.5", "2.5")]
    cells = [code_cell(f"cell-{n}", code, count=None) for n, code in enumerate(codes)]
    wish = {"cellkeep": {"capture": "all"}}
    write_notebook(server.notebooks / "at-once.ipynb", *cells, metadata=wish)
    page = lab.page
    lab.open()
    page.evaluate(
        """async () => {
            const panel = await window.jupyterapp.commands.execute(
                'docmanager:open', {path: 'at-once.ipynb'});
            const kernel = panel.sessionContext;
            await new Promise(done => kernel.kernelChanged.connect(
                (_, {newValue}) => newValue && done()));
            void window.jupyterapp.commands.execute('notebook:run-all-cells');
        }"""
    )
    expect(lab.cells.nth(2).locator(".jp-InputPrompt")).to_contain_text("[3]", timeout=60_000)
    for number in (1, 2):
        output = lab.cells.nth(number).locator(".jp-OutputArea-child").first
        output.get_by_role("button", name=WORDS).wait_for(state="attached")
    # *Save All Outputs Automatically* is on, and the first was displayed before any comm came.
    wanted = {one["id"] for one in cells}

    def kept() -> list[str]:
        # Kernels of the tests before are alive, and may save yet.
        found = [one["provenance"] for one in lab.stored()]
        return [str(one.get("cell_id")) for one in found if one.get("notebook") == "at-once.ipynb"]

    with suppress(AssertionError):  # what there is says more than that it was not in time
        wait_until(lambda: set(kept()) == wanted, 15)
    assert set(kept()) == wanted, kept()
    for number in range(3):
        tick = lab.cells.nth(number).get_by_role("button", name="Saved as")
        tick.wait_for(state="attached")


def test_a_kernel_without_cellkeep_says_so(lab: LabPage, server: LabServer) -> None:
    spec = Path(server.environment["JUPYTER_DATA_DIR"]) / "kernels/without"
    spec.mkdir(parents=True, exist_ok=True)
    blocks = "import sys; sys.modules['cellkeep'] = None"
    code = f"{blocks}; from ipykernel.kernelapp import launch_new_instance as go; go()"
    about = {"display_name": "Without", "language": "python"}
    argv = [sys.executable, "-c", code, "-f", "{connection_file}"]
    spec.joinpath("kernel.json").write_text(json.dumps(about | {"argv": argv}))
    write_notebook(
        server.notebooks / "without.ipynb",
        code_cell("first", FRAME, count=None),
        kernel={"name": "without", **about},
    )
    server.empty_store()
    lab.open("without.ipynb")
    sidebar = lab.show_sidebar()
    bar = sidebar.locator(".jp-Cellkeep-HelperBar")
    expect(bar).to_contain_text("%pip install cellkeep")
    expect(sidebar.locator(".jp-Cellkeep-Placeholder code")).to_have_count(0)
    cell = lab.cells.first
    lab.run_cell(cell)
    output = cell.locator(".jp-OutputArea-child").first
    output.hover()
    button = output.get_by_role("button", name="Save this output as displayed")
    assert "%pip install cellkeep" in (button.get_attribute("aria-label") or "")
    lab.in_both_themes(PICTURES / "without")
    button.click()
    output.get_by_role("button", name="Saved as frame v1: as displayed").wait_for()

    # What a cell installs is noticed without a restart.
    lab.run_cell(lab.type_cell("import sys; del sys.modules['cellkeep']  # install"))
    expect(bar).to_have_count(0)
    lab.run_cell(cell)
    output.hover()
    output.get_by_role("button", name=WORDS).wait_for()
