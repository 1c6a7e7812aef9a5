"""Fixtures of the browser tests: a real server, a real browser, screenshots when a test fails."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from lab_page import LabPage
from lab_server import ROOT, LabServer

RESULTS = ROOT / "test-results"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Debian's Chromium where there is one, else the one that Playwright installed for itself.
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


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
