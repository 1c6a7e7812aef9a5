"""JupyterLab of who looks after a team: who holds how much, and who did what."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from axe import check
from lab_page import SIDEBAR, LabPage
from lab_server import ROOT, LabServer
from playwright.sync_api import expect

sys.path.insert(0, str(ROOT / "test" / "python" / "server"))

from samples import MSGPACK, offer, packed, run
from test_service_process import ask, serving

from cellkeep_store import Store
from object_storage import BUCKET, CREDENTIALS, let_pages_in, running_storage
from postgres_server import new_database, running_server

KNOWS_THE_STORE = """
window.jupyterapp.commands.label('cellkeep:open-settings').startsWith('Store')
"""
JSON = {"Content_Type": "application/json"}


class LabOfRoot(LabServer):
    """JupyterLab whose library is the service's, as its admin sees it."""

    service = ""
    kept = ""
    process_of_service: subprocess.Popen[bytes]

    @property
    def environment(self) -> dict[str, str]:
        address = self.service.removesuffix("cellkeep/api/")
        return super().environment | {"CELLKEEP_SERVER": address, "CELLKEEP_TOKEN": "of-root"}


def save(service: str, person: str, content: bytes, **fields: Any) -> Any:
    made = offer(content, **fields)
    body = packed(made, content)
    status, told = ask(f"{service}offers", "POST", body, X_Person=person, **MSGPACK)
    assert status == 200, told
    return made


@pytest.fixture(scope="module")
def storage() -> Iterator[str]:
    """The object storage that the service has its bytes in, and that clients reach."""
    with running_storage() as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, storage: str) -> Iterator[LabServer]:
    with (
        running_server() as socket,
        serving(
            tmp_path_factory.mktemp("service"),
            **CREDENTIALS,
            AWS_ENDPOINT_URL=storage,
            CELLKEEP_STORAGE_URL=f"s3://{BUCKET}/team",
            CELLKEEP_STORAGE_CLIENT_ENDPOINT=storage,
            CELLKEEP_CATALOG_URL=new_database(socket, "team"),
        ) as (service, process),
    ):
        training = run("training")
        kept = save(service, "root", b"x" * 900_000, name="weights", of=training)
        save(service, "olga", b"y" * 2_000_000, name="hush")
        shares = json.dumps({"shares": [{"kind": "person", "name": "olga", "level": "view"}]})
        path = f"{service}runs/{training.id}/shares"
        assert ask(path, "PUT", shares.encode(), X_Person="root", **JSON)[0] == 200
        assert ask(f"{service}artifacts/{kept.id}/content", X_Person="olga")[0] == 200
        unfinished = {"Tus_Resumable": "1.0.0", "Upload_Length": "70000", "X_Person": "olga"}
        assert ask(f"{service}uploads", "POST", **unfinished)[0] == 201
        quota = json.dumps({"kind": "person", "name": "root", "limit_bytes": 1_000_000})
        assert ask(f"{service}quotas", "PUT", quota.encode(), X_Person="root", **JSON)[0] == 200
        lab = LabOfRoot(tmp_path_factory.mktemp("lab"))
        lab.service, lab.kept, lab.process_of_service = service, kept.id, process
        with Store.open(lab.store) as store:
            for name, of in (("draft", "dragged"), ("sketch", "of this server")):
                mine = offer(name.encode(), name=name, of=run(of))
                store.ingest.put_bytes(mine, name.encode())
        lab.start()
        let_pages_in(storage, lab.url)
        yield lab
        lab.stop()


