"""Fixtures of the browser tests: a real server, a real browser, screenshots when a test fails.

What is slow to start is started once by each worker: a browser whose profile remembers
JupyterLab's compiled scripts, and a JupyterLab that is emptied for the next file.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from xdist.scheduler import LoadFileScheduling

sys.path.insert(0, str(Path(__file__).parent))

from browser_process import FLAGS, BrowserProcess, find_chromium, watched_page
from lab_page import LabPage
from lab_server import ROOT, LabServer

RESULTS = ROOT / "test-results"
expect.set_options(timeout=30_000)  # a machine may be slow, and is then not wrong
# JupyterLab's splash turns while its scripts load: drawn by a processor, a tenth of a start.
STILL = """
if (window === top) document.addEventListener('DOMContentLoaded', () => {
  const style = document.createElement('style');
  style.textContent = '#jupyterlab-splash, #jupyterlab-splash * { animation: none !important; }';
  document.head.append(style);
});
"""
# The others take less than half a minute each.
LONGEST = (
    *("plugins", "remote_kernel", "offload", "viewers", "interruptions", "live_objects"),
    *("versions", "cleanup", "subshells", "uploads", "shared_documents", "tour", "output_kinds"),
    *("many_files", "large_drop", "lineage", "sidebar", "notebook", "library", "drag"),
)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def context(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """One browser with a profile on disk."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"),
        executable_path=find_chromium(),
        args=FLAGS,
        viewport={"width": 1440, "height": 900},
    )
    context.add_init_script(STILL)
    yield context
    context.close()


@pytest.fixture
def start_browser(playwright: Playwright, tmp_path: Path) -> Iterator[Callable[[], BrowserProcess]]:
    """Start browsers in processes of their own, which a test may kill."""
    started: list[BrowserProcess] = []

    def start() -> BrowserProcess:
        one = BrowserProcess(playwright, tmp_path / f"profile-{len(started)}")
        started.append(one)
        return one

    yield start
    for one in started:
        one.kill()


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """One JupyterLab for the files of a worker, which take it by the fixture `server`."""
    server = LabServer(tmp_path_factory.mktemp("lab")).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def server(shared_server: LabServer) -> LabServer:
    """JupyterLab with an empty store and the tour; a file with other wishes has its own."""
    shared_server.empty()
    shared_server.add_example("tour.ipynb")
    return shared_server


@pytest.fixture(scope="module")
def shared_page(context: BrowserContext, server: LabServer) -> Iterator[Page]:
    """One tab for the tests of a file, which are marked `one_tab` and bear what others left."""
    with watched_page(context, server) as page:
        yield page


@pytest.fixture
def page(
    context: BrowserContext, server: LabServer, request: pytest.FixtureRequest
) -> Iterator[Page]:
    if request.node.get_closest_marker("one_tab"):
        yield request.getfixturevalue("shared_page")
    else:
        with watched_page(context, server) as page:
            yield page


@pytest.fixture
def lab(page: Page, server: LabServer) -> LabPage:
    return LabPage(page, server)


class FilesTogether(LoadFileScheduling):
    """A file's tests in one worker, as those of a folder that share its fixtures."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        folder, _, _ = file.rpartition("/")
        return folder if folder.endswith("/viewers") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FilesTogether | None:
    config.option.loadscopereorder = False  # not by their number of tests
    return FilesTogether(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, so that the workers end together."""

    def place(item: pytest.Item) -> int:
        names = {item.path.stem.removeprefix("test_"), item.path.parent.name}
        return next((n for n, name in enumerate(LONGEST) if name in names), len(LONGEST))

    items.sort(key=place)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Keep a picture of each tab as it was when a test failed."""
    report = yield
    context = getattr(item, "funcargs", {}).get("context")
    if report.failed and report.when != "teardown" and context:
        name = re.sub(r"\W+", "-", item.name)
        for number, tab in enumerate(context.pages[1:]):
            with suppress(PlaywrightError):
                tab.screenshot(path=RESULTS / f"{name}{f'-{number}' if number else ''}.png")
    return report
