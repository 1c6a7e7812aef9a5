"""Nobody is signed in, or the server is away: what was there stays, and what waits goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe import violations
from lab_page import SIDEBAR, LabPage
from lab_server import ROOT, TOKEN, LabServer
from line import wait_until
from playwright.sync_api import Locator, Route, expect

PICTURES = ROOT / "test-results" / "signed-out"
SEED = """
import cellkeep
with cellkeep.Run("training") as run:
    run.save([1, 2], "output", name="losses")
    run.save([3, 4], "output", name="scores")
"""


@pytest.fixture(scope="module")
def server(shared_server: LabServer) -> LabServer:
    shared_server.empty()
    shared_server.script(SEED)
    return shared_server


@pytest.fixture
def details(lab: LabPage) -> Locator:
    """The details of an artifact, on a page that knows its server by cookies, as behind a hub."""

    def without_token(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(f'"{TOKEN}"', '""'))

    lab.page.route("**/lab?**", without_token)
    lab.open().show_sidebar()
    lab.row("losses").click()
    details = lab.page.get_by_role("region", name="Details of losses")
    details.wait_for()
    return details


def about(lab: LabPage, name: str) -> dict[str, object]:
    return next(one for one in lab.stored() if one["name"] == name)


def test_what_was_loaded_stays_while_the_server_is_away(lab: LabPage, details: Locator) -> None:
    page = lab.page
    details.get_by_role("button", name="Write a note").click()
    notes = details.get_by_role("textbox", name="Notes")
    notes.fill("Half a sentence")
    page.route("**/cellkeep/api/**", lambda route: route.abort())
    lab.command("cellkeep:refresh")
    banner = page.locator(f"{SIDEBAR} .jp-Cellkeep-Banner")
    expect(banner).to_contain_text("The list could not be refreshed")
    expect(banner).to_contain_text("The Jupyter server cannot be reached.")
    expect(notes).to_have_value("Half a sentence")
    expect(notes).to_be_focused()
    expect(lab.row("scores")).to_be_visible()
    lab.in_both_themes(PICTURES / "away")
    assert violations(lab, SIDEBAR) == []
    page.unroute_all()
    banner.get_by_role("button", name="Try again").click()
    expect(banner).to_have_count(0)
    wait_until(lambda: about(lab, "losses").get("notes") == "Half a sentence")


def test_what_waits_goes_on_after_signing_in(
    lab: LabPage, server: LabServer, details: Locator, tmp_path: Path
) -> None:
    page, key = lab.page, lab.page.keyboard
    sidebar = page.locator(SIDEBAR)

    # A page that lost only its XSRF cookie gets it back, and nobody notices.
    page.context.clear_cookies(name="_xsrf")
    details.get_by_role("button", name="Add tag").click()
    key.type("first")
    key.press("Enter")
    expect(details.get_by_role("list", name="Tags")).to_contain_text("first")
    key.press("Escape")

    # Signed out: the old list is no answer, and each says what to do.
    page.context.clear_cookies()
    sidebar.get_by_role("searchbox").fill("scor")
    banner = sidebar.locator(".jp-Cellkeep-Banner")
    expect(banner).to_contain_text("You are signed out of Jupyter.")
    link = banner.get_by_role("link", name="Sign in to Jupyter")
    assert (link.get_attribute("href") or "").endswith("/login")
    expect(lab.row("losses")).to_have_count(0)
    expect(sidebar.get_by_text("There is no answer to this yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in to Jupyter")).to_be_visible()
    details.get_by_role("button", name="Add tag").click()
    key.type("second")
    key.press("Enter")
    upload = tmp_path / "measured.csv"
    upload.write_text("a,b\n1,2\n")
    lab.drag_files(sidebar, [str(upload)])
    target = page.locator(".jp-Cellkeep-DropTarget[data-category=input]").first
    lab.drop_files(target, [str(upload)])
    lab.picture(PICTURES / "signed-out.png")  # to choose a theme needs the server
    assert violations(lab, SIDEBAR) == []
    assert about(lab, "losses")["tags"] == ["first"]

    # Signing in is another page's business; its cookies are this page's as well.
    page.context.request.get(f"{server.url}/api/status?token={TOKEN}")
    lab.row("scores").wait_for()
    expect(banner).to_have_count(0)
    expect(page.get_by_role("button", name="Sign in to Jupyter")).to_have_count(0)
    lab.wait_stored("measured.csv")
    wait_until(lambda: about(lab, "losses")["tags"] == ["first", "second"])
