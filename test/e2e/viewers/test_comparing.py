"""What differs between two artifacts of each kind."""

from __future__ import annotations

from playwright.sync_api import expect

from viewers.page import Viewers, cell


def test_compare(viewers: Viewers) -> None:
    document = viewers.compare("planets")
    expect(document).to_contain_text("2 rows differ at the same place")
    expect(
        document.locator(".jp-Cellkeep-Grid-cell.jp-Cellkeep-mod-changed").first
    ).to_contain_text("99.5")
    expect(document).to_contain_text("missing")
    viewers.shot("compare-tables")
    document = viewers.compare("waves")
    expect(document).to_contain_text("59,600 of 120,000 values differ")
    viewers.shot("compare-arrays")
    document = viewers.compare("model")
    expect(document).to_contain_text("1 of 4 tensors differ")
    expect(cell(document, 0, 0)).to_have_text("2.weight")
    viewers.shot("compare-tensors")
    document = viewers.compare("settings")
    expect(document.locator(".jp-Cellkeep-Diff-line.jp-Cellkeep-mod-added")).to_contain_text(
        '"lr": 0.2'
    )
    viewers.shot("compare-json")
    document = viewers.compare("loss")
    expect(viewers.inside.locator(".legendtext")).to_have_count(2)
    viewers.shot("compare-plotly")
    document = viewers.compare("roots")
    document.get_by_role("button", name="Swipe").click()
    document.get_by_role("button", name="Difference").click()
    expect(document.locator(".jp-Cellkeep-ImageDifference img")).to_have_count(2)
    viewers.shot("compare-figures")
    expect(document.get_by_role("region", name="Details")).to_contain_text("SHA-256")


def test_compare_with_is_asked_from_the_document(viewers: Viewers) -> None:
    document = viewers.open("waves", 1)
    document.get_by_role("button", name="Compare with…").click()
    dialog = viewers.page.locator(".jp-Dialog")
    expect(dialog.locator("select, input").first).to_be_visible()
    dialog.get_by_role("button", name="Compare").click()
    expect(viewers.document.locator(".jp-Cellkeep-Compare")).to_be_visible()
