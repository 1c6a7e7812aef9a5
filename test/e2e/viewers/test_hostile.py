"""Content that wants to do harm, or is not what it says: shown, and nothing of it runs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Request, expect

from viewers.page import Viewers


def test_pages_run_nothing(viewers: Viewers) -> None:
    for name, words in [
        ("hostile.html", "Report"),
        ("hostile.md", "Title"),
        ("analysis.ipynb", "Analysis"),
    ]:
        document = viewers.open(name)
        expect(viewers.inside.locator("h1")).to_contain_text(words)
        assert document.locator("iframe").get_attribute("sandbox") == ""
        viewers.shot(name)
    nested = viewers.inside.frame_locator("iframe")
    expect(nested.locator("b")).to_have_text("bold")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("hostile.svg", "200 × 100 px"),
        ("hostile.csv", "<script>hacked=1</script>"),
        ("hostile.json", "constructor"),
        ("hostile figure", "<script>"),
        ("lies.feather", "a column lies outside of it"),
    ],
)
def test_content_stays_content(viewers: Viewers, name: str, shown: str) -> None:
    page = viewers.page
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    document = viewers.open(name)
    # A figure stands in a frame of its own.
    framed = name == "hostile figure"
    expect(viewers.inside.locator("body") if framed else document).to_contain_text(shown)
    page.wait_for_timeout(500)  # what would run runs by now
    page.remove_listener("request", note)
    assert page.evaluate("[window.hacked, ({}).hacked]") == [None, None]
    ours = (viewers.lab.server.url, "data:", "blob:")
    assert [url for url in asked if not url.startswith(ours)] == []
    assert "\u202e" not in document.inner_text()
    viewers.shot(f"hostile-{name}")


@pytest.mark.parametrize(
    "name", ["cut.feather", "cut.parquet", "cut.npy", "cut.zip", "cut.safetensors"]
)
def test_damaged_files_are_told_in_words(viewers: Viewers, name: str) -> None:
    document = viewers.open(name)
    if name == "cut.safetensors":
        document.get_by_role("treeitem").first.click()
    alert = document.get_by_role("alert").first
    expect(alert).to_contain_text(re.compile("not a whole|cannot be read|[Tt]oo large"))
    expect(document.get_by_role("button", name="Look at its bytes").first).to_be_visible()
