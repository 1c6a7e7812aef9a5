"""Fixtures of the viewers' tests: one server, one store of samples and one tab for all of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_process import watched_page
from lab_page import LabPage
from lab_server import LabServer
from meter import LONG_TASKS
from playwright.sync_api import BrowserContext, Page

from viewers.page import BIDI, Viewers


@pytest.fixture(scope="package")
def server(shared_server: LabServer) -> LabServer:
    shared_server.empty()
    return shared_server


@pytest.fixture(scope="package")
def stored(server: LabServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The samples, in the store; ids of the versions by name, oldest first."""
    folder = tmp_path_factory.mktemp("samples")
    command = [sys.executable, str(Path(__file__).with_name("samples.py")), str(folder)]
    subprocess.run(command, env=server.environment, check=True, timeout=240)
    server.cellkeep("put", "--run", "files", "-c", "input", *map(str, sorted(folder.iterdir())))
    bidi = str(folder / "noise.bin")
    server.cellkeep("put", "--run", "files", "-c", "input", "--name", BIDI, bidi)
    ids: dict[str, list[str]] = {}
    for item in sorted(server.cellkeep("ls", "-n", "1000")["items"], key=lambda it: it["version"]):
        ids.setdefault(item["name"], []).append(item["id"])
    return ids


@pytest.fixture(scope="package")
def shared_page(context: BrowserContext, server: LabServer) -> Iterator[Page]:
    with watched_page(context, server) as page:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.set_viewport_size({"width": 1280, "height": 800})
        page.set_default_timeout(30_000)
        page.add_init_script(LONG_TASKS)
        yield page
        hacked = page.evaluate("window.hacked")
    assert hacked is None, "content from an artifact ran in the page"


@pytest.fixture(scope="package")
def viewers(server: LabServer, shared_page: Page, stored: dict[str, list[str]]) -> Viewers:
    return Viewers(LabPage(shared_page, server).open(), stored)
