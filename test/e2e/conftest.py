"""Fixtures of the browser tests: a real server, a real browser, screenshots when a test fails."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from browser_process import FLAGS, BrowserProcess, find_chromium
from lab_page import LabPage
from lab_server import ROOT, LabServer

RESULTS = ROOT / "test-results"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
    yield browser
    browser.close()


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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """One JupyterLab for the tests of a file."""
    server = LabServer(tmp_path_factory.mktemp("lab"))
    server.add_example("tour.ipynb")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.set_default_timeout(60_000)  # a machine may be slow, and is then not wrong
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    report = getattr(request.node, "report_of_call", None)
    if report is None or report.failed:
        RESULTS.mkdir(exist_ok=True)
        name = re.sub(r"\W+", "-", request.node.name)
        page.screenshot(path=RESULTS / f"{name}.png")
    context.close()
    # A failure inside our own code must not hide behind a page that still looks right.
    ours = [error for error in errors if "cellkeep" in error.lower()]
    assert not ours, f"uncaught errors in the page: {ours}"


@pytest.fixture
def lab(page: Page, server: LabServer) -> LabPage:
    return LabPage(page, server)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if report.when == "call":
        item.report_of_call = report  # type: ignore[attr-defined]
    return report
