"""The tour notebook as a person takes it: every way of saving, by mouse and keyboard.

Its screenshots are the README's pictures (`make pictures` copies them to docs/pictures).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from lab_page import WITH_PICTURES, LabPage
from lab_server import ROOT, LabServer

from system_files import SYSTEM_FILES

PICTURES = ROOT / "test-results" / "pictures"
# What the cells of the tour save by themselves.
BY_CELLS = [
    "elevation",
    "gapminder",
    "elevation map",
    "life expectancy",
    "weights",
    "recent",
    "training",
    "recent.csv",
    "notes.md",
]
# The last is 1440 × 900 at a zoom of 200 %.
SIZES = {"": (1440, 900), "-1024": (1024, 700), "-200": (720, 450)}


@pytest.fixture
def desktop(tmp_path: Path) -> Path:
    """Files as they lie on somebody's desktop."""
    (tmp_path / "survey" / "north").mkdir(parents=True)
    (tmp_path / "survey" / "north" / "points.json").write_text('{"points": [1, 2, 3]}')
    (tmp_path / "survey" / "README.txt").write_text("measured in May\n")
    (tmp_path / "photo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return tmp_path


@pytest.mark.timeout(300)
def test_the_tour_as_a_person_takes_it(lab: LabPage, server: LabServer, desktop: Path) -> None:
    page = lab.page
    (server.notebooks / "plan.md").write_text("# Plan\n")
    lab.open("tour.ipynb")
    sidebar = lab.show_sidebar()
    sidebar.get_by_text("Drop outputs, cells or files here").wait_for()
    lab.picture(PICTURES / "empty.png")

    # Each cell, one by one; the last cell's assertions check that everything comes back.
    for index in range(lab.cells.count()):
        cell = lab.cells.nth(index)
        if "jp-CodeCell" in (cell.get_attribute("class") or ""):
            lab.run_cell(cell)
            errors = cell.locator("[data-mime-type='application/vnd.jupyter.error']")
            assert errors.count() == 0, errors.inner_text()
    found = lab.wait_stored(*BY_CELLS, *[f"system/{name}" for name in SYSTEM_FILES])
    assert found["gapminder"]["codec"] == "table-arrow.v1"
    assert found["weights"]["codec"] == "tensors-safetensors.v1"
    assert found["training"]["codec"] == "mimebundle.v1"
    provenance = found["elevation"]["provenance"]
    assert provenance["notebook"] == "tour.ipynb"
    assert "elevation = dem" in provenance["source"]

    # The cards under the cells tell the same.
    card = lab.cell("elevation = dem").locator(".jp-Cellkeep-Card")
    card.scroll_into_view_if_needed()
    card.get_by_text("stored v1").wait_for()
    lab.picture(PICTURES / "cards.png")

    # An output, by the button in its corner.
    shown = lab.cell("px.histogram").locator(".jp-OutputArea-child").first
    shown.scroll_into_view_if_needed()
    shown.hover()
    shown.get_by_role("button", name="Save this output").click()
    shown.get_by_role("button", name="Saved as Life expectancy, all years v1").wait_for()

    # A cell, dragged by its number onto a category.
    frame = lab.cell("recent.sort_values")
    frame.scroll_into_view_if_needed()
    lab.drag(frame.locator(".jp-InputPrompt"), sidebar)
    target = page.locator(".jp-Cellkeep-DropTarget[data-category=input]")
    target.wait_for()
    lab.move_over(target)
    page.get_by_text("1 cell → input of tour.ipynb").wait_for()
    lab.picture(PICTURES / "drop.png")
    page.mouse.up()
    target.wait_for(state="detached")

    # Files and folders from the desktop.
    paths = [str(desktop / "photo.svg"), str(desktop / "survey")]
    lab.drag_files(sidebar, paths)
    lab.drop_files(page.locator(".jp-Cellkeep-DropTarget[data-category=code]"), paths)

    # A file of JupyterLab's own browser, by way of the sidebar's tab.
    page.locator("[data-id='filebrowser']").first.click()
    lab.drag(page.locator(".jp-DirListing-item", has_text="plan.md"), lab.sidebar_tab)
    lab.move_over(sidebar)
    lab.move_over(page.locator(".jp-Cellkeep-DropTarget[data-category=input]"))
    page.mouse.up()
    assert (server.notebooks / "plan.md").exists(), "a drop saves, it moves nothing"

    found = lab.wait_stored(
        "Life expectancy, all years",
        "photo.svg",
        "survey/north/points.json",
        "survey/README.txt",
        "plan.md",
        "recent.sort_values.head",
    )
    assert found["Life expectancy, all years"]["codec"] == "plotly-json.v1", "the object itself"
    assert found["recent.sort_values.head"]["category"] == "input"
    assert found["recent.sort_values.head"]["provenance"]["via"] == "cell"
    # A table's first rows are no version of the table.
    loaded = lab.type_cell("len(cellkeep.load('recent'))")
    lab.run_cell(loaded)
    assert lab.outputs(loaded).first.inner_text() == "142"
    assert found["survey/north/points.json"]["category"] == "code"
    assert found["plan.md"]["provenance"]["via"] == "contents"

    # Everything that the store lists can be seen, and is what it says.
    lab.expect_rows("plan.md", "weights", "survey/README.txt", "Life expectancy, all years")
    verified = server.cellkeep("verify")
    assert verified["ok"]
    assert verified["whole"] >= len(BY_CELLS) + len(SYSTEM_FILES)

    shown.scroll_into_view_if_needed()
    lab.row("elevation map").click()
    sidebar.get_by_text("from cell").wait_for()
    if WITH_PICTURES:
        page.wait_for_timeout(500)  # the picture fades in
        for theme in lab.themes():
            name = "sidebar" if theme == "Light" else "dark"
            for of, (width, height) in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                lab.painted()
                lab.picture(PICTURES / f"{name}{of}.png")
