"""A kernel that reaches no store: all its bytes go through the page, and no page holds it up."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from browser_process import BrowserProcess
from lab_page import SIDEBAR, LabPage
from lab_server import LabServer, RemoteKernels
from line import Line, wait_until
from playwright.sync_api import Page, Request

MB = 1024 * 1024
SAVE = """
import cellkeep, numpy as np
data = np.random.default_rng({seed}).bytes({size})
h = cellkeep.current_run().save(data, "output", name="{name}")
"""

SAVE_MANY = """
import cellkeep, numpy as np, time
run = cellkeep.current_run()
for i in range(40):
    run.save(np.random.default_rng(i).random(2000), "output", name=f"step {i}")
    time.sleep(0.08)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    server = RemoteKernels(tmp_path_factory.mktemp("remote"))
    server.add_example("tour.ipynb")
    server.start()
    yield server
    server.stop()


def requests_of(page: Page, method: str = "PATCH", path: str = "cellkeep/api/") -> list[Request]:
    """The requests of a page that bring bytes: pieces of a large upload, or a small one's offer."""
    sent: list[Request] = []
    page.on(
        "request",
        lambda one: one.method == method and path in one.url and sent.append(one),
    )
    return sent


def count(tab: LabPage, sent: list[Request]) -> int:
    """The requests so far; Playwright tells of them while it is asked something."""
    tab.page.wait_for_timeout(20)
    return len(sent)


def begin(lab: LabPage, source: str) -> None:
    """Run a new cell without waiting for it."""
    lab.type_cell(source).locator(".jp-InputPrompt").click()
    lab.page.keyboard.press("Control+Enter")


@pytest.mark.long
def test_two_tabs_upload_once_and_closing_one_loses_nothing(
    lab: LabPage, server: LabServer
) -> None:
    lab.open("tour.ipynb")
    lab.show_sidebar()
    other = LabPage(lab.page.context.new_page(), server).open("tour.ipynb")
    other.show_sidebar()
    sent = {tab: requests_of(tab.page, "POST", "cellkeep/api/offers") for tab in (lab, other)}

    lab.run_cell(
        lab.type_cell(
            "import cellkeep; cellkeep.current_run().save(b'once', 'output', name='shared')"
        )
    )
    for tab in (lab, other):
        tab.row("shared").wait_for()
    assert sum(map(len, sent.values())) == 1, "one tab uploads it"

    begin(lab, SAVE_MANY)
    for tab in (lab, other):
        tab.row("step 5").wait_for()
    uploader, watcher = (lab, other) if len(sent[lab]) > len(sent[other]) else (other, lab)
    watcher.row("step 8").wait_for()
    uploader.page.close()
    found = watcher.wait_stored(*[f"step {i}" for i in range(40)], timeout=25)
    assert [found[f"step {i}"]["version"] for i in range(40)] == [1] * 40
    names = Counter(item["name"] for item in watcher.stored())
    assert max(names.values()) == 1, "nothing is stored twice"
    watcher.expect_rows("step 39")
    assert server.cellkeep("verify")["ok"]
    if uploader is lab:
        # The fixture looks at its own page at the end.
        watcher.page.close()


def test_large_bytes_stream_through_the_page_and_others_stay_responsive(
    lab: LabPage, server: LabServer
) -> None:
    lab.open("tour.ipynb").show_sidebar()
    lab.run_cell(lab.type_cell("import cellkeep, numpy as np"))
    sent = requests_of(lab.page)
    lab.page.evaluate(
        """() => {
          window.longest = 0;
          new PerformanceObserver(list => {
            for (const { duration } of list.getEntries()) {
              window.longest = Math.max(window.longest, duration);
            }
          }).observe({ type: 'longtask' });
        }"""
    )
    begun = time.monotonic()
    begin(lab, SAVE.format(seed=1, size=100 * MB, name="large"))
    slowest = 0.0
    for n in range(3):  # other messages of the kernel find their way meanwhile
        pressed = time.monotonic()
        cell = lab.type_cell(f"print({n} * 1111)")
        lab.run_cell(cell)
        slowest = max(slowest, time.monotonic() - pressed)
    found = lab.wait_stored("large", timeout=90)
    took = time.monotonic() - begun
    print(
        f"\n100 MB through the page: {100 / took:.0f} MB/s; slowest small cell {slowest:.2f} s;"
        f" longest task {lab.page.evaluate('window.longest'):.0f} ms"
    )
    assert found["large"]["size"] == 100 * MB
    assert len(sent) > 100 / 8, "it came through the page"
    assert server.cellkeep("verify")["ok"]


