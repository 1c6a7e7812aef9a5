"""Versions and names, by mouse and keyboard: edited where they are shown, compared, linked to."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from lab_page import SIDEBAR, LabPage
from lab_server import ROOT, TOKEN, LabServer
from line import wait_until
from playwright.sync_api import Locator, expect
from test_access import violations

PICTURES = ROOT / "test-results" / "versions"
SEED = """
import cellkeep, time
with cellkeep.Run("training") as run:
    for epoch in range(3):
        run.save({"epoch": epoch}, "output", name="weights", metadata={"lr": 0.1, "epoch": epoch})
    run.save([1, 2], "output", name="losses")
    run.save([3, 4], "output", name="scores")
"""


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """A store of its own for each test: names are used up, and one server is killed."""
    server = LabServer(tmp_path_factory.mktemp("versions"))
    server.notebooks.mkdir(parents=True)
    subprocess.run(
        [sys.executable, "-c", SEED],
        env=server.environment,
        cwd=server.notebooks,
        check=True,
        timeout=60,
    )
    server.start()
    yield server
    server.stop()


def select(lab: LabPage, name: str) -> Locator:
    """Click an artifact; its details."""
    lab.row(name).click()
    details = lab.page.get_by_role("region", name=f"Details of {name}")
    details.wait_for()
    return details


def show(server: LabServer, name: str, version: int) -> dict[str, Any]:
    items = server.cellkeep("ls", "-n", "1000")["items"]
    return next(one for one in items if (one["name"], one["version"]) == (name, version))


def look(lab: LabPage, name: str, *where: str) -> None:
    lab.in_both_themes(PICTURES / name)
    assert violations(lab, *where) == [], name


def test_names_and_labels_are_changed_where_they_are_shown(lab: LabPage, server: LabServer) -> None:
    page, key = lab.page, lab.page.keyboard
    lab.open().show_sidebar()
    details = select(lab, "weights")

    # A name: bad, taken, given up, and then a good one, which all versions get.
    details.get_by_role("heading", name="weights").dblclick()
    field = details.get_by_role("textbox", name="Name")
    key.type("../up")
    expect(details.get_by_text("a part of it is '.' or '..'")).to_be_visible()
    key.press("Enter")
    expect(field).to_be_focused()
    key.press("Control+a")
    key.type("losses")
    key.press("Enter")
    expect(details.get_by_role("alert")).to_contain_text("something else named 'losses'")
    expect(field).to_have_value("losses")
    look(lab, "name-taken", SIDEBAR)
    field.click()
    key.press("Escape")
    expect(details.get_by_role("button", name="Rename")).to_be_focused()
    key.press("F2")
    key.type("model/weights")
    key.press("Enter")
    details = page.get_by_role("region", name="Details of model/weights")
    expect(details.get_by_role("button", name="Rename")).to_be_focused()
    assert show(server, "model/weights", 1)["id"]
    assert len([one for one in lab.stored() if one["name"] == "weights"]) == 0

    # Tags, notes and an alias, each where it stands.
    details.get_by_role("button", name="Add tag").click()
    key.type("paper")
    key.press("Enter")
    expect(details.get_by_role("list", name="Tags")).to_contain_text("paper")
    key.type("2026")
    key.press("Enter")
    expect(details.get_by_role("list", name="Tags")).to_contain_text("2026")
    key.press("Escape")
    expect(details.get_by_role("button", name="Add tag")).to_be_focused()
    details.get_by_role("button", name="Remove the tag 2026").click()
    expect(details.get_by_text("2026", exact=True)).to_have_count(0)
    details.get_by_role("button", name="Write a note").click()
    key.type("Trained on the small set.")
    key.press("Enter")
    key.type("Better than v2.")
    key.press("Control+Enter")
    expect(details.get_by_text("Better than v2.")).to_be_visible()
    expect(details.get_by_role("list", name="Aliases")).to_contain_text("latest")
    details.get_by_role("button", name="best").click()
    details.get_by_role("button", name="Remove the alias best").wait_for()
    details.get_by_role("button", name="Add alias").click()
    key.type("V 1")
    expect(details.get_by_text("Use up to 64 of a-z")).to_be_visible()
    key.press("Control+a")
    key.type("baseline")
    key.press("Enter")
    details.get_by_role("button", name="Remove the alias baseline").wait_for()
    key.press("Escape")
    edited = show(server, "model/weights", 3)
    assert edited["tags"] == ["paper"]
    assert edited["notes"] == "Trained on the small set.\nBetter than v2."
    assert edited["aliases"] == ["baseline", "best"]

    # Metadata, in an editor that says what is no JSON.
    details.get_by_role("button", name="Edit the metadata").click()
    dialog = page.get_by_role("dialog")
    dialog.locator(".cm-content").click()
    key.press("Control+End")
    key.press("ArrowLeft")
    key.press("ArrowLeft")
    key.insert_text(',\n  "seed": 12345678901234567890')
    expect(dialog.get_by_text("to its last digit")).to_be_visible()
    key.press("Backspace")
    key.insert_text(",,")
    expect(dialog.get_by_text("Not JSON")).to_be_visible()
    expect(dialog.get_by_role("button", name="Save")).to_be_disabled()
    look(lab, "metadata", ".jp-Dialog-content")
    dialog.locator(".cm-content").click()
    key.press("Control+a")
    key.insert_text('{"lr": 0.1, "seed": 7}')
    dialog.get_by_role("button", name="Save").click()
    dialog.wait_for(state="detached")
    expect(details.get_by_text("seed")).to_be_visible()
    assert show(server, "model/weights", 3)["metadata"] == {"lr": 0.1, "seed": 7}
    look(lab, "labels", SIDEBAR)

    # What others change shows by itself.
    server.cellkeep("tag", edited["id"], "--notes", "Written elsewhere.")
    expect(details.get_by_text("Written elsewhere.")).to_be_visible()

    # The server is gone: it is said, and what was written stays.
    details.get_by_role("button", name="Edit the notes").click()
    key.type(" And here.")
    server.kill()
    key.press("Control+Enter")
    expect(details.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(details.get_by_role("textbox", name="Notes")).to_have_value(
        "Written elsewhere. And here."
    )
    look(lab, "server-gone", SIDEBAR)
    server.start()
    details.get_by_role("button", name="Save", exact=True).click()
    expect(details.get_by_role("textbox", name="Notes")).to_have_count(0)
    assert show(server, "model/weights", 3)["notes"] == "Written elsewhere. And here."
