"""Versions and names, by mouse and keyboard: edited where they are shown, compared, linked to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from axe import violations
from lab_page import SIDEBAR, LabPage
from lab_server import ROOT, TOKEN, LabServer
from line import wait_until
from playwright.sync_api import Locator, expect

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
    server.script(SEED)
    server.start()
    yield server
    server.stop()


def is_quiet(lab: LabPage) -> bool:
    """Close JupyterLab's own message about the connection; whether there is none."""
    close = lab.page.get_by_role("dialog").get_by_role("button", name="Close")
    if close.is_visible():
        close.click()
    return not close.is_visible()


def select(lab: LabPage, name: str) -> Locator:
    """Click an artifact; its details."""
    lab.row(name).click()
    details = lab.page.get_by_role("region", name=f"Details of {name}")
    details.wait_for()
    return details


def show(server: LabServer, name: str, version: int) -> dict[str, Any]:
    found = server.artifacts()
    return next(one for one in found if (one["name"], one["version"]) == (name, version))


def run_of(server: LabServer) -> dict[str, Any]:
    run: dict[str, Any] = server.get("cellkeep/api/runs")["items"][0]
    return run


def look(lab: LabPage, name: str, *where: str) -> None:
    for theme in lab.themes():  # what is looked at next stands in the other one
        lab.picture(PICTURES / f"{name}-{theme.lower()}.png")
    assert violations(lab, *where) == [], name


def test_names_and_labels_are_changed_where_they_are_shown(lab: LabPage, server: LabServer) -> None:
    page, key = lab.page, lab.page.keyboard
    lab.open().show_sidebar()
    details = select(lab, "weights")

    # A name: bad, taken, given up, and then a good one, which all versions get.
    details.get_by_role("heading", name="weights").dblclick()
    field = details.get_by_role("textbox", name="Name")
    expect(field).to_be_focused()
    # Into the field: on a full machine JupyterLab may still be starting, and take the focus.
    field.fill("../up")
    expect(details.get_by_text("a part of it is '.' or '..'")).to_be_visible()
    field.press("Enter")
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
    expect(dialog.locator(".cm-content")).to_be_focused()
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
    lab.picture(PICTURES / "server-gone.png")
    server.start()
    # JupyterLab says so too. What was written is still there, and is stored when its field is left.
    wait_until(lambda: is_quiet(lab), timeout=60)
    details.get_by_role("heading", name="model/weights").click()
    expect(details.get_by_role("textbox", name="Notes")).to_have_count(0)
    assert show(server, "model/weights", 3)["notes"] == "Written elsewhere. And here."


def copied(lab: LabPage) -> str:
    text: str = lab.page.evaluate("navigator.clipboard.readText()")
    return text


def palette(lab: LabPage, label: str) -> None:
    lab.page.keyboard.press("Control+Shift+c")
    palette = lab.page.locator(".jp-ModalCommandPalette:not(.lm-mod-hidden)")
    palette.wait_for()
    lab.page.keyboard.type(label)
    expect(palette.locator(".lm-CommandPalette-item").first).to_contain_text(label)
    lab.page.keyboard.press("Enter")


def menu(lab: LabPage, name: str, item: str) -> None:
    lab.row(name).click(button="right")
    lab.menu_item(item).click()