@pytest.mark.parametrize(
    ("kind", "megabytes", "how"),
    [
        ("streamed", 80, "kill"),
        pytest.param("small", 2, "close", marks=pytest.mark.long),
        pytest.param("streamed", 80, "close", marks=pytest.mark.long),
        pytest.param("small", 2, "kill", marks=pytest.mark.long),
    ],
)
def test_another_browser_goes_on_where_one_is_closed_or_killed(
    lab: LabPage,
    server: LabServer,
    start_browser: Callable[[], BrowserProcess],
    kind: str,
    megabytes: int,
    how: str,
) -> None:
    lab.open("tour.ipynb").show_sidebar()
    # Pages attach when the helper is there, and the one that came last uploads.
    lab.run_cell(lab.type_cell("import cellkeep, numpy as np"))
    process = start_browser()
    other = LabPage(process.new_page(), server).open("tour.ipynb")
    other.show_sidebar()
    other.page.wait_for_timeout(1000)  # it attaches
    method = "PATCH" if kind == "streamed" else "POST"
    sent = {tab: requests_of(tab.page, method) for tab in (lab, other)}
    # So slow that it is under way when its page ends.
    Line(other.page).limit(8 * MB if kind == "streamed" else MB // 5)
    name = f"{kind}, {how}"
    source = SAVE.format(seed=ord(how[1]), size=megabytes * MB, name=name)
    begin(other, source)
    wait_until(lambda: count(other, sent[other]) > (3 if kind == "streamed" else 0))
    assert not count(lab, sent[lab]), "one page takes it"
    lab.page.locator(f"{SIDEBAR} .jp-Cellkeep-mod-transfer").filter(has_text=name).wait_for()
    begun = time.monotonic()
    if how == "close":
        other.page.close()
    else:
        process.kill()
    if (kind, how) != ("small", "close"):  # a page that is closed may yet send the little it has
        wait_until(lambda: count(lab, sent[lab]) > 0, timeout=15)
    print(f"\n{name}: handed over after {time.monotonic() - begun:.1f} s")
    if kind == "streamed":
        assert int(sent[lab][0].headers["upload-offset"]) > 0, "from the byte the server has"
    found = lab.wait_stored(name, timeout=90)
    assert found[name]["size"] == megabytes * MB
    assert server.cellkeep("verify")["ok"]
    lab.row(name).wait_for()


def test_a_save_waits_until_its_notebook_is_opened_again(lab: LabPage, server: LabServer) -> None:
    lab.open("tour.ipynb").show_sidebar()
    sent = requests_of(lab.page)
    line = Line(lab.page)
    line.limit(8 * MB)
    begin(lab, SAVE.format(seed=5, size=80 * MB, name="reopened"))
    wait_until(lambda: count(lab, sent) > 3)
    lab.page.goto("about:blank")
    line.free()
    time.sleep(3)
    assert "reopened" not in {item["name"] for item in lab.stored()}
    lab.open("tour.ipynb")
    found = lab.wait_stored("reopened", timeout=90)
    assert found["reopened"]["size"] == 80 * MB
    resumed = [int(one.headers["upload-offset"]) for one in sent]
    assert resumed.count(0) == 1, "it goes on, and does not begin again"
