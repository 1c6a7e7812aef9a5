"""`make hub` as three people meet it, each in a browser of their own, and by their kernels."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "test" / "e2e"))

from browser_process import FLAGS, find_chromium

START_S = 240
SIGN_IN = re.compile(r"JupyterHub is at (\S+)/\n.* password (\S+)\n.* in (\S+)\n")


@dataclass
class Hub:
    url: str
    password: str
    folder: Path
    process: subprocess.Popen[str]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """The one command, and its end by Ctrl+C."""
    log = tmp_path_factory.mktemp("hub") / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "examples" / "hub" / "start.py")],
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        end = time.monotonic() + START_S
        while (told := SIGN_IN.search(log.read_text())) is None:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.2)
        yield Hub(told[1], told[2], Path(told[3]), process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(120)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def signed_in(browser: Browser, hub: Hub, name: str) -> Iterator[Page]:
    """Open the service's address, sign in at the hub, and have one's server started."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.goto(f"{hub.url}/services/cellkeep-1/")
    page.fill("#username_input", name)
    page.fill("#password_input", hub.password)
    page.click("#login_submit")
    page.wait_for_url(re.compile(rf"/user/{name}/lab"))
    yield page
    context.close()


def open_notebook(page: Page) -> None:
    page.locator(".jp-LauncherCard[data-category=Notebook]").first.click()
    # The notebook's own indicator says idle before there is a kernel.
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()


def run_cell(page: Page, source: str) -> str:
    """Run one more cell at the end; the text of its outputs."""
    cells = page.locator(".jp-NotebookPanel .jp-CodeCell")
    cell = cells.nth(cells.count() - 1)
    cell.locator(".cm-content").click()
    page.keyboard.insert_text(source)
    page.keyboard.press("Shift+Enter")  # which adds another cell below
    expect(cell.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]"), timeout=120_000)
    return "\n".join(cell.locator(".jp-OutputArea-output").all_inner_texts())


def show_sidebar(page: Page) -> Locator:
    sidebar = page.locator("#cellkeep-sidebar")
    if not sidebar.is_visible():
        page.locator("[data-id='cellkeep-sidebar']").click()
    return sidebar


def run_row(page: Page) -> Locator:
    """The run's row in the sidebar, whose library is the service's."""
    rows = show_sidebar(page).locator(".jp-Cellkeep-Row.jp-Cellkeep-mod-run")
    return rows.filter(has_text="study")


def share_with_team(page: Page) -> str:
    """Share the run by its menu; return the address that opens it."""
    run_row(page).click(button="right")
    page.get_by_role("menuitem", name="Share…").click()
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("The run is yours.")
    name = dialog.get_by_role("combobox", name="Name of a person or group")
    # Her group, and who else is of it; nobody knows carol here.
    options = dialog.locator("datalist option")
    expect(options).to_have_count(2)
    assert {one.get_attribute("value") for one in options.all()} == {"team", "bob"}
    name.fill("team")
    expect(dialog.get_by_role("combobox", name="Person or group", exact=True)).to_have_value(
        "group"
    )
    name.press("Enter")
    expect(dialog.get_by_role("list", name="Shared with")).to_contain_text("team")
    link: str = dialog.get_by_label("Address that opens the run").input_value()
    dialog.get_by_role("button", name="Share", exact=True).click()
    dialog.wait_for(state="detached")
    return link


def may_not_share(page: Page, row: Locator) -> None:
    """See the command disabled, with the reason."""
    row.click(button="right")
    item = page.get_by_role("menuitem", name="Share… (ask alice)")
    expect(item).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Escape")


def open_from_link(page: Page, link: str) -> None:
    """Open the address in another tab: the run is shown in one's own JupyterLab."""
    tab = page.context.new_page()
    tab.goto(link)
    tab.wait_for_url(re.compile(r"/user/bob/lab"))
    # It opens the sidebar by itself.
    rows = tab.locator("#cellkeep-sidebar .jp-Cellkeep-Row")
    expect(rows.filter(has_text="large")).to_be_visible(timeout=120_000)
    tab.close()


def assert_refused(page: Page, link: str) -> None:
    tab = page.context.new_page()
    tab.goto(link)
    told = tab.get_by_text("The link was not opened. There is no run")
    expect(told.first).to_be_visible(timeout=120_000)
    tab.close()