def test_versions_are_looked_through_compared_and_linked_to(
    lab: LabPage, server: LabServer
) -> None:
    page, key = lab.page, lab.page.keyboard
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lab.open().show_sidebar()
    ids = {version: show(server, "weights", version)["id"] for version in (1, 2, 3)}
    server.cellkeep("tag", ids[2], "--alias", "best", "--notes", "Good.\nSecond line.")
    details = select(lab, "weights")
    details.get_by_role("button", name="History").click()
    versions = details.get_by_role("list", name="Versions").get_by_role("listitem")
    expect(versions).to_have_count(3)
    expect(versions.nth(0)).to_contain_text("latest")
    expect(versions.nth(1)).to_contain_text("best")
    expect(versions.nth(1)).to_contain_text("Good.")

    # Another version in its place; an alias that moves says from where, and goes back.
    versions.nth(2).locator(".jp-Cellkeep-History-version").click()
    expect(details.get_by_role("heading", name="weights v1")).to_be_visible()
    details.get_by_role("button", name="best", exact=True).click()
    expect(details.get_by_text("best was v2 before.")).to_be_visible()
    expect(versions.nth(2)).to_contain_text("best")
    look(lab, "history", SIDEBAR)
    details.get_by_role("button", name="Move it back").click()
    expect(versions.nth(1)).to_contain_text("best")
    expect(versions.nth(2)).not_to_contain_text("best")

    # What others save and what is renamed elsewhere comes by itself.
    server.cellkeep("tag", ids[1], "--rename", "net")
    details = page.get_by_role("region", name="Details of net")
    versions = details.get_by_role("list", name="Versions").get_by_role("listitem")
    expect(versions).to_have_count(3)

    # Two are compared.
    details.get_by_role("checkbox", name="Compare v3").check()
    details.get_by_role("checkbox", name="Compare v1").check()
    details.get_by_role("button", name="Compare v1 with v3").click()
    page.get_by_role("tab", name="net v1 ↔ v3").wait_for()

    # The link to a version means it after another rename too.
    details.get_by_role("button", name="Copy the link to v2").click()
    link = copied(lab)
    assert link.endswith("/net@2")
    palette(lab, "Rename Artifact")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    key.type("netz ä!")
    look(lab, "rename", ".jp-Dialog-content")
    dialog.get_by_role("textbox").click()
    key.press("Enter")
    page.get_by_role("region", name="Details of netz ä!").wait_for()
    palette(lab, "Open Artifact from Link")
    dialog.get_by_role("textbox").fill("cellkeep://nothing")
    expect(dialog.get_by_text("This is not the address of an artifact")).to_be_visible()
    key.press("Enter")
    expect(dialog).to_be_visible()
    dialog.get_by_role("textbox").fill(link)
    key.press("Enter")
    page.get_by_role("tab", name="netz ä! v2").wait_for()

    # In a tab the same details; another version is shown in the same tab.
    document = page.locator(".jp-Cellkeep-Document:visible")
    document.get_by_role("button", name="Details").click()
    expect(document.get_by_role("list", name="Aliases")).to_contain_text("best")
    document.get_by_role("button", name="History").click()
    look(lab, "document", ".jp-Cellkeep-Document-details")
    versions = document.get_by_role("list", name="Versions").get_by_role("listitem")
    versions.nth(0).locator(".jp-Cellkeep-History-version").click()
    page.get_by_role("tab", name="netz ä! v3").wait_for()

    # An address opens it in a new page, and is gone from the address bar.
    menu(lab, "netz ä!", "Copy Address for the Browser")
    address = copied(lab)
    assert quote("netz%20%C3%A4%21@", safe="") in address
    page.goto(f"{address}&token={TOKEN}")
    lab.ready()
    page.locator(".jp-Cellkeep-Document").get_by_role("heading", name="netz ä! v3").wait_for()
    assert "cellkeep=" not in page.url
    page.goto(f"{server.url}/lab?cellkeep=cellkeep%3A%2F%2Fx%2Ftraining%2Fnothing%401")
    lab.ready()
    expect(page.get_by_role("alert").filter(has_text="link was not opened")).to_be_visible()


def test_tags_of_many_and_the_settings_of_a_run(lab: LabPage, server: LabServer) -> None:
    page, key = lab.page, lab.page.keyboard
    lab.open().show_sidebar()
    server.cellkeep("tag", show(server, "losses", 1)["id"], "--add", "draft")
    expect(lab.row("losses")).to_contain_text("#draft")  # the page has heard of it
    select(lab, "losses")
    lab.row("scores").click(modifiers=["Control"])
    menu(lab, "scores", "Edit Tags…")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("list", name="Tags")).to_contain_text("1 of 2")
    expect(dialog.get_by_role("button", name="Add tag")).to_be_focused()
    key.press("Enter")
    expect(dialog.locator("input")).to_be_focused()
    key.type("paper")
    key.press("Enter")
    key.press("Escape")
    dialog.get_by_role("button", name="Remove the tag draft").click()
    look(lab, "tags", ".jp-Dialog-content")
    dialog.get_by_role("button", name="Change").click()
    dialog.wait_for(state="detached")
    wait_until(lambda: show(server, "scores", 1).get("tags") == ["paper"])
    wait_until(lambda: show(server, "losses", 1).get("tags") == ["paper"])

    page.locator(".jp-Cellkeep-Row.jp-Cellkeep-mod-run").click(button="right")
    lab.menu_item("Run Settings…").click()
    dialog.get_by_role("radio", name="the only version (overwrite)").check()
    expect(dialog.get_by_text("earlier versions go to the trash")).to_be_visible()
    dialog.get_by_role("checkbox", name="Keep the last").check()
    expect(dialog.get_by_text("The newest 5 versions of each name are kept")).to_be_visible()
    dialog.get_by_role("checkbox", name="Keep for").check()
    expect(dialog.get_by_text("0 artifacts are older than that now.")).to_be_visible()
    dialog.get_by_role("spinbutton", name="Days").fill("0")
    expect(dialog.get_by_role("button", name="Change")).to_be_disabled()
    dialog.get_by_role("spinbutton", name="Days").fill("90")
    dialog.get_by_role("textbox", name="Folder").fill("/papers")
    look(lab, "run", ".jp-Dialog-content")
    dialog.get_by_role("button", name="Change").click()
    dialog.wait_for(state="detached")
    wanted = {"versions": "overwrite", "keep_days": 90, "keep_last": 5}
    wait_until(lambda: run_of(server)["settings"] == wanted)
    assert run_of(server)["run"]["folder"] == "/papers"
