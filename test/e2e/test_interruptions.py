"""What is saved survives whatever happens in the middle of it."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab_page import LabPage
from lab_server import LabServer
from line import Line, wait_until
from playwright.sync_api import Page

SAVE_MANY = """
import cellkeep, numpy as np, time
run = cellkeep.current_run()
for i in range({count}):
    run.save(np.random.default_rng(i).random({values}), "output", name=f"{name} {{i}}")
    time.sleep({pause})
open("{name}.done", "w").close()
"""


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[LabServer]:
    """A server that a test may kill."""
    server = LabServer(tmp_path)
    server.add_example("tour.ipynb")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_lab(page: Page, own_server: LabServer) -> LabPage:
    return LabPage(page, own_server)


def begin(lab: LabPage, source: str) -> None:
    """Run a new cell without waiting for it."""
    lab.type_cell(source).locator(".jp-InputPrompt").click()
    lab.page.keyboard.press("Control+Enter")


@pytest.mark.one_tab
def test_a_reload_in_the_middle_loses_nothing(lab: LabPage, server: LabServer) -> None:
    lab.open("tour.ipynb")
    lab.show_sidebar()
    begin(lab, SAVE_MANY.format(name="piece", count=30, values=1000, pause=0.1))
    lab.row("piece 3").wait_for()
    lab.page.reload()
    lab.ready()
    wait_until((server.notebooks / "piece.done").exists)
    found = lab.wait_stored(*[f"piece {i}" for i in range(30)])
    assert [found[f"piece {i}"]["version"] for i in range(30)] == [1] * 30
    lab.show_sidebar()
    lab.expect_rows("piece 29")
    assert server.cellkeep("verify")["ok"]


@pytest.mark.one_tab
@pytest.mark.parametrize("how", [pytest.param("restart", marks=pytest.mark.long), "kill"])
def test_a_kernel_that_ends_in_the_middle_loses_nothing(
    lab: LabPage, server: LabServer, how: str
) -> None:
    lab.open("tour.ipynb")
    lab.run_cell(lab.type_cell("import os; open('pid', 'w').write(str(os.getpid()))"))
    pid = int((server.notebooks / "pid").read_text())
    begin(lab, SAVE_MANY.format(name=how, count=8, values=2_000_000, pause=0) + "time.sleep(60)")
    wait_until((server.notebooks / f"{how}.done").exists)
    if how == "restart":
        lab.page.get_by_role("button", name=re.compile("^Restart the kernel")).first.click()
        lab.page.get_by_role("button", name="Confirm Kernel Restart").click()
        wait_until(lambda: not alive(pid))
    else:
        os.kill(pid, signal.SIGKILL)
        lab.page.get_by_role("dialog").get_by_role("button", name="Ok").click()
    lab.kernel_idle()
    # The next kernel takes over what the last one left in its spool.
    lab.run_cell(lab.type_cell("import cellkeep; cellkeep.current_run().list()"))
    lab.wait_stored(*[f"{how} {i}" for i in range(8)])
    assert server.cellkeep("verify")["ok"]
    assert server.cellkeep("push")["spooled"] == 0


def test_a_server_that_is_killed_in_the_middle_of_an_upload(
    own_lab: LabPage, own_server: LabServer, tmp_path: Path
) -> None:
    lab, server = own_lab, own_server
    lab.open("tour.ipynb")
    sidebar = lab.show_sidebar()
    upload = tmp_path / "measurements.bin"
    upload.write_bytes(os.urandom(48 * 1024 * 1024))
    # A slow line, so that there is a middle.
    line = Line(lab.page)
    line.limit(8_000_000)
    lab.drag_files(sidebar, [str(upload)])
    lab.drop_files(lab.page.locator(".jp-Cellkeep-DropTarget[data-category=input]"), [str(upload)])
    staging = server.store / "staging"
    wait_until(lambda: any(f.stat().st_size > 4_000_000 for f in staging.glob("*/content")))
    server.kill()
    kept = max(f.stat().st_size for f in staging.glob("*/content"))
    assert 0 < kept < upload.stat().st_size
    line.free()
    server.start()
    found = lab.wait_stored("measurements.bin", timeout=60)
    assert found["measurements.bin"]["size"] == upload.stat().st_size
    lab.row("measurements.bin").wait_for()
    assert server.cellkeep("verify")["ok"]


def test_saves_of_a_kernel_whose_server_is_killed_arrive(
    own_lab: LabPage, own_server: LabServer
) -> None:
    lab, server = own_lab, own_server
    lab.open("tour.ipynb")
    begin(lab, SAVE_MANY.format(name="late", count=6, values=2_000_000, pause=0.2))
    wait_until(lambda: (server.store / "spool").exists() and bool(lab.stored()))
    server.kill()
    # The kernel ends by itself when its server is gone; what it saved until then must arrive.
    wait_until(lambda: not locked_sessions(server), timeout=60)
    server.cellkeep("push")
    names = {item["name"] for item in lab.stored()}
    made = len(names)
    assert names == {f"late {i}" for i in range(made)}
    assert made >= 1
    assert server.cellkeep("verify")["ok"]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def locked_sessions(server: LabServer) -> bool:
    """Whether a process still holds a part of the spool."""
    from filelock import FileLock, Timeout

    for lock in (server.store / "spool").glob("*/lock"):
        try:
            with FileLock(lock, timeout=0):
                pass
        except Timeout:
            return True
    return False
