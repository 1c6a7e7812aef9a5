"""What is in tabs when the page is loaded again: as it was left, or why it is not there."""

from __future__ import annotations

import re

from lab_page import middle
from line import wait_until
from playwright.sync_api import Locator, expect

from viewers.page import Viewers, cell

NAMES = ".jp-Cellkeep-Grid-name"
COMPARED = "roots v1 ↔ v2"


def test_what_was_set_is_there_after_a_reload_and_copied_as_seen(viewers: Viewers) -> None:
    page = viewers.page
    document = viewers.open("planets")

    def heads() -> list[str]:
        return [name.strip(" ▲\n") for name in document.locator(NAMES).all_inner_texts()]

    # By the keyboard: Enter opens the column of the cell, Tab goes to what can be done with it.
    document.get_by_role("grid").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    panel = document.get_by_role("region", name="Column")
    panel.get_by_role("button", name="Ascending").press("Enter")
    expect(document.locator("[aria-sort=ascending]")).to_be_visible()
    panel.get_by_role("button", name="Move right").press("Enter")
    panel.get_by_role("button", name="Wider").press("Enter")
    panel.get_by_role("button", name="Pin").press("Enter")
    wait_until(lambda: heads()[:3] == ["mass", "planet", "moons"])
    viewers.lab.drag(
        document.get_by_role("columnheader", name="note").get_by_role("button"),
        document.get_by_role("columnheader", name="planet"),
    )
    page.mouse.move(*[at - 8 for at in middle(document.locator("[data-column='1']"))])
    page.mouse.up()
    seen = ["mass", "note", "planet"]
    wait_until(lambda: heads()[:3] == seen)
    form = document.get_by_role("form", name="Filter rows")
    form.get_by_label("Column").select_option(label="mass")
    expect(form.get_by_label("Comparison")).to_have_value("atLeast")
    form.get_by_label("Column").select_option(label="planet")
    expect(form.get_by_label("Comparison")).to_have_value("contains")
    form.get_by_label("Value").fill("mars")
    form.get_by_role("button", name="Filter", exact=True).click()
    expect(viewers.status).to_contain_text("250 of 1,000 rows match")
    width = document.locator("[data-column='0']").evaluate("head => head.style.width")
    gone = set_in_other_tabs(viewers)
    for kept in ("mars", "swipe", "PNG", "opened", gone):
        viewers.lab.workspace_has(kept)
    page.goto(f"{viewers.lab.server.url}/lab")
    viewers.lab.ready()
    look_at_other_tabs(viewers)
    viewers.front("planets v1")
    expect(document.locator("[aria-sort=ascending]")).to_contain_text("mass")
    expect(viewers.status).to_contain_text("250 of 1,000 rows match")
    wait_until(lambda: heads()[:3] == seen)
    expect(document.locator("[data-column='0']")).to_have_css("width", width)
    expect(cell(document, 0, 0)).to_have_css("position", "sticky")
    expect(cell(document, 0, 2)).to_have_text("Mars")
    text = viewers.copied(cell(document, 0, 1), cell(document, 1, 2), "2 × 2")
    assert text == "note\tplanet\n\tMars\n\tMars"
    viewers.shot("reopened")


def set_in_other_tabs(viewers: Viewers) -> str:
    """Set something in a figure, a tree and a comparison; delete what another tab shows; its id."""
    document = viewers.also("roots", 1)
    document.get_by_role("button", name="PNG").click()
    document.get_by_role("button", name="100%").click()
    viewers.lab.command("cellkeep:compare", artifactIds=viewers.ids["roots"])
    document.get_by_role("button", name="Swipe").click()
    document.get_by_role("button", name="Swap").click()
    document = viewers.also("settings")
    layers(document).click()
    expect(layers(document)).to_have_attribute("aria-expanded", "false")
    # An older version says that it is one.
    expect(document.get_by_role("status").last).to_contain_text("There is a newer version.")
    [gone] = viewers.ids["mask"]
    viewers.lab.command("cellkeep:lineage", artifactId=gone)
    viewers.lab.command("cellkeep:compare", artifactIds=[gone, *viewers.ids["waves"][:1]])
    compared = viewers.page.locator(".lm-DockPanel-tabBar .lm-mod-current").last.inner_text()
    document = viewers.also("mask")
    document.locator("canvas").first.wait_for()
    viewers.lab.server.ask("POST", "cellkeep/api/deletions", {"ids": [gone]})
    trashed = "mask v1 was moved to the trash."
    expect(document.get_by_role("status").last).to_contain_text(trashed)
    viewers.front(compared)
    expect(viewers.document.get_by_role("status").last).to_contain_text(trashed)
    viewers.shot("compared-deleted")
    # What a tab shows last comes back, although the layout was kept before.
    document = viewers.also("waves")
    viewers.lab.workspace_has(viewers.ids["waves"][0])
    document.get_by_role("button", name="Show v2").click()
    expect(viewers.document.get_by_role("heading").first).to_contain_text("waves v2")
    viewers.lab.workspace_has(viewers.ids["waves"][1])
    return gone


def look_at_other_tabs(viewers: Viewers) -> None:
    viewers.front("waves v2")
    document = viewers.front("roots v2")
    for name in ("PNG", "100%"):
        expect(document.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
    document = viewers.front(COMPARED)
    swipe = document.get_by_role("button", name="Swipe")
    expect(swipe).to_have_attribute("aria-pressed", "true")
    expect(document.get_by_label("Before")).to_have_value("1")
    document = viewers.front("settings v1")
    expect(layers(document)).to_have_attribute("aria-expanded", "false")
    document.get_by_role("button", name="Show v2").click()
    expect(viewers.document.get_by_role("heading").first).to_contain_text("settings v2")
    document = viewers.front("mask v1")
    expect(document.get_by_role("alert")).to_contain_text("mask v1 was moved to the trash.")
    viewers.shot("deleted")
    lineage = viewers.front("Lineage of mask v1")
    expect(lineage.get_by_role("alert")).to_contain_text("mask v1 was moved to the trash.")
    document = viewers.front("mask v1")
    document.get_by_role("button", name="Restore").click()
    viewers.document.locator("canvas").first.wait_for()


def layers(document: Locator) -> Locator:
    return document.get_by_role("treeitem", name=re.compile("layers"))
