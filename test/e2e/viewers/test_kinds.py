"""Figures, pictures, texts, trees, archives, pickles and bytes."""

from __future__ import annotations

import re

from line import wait_until
from playwright.sync_api import Locator, expect

from viewers.page import BIDI, Viewers, cell


def test_figures_and_pictures(viewers: Viewers) -> None:
    page = viewers.page
    document = viewers.open("loss")
    figure = viewers.inside
    expect(figure.locator(".js-plotly-plot .gtitle")).to_have_text("Loss")
    box = figure.locator(".main-svg").first.bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (640, 420)
    figure.locator(".js-plotly-plot").hover()
    titles = figure.locator(".modebar-btn").evaluate_all("all => all.map(b => b.dataset.title)")
    assert titles
    assert not [title for title in titles if re.search("(?i)cloud|share|edit", title or "")]
    viewers.shot("plotly")
    document = viewers.open("hostile figure")
    viewers.inside.locator(".js-plotly-plot .main-svg").first.wait_for()
    document = viewers.open("masses")
    chart = viewers.inside.locator("canvas.marks")
    expect(chart).to_be_visible()
    box = chart.bounding_box()
    assert box is not None
    assert box["width"] > 300
    assert box["height"] > 200
    viewers.shot("chart")
    document = viewers.open("chart of elsewhere")
    expect(document).to_contain_text("loads data or pictures from other servers")
    document = viewers.open("lines")
    document.get_by_role("button", name="Run scripts in the sandbox").click()
    expect(viewers.inside.locator(".bk-Figure")).to_be_visible()
    viewers.shot("bokeh")
    document = viewers.open("roots")
    # What fits is all of it, also where the tab is low.
    page.set_viewport_size({"width": 720, "height": 450})
    picture = viewers.inside.locator("img")
    frame = document.locator(".jp-Cellkeep-SvgFrame")
    wait_until(lambda: height_of(frame) < 300)
    assert 0 < height_of(picture) <= height_of(frame)
    page.set_viewport_size({"width": 1280, "height": 800})
    document.get_by_role("button", name="PNG").click()
    document.get_by_role("button", name="Zoom in").click()
    expect(document.locator(".jp-Cellkeep-Zoomed img")).to_be_visible()
    viewers.shot("figure")
    document = viewers.open("picture 0.png")
    expect(document).to_contain_text("320 × 200 px")
    document.get_by_role("button", name="Next").click()
    expect(viewers.document.get_by_role("heading")).not_to_contain_text("picture 0.png")
    document = viewers.open("really a picture.csv")
    expect(document).to_contain_text("64 × 64 px")
    document = viewers.open("tone.wav")
    page.wait_for_function("document.querySelector('.jp-Cellkeep-MediaView')?.duration === 1")
    document = viewers.open("minimal.pdf")
    expect(document.locator("iframe.jp-Cellkeep-PdfViewer")).to_be_visible()
    expect(viewers.inside.locator("canvas")).to_be_visible()
    viewers.shot("pdf")


def test_texts_and_trees(viewers: Viewers) -> None:
    document = viewers.open("code.py")
    expect(document.locator(".cm-content")).to_contain_text("def f0(x):")
    expect(document.locator(".cm-content")).to_have_attribute("aria-readonly", "true")
    viewers.shot("code")
    # JupyterLab's own find, which the browser's cannot replace: only lines on the screen are drawn.
    document.locator(".cm-content").click()
    viewers.page.keyboard.press("Control+f")
    find = viewers.page.locator(".jp-DocumentSearch-overlay")
    find.locator("textarea").first.fill("def f499")
    expect(find).to_contain_text("1/1")
    expect(document.locator(".cm-content")).to_contain_text("def f499(x):")
    find.locator("textarea").first.press("Escape")
    document.get_by_label("Show spaces and tabs").check()
    expect(document.locator(".cm-highlightSpace").first).to_be_attached()
    document = viewers.open("long.log")
    document.get_by_role("button", name="Later").click()
    expect(document).to_contain_text("part 2 of 6")
    expect(document.locator(".cm-content")).not_to_contain_text("00000000")
    document = viewers.open("settings")
    document.get_by_role("treeitem", name=re.compile("layers")).click()
    expect(document).to_contain_text("[3 items]")
    viewers.shot("json")
    document = viewers.open("deep.json")
    tree = document.get_by_role("tree")
    tree.focus()
    for level in range(2, 8):
        expect(tree.locator(f"[aria-level='{level}']")).to_be_visible()
        viewers.page.keyboard.press("ArrowDown")
        viewers.page.keyboard.press("ArrowRight")
    document = viewers.open("wide.json")
    expect(document).to_contain_text("{50,000 keys}")
    document = viewers.open("broken.json")
    expect(document.get_by_role("alert")).to_contain_text("This is not JSON")
    document.get_by_role("button", name="Look at its bytes").click()
    expect(cell(viewers.document, 0, 0)).to_have_text("7b 22 61 22 3a 20")


def test_archives_pickles_and_bytes(viewers: Viewers) -> None:
    document = viewers.open("files.zip")
    expect(document).to_contain_text("301 entries")
    expect(cell(document, 1, 0)).to_have_text("folder/file 1.txt")
    viewers.shot("zip")
    for name in ("files.tar", "files.tar.gz"):
        document = viewers.open(name)
        expect(document).to_contain_text("20 entries")
        expect(cell(document, 3, 1)).to_have_text("700 B")
    document = viewers.open("one.txt.gz")
    expect(cell(document, 0, 1)).to_have_text("6 KB")
    document = viewers.open("evil.pkl")
    expect(document.get_by_role("alert")).to_contain_text("can run commands")
    expect(document).to_contain_text("posix.system")
    viewers.shot("pickle")
    document = viewers.open("plain.pkl")
    expect(document).to_contain_text("numpy")
    document = viewers.open(BIDI)
    expect(document.get_by_role("heading").first).to_contain_text("⟨202E⟩")
    expect(document).to_contain_text("00000010")


def height_of(its: Locator) -> float:
    box = its.bounding_box()
    return 0 if box is None else box["height"]
