"""Tables of any length, from any library: seen, counted, narrowed, written again."""

from __future__ import annotations

import pyarrow as pa
import pytest
from lab_page import middle
from lab_server import ROOT
from playwright.sync_api import Locator, expect
from pyarrow import parquet as pq

from viewers.page import Viewers, cell
from viewers.samples import typed_table


def test_ten_million_rows_open_by_reading_what_is_shown(viewers: Viewers) -> None:
    page = viewers.page
    viewers.open("planets")  # the viewer's own code is loaded by now
    cell(viewers.document, 0, 1).wait_for()
    document = viewers.open_measured("big table", lambda document: cell(document, 0, 2))
    expect(cell(document, 0, 2)).to_have_text("Mercury")
    expect(document.locator(".jp-Cellkeep-Viewer-foot").first).to_contain_text("10,000,000 rows")
    grid = document.get_by_role("grid")
    grid.focus()
    page.keyboard.press("Control+End")
    expect(cell(document, 9_999_999, 0)).to_have_text("9999999")
    page.keyboard.press("ArrowUp")
    expect(cell(document, 9_999_998, 0)).to_have_text("9999998")
    grid.hover()
    page.mouse.wheel(0, -2200)  # a hundred rows, however long the table is
    expect(cell(document, 9_999_880, 0)).to_have_text("9999880")
    print("long tasks", page.evaluate("longTasks"))
    viewers.shot("big-table")


def test_statistics_filter_and_order_over_all_rows(viewers: Viewers) -> None:
    page = viewers.page
    document = viewers.open("planets")
    document.get_by_role("columnheader", name="mass").click()
    panel = document.get_by_role("region", name="Column")
    expect(panel.locator(".jp-Cellkeep-Histogram")).to_be_visible()
    expect(panel).to_contain_text("Over all 1,000 rows.")
    panel.get_by_role("button", name="Descending").click()
    expect(cell(document, 0, 1)).not_to_have_text("…")
    values = [float(cell(document, row, 1).inner_text()) for row in range(5)]
    assert values == sorted(values, reverse=True)
    viewers.shot("statistics")

    form = document.get_by_role("form", name="Filter rows")
    form.get_by_label("Column").select_option(label="planet")
    form.get_by_label("Comparison").select_option("equals")
    form.get_by_label("Value").fill("Mars")
    form.get_by_role("button", name="Filter", exact=True).click()
    expect(viewers.status).to_contain_text("250 of 1,000 rows match")
    expect(cell(document, 0, 0)).to_have_text("Mars")
    document.get_by_role("button", name="Clear sorting and filters").click()
    expect(cell(document, 0, 0)).to_have_text("Mercury")

    document.get_by_role("grid").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+c")
    page.wait_for_function("navigator.clipboard.readText().then(t => t.startsWith('Mercury\\t'))")


def test_texts_of_other_habits_are_shown_right_or_say_what_is_not(viewers: Viewers) -> None:
    document = viewers.open("habits.csv")
    expect(cell(document, 1, 2)).to_have_text("more")
    expect(cell(document, 0, 0)).to_have_text("Zoë")
    expect(document.get_by_role("columnheader").nth(1)).to_contain_text("name")
    note = document.locator(".jp-Cellkeep-Viewer-note").first
    expect(note).to_contain_text("1 line before the table is not shown.")
    expect(note).to_contain_text("Rows have more cells than the header has names.")
    expect(note).to_contain_text("Read as Latin-1 (Windows-1252).")
    viewers.lab.in_both_themes(ROOT / "test-results" / "viewers" / "habits")
    note.get_by_label("Header").select_option("None")
    expect(cell(document, 0, 0)).to_have_text("name")
    note.get_by_label("Delimiter").select_option("Comma")
    expect(cell(document, 1, 0)).to_have_text("Zoë;1")
    note.get_by_label("Encoding").select_option("Cyrillic (Windows-1251)")
    expect(cell(document, 1, 0)).to_have_text("Zoл;1")

    for name, encoding in (("latin.txt", "Latin-1 (Windows-1252)"), ("wide.txt", "UTF-16 LE")):
        document = viewers.open(name)
        expect(document.get_by_role("region", name="Text")).to_contain_text("Grüße aus Malmö")
        expect(document).to_contain_text(f"Read as {encoding}.")
    document = viewers.open("nan.json")
    document.get_by_text("loss").click()
    expect(document.get_by_role("treeitem").filter(has_text="NaN").last).to_be_visible()
    expect(document).to_contain_text("-Infinity")


def test_formulas_are_no_formulas_in_an_export(viewers: Viewers) -> None:
    document = viewers.open("planets")
    with viewers.page.expect_download() as download:
        document.get_by_role("button", name="Export CSV").click()
    text = download.value.path().read_text()
    lines = text.splitlines()
    assert len(lines) == 1001
    assert lines[1].endswith(",'=cmd()")
    assert lines[2].endswith(",-5")