def test_who_looks_after_a_service_sees_who_holds_how_much_and_sets_quotas(lab: LabPage) -> None:
    page = lab.open().page
    sidebar = lab.show_sidebar()
    expect(sidebar).to_contain_text("90% of your quota is used: 900 KB of 1 MB")
    lab.command("cellkeep:team-storage")
    people = page.get_by_role("table", name="People and groups")
    rows = people.locator("tbody tr")
    expect(rows.locator("th bdi")).to_have_text(["olga", "root"])
    expect(rows.nth(1)).to_contain_text("90%")
    # By the keyboard: sorted by name downwards, and a quota for each member of a group.
    by_name = people.get_by_role("columnheader", name="Name")
    for order in ("ascending", "descending"):
        by_name.get_by_role("button").press("Enter")
        expect(by_name).to_have_attribute("aria-sort", order)
    expect(rows.locator("th bdi")).to_have_text(["root", "olga"])
    page.get_by_role("button", name="Set a Quota…").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Set")).to_be_disabled()
    # The keyboard goes into it and stays there, also where the last button cannot be pressed.
    expect(dialog.get_by_label("Name")).to_be_focused()
    cancel = dialog.get_by_role("button", name="Cancel")
    cancel.press("Tab")
    expect(dialog.get_by_label("Person or group")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(cancel).to_be_focused()
    dialog.get_by_label("Person or group").select_option("group")
    dialog.get_by_label("Name").fill("team")
    dialog.get_by_label("Amount").fill("2.5")
    check(lab, "quota", ".jp-Dialog-content")
    dialog.get_by_role("button", name="Set").press("Enter")
    expect(rows.locator("th bdi")).to_have_text(["team", "root", "olga"])
    expect(rows.first).to_contain_text("0 members")
    expect(rows.first).to_contain_text("2.5 GB for each member")
    room = page.get_by_role("table", name="Largest runs")
    expect(room.locator("tbody th")).to_have_text(["olga", "root"])
    team = page.locator(".jp-Cellkeep-Storage")
    expect(team).not_to_contain_text("hush")
    check(lab, "team", ".jp-Cellkeep-Storage")
    # An upload that somebody left is ended, and that is in the activity.
    expect(team).to_contain_text("1 unfinished upload: 70 KB")
    uploads = page.get_by_role("table", name="Unfinished uploads").locator("tbody tr")
    expect(uploads).to_have_count(1)
    expect(uploads).to_contain_text("70 KB")
    uploads.get_by_role("button", name="End upload of 70 KB by olga…").press("Enter")
    dialog.get_by_role("button", name="End Upload").click()
    expect(team).to_contain_text("No unfinished uploads")
    page.get_by_role("button", name="Activity…").click()
    done = page.get_by_role("table", name="Activity of the team").locator("tbody tr")
    words = ["root", "ended an upload", "olga 70 KB", ""]
    expect(done.first.locator("td:nth-child(n+2)")).to_have_text(words)


def test_an_owner_reads_who_did_what_with_a_run(lab: LabPage) -> None:
    page = lab.open().page
    lab.show_sidebar()
    page.locator(f"{SIDEBAR} .jp-Cellkeep-mod-run", has_text="training").click(button="right")
    page.get_by_role("menuitem", name="Activity…").click()
    activity = page.get_by_role("table", name="Activity of training")
    done = activity.locator("tbody tr")
    expect(done).to_have_count(3)
    for row, words in enumerate(
        (
            ("olga", "read", "weights v1"),
            ("root", "shared", "olga may view, root owns it"),
            ("root", "saved", "weights v1"),
        )
    ):
        expect(done.nth(row).locator("td:nth-child(n+2)")).to_have_text(list(words))
    check(lab, "activity", ".jp-Cellkeep-Storage")


def test_the_folder_of_this_server_and_the_team_stand_in_one_sidebar(lab: LabPage) -> None:
    page = lab.open().page
    sidebar = lab.show_sidebar()
    here, team = (sidebar.get_by_role("radio", name=name) for name in ("Mine here", "Team"))
    runs = page.locator(f"{SIDEBAR} .jp-Cellkeep-mod-run")
    mine, dragged = runs.filter(has_text="of this server"), runs.filter(has_text="dragged")
    expect(team).to_be_checked()
    lab.expect_rows("weights")
    expect(mine).to_have_count(0)
    # By the keyboard; each store has its own list and its own numbers.
    team.focus()
    page.keyboard.press("ArrowLeft")
    expect(here).to_be_checked()
    lab.expect_rows("sketch")
    expect(sidebar).not_to_contain_text("of your quota is used")
    expect(sidebar).to_contain_text("What you save goes to Team.")
    check(lab, "two-stores", SIDEBAR)
    # A run goes to the team, and a document stays with the store that it was opened from.
    lab.row("sketch").dblclick()
    page.get_by_role("tab", name="sketch v1").wait_for()
    mine.click(button="right")
    page.get_by_role("menuitem", name="Copy to Team…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("nobody else sees it until you share its run")
    dialog.get_by_role("button", name="Copy to Team").click()
    team.check()
    lab.expect_rows("weights")
    mine.wait_for()
    page.locator(".jp-Cellkeep-Document").click(position={"x": 5, "y": 5})
    expect(here).to_be_checked()
    team.check()
    lab.expect_rows("weights")
    # A run is dragged to the other half, and an artifact back.
    here.check()
    lab.expect_rows("sketch")  # the runs below stand where they stay
    lab.drag(dragged, sidebar.locator("label", has_text="Team"))
    expect(sidebar.locator("label.jp-Cellkeep-mod-target")).to_have_text("Team")
    page.mouse.up()
    team.check()
    dragged.wait_for()
    lab.drag(lab.row("weights"), sidebar.locator("label", has_text="Mine here"))
    expect(sidebar.locator("label.jp-Cellkeep-mod-target")).to_have_text("Mine here")
    page.mouse.up()
    here.check()
    lab.expect_rows("weights", "sketch")
    lab.row("weights").click()
    expect(sidebar.locator(".jp-Cellkeep-Details-state")).to_contain_text("stored · Mine here")
    # After a reload it is as it was.
    page.reload()
    lab.ready()
    expect(lab.show_sidebar().get_by_role("radio", name="Mine here")).to_be_checked()
    team.check()


def test_large_files_go_straight_into_the_storage_and_are_read_from_it(
    lab: LabPage, server: LabServer, storage: str, tmp_path: Path
) -> None:
    assert isinstance(server, LabOfRoot)
    rows = 2_500_000
    numbers = np.random.default_rng(1).random(rows)
    file = tmp_path / "survey.parquet"
    table = pa.table({"number": np.arange(rows), "value": numbers})
    pq.write_table(table, file, compression="none", use_dictionary=False)
    assert 32 << 20 < file.stat().st_size < 48 << 20, "hashed while it is sent, in three parts"
    quota = json.dumps({"kind": "person", "name": "root"}).encode()
    assert ask(f"{server.service}quotas", "PUT", quota, X_Person="root", **JSON)[0] == 200
    page = lab.open().page
    page.wait_for_function(KNOWS_THE_STORE)
    asked: list[tuple[str, str]] = []
    page.on("request", lambda one: asked.append((one.method, one.url)))

    def count(method: str, *words: str) -> int:
        page.evaluate("0")  # what the page has done before is told by now
        return sum(each == method and all(one in url for one in words) for each, url in asked)

    lab.drag_files(lab.show_sidebar(), [str(file)])
    target = page.locator(".jp-Cellkeep-DropTarget[data-category=input]:not([data-run])")
    lab.drop_files(target, [str(file)])
    found = lab.wait_stored(file.name)[file.name]
    assert found["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert count("PUT", storage) == 3
    assert count("PATCH") == 0
    assert count("POST", "/completion") == 1

    def is_opened() -> None:
        asked.clear()
        lab.command("application:close-all")
        lab.command("cellkeep:open-artifact", artifactId=found["id"])
        row = page.locator(".jp-Cellkeep-Document .jp-Cellkeep-Grid-row[aria-rowindex='2']")
        expect(row.locator("[aria-colindex='3']")).to_contain_text(f"{numbers[0]:.2f}")

    is_opened()
    assert count("GET", storage, "response-content-disposition") > 1
    assert count("GET", f"{found['id']}/address") == 1
    assert count("GET", f"{found['id']}/content") == 0
    # Pages of this origin may not ask it any more: they read through their own server, at once.
    let_pages_in(storage, "https://elsewhere.invalid")
    lab.open()
    page.wait_for_function(KNOWS_THE_STORE)
    is_opened()
    assert count("GET", f"{found['id']}/content") > 1
    assert count("GET", f"{found['id']}/address") == 1


def test_tabs_come_back_without_waiting_for_a_service_that_does_not_answer(
    lab: LabPage, server: LabServer
) -> None:
    assert isinstance(server, LabOfRoot)
    page = lab.open().page
    page.wait_for_function(KNOWS_THE_STORE)
    lab.command("cellkeep:open-artifact", artifactId=server.kept)
    document = page.locator(".jp-Cellkeep-Document:visible")
    document.get_by_role("heading", name="weights v1").wait_for()
    lab.workspace_has(server.kept)
    server.process_of_service.send_signal(signal.SIGSTOP)
    try:
        page.goto(f"{server.url}/lab")
        lab.ready()
        expect(document.get_by_role("alert")).to_contain_text("The store has not answered yet.")
    finally:
        server.process_of_service.send_signal(signal.SIGCONT)
    document.get_by_role("heading", name="weights v1").wait_for()