def group_by_sharing(page: Page) -> None:
    sidebar = show_sidebar(page)
    sidebar.get_by_role("button", name="View: ").click()
    page.get_by_role("menuitemcheckbox", name="Sharing").or_(
        page.get_by_role("menuitem", name="Sharing")
    ).click()
    expect(sidebar.get_by_role("treeitem", name="Shared with me")).to_be_visible()
    expect(sidebar.get_by_role("treeitem", name="Mine")).not_to_be_visible()


def own_token(page: Page, hub: Hub, name: str) -> str:
    """A token that somebody makes on the hub's page for that."""
    tab = page.context.new_page()
    tab.goto(f"{hub.url}/hub/token")
    made: str = tab.evaluate(
        """async name => {
          const address = `/hub/api/users/${name}/tokens?_xsrf=${window.jhdata.xsrf_token}`;
          const headers = { 'Content-Type': 'application/json' };
          const answer = await fetch(address, { method: 'POST', headers, body: '{}' });
          return (await answer.json()).token;
        }""",
        name,
    )
    tab.close()
    return made


def ask(url: str, token: str, method: str = "GET", body: Any = None) -> tuple[int, bytes]:
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(url, data, headers, method=method), timeout=30) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


SAVE = """
import cellkeep, numpy
run = cellkeep.Run("study")
run.save(numpy.arange(1_000_000), name="large").wait(60)
print(run.id)
"""
LOAD = """
import cellkeep
try:
    print(cellkeep.load("large").sum())
except cellkeep.CellkeepError as error:
    print(error)
"""
ENVIRONMENT = """
import os
print(os.environ["CELLKEEP_SERVER"])
print(*(name for name in os.environ if name.startswith(("AWS_", "CELLKEEP_"))))
"""
SUM = "499999500000"


def test_a_run_is_its_owners_then_its_groups_and_never_somebody_elses(
    hub: Hub, browser: Browser
) -> None:
    first, second = (f"{hub.url}/services/cellkeep-{number}/" for number in (1, 2))
    with (
        signed_in(browser, hub, "alice") as alice,
        signed_in(browser, hub, "bob") as bob,
        signed_in(browser, hub, "carol") as carol,
    ):
        used = []
        for page in (alice, bob, carol):
            open_notebook(page)
            address, *names = run_cell(page, ENVIRONMENT).split()
            used.append(address)
            # Nobody's kernel holds what opens the database or the storage.
            assert sorted(names) == ["CELLKEEP_SERVER", "CELLKEEP_TOKEN"]
        assert set(used) == {first, second}
        printed = re.search(r"\b[0-9a-f]{32}\b", run_cell(alice, SAVE))
        assert printed is not None
        run = printed[0]
        for page in (bob, carol):
            assert "No run has an artifact called 'large'" in run_cell(page, LOAD)

        people = {"alice": alice, "bob": bob, "carol": carol}
        tokens = {name: own_token(page, hub, name) for name, page in people.items()}
        shares = {"shares": [{"kind": "group", "name": "team", "level": "view"}]}
        address = f"cellkeep/api/runs/{run}/shares"
        assert ask(f"{second}{address}", tokens["carol"], "PUT", shares)[0] == 404
        for page in (bob, carol):
            expect(show_sidebar(page)).not_to_contain_text("study")
        link = share_with_team(alice)
        # What is shared with one server holds at once with the other, and the page hears of it.
        shared = run_row(bob)
        expect(shared).to_contain_text("shared by alice", timeout=60_000)
        may_not_share(bob, shared)
        open_from_link(bob, link)
        assert_refused(carol, link)
        group_by_sharing(bob)
        assert SUM in run_cell(bob, LOAD)
        assert "No run has an artifact called 'large'" in run_cell(carol, LOAD)
        for server in (first, second):
            for name, count in (("alice", 1), ("bob", 1), ("carol", 0)):
                status, told = ask(f"{server}cellkeep/api/artifacts", tokens[name])
                assert (status, len(json.loads(told)["items"])) == (200, count)
            assert ask(f"{server}cellkeep/api/artifacts", "nobody's")[0] == 403
        # To view is not to change.
        assert ask(f"{second}{address}", tokens["bob"], "PUT", shares)[0] == 403


def test_ctrl_c_ends_every_process_and_removes_all(hub: Hub) -> None:
    began = psutil.Process(hub.process.pid).children(recursive=True)
    assert {"postgres", "weed", "node"} <= {one.name() for one in began}
    hub.process.send_signal(signal.SIGINT)
    assert hub.process.wait(60) == 0
    assert psutil.wait_procs(began, timeout=10)[1] == []
    assert not hub.folder.exists()
