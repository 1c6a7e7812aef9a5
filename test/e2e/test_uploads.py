"""Large files of the desktop on a slow line: progress, pause, cancel, refusal, offline."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab_page import SIDEBAR, LabPage
from lab_server import ROOT, LabServer
from line import Line, staged, wait_until
from playwright.sync_api import Locator, Page, Request, expect

MB = 1_000_000
PICTURES = ROOT / "test-results" / "uploads"
LIMIT = 40 * MB


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """A server whose store has room for one large file and not for two."""
    server = LabServer(tmp_path_factory.mktemp("uploads"))
    server.add_example("tour.ipynb")
    server.start(f"--CellkeepApp.limit_bytes={LIMIT}")
    yield server
    server.stop()


@pytest.fixture
def lab(page: Page, server: LabServer) -> LabPage:
    server.empty_store()
    return LabPage(page, server)


@pytest.fixture
def line(page: Page) -> Line:
    return Line(page)


def random_file(path: Path, size: int) -> Path:
    path.write_bytes(os.urandom(size))
    return path


def drop(lab: LabPage, *files: Path) -> None:
    paths = [str(file) for file in files]
    sidebar = lab.show_sidebar()
    lab.drag_files(sidebar, paths)
    lab.drop_files(lab.page.locator(".jp-Cellkeep-DropTarget[data-category=input]"), paths)


def flight(lab: LabPage, name: str) -> Locator:
    return lab.page.locator(f"{SIDEBAR} .jp-Cellkeep-mod-transfer").filter(has_text=name).first


def percent(row: Locator) -> int:
    return int(re.sub(r"\D", "", row.locator(".jp-Cellkeep-Row-percent").inner_text()) or 0)


def sent_offsets(lab: LabPage) -> list[int]:
    """Where the pieces begin that the page sends from now on."""
    sent: list[int] = []

    def note(request: Request) -> None:
        if request.method == "PATCH":
            sent.append(int(request.headers.get("upload-offset", -1)))

    lab.page.on("request", note)
    return sent


def test_pause_stops_the_bytes_and_resume_goes_on_from_there(
    lab: LabPage, line: Line, tmp_path: Path
) -> None:
    lab.open("tour.ipynb")
    file = random_file(tmp_path / "survey.bin", 30 * MB)
    line.limit(6 * MB)
    drop(lab, file)
    row = flight(lab, "survey.bin")
    wait_until(lambda: percent(row) >= 5)
    seen = percent(row)
    wait_until(lambda: percent(row) > seen)
    status = lab.page.locator(".jp-Cellkeep-StatusItem")
    expect(status).to_have_text(re.compile(r"Cellkeep: 1 saving, \d+%"))
    lab.in_both_themes(PICTURES / "uploading")

    row.get_by_role("button", name="Pause survey.bin").click()
    expect(row).to_contain_text("paused")
    lab.page.wait_for_timeout(300)  # what was on the line arrives
    kept = staged(lab.server)
    shown = percent(row)
    lab.page.wait_for_timeout(1200)
    assert staged(lab.server) == kept, "nothing arrives while it is paused"
    assert 0 < kept < 30 * MB
    lab.in_both_themes(PICTURES / "paused")

    sent = sent_offsets(lab)
    row.get_by_role("button", name="Resume survey.bin").click()
    wait_until(lambda: percent(row) > shown)
    found = lab.wait_stored("survey.bin")
    assert sent[0] == kept, "it goes on from where it was"
    assert found["survey.bin"]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    lab.in_both_themes(PICTURES / "stored")
    lab.row("survey.bin").wait_for()
    row.wait_for(state="detached")
    expect(status).to_have_count(0)
    lab.page.wait_for_timeout(500)
    lab.in_both_themes(PICTURES / "after")


def test_cancel_takes_the_row_and_the_bytes_away(lab: LabPage, line: Line, tmp_path: Path) -> None:
    lab.open("tour.ipynb")
    staging = lab.server.store / "staging"
    before = set(staging.iterdir())  # finished uploads of other tests are remembered there
    line.limit(4 * MB)
    drop(lab, random_file(tmp_path / "unwanted.bin", 30 * MB))
    row = flight(lab, "unwanted.bin")
    wait_until(lambda: percent(row) >= 3 and staged(lab.server) > 0)
    row.get_by_role("button", name="Cancel unwanted.bin").click()
    expect(row).to_contain_text("cancelled")
    lab.in_both_themes(PICTURES / "cancelled")
    row.wait_for(state="detached")
    wait_until(lambda: set(staging.iterdir()) <= before)
    line.free()
    lab.page.wait_for_timeout(500)
    assert "unwanted.bin" not in {item["name"] for item in lab.stored()}
    assert set(staging.iterdir()) <= before
    expect(lab.page.locator(".jp-Cellkeep-StatusItem")).to_have_count(0)


def test_a_full_store_is_said_once_and_retry_works_when_there_is_room(
    lab: LabPage, tmp_path: Path
) -> None:
    lab.open("tour.ipynb")
    drop(lab, random_file(tmp_path / "first.bin", 25 * MB))
    first = lab.wait_stored("first.bin")["first.bin"]
    drop(lab, random_file(tmp_path / "second.bin", 25 * MB))
    row = flight(lab, "second.bin")
    retry = row.get_by_role("button", name="Retry second.bin")
    retry.wait_for()
    expect(row).to_contain_text("store full: The store may hold 40,000,000 bytes")
    told = lab.page.locator(".Toastify__toast").filter(has_text="second.bin was not saved")
    expect(told).to_have_count(1)
    expect(lab.page.locator(".jp-Cellkeep-StatusItem")).to_have_text("Cellkeep: 1 failed")
    lab.in_both_themes(PICTURES / "failed")
    lab.page.wait_for_timeout(1500)
    expect(told).to_have_count(1)

    lab.server.cellkeep("rm", first["id"], "--permanent", "--yes")
    retry.click()
    second = lab.wait_stored("second.bin")["second.bin"]
    assert second["sha256"] == hashlib.sha256((tmp_path / "second.bin").read_bytes()).hexdigest()
    row.wait_for(state="detached")
    expect(lab.page.locator(".jp-Cellkeep-StatusItem")).to_have_count(0)
    # What was said is no longer true, so it is not left standing.
    expect(told).to_have_count(0)
    assert lab.server.cellkeep("verify")["ok"]


def test_an_upload_goes_on_by_itself_after_the_browser_was_offline(
    lab: LabPage, line: Line, tmp_path: Path
) -> None:
    page = lab.open("tour.ipynb").page
    file = random_file(tmp_path / "train.bin", 30 * MB)
    line.limit(6 * MB)
    drop(lab, file)
    row = flight(lab, "train.bin")
    wait_until(lambda: percent(row) >= 5 and staged(lab.server) > 0)
    failed: list[str] = []
    page.on("requestfailed", lambda one: "/uploads/" in one.url and failed.append(one.method))
    line.cut()
    # Each failed attempt doubles the pause before the next; it is left with a long one.
    while len(failed) < 5:
        page.wait_for_timeout(50)
    kept = staged(lab.server)
    assert 0 < kept < 30 * MB
    lab.picture(PICTURES / "offline-light.png")
    sent = sent_offsets(lab)
    line.mend()
    found = lab.wait_stored("train.bin", timeout=10)["train.bin"]
    lab.row("train.bin").wait_for()
    assert sent[0] == kept
    assert found["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
