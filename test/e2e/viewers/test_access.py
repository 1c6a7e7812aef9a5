"""Accessibility of every viewer: axe finds nothing, in light and in dark."""

from __future__ import annotations

import re

import pytest
from axe import OF_COLOURS, violations
from playwright.sync_api import expect

from viewers.page import Viewers

TABS = ".jp-Cellkeep-Document"
# One of each family, by what the worker or the sandbox has made when it is looked at.
SHOWN = {
    "planets": ".jp-Cellkeep-Summary svg",
    "habits.csv": ".jp-Cellkeep-Grid-cell",
    "waves": "canvas",
    "walk": ".jp-Cellkeep-Line svg",
    "photo.npy": "canvas",
    "model": "[role=treeitem]",
    "settings": "[role=treeitem]",
    "code.py": ".cm-content",
    "latin.txt": ".cm-content",
    "loss": "iframe",
    "masses": "iframe",
    "roots": "img, iframe",
    "lines": "iframe",
    "picture 0.png": "img",
    "hostile.svg": "iframe",
    "hostile.html": "iframe",
    "hostile.md": "iframe",
    "analysis.ipynb": "iframe",
    "minimal.pdf": "iframe",
    "tone.wav": "audio",
    "files.zip": ".jp-Cellkeep-Grid-cell",
    "evil.pkl": "[role=alert]",
    "noise.bin": ".jp-Cellkeep-Grid-cell",
    "broken.json": "[role=alert]",
}
COMPARED = ("planets", "waves", "model", "loss", "roots", "settings")


# Axe reads the page thirty times.
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("theme", "rules"),
    [("Dark", None), pytest.param("Light", OF_COLOURS, marks=pytest.mark.long)],
)
def test_axe_finds_nothing_in_any_viewer(
    viewers: Viewers, theme: str, rules: list[str] | None
) -> None:
    found: list[str] = []

    def look(name: str) -> None:
        found.extend(f"{name}: {one}" for one in violations(viewers.lab, TABS, rules=rules))
        viewers.shot(f"{name}-{theme.lower()}")

    viewers.lab.theme(theme)
    for name, selector in SHOWN.items():
        document = viewers.open(name)
        document.locator(selector).first.wait_for()
        if name == "planets":
            document.get_by_role("columnheader", name="mass").click()
            document.locator(".jp-Cellkeep-Histogram").wait_for()
            document.get_by_role("button", name="Details").click()
        if name == "model":
            document.get_by_role("treeitem", name=re.compile("weight")).first.click()
        look(name)
    for name in COMPARED:
        document = viewers.compare(name)
        expect(document.locator("[role=status], section").first).to_be_visible()
        expect(document.locator(".jp-Cellkeep-Viewer-busy")).to_have_count(0)
        look(f"compared {name}")
    viewers.lab.theme("Light")
    assert found == []


def test_little_room_is_the_contents(viewers: Viewers) -> None:
    """At 1024 pixels nothing wraps, and at 200 % the content has most of the height."""
    page = viewers.page
    try:
        for width, height, least in ((1024, 700, 0.55), (720, 450, 0.3)):
            page.set_viewport_size({"width": width, "height": height})
            document = viewers.open("planets")
            document.locator(".jp-Cellkeep-Grid-cell").first.wait_for()
            tools = document.locator(".jp-Cellkeep-Document-tools").bounding_box()
            grid = document.get_by_role("grid").bounding_box()
            assert tools is not None
            assert grid is not None
            assert tools["height"] < 45
            assert grid["height"] > least * height
            document.get_by_role("columnheader", name="mass").click()
            document.get_by_role("region", name="Column").wait_for()
            viewers.shot(f"room-{width}")
            viewers.compare("planets")
            bar = viewers.document.get_by_role("group", name="What is compared").bounding_box()
            assert bar is not None
            assert bar["height"] < 45
            viewers.shot(f"room-compared-{width}")
    finally:
        page.set_viewport_size({"width": 1280, "height": 800})
