"""What is stored: search, keys, previews, download, load code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab_page import LabPage
from lab_server import LabServer
from playwright.sync_api import Page

SEED = """
import cellkeep, numpy as np, pandas as pd
with cellkeep.Run("older") as run:
    run.save(np.arange(12.0).reshape(3, 4), "input", name="grid")
    run.save("page.html", "output")
    run.save("drawing.svg", "output")
    run.save({"a": [1, 2, {"b": None}]}, "output", name="settings")
    run.save({1, 2}, "output", name="set", allow_pickle=True)
    run.save(pd.DataFrame({"city": ["Oslo", "Quito"], "people": [717710, 2011388]}),
             "output", name="cities")
with cellkeep.Run("newer") as run:
    run.save("first line\\nsecond line\\n".encode(), "output", name="raw")
    run.save("notes.txt", "code")
"""
HOSTILE = """<p id="seen">shown</p><script>
document.body.dataset.ran = '1'; parent.document.title = 'taken over';
fetch('/api/contents'); localStorage.x = 1;
</script>"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    server = LabServer(tmp_path_factory.mktemp("sidebar"))
    server.add_example("tour.ipynb")
    server.notebooks.joinpath("page.html").write_text(HOSTILE)
    server.notebooks.joinpath("notes.txt").write_text("first line\nsecond line\n")
    server.notebooks.joinpath("drawing.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'>"
        "<script>parent.document.title = 'taken over'</script><circle r='9'/></svg>"
    )
    server.script(SEED)
    server.start()
    yield server
    server.stop()


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
    lab.page.keyboard.press("Enter")
    lab.page.locator("#jp-main-dock-panel .ck-Document").wait_for()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("grid", "11"),
        ("cities", "Quito"),
        ("settings", "b"),
        ("notes.txt", "second line"),
        ("set", "never loaded"),
    ],
)
def test_previews_show_what_is_inside(lab: LabPage, name: str, shown: str) -> None:
    sidebar = lab.open().show_sidebar()
    expand_all(lab)
    lab.row(name).click()
    sidebar.locator(".ck-Details").get_by_text(shown).first.wait_for()


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
    inside = frame.element_handle().content_frame()  # type: ignore[union-attr]
    inside.wait_for_selector("#seen")
    assert inside.evaluate("document.body.dataset.ran") is None
    lab.row("drawing.svg").click()
    lab.page.wait_for_timeout(500)
    assert "taken over" not in lab.page.title()
    assert asked == [], "a sandboxed page asks for nothing"


def test_download_gives_the_bytes_back(lab: LabPage, page: Page, tmp_path: Path) -> None:
    lab.open().show_sidebar()
    row = lab.row("notes.txt")
    row.hover()
    with page.expect_download() as download:
        row.get_by_role("button", name="Download").click()
    download.value.save_as(tmp_path / "got")
    assert (tmp_path / "got").read_text() == "first line\nsecond line\n"
    assert download.value.suggested_filename == "notes.txt"


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
        lab.page.locator("#cellkeep-sidebar .ck-mod-run", has_text="older").click()
    lab.row("grid").wait_for()
