"""An exported zip, unpacked and opened from the disk with no network: no JupyterLab is there."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lab_page import picture
from lab_server import ROOT
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from cellkeep_store import Store
from cellkeep_store.sharing.archive import export

PICTURES = ROOT / "test-results" / "handed-on"

# What a stranger sends: each of these would show a dialog, or ask a server.
MARKUP = "<h1>hi</h1><script>alert(1)</script><img src=http://example.com/x onerror=alert(2)>"
FILES = {
    "page.html": f"{MARKUP}<a href='http://example.com/away'>away</a>",
    "notes.md": "# Title\n\n![p](http://example.com/p.png)\n\n[away](http://example.com/away)\n\n"
    "Euler: $e^{i\\pi}+1=0$, not `$a$`.\n\n```mermaid\ngraph LR\n  Data --> Model\n```\n",
    "picture.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60" '
    'onload="alert(3)"><script>alert(4)</script><circle cx="30" cy="30" r="20"/></svg>',
}
SAVES = f"""
import cellkeep, numpy as np, pandas as pd, plotly.graph_objects as go, matplotlib
import altair as alt, wave, xarray as xr
matplotlib.use("agg")
import matplotlib.pyplot as plt
with cellkeep.Run("handed on") as run:
    frame = pd.DataFrame({{"n": range(1500), "x": np.linspace(1, 0, 1500), "s": "{MARKUP}"}})
    run.save(frame, "output", name="table")
    figure = go.Figure(go.Scatter(y=[1, 3, 2], text=["{MARKUP}"] * 3))
    figure.update_layout(hovermode="x", title="<a href='http://example.com/away'>away</a>")
    run.save(figure, "output", name="figure")
    run.save(np.eye(40), "output", name="map")
    run.save({{"a": [1, {{"b": "{MARKUP}"}}]}}, "output", name="values")
    drawn, axes = plt.subplots(figsize=(20, 15))
    drawn.savefig("photo.png")
    axes.set_title("A figure on paper")
    drawn.savefig("paper.pdf")
    with wave.open("tone.wav", "wb") as tone:
        tone.setparams((1, 2, 8000, 0, "NONE", ""))
        tone.writeframes(bytes(16000))
    chart = alt.Chart(frame.head(20)).mark_line().encode(x="n", y="x")
    run.save(chart, "output", name="chart")
    heights = xr.DataArray(np.eye(9), dims=("y", "x"), name="heights")
    run.save(heights.to_dataset().assign_coords(x=range(9)), "output", name="weather")
    for path in ("photo.png", "paper.pdf", "tone.wav", "page.html", "notes.md", "picture.svg"):
        run.save(path, "input")
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive with something of each kind in it."""
    folder = tmp_path_factory.mktemp("handed-on")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    environment = os.environ | {"CELLKEEP_STORE": str(folder / "store")}
    subprocess.run([sys.executable, "-c", SAVES], cwd=folder, env=environment, check=True)
    with Store.open(folder / "store") as store, (folder / "a.zip").open("xb") as sink:
        export(store, store.catalog.artifacts().items, sink)
    with zipfile.ZipFile(folder / "a.zip") as archive:
        archive.extractall(folder / "out")
    return folder / "out"


def test_an_exported_page_shows_what_the_viewers_show_and_nothing_of_others_acts(
    context: BrowserContext, unpacked: Path
) -> None:
    page = context.new_page()
    asked: list[str] = []
    acted: list[str] = []
    # Only what the network would carry: the browser also tells of what the policy keeps back.
    page.route("http*://**", lambda route: (asked.append(route.request.url), route.abort()))
    page.on("dialog", lambda dialog: (acted.append(dialog.message), dialog.dismiss()))
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto((unpacked / "index.html").as_uri())
    expect(page.locator("article")).to_have_count(12)
    assert not [url for url in loaded if "/views/" in url]

    table = opened(page, "table")
    expect(table.locator("tbody tr")).to_have_count(1000)
    head = table.get_by_role("columnheader", name="x ")
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(table.locator("tbody tr").first).to_contain_text("999")
    table.get_by_role("searchbox").fill("0.5")
    expect(table.get_by_role("status")).to_contain_text("found in the first 1,000 rows")
    assert table.locator("tbody tr:visible").count() < 1000
    look(page, "table")

    figure = opened(page, "figure").frame_locator("iframe")
    expect(figure.locator(".main-svg").first).to_be_visible()
    figure.locator(".nsewdrag").first.hover()
    expect(figure.locator(".hoverlayer .hovertext").first).to_contain_text("3")
    look(page, "figure")

    heat = opened(page, "map").get_by_role("img", name="Heat map")
    assert heat.evaluate("image => image.naturalWidth") == 40
    look(page, "map")
    expect(opened(page, "values").locator("details").first).to_contain_text("a: [2]")
    close(page)

    document = opened(page, "page.html").frame_locator("iframe")
    expect(document.get_by_role("heading")).to_have_text("hi")
    document.get_by_role("link").click()
    close(page)
    notes = opened(page, "notes.md")
    expect(notes.get_by_role("heading")).to_have_text("Title")
    expect(notes.locator("math")).to_have_count(1)
    expect(notes.locator("code")).to_have_text("$a$")
    diagram = notes.frame_locator("iframe").get_by_role("img")
    expect(diagram).to_have_js_property("complete", True)
    assert diagram.evaluate("image => image.naturalWidth") > 100
    look(page, "notes")
    opened(page, "notes.md").get_by_role("link").click()
    close(page)

    expect(opened(page, "chart").frame_locator("iframe").locator("canvas")).to_be_visible()
    look(page, "chart")
    paper = opened(page, "paper.pdf").frame_locator("iframe")
    expect(paper.locator("#place canvas").first).to_be_visible()
    look(page, "paper")
    weather = opened(page, "weather")
    expect(weather.locator("summary").first).to_contain_text("heights data · (y, x) · 9 × 9")
    assert weather.get_by_role("img").first.evaluate("image => image.naturalWidth") == 9
    look(page, "weather")
    page.get_by_role("button", name="Open tone.wav").click()
    expect(page.locator("audio")).to_have_js_property("duration", 1)
    close(page)
    drawn = opened(page, "picture.svg").get_by_role("img")
    assert drawn.evaluate("image => image.naturalWidth") == 90
    close(page)

    page.get_by_role("button", name="Open photo.png").first.click()
    full = page.locator(".full img:visible")
    expect(full).to_have_js_property("naturalWidth", 2000)
    assert full.evaluate("image => image.width") == 2000
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Open photo.png").first).to_be_focused()
    assert acted == []
    assert asked == []
    page.close()


def opened(page: Page, name: str) -> FrameLocator:
    button = page.get_by_role("button", name=f"Open {name}", exact=True).last
    button.focus()
    page.keyboard.press("Enter")
    return page.get_by_role("dialog", name=name).frame_locator("iframe")


def close(page: Page) -> None:
    page.get_by_role("button", name="Close").click()


def look(page: Page, name: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        picture(page, PICTURES / f"handed-on-{name}-{scheme}.png")
    close(page)
