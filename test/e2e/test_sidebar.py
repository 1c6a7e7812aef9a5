"""What is stored: search, keys, previews, download, load code."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from lab_page import LabPage, dragged_to_desktop
from lab_server import ROOT, LabServer
from line import wait_until
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.one_tab

PICTURES = ROOT / "test-results" / "sidebar"
CITIES = [["Oslo", "717710"], ["Quito", "2011388"]]

SEED = """
import cellkeep, numpy as np, pandas as pd, re
with cellkeep.Run("older") as run:
    run.save(np.arange(12.0).reshape(3, 4), "input", name="grid")
    run.save("page.html", "output")
    run.save("drawing.svg", "output")
    run.save({"a": [1, 2, {"b": None}]}, "output", name="settings")
    run.save(re.compile("a"), "output", name="odd", allow_pickle=True)
    run.save(pd.DataFrame({"city": ["Oslo", "Quito"], "people": [717710, 2011388]}),
             "output", name="cities")
with cellkeep.Run("newer") as run:
    run.save("first line\\nsecond line\\n".encode(), "output", name="raw").wait()
    run.save("notes.txt", "code")  # the list is in the order of arrival: this one is the newest
"""
HOSTILE = """<p id="seen">shown</p><script>
document.body.dataset.ran = '1'; parent.document.title = 'taken over';
fetch('/api/contents'); localStorage.x = 1;
</script>"""


@pytest.fixture(scope="module")
def server(shared_server: LabServer) -> LabServer:
    server = shared_server
    server.empty()
    server.add_example("tour.ipynb")
    server.notebooks.joinpath("page.html").write_text(HOSTILE)
    server.notebooks.joinpath("notes.txt").write_text("first line\nsecond line\n")
    server.notebooks.joinpath("drawing.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'>"
        "<script>parent.document.title = 'taken over'</script><circle r='9'/></svg>"
    )
    server.script(SEED)
    return server


def test_search_and_filters_narrow_the_list(lab: LabPage) -> None:
    sidebar = lab.open().show_sidebar()
    lab.expect_rows("raw", "notes.txt")
    sidebar.get_by_role("searchbox").fill("cit")
    lab.row("cities").wait_for()
    lab.row("raw").wait_for(state="detached")
    assert len(lab.rows()) == 1
    sidebar.get_by_role("searchbox").fill("")
    lab.row("raw").wait_for()
    sidebar.get_by_role("button", name="Filter", exact=True).click()
    lab.menu_item("Category").click()
    lab.menu_item("Code").last.click()
    lab.row("raw").wait_for(state="detached")
    assert [row.split()[0] for row in lab.rows()] == ["notes.txt"]


def test_keys_move_open_and_close(lab: LabPage) -> None:
    sidebar = lab.open().show_sidebar()
    lab.row("raw").wait_for()
    sidebar.get_by_role("searchbox").click()
    lab.page.keyboard.press("Tab")
    lab.page.keyboard.press("Tab")
    lab.page.keyboard.press("Tab")
    focused = "document.activeElement?.getAttribute('role')"
    assert lab.page.evaluate(focused) == "treeitem"
    lab.page.keyboard.press("Home")
    assert "newer" in lab.page.evaluate("document.activeElement.innerText")
    lab.page.keyboard.press("ArrowLeft")
    lab.row("raw").wait_for(state="detached")
    lab.page.keyboard.press("ArrowRight")
    lab.row("raw").wait_for()
    lab.page.keyboard.press("ArrowDown")
    expect(lab.page.locator("[role=treeitem]:focus")).to_contain_text("notes.txt")
    lab.page.keyboard.press("Enter")
    lab.page.locator("#jp-main-dock-panel .jp-Cellkeep-Document").wait_for()


def test_previews_show_what_is_inside(lab: LabPage) -> None:
    sidebar = lab.open().show_sidebar()
    expand_all(lab)
    for name, shown in {
        "grid": "11",
        "cities": "Quito",
        "settings": "b",
        "notes.txt": "second line",
        "odd": "never loaded",
    }.items():
        lab.row(name).click()
        preview = sidebar.get_by_label(f"Preview of {name}", exact=True)
        preview.get_by_text(shown).first.wait_for()


def test_hostile_pages_run_nothing_of_theirs_in_ours(lab: LabPage) -> None:
    sidebar = lab.open().show_sidebar()
    expand_all(lab)
    asked: list[str] = []
    main = lab.page.main_frame
    lab.page.on("request", lambda one: one.frame != main and asked.append(one.url))
    lab.row("page.html").click()
    frame = sidebar.locator("iframe")
    frame.wait_for()
    assert "allow-same-origin" not in (frame.get_attribute("sandbox") or "")
    inside = frame.content_frame.locator("iframe").content_frame
    inside.locator("#seen").wait_for()
    assert inside.locator("body").evaluate("body => body.dataset.ran") is None
    lab.row("drawing.svg").click()
    lab.page.wait_for_timeout(500)
    assert "taken over" not in lab.page.title()
    assert asked == [], "a sandboxed page asks for nothing"


def test_a_download_is_the_bytes_or_what_other_programs_open(
    lab: LabPage, server: LabServer
) -> None:
    """The button, a choice of forms, the desktop and the file browser."""
    page = lab.page
    lab.open().show_sidebar()
    expand_all(lab)

    def downloaded(name: str, click: Locator) -> Path:
        with page.expect_download() as download:
            click.click()
        assert download.value.suggested_filename == name
        return download.value.path()

    notes = lab.row("notes.txt")
    notes.hover()
    file = downloaded("notes.txt", notes.get_by_role("button", name="Download"))
    assert file.read_text() == "first line\nsecond line\n"
    cities = lab.row("cities")
    cities.hover()
    file = downloaded("cities.csv", cities.get_by_role("button", name="Download"))
    assert [row[-2:] for row in csv.reader(file.open())][1:] == CITIES
    cities.click(button="right")
    page.get_by_role("menuitem", name="Download As…").click()
    dialog = page.get_by_role("dialog")
    options = dialog.get_by_role("combobox").locator("option").all_inner_texts()
    assert options == ["CSV", "Parquet", "The bytes as kept"]
    lab.in_both_themes(PICTURES / "download-as")
    dialog.get_by_role("combobox").select_option("Parquet")
    file = downloaded("cities.parquet", dialog.get_by_role("button", name="Download"))
    assert pq.read_table(file)["city"].to_pylist() == ["Oslo", "Quito"]

    grid = lab.row("grid")
    grid.hover()
    dragged = dragged_to_desktop(grid.locator(".jp-Cellkeep-Row-toDesktop"))
    media_type, name, url = dragged["downloadurl"].split(":", 2)
    assert (media_type, name) == ("application/x-npy", "grid.npy")
    assert np.load(io.BytesIO(page.request.get(url).body())).tolist()[0] == [0.0, 1.0, 2.0, 3.0]

    grid.click(button="right")
    page.get_by_role("menuitem", name="Copy to File Browser").click()
    copy = server.notebooks / "grid.npy"
    wait_until(copy.exists)
    assert np.load(copy).shape == (3, 4)


def test_inserted_code_loads_the_artifact(lab: LabPage, server: LabServer) -> None:
    lab.open("tour.ipynb").show_sidebar()
    expand_all(lab)
    lab.type_cell("").locator(".jp-InputPrompt").click()
    lab.row("cities").click(button="right")
    lab.page.get_by_role("menuitem", name="Insert Load Code").click()
    cell = lab.cell("cities")
    assert "cellkeep.load" in cell.inner_text()
    lab.run_cell(cell)
    check = "import json; json.dump(cities.people.tolist(), open('loaded.json', 'w'))"
    lab.run_cell(lab.type_cell(check))
    assert json.loads((server.notebooks / "loaded.json").read_text()) == [717710, 2011388]


def expand_all(lab: LabPage) -> None:
    lab.row("raw").wait_for()
    if not lab.row("grid").is_visible():
        lab.page.locator("#cellkeep-sidebar .jp-Cellkeep-mod-run", has_text="older").click()
    lab.row("grid").wait_for()