def test_an_export_as_parquet_keeps_the_types(viewers: Viewers) -> None:
    document = viewers.open("typed")
    form = document.get_by_role("form", name="Filter rows")
    form.get_by_label("Column").select_option(label="flag")
    form.get_by_label("Value").select_option("false")
    form.get_by_role("button", name="Filter", exact=True).click()
    expect(viewers.status).to_contain_text("1 of 3 rows match")
    document.get_by_role("button", name="Clear sorting and filters").click()
    with viewers.page.expect_download() as download:
        document.get_by_role("button", name="Export Parquet").click()
    assert download.value.suggested_filename == "typed.parquet"
    table = pq.read_table(download.value.path())
    expected = typed_table()
    # Parquet knows points in time, but neither their zones nor seconds, and no categories.
    others = {
        "instant": pa.timestamp("ns", "UTC"),
        "second": pa.timestamp("ms"),
        "kind": pa.string(),
    }
    assert table.column_names == expected.column_names
    for name in expected.column_names:
        column = expected[name].cast(others.get(name, expected[name].type))
        assert table[name].type == column.type, name
        assert table[name].to_pylist() == column.to_pylist(), name


@pytest.mark.parametrize(
    "name", ["snappy.parquet", "zstd.parquet", "table.csv", "lz4.feather", "zstd.feather"]
)
def test_tables_of_other_libraries(viewers: Viewers, name: str) -> None:
    document = viewers.open(name)
    expect(cell(document, 16, 2)).to_have_text("word 16")
    expect(document.locator(".jp-Cellkeep-Viewer-foot").first).to_contain_text("30,000 rows")
    document.get_by_role("grid").focus()
    viewers.page.keyboard.press("Control+End")
    expect(cell(document, 29_999, 0)).to_have_text("29999")
    document.get_by_role("columnheader", name="word").click()
    expect(document.locator(".jp-Cellkeep-Statistics-top")).to_contain_text("1,765")


def test_columns_are_moved_sized_and_pinned_and_ranges_copied(viewers: Viewers) -> None:
    page = viewers.page
    document = viewers.open("planets")

    def heads() -> list[str]:
        names = document.locator(".jp-Cellkeep-Grid-name").all_inner_texts()
        return [name.strip() for name in names]

    def head(name: str) -> Locator:
        return document.locator(".jp-Cellkeep-Grid-column", has_text=name)

    def width(name: str) -> float:
        box = head(name).bounding_box()
        assert box is not None
        return box["width"]

    expect(head("moons").locator(".jp-Cellkeep-Summary")).to_contain_text("25% missing")
    expect(head("mass").locator(".jp-Cellkeep-Summary path")).to_be_attached()
    # The edge of a column is pulled, and then its head to another place.
    before = width("mass")
    edge = head("mass").locator(".jp-Cellkeep-Grid-edge")
    edge.hover()
    page.mouse.down()
    box = edge.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 63, box["y"] + 5, steps=4)
    page.mouse.up()
    assert width("mass") == pytest.approx(before + 60, abs=3)
    assert heads()[:3] == ["planet", "mass", "moons"]
    viewers.lab.drag(head("moons").get_by_role("button"), head("planet"))
    page.mouse.move(*[at - 8 for at in middle(head("planet"))])
    page.mouse.up()
    assert heads()[:3] == ["moons", "planet", "mass"]
    expect(document.get_by_role("region", name="Column")).to_have_count(0)

    head("note").get_by_role("button").click()
    panel = document.get_by_role("region", name="Column")
    panel.get_by_role("button", name="Pin").click()
    assert heads()[0] == "note"
    expect(cell(document, 2, 0)).to_have_text("plain")
    expect(cell(document, 2, 0)).to_have_css("position", "sticky")
    # One press on a frequent value narrows the table; its rows keep their numbers.
    panel.get_by_role("button", name="plain").click()
    expect(viewers.status).to_contain_text("250 of 1,000 rows match")
    expect(panel).to_contain_text("Over the 250 rows that match.")
    expect(document.get_by_role("rowheader").nth(1)).to_have_text("6")
    # Cells are chosen by pulling over them, and copied as a spreadsheet pastes them.
    text = viewers.copied(cell(document, 0, 0), cell(document, 1, 2), "2 × 3")
    assert text == "note\tmoons\tplanet\nplain\t\tEarth\nplain\t\tEarth"
    viewers.shot("columns")

    form = document.get_by_role("form", name="Filter rows")
    form.get_by_label("Column").select_option(label="mass")
    form.get_by_label("Comparison").select_option("between")
    form.get_by_label("Value").fill("9")
    form.get_by_label("Up to").fill("11")
    form.get_by_role("button", name="Filter", exact=True).click()
    expect(document.get_by_role("button", name="mass is between 9 – 11")).to_be_visible()
    head("mass").get_by_role("button").click()
    expect(panel).to_contain_text("Median")
    least = panel.locator("dt", has_text="Minimum").locator("+ dd")
    assert float(least.inner_text()) >= 9
