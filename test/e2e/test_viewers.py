"""Each viewer on real files of its kind, in one tab of one server; hostile ones among them."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lab_page import LabPage
from lab_server import LabServer
from playwright.sync_api import Browser, Locator, Page, expect

HERE = Path(__file__).parent
expect.set_options(timeout=20_000)  # a machine may be slow, and is then not wrong
BIDI = "report\u202egnp.exe"


class Viewers:
    """Opens artifacts in tabs and looks at them."""

    def __init__(self, lab: LabPage, ids: dict[str, list[str]]) -> None:
        self.lab = lab
        self.page = lab.page
        self.ids = ids

    @property
    def document(self) -> Locator:
        return self.page.locator("#jp-main-dock-panel .ck-Document:visible")

    def open(self, name: str, version: int = 0, viewer: str | None = None) -> Locator:
        saved = {"viewer": f"cellkeep:{viewer}"} if viewer else {}
        self.close()
        artifact = self.ids[name][version]
        self.lab.command("cellkeep:open-artifact", artifactId=artifact, saved=saved)
        self.document.locator(".ck-Document-tools").wait_for()
        return self.document

    def open_measured(self, name: str, shown: Callable[[Locator], Locator]) -> Locator:
        """Open something large, and hold what that costs against what it may cost."""
        read: list[int] = []

        def note(response: Any) -> None:
            if "/content" in response.url:
                read.append(int(response.headers.get("content-length", 0)))

        self.close()
        session = self.page.context.new_cdp_session(self.page)
        heap = session.send("Runtime.getHeapUsage")["usedSize"]
        self.page.evaluate("longTasks.length = 0")
        self.page.on("response", note)
        started = time.perf_counter()
        document = self.open(name)
        shown(document).wait_for()
        seconds = time.perf_counter() - started
        self.page.remove_listener("response", note)
        more = session.send("Runtime.getHeapUsage")["usedSize"] - heap
        print(
            f"\n{name}: opened in {seconds * 1000:.0f} ms, {sum(read)} bytes in {len(read)} reads,"
            f" {more / 1e6:.0f} MB more in the page; long tasks {self.page.evaluate('longTasks')}"
        )
        assert sum(read) < 32_000_000
        assert more < 64_000_000
        assert seconds < 5, "noise of a shared machine is less than this"
        return document

    def compare(self, name: str) -> Locator:
        self.close()
        self.lab.command("cellkeep:compare", artifactIds=self.ids[name])
        self.document.locator(".ck-Compare").wait_for()
        return self.document

    def close(self) -> None:
        self.lab.command("application:close-all")
        self.document.wait_for(state="detached")

    def shot(self, name: str) -> None:
        folder = HERE.parent.parent / "test-results" / "viewers"
        folder.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=folder / f"{name}.png")


@pytest.fixture(scope="module")
def stored(server: LabServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The samples, in the store; ids of the versions by name, oldest first."""
    folder = tmp_path_factory.mktemp("samples")
    command = [sys.executable, str(HERE / "viewer_samples.py"), str(folder)]
    subprocess.run(command, env=server.environment, check=True, timeout=240)
    server.cellkeep("put", "--run", "files", "-c", "input", *map(str, sorted(folder.iterdir())))
    bidi = str(folder / "noise.bin")
    server.cellkeep("put", "--run", "files", "-c", "input", "--name", BIDI, bidi)
    ids: dict[str, list[str]] = {}
    for item in sorted(server.cellkeep("ls", "-n", "1000")["items"], key=lambda it: it["version"]):
        ids.setdefault(item["name"], []).append(item["id"])
    return ids


@pytest.fixture(scope="module")
def shared_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(30_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        """
        window.longTasks = [];
        new PerformanceObserver(list => {
          for (const entry of list.getEntries()) longTasks.push(entry.duration);
        }).observe({ type: 'longtask' });
        """
    )
    yield page
    hacked = page.evaluate("window.hacked")
    context.close()
    assert hacked is None, "content from an artifact ran in the page"
    ours = [error for error in errors if "cellkeep" in error.lower()]
    assert not ours, f"uncaught errors in the page: {ours}"


