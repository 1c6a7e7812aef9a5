"""Two tabs on one notebook: each shows what the kernel saves, and one of them uploads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from lab_page import LabPage
from lab_server import LabServer, RemoteKernels
from playwright.sync_api import Page, Request

SAVES = """
import cellkeep, numpy as np, time
run = cellkeep.current_run()
for i in range(40):
    run.save(np.random.default_rng(i).random(2000), "output", name=f"step {i}")
    time.sleep(0.08)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """Kernels that need a page: one that reaches the store writes to it by itself."""
    server = RemoteKernels(tmp_path_factory.mktemp("tabs"))
    server.add_example("tour.ipynb")
    server.start()
    yield server
    server.stop()


def uploads_of(page: Page) -> list[Request]:
    sent: list[Request] = []
    page.on(
        "request",
        lambda one: one.method == "POST" and "/cellkeep/api/offers" in one.url and sent.append(one),
    )
    return sent


def test_two_tabs_upload_once_and_closing_one_loses_nothing(
    lab: LabPage, server: LabServer
) -> None:
    lab.open("tour.ipynb")
    lab.show_sidebar()
    other = LabPage(lab.page.context.new_page(), server).open("tour.ipynb")
    other.show_sidebar()
    sent = {tab: uploads_of(tab.page) for tab in (lab, other)}

    lab.run_cell(
        lab.type_cell(
            "import cellkeep; cellkeep.current_run().save(b'once', 'output', name='shared')"
        )
    )
    for tab in (lab, other):
        tab.row("shared").wait_for()
    assert sum(map(len, sent.values())) == 1, "one tab uploads it"

    lab.type_cell(SAVES).locator(".jp-InputPrompt").click()
    lab.page.keyboard.press("Control+Enter")
    for tab in (lab, other):
        tab.row("step 5").wait_for()
    uploader, watcher = (lab, other) if len(sent[lab]) > len(sent[other]) else (other, lab)
    watcher.row("step 8").wait_for()
    uploader.page.close()
    found = watcher.wait_stored(*[f"step {i}" for i in range(40)], timeout=25)
    assert [found[f"step {i}"]["version"] for i in range(40)] == [1] * 40
    names = Counter(item["name"] for item in watcher.stored())
    assert max(names.values()) == 1, "nothing is stored twice"
    watcher.expect_rows("step 39")
    assert server.cellkeep("verify")["ok"]
    if uploader is lab:
        # The fixture looks at its own page at the end.
        watcher.page.close()