@pytest.fixture(scope="module")
def viewers(server: LabServer, shared_page: Page, stored: dict[str, list[str]]) -> Viewers:
    return Viewers(LabPage(shared_page, server).open(), stored)


@pytest.fixture(autouse=True)
def shot_of_failure(viewers: Viewers, request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    report = getattr(request.node, "report_of_call", None)
    if report is None or report.failed:
        name = re.sub(r"\W+", "-", request.node.name)
        viewers.shot(f"failed-{name}")


def cell(document: Locator, row: int, column: int) -> Locator:
    return document.locator(
        f".ck-Grid-row[aria-rowindex='{row + 2}'] [aria-colindex='{column + 2}']"
    )


def test_ten_million_rows_open_by_reading_what_is_shown(viewers: Viewers) -> None:
    page = viewers.page
    viewers.open("planets")  # the viewer's own code is loaded by now
    cell(viewers.document, 0, 1).wait_for()
    document = viewers.open_measured("big table", lambda document: cell(document, 0, 2))
    expect(cell(document, 0, 2)).to_have_text("Mercury")
    expect(document.locator(".ck-Viewer-foot").first).to_contain_text("10,000,000 rows")
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
    expect(panel.locator(".ck-Histogram")).to_be_visible()
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
    expect(document.get_by_role("status").first).to_contain_text("250 of 1,000 rows pass")
    expect(cell(document, 0, 0)).to_have_text("Mars")
    document.get_by_role("button", name="Show the table as it is").click()
    expect(cell(document, 0, 0)).to_have_text("Mercury")

    document.get_by_role("grid").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+c")
    page.wait_for_function("navigator.clipboard.readText().then(t => t.startsWith('Mercury\\t'))")


def test_the_order_is_kept_over_a_reload(viewers: Viewers) -> None:
    page = viewers.page
    document = viewers.open("planets")
    document.get_by_role("columnheader", name="mass").click()
    panel = document.get_by_role("region", name="Column")
    panel.get_by_role("button", name="Ascending").click()
    expect(document.locator("[aria-sort=ascending]")).to_be_visible()
    page.wait_for_timeout(2500)  # JupyterLab keeps the layout after a while
    page.goto(f"{viewers.lab.server.url}/lab")
    viewers.lab.ready()
    expect(viewers.document.locator("[aria-sort=ascending]")).to_be_visible()


def test_formulas_are_no_formulas_in_an_export(viewers: Viewers) -> None:
    document = viewers.open("planets")
    with viewers.page.expect_download() as download:
        document.get_by_role("button", name="Export CSV").click()
    text = download.value.path().read_text()
    lines = text.splitlines()
    assert len(lines) == 1001
    assert lines[1].endswith(",'=cmd()")
    assert lines[2].endswith(",-5")


@pytest.mark.parametrize(
    "name", ["snappy.parquet", "zstd.parquet", "table.csv", "lz4.feather", "zstd.feather"]
)
def test_tables_of_other_libraries(viewers: Viewers, name: str) -> None:
    document = viewers.open(name)
    expect(cell(document, 16, 2)).to_have_text("word 16")
    expect(document.locator(".ck-Viewer-foot").first).to_contain_text("30,000 rows")
    document.get_by_role("grid").focus()
    viewers.page.keyboard.press("Control+End")
    expect(cell(document, 29_999, 0)).to_have_text("29999")
    document.get_by_role("columnheader", name="word").click()
    expect(document.locator(".ck-Statistics-top")).to_contain_text("1,765")


def test_arrays(viewers: Viewers) -> None:
    document = viewers.open("waves")
    expect(document.get_by_role("img", name=re.compile("Heat map: 300 × 400"))).to_be_visible()
    expect(document).to_contain_text("All 120,000 values of this slice.")
    viewers.shot("array")
    document = viewers.open("cube")
    slider = document.get_by_role("slider")
    slider.fill("4")
    expect(document.locator(".ck-ColumnPanel")).to_contain_text("3.99")
    document.get_by_role("button", name="Values").click()
    expect(cell(document, 0, 0)).to_have_text("0.0")
    document = viewers.open("walk")
    expect(document.get_by_role("img", name=re.compile("Line"))).to_be_visible()
    viewers.shot("line")
    document = viewers.open("mask")
    document.get_by_role("button", name="Values").click()
    expect(cell(document, 7, 3)).to_have_text("True")
    document = viewers.open("fortran.npy")
    document.get_by_role("button", name="Values").click()
    expect(cell(document, 2, 5)).to_have_text("65.0")
    document = viewers.open("photo.npy")
    expect(document.get_by_role("img", name="Image")).to_be_visible()
    viewers.shot("photo")


def test_arrays_of_four_gigabytes_open_by_a_sample(viewers: Viewers, tmp_path: Path) -> None:
    file = tmp_path / "huge.npy"
    array = np.lib.format.open_memmap(file, mode="w+", dtype="f4", shape=(32_768, 32_768))
    array[:64] = 7  # the rest is not on the disk
    del array
    [stored] = viewers.lab.server.cellkeep("put", "-c", "input", str(file))
    file.unlink()
    viewers.ids["huge"] = [stored["artifact_id"]]
    heat_map = re.compile("Heat map")
    # The server hashes a blob whole before it gives out the first byte of it.
    viewers.open("huge").get_by_role("img", name=heat_map).wait_for()
    document = viewers.open_measured("huge", lambda doc: doc.get_by_role("img", name=heat_map))
    expect(document).to_contain_text("A sample of")
    document.get_by_role("button", name="Values").click()
    expect(cell(document, 0, 0)).to_have_text("7.0")
    viewers.close()
    viewers.lab.server.cellkeep("rm", stored["artifact_id"], "--yes")


def test_tensors(viewers: Viewers) -> None:
    document = viewers.open("model")
    document.get_by_role("treeitem", name=re.compile("weight")).first.click()
    expect(document.locator(".ck-ColumnPanel").last).to_contain_text("Norm")
    expect(document.get_by_role("img", name=re.compile("Heat map"))).to_be_visible()
    viewers.shot("tensors")


def test_figures_and_pictures(viewers: Viewers) -> None:
    page = viewers.page
    document = viewers.open("loss")
    expect(document.locator(".js-plotly-plot .gtitle")).to_have_text("Loss")
    box = document.locator(".main-svg").first.bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (640, 420)
    page.locator(".js-plotly-plot").hover()
    titles = page.locator(".modebar-btn").evaluate_all("all => all.map(b => b.dataset.title)")
    assert titles
    assert not [title for title in titles if re.search("(?i)cloud|share|edit", title or "")]
    viewers.shot("plotly")
    document = viewers.open("hostile figure")
    document.locator(".js-plotly-plot .main-svg").first.wait_for()
    document = viewers.open("roots")
    document.get_by_role("button", name="PNG").click()
    document.get_by_role("button", name="Larger").click()
    expect(document.locator(".ck-Zoomed img")).to_be_visible()
    viewers.shot("figure")
    document = viewers.open("picture 0.png")
    expect(document).to_contain_text("320 × 200 pixels")
    document.get_by_role("button", name="Next").click()
    expect(viewers.document.get_by_role("heading")).not_to_contain_text("picture 0.png")
    document = viewers.open("really a picture.csv")
    expect(document).to_contain_text("64 × 64 pixels")
    document = viewers.open("tone.wav")
    page.wait_for_function("document.querySelector('.ck-MediaView')?.duration === 1")
    document = viewers.open("minimal.pdf")
    # A browser without a window has no viewer for PDF, and the document says so.
    has_viewer = page.evaluate("navigator.pdfViewerEnabled")
    shown = "iframe.ck-PdfViewer" if has_viewer else "text=has no viewer for PDF"
    expect(document.locator(shown)).to_be_visible()


def test_pages_run_nothing(viewers: Viewers) -> None:
    for name, words in [
        ("hostile.html", "Report"),
        ("hostile.md", "Title"),
        ("analysis.ipynb", "Analysis"),
    ]:
        document = viewers.open(name)
        frame = document.frame_locator("iframe").first
        expect(frame.locator("h1")).to_contain_text(words)
        assert document.locator("iframe").get_attribute("sandbox") == ""
        viewers.shot(name)
    nested = viewers.document.frame_locator("iframe").frame_locator("iframe")
    expect(nested.locator("b")).to_have_text("bold")
    document = viewers.open("hostile.svg")
    expect(document).to_contain_text("200 × 100 pixels")
    assert viewers.page.evaluate("window.hacked") is None


def test_texts_and_trees(viewers: Viewers) -> None:
    document = viewers.open("code.py")
    expect(document.locator(".cm-content")).to_contain_text("def f0(x):")
    expect(document.locator(".cm-content")).to_have_attribute("aria-readonly", "true")
    viewers.shot("code")
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


def test_compare(viewers: Viewers) -> None:
    document = viewers.compare("planets")
    expect(document).to_contain_text("2 rows differ at the same place")
    expect(document.locator(".ck-Grid-cell.ck-mod-changed").first).to_contain_text("99.5")
    expect(document).to_contain_text("not there")
    viewers.shot("compare-tables")
    document = viewers.compare("waves")
    expect(document).to_contain_text("59,600 of 120,000 values differ")
    viewers.shot("compare-arrays")
    document = viewers.compare("model")
    expect(document).to_contain_text("1 of 4 tensors differ")
    expect(cell(document, 0, 0)).to_have_text("2.weight")
    viewers.shot("compare-tensors")
    document = viewers.compare("settings")
    expect(document.locator(".ck-Diff-line.ck-mod-added")).to_contain_text('"lr": 0.2')
    viewers.shot("compare-json")
    document = viewers.compare("loss")
    expect(document.locator(".legendtext")).to_have_count(2)
    viewers.shot("compare-plotly")
    document = viewers.compare("roots")
    document.get_by_role("button", name="Swipe").click()
    document.get_by_role("button", name="Difference").click()
    expect(document.locator(".ck-ImageDifference img")).to_have_count(2)
    viewers.shot("compare-figures")
    expect(document.get_by_role("region", name="What is known of them")).to_contain_text("SHA-256")


def test_compare_with_is_asked_from_the_document(viewers: Viewers) -> None:
    document = viewers.open("waves", 1)
    document.get_by_role("button", name="Compare with…").click()
    dialog = viewers.page.locator(".jp-Dialog")
    expect(dialog.locator("select, input").first).to_be_visible()
    dialog.get_by_role("button", name="Compare").click()
    expect(viewers.document.locator(".ck-Compare")).to_be_visible()


def test_dark(viewers: Viewers) -> None:
    theme = {"theme": "JupyterLab Dark"}
    viewers.lab.command("apputils:change-theme", **theme)
    viewers.page.wait_for_selector("body[data-jp-theme-light=false]", state="attached")
    for name in ("planets", "waves", "model", "settings", "evil.pkl", "code.py"):
        document = viewers.open(name)
        if name == "planets":
            document.get_by_role("columnheader", name="mass").click()
            document.locator(".ck-Histogram").wait_for()
        if name == "model":
            document.get_by_role("treeitem", name=re.compile("weight")).first.click()
        viewers.shot(f"dark-{name}")
    viewers.compare("planets")
    viewers.shot("dark-compare")
    viewers.lab.command("apputils:change-theme", theme="JupyterLab Light")
